-- ======== step 1/2: stamp base, segment 1/1, a transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('start', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'base' AND direction = 'stamp';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('base', 'stamp', 1, 1, '327c292e316433d8', 'ff4a4861759f67b3632aa0219d6429eae1a32a6188cc19ff83af2ab4d1daf67c', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  DELETE FROM public.sqlbundle_version WHERE version_num = 'a1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'base/1', false);
END $sqlbundle$;

-- ======== step 2/2: stamp base, segment 1/1, a transaction
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('base/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'base' AND direction = 'stamp';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('base', 'stamp', 1, 1, '327c292e316433d8', 'ff4a4861759f67b3632aa0219d6429eae1a32a6188cc19ff83af2ab4d1daf67c', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  DELETE FROM public.sqlbundle_version WHERE version_num = 'b1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'base/1', false);
END $sqlbundle$;
COMMIT;

-- ======== the end
DO $sqlbundle$ DECLARE sqlbundle_at text := coalesce(pg_catalog.current_setting('sqlbundle.after', true), ''); sqlbundle_state text; BEGIN
  PERFORM pg_catalog.pg_advisory_unlock(1936812130, pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))) FROM (SELECT 1) held WHERE pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()));
  IF sqlbundle_at = '' THEN RAISE EXCEPTION 'sqlbundle: %', 'not begun, or refused' USING HINT = 'The first error of this script says why.'; END IF;
  IF sqlbundle_at <> 'base/1' THEN RAISE EXCEPTION 'sqlbundle: %', 'stopped: not all is done' USING HINT = 'Mend what the first error says. ' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle stamp a1,b1:base --sql --dialect plain' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN '' ELSE ' --after ' || pg_catalog.split_part(sqlbundle_at, ' ', 1) END END; END IF;
  SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') INTO sqlbundle_state FROM public.sqlbundle_version;
  PERFORM pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.state', sqlbundle_state, false);
END $sqlbundle$;
RESET default_transaction_read_only;
SELECT 'sqlbundle: done, the database stands at ' || pg_catalog.current_setting('sqlbundle.state', true) AS sqlbundle;
