-- ======== step 1/2: downgrade a2, segment 1/2, outside any transaction
-- a2
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('start', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', '', false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a2', 'downgrade', 1, 2, 'e25f4c7d2d1c4bf4', '2fc4d04786bbd1e313e3bdf23da2f81dc8d0b5b08f608cb6151788502e1a9809', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1
    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;
  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', 'a2/1', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);
END $sqlbundle$;
COMMIT;
VACUUM items;
SET default_transaction_read_only = on;
SET SESSION default_transaction_read_only = on; -- once more, in case that has failed
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('start', 'a2/1')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  RAISE EXCEPTION 'sqlbundle: %', 'VACUUM at migrations/a2.sql:9 has run, and the server cannot tell whether it has succeeded' USING HINT = 'If no error is shown above, it has. ' || 'Make the rest: sqlbundle downgrade a2:base --sql --dialect plain' || CASE 'a2/1' WHEN 'start' THEN '' ELSE ' --after ' || 'a2/1' END || '. If one is: ' || 'Mend what the first error says. ' || CASE 'start' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle downgrade a2:base --sql --dialect plain' || CASE 'start' WHEN 'start' THEN '' ELSE ' --after ' || 'start' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a2' AND direction = 'downgrade' AND segment = 1;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a2/1', false);
END $sqlbundle$;
COMMIT;

-- ======== step 1/2: downgrade a2, segment 2/2, a transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a2/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a2' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a2', 'downgrade', 2, 2, '327c292e316433d8', '2fc4d04786bbd1e313e3bdf23da2f81dc8d0b5b08f608cb6151788502e1a9809', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a2/2', false);
END $sqlbundle$;
COMMIT;

-- ======== step 2/2: downgrade a1, segment 1/3, outside any transaction
-- a1
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a2/2', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', coalesce((SELECT pg_catalog.format('%s %s', indexrelid, indisvalid) FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass('ix_items_id')), ''), false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'downgrade', 1, 3, '6a98b9ba3372370a', '2fc4d04786bbd1e313e3bdf23da2f81dc8d0b5b08f608cb6151788502e1a9809', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1
    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;
  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', 'a1/1', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);
END $sqlbundle$;
COMMIT;
DROP INDEX CONCURRENTLY ix_items_id;
SET default_transaction_read_only = on;
SET SESSION default_transaction_read_only = on; -- once more, in case that has failed
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a2/2', 'a1/1')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text := pg_catalog.current_setting('sqlbundle.before', true); sqlbundle_left text; BEGIN
  IF (sqlbundle_before <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(sqlbundle_before, ' ', 1))) THEN RETURN; END IF;
  RAISE EXCEPTION 'sqlbundle: %', 'DROP INDEX at migrations/a1.sql:16 has failed, or has not had its effect' USING HINT = 'Mend what the first error says. ' || CASE 'a2/2' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle downgrade a2:base --sql --dialect plain' || CASE 'a2/2' WHEN 'start' THEN '' ELSE ' --after ' || 'a2/2' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a1' AND direction = 'downgrade' AND segment = 1;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/1', false);
END $sqlbundle$;
COMMIT;

-- ======== step 2/2: downgrade a1, segment 2/3, outside any transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', coalesce((SELECT pg_catalog.format('%s %s', indexrelid, indisvalid) FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass('ix_items_name')), ''), false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'downgrade', 2, 3, 'd0739de219a57602', '2fc4d04786bbd1e313e3bdf23da2f81dc8d0b5b08f608cb6151788502e1a9809', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1
    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;
  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', 'a1/2', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);
END $sqlbundle$;
COMMIT;
DROP INDEX CONCURRENTLY ix_items_name;
SET default_transaction_read_only = on;
SET SESSION default_transaction_read_only = on; -- once more, in case that has failed
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/1', 'a1/2')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text := pg_catalog.current_setting('sqlbundle.before', true); sqlbundle_left text; BEGIN
  IF (sqlbundle_before <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(sqlbundle_before, ' ', 1))) THEN RETURN; END IF;
  RAISE EXCEPTION 'sqlbundle: %', 'DROP INDEX at migrations/a1.sql:18 has failed, or has not had its effect' USING HINT = 'Mend what the first error says. ' || CASE 'a1/1' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle downgrade a2:base --sql --dialect plain' || CASE 'a1/1' WHEN 'start' THEN '' ELSE ' --after ' || 'a1/1' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a1' AND direction = 'downgrade' AND segment = 2;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/2', false);
END $sqlbundle$;
COMMIT;

-- ======== step 2/2: downgrade a1, segment 3/3, a transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/2', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE items;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a1' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'downgrade', 3, 3, '7c09b2214f791a26', '2fc4d04786bbd1e313e3bdf23da2f81dc8d0b5b08f608cb6151788502e1a9809', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  DELETE FROM public.sqlbundle_version WHERE version_num = 'a1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/3', false);
END $sqlbundle$;
COMMIT;

-- ======== the end
DO $sqlbundle$ DECLARE sqlbundle_at text := coalesce(pg_catalog.current_setting('sqlbundle.after', true), ''); sqlbundle_state text; BEGIN
  PERFORM pg_catalog.pg_advisory_unlock(1936812130, pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))) FROM (SELECT 1) held WHERE pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()));
  IF sqlbundle_at = '' THEN RAISE EXCEPTION 'sqlbundle: %', 'not begun, or refused' USING HINT = 'The first error of this script says why.'; END IF;
  IF sqlbundle_at <> 'a1/3' THEN RAISE EXCEPTION 'sqlbundle: %', 'stopped: not all is done' USING HINT = 'Mend what the first error says. ' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle downgrade a2:base --sql --dialect plain' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN '' ELSE ' --after ' || pg_catalog.split_part(sqlbundle_at, ' ', 1) END END; END IF;
  SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') INTO sqlbundle_state FROM public.sqlbundle_version;
  PERFORM pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.state', sqlbundle_state, false);
END $sqlbundle$;
RESET default_transaction_read_only;
SELECT 'sqlbundle: done, the database stands at ' || pg_catalog.current_setting('sqlbundle.state', true) AS sqlbundle;
