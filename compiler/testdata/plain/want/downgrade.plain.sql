-- ======== step 1/2: downgrade a2, segment 1/1, a transaction
-- a2
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('start', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
ALTER TABLE accounts DROP COLUMN tags;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a2' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a2', 'downgrade', 1, 1, '14297a732e53d3b0', 'd061202daaa4bccbee268ce7fa1bc370ad1b9a818018947b642875f486137fc0', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a2/1', false);
END $sqlbundle$;
COMMIT;

-- ======== step 2/2: downgrade a1, segment 1/1, a transaction
-- a1
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a2/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP VIEW names;
DROP TABLE accounts;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a1' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'downgrade', 1, 1, '6c4fd2315768ef12', 'd061202daaa4bccbee268ce7fa1bc370ad1b9a818018947b642875f486137fc0', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  DELETE FROM public.sqlbundle_version WHERE version_num = 'a1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/1', false);
END $sqlbundle$;
COMMIT;

-- ======== the end
DO $sqlbundle$ DECLARE sqlbundle_at text := coalesce(pg_catalog.current_setting('sqlbundle.after', true), ''); sqlbundle_state text; BEGIN
  PERFORM pg_catalog.pg_advisory_unlock(1936812130, pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))) FROM (SELECT 1) held WHERE pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()));
  IF sqlbundle_at = '' THEN RAISE EXCEPTION 'sqlbundle: %', 'not begun, or refused' USING HINT = 'The first error of this script says why.'; END IF;
  IF sqlbundle_at <> 'a1/1' THEN RAISE EXCEPTION 'sqlbundle: %', 'stopped: not all is done' USING HINT = 'Mend what the first error says. ' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle downgrade a2:base --sql --dialect plain' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN '' ELSE ' --after ' || pg_catalog.split_part(sqlbundle_at, ' ', 1) END END; END IF;
  SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') INTO sqlbundle_state FROM public.sqlbundle_version;
  PERFORM pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.state', sqlbundle_state, false);
END $sqlbundle$;
RESET default_transaction_read_only;
SELECT 'sqlbundle: done, the database stands at ' || pg_catalog.current_setting('sqlbundle.state', true) AS sqlbundle;
