-- ======== step 1/2: upgrade a1, segment 1/1, a transaction
-- a1
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('start', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
-- One table,
-- two lines of comment.
CREATE TABLE accounts (
    id   int PRIMARY KEY, -- a number
    name text NOT NULL    /* what /* it */ is called */
); -- behind the statement
/* a block; with -- a semicolon */
CREATE VIEW names AS SELECT name FROM accounts; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;

-- before the semicolon
INSERT INTO accounts VALUES (1, 'it''s; "one"'), (2, $$a $1; $$), (3, E'tab\t;');

COMMENT ON TABLE accounts IS 'ends
-- sqlbundle:down
here';
-- at the end of the section
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 24ef7287dc5c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a1' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 1, 1, 'aa3a806555e1ba8c', '24ef7287dc5cc0620e7d4486935c3b2ba40c17b84201a00f8922a5d2861f0f6e', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1');
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a1/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/1', false);
END $sqlbundle$;

-- ======== step 2/2: upgrade a2, segment 1/1, a transaction
-- a2
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
ALTER TABLE accounts ADD COLUMN tags text[] DEFAULT '{}';
UPDATE accounts SET tags = ARRAY[name];
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 24ef7287dc5c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a2' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a2', 'upgrade', 1, 1, 'ec448ef947be0bcc', '24ef7287dc5cc0620e7d4486935c3b2ba40c17b84201a00f8922a5d2861f0f6e', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a2/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a2/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a2/1', false);
END $sqlbundle$;

-- ======== the end
DO $sqlbundle$ DECLARE sqlbundle_at text := coalesce(pg_catalog.current_setting('sqlbundle.after', true), ''); sqlbundle_state text; BEGIN
  PERFORM pg_catalog.pg_advisory_unlock(1936812130, pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))) FROM (SELECT 1) held WHERE pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()));
  IF sqlbundle_at = '' THEN RAISE EXCEPTION 'sqlbundle: %', 'not begun, or refused' USING HINT = 'The first error of this script says why.'; END IF;
  IF sqlbundle_at <> 'a2/1' THEN RAISE EXCEPTION 'sqlbundle: %', 'stopped: not all is done' USING HINT = 'Mend what the first error says. ' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN '' ELSE ' --after ' || pg_catalog.split_part(sqlbundle_at, ' ', 1) END END; END IF;
  SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') INTO sqlbundle_state FROM public.sqlbundle_version;
  PERFORM pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.state', sqlbundle_state, false);
END $sqlbundle$;
RESET default_transaction_read_only;
SELECT 'sqlbundle: done, the database stands at ' || pg_catalog.current_setting('sqlbundle.state', true) AS sqlbundle;
