-- ======== step 1/14: upgrade a1, segment 1/1, a transaction
-- a1
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('start', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_a1 ();
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a1' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 1, 1, 'f4809e3afa7361ae', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1');
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/1', false);
END $sqlbundle$;

-- ======== step 2/14: upgrade a2, segment 1/1, a transaction
-- a2
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_a2 ();
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a2' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a2', 'upgrade', 1, 1, '39375596c89582ca', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a2/1', false);
END $sqlbundle$;

-- ======== step 3/14: upgrade a3, segment 1/3, a transaction
-- a3
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a2/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int UNIQUE DEFERRABLE);
DO $sqlbundle$ BEGIN
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a3', 'upgrade', 1, 3, '4dffd8c7e3ec6d7f', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', true, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a3/1', false);
END $sqlbundle$;
COMMIT;

-- ======== step 3/14: upgrade a3, segment 2/3, outside any transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a3/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix'), ''), false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a3', 'upgrade', 2, 3, 'e4714f2178bb39d7', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1
    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;
  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', 'a3/2', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);
END $sqlbundle$;
COMMIT;
CREATE INDEX CONCURRENTLY ix ON items (id);
SET default_transaction_read_only = on;
SET SESSION default_transaction_read_only = on; -- once more, in case that has failed
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a3/1', 'a3/2')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text := pg_catalog.current_setting('sqlbundle.before', true); sqlbundle_left text; BEGIN
  IF EXISTS (SELECT FROM (SELECT c.oid::text, c.relname AS name, x.indrelid AS on_table, m.amname AS method, x.indisunique AS is_unique, x.indpred IS NOT NULL AS is_partial, x.indoption::text AS options, ARRAY(SELECT coalesce(a.attname, '') FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) AS columns, NOT EXISTS (SELECT FROM pg_catalog.unnest(x.indclass) k(o) JOIN pg_catalog.pg_opclass o ON o.oid = k.o WHERE NOT o.opcdefault) AND NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest(x.indkey), pg_catalog.unnest(x.indcollation)) k(n, o) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n WHERE k.o <> a.attcollation) AS is_plain, pg_catalog.pg_get_indexdef(c.oid) AS definition, x.indisvalid AND x.indisready AS valid, CASE WHEN b.pids IS NULL THEN pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) ELSE pg_catalog.format('DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = %L, HINT = %L; END $$', 'sqlbundle: another session builds an index on this table, pid ' || b.pids || ': its index may be what looks left over', 'Nothing has been dropped. Wait until that session has ended, and run this script again.') END AS drop_it FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam, LATERAL (SELECT pg_catalog.string_agg(l.pid::text, ', ') AS pids FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_progress_create_index p USING (pid) WHERE l.locktype = 'relation' AND l.relation = x.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted AND p.datname = pg_catalog.current_database() AND l.pid <> pg_catalog.pg_backend_pid()) b) i WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix' AND oid <> sqlbundle_before AND (method, is_unique, is_partial, options, columns) = ('btree', false, false, '0', ARRAY['id']::name[]) AND is_plain AND valid) THEN RETURN; END IF;
  SELECT pg_catalog.string_agg(sqlbundle_clean.sql, '; ') INTO sqlbundle_left FROM (SELECT drop_it FROM (SELECT c.oid::text, c.relname AS name, x.indrelid AS on_table, m.amname AS method, x.indisunique AS is_unique, x.indpred IS NOT NULL AS is_partial, x.indoption::text AS options, ARRAY(SELECT coalesce(a.attname, '') FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) AS columns, NOT EXISTS (SELECT FROM pg_catalog.unnest(x.indclass) k(o) JOIN pg_catalog.pg_opclass o ON o.oid = k.o WHERE NOT o.opcdefault) AND NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest(x.indkey), pg_catalog.unnest(x.indcollation)) k(n, o) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n WHERE k.o <> a.attcollation) AS is_plain, pg_catalog.pg_get_indexdef(c.oid) AS definition, x.indisvalid AND x.indisready AS valid, CASE WHEN b.pids IS NULL THEN pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) ELSE pg_catalog.format('DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = %L, HINT = %L; END $$', 'sqlbundle: another session builds an index on this table, pid ' || b.pids || ': its index may be what looks left over', 'Nothing has been dropped. Wait until that session has ended, and run this script again.') END AS drop_it FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam, LATERAL (SELECT pg_catalog.string_agg(l.pid::text, ', ') AS pids FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_progress_create_index p USING (pid) WHERE l.locktype = 'relation' AND l.relation = x.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted AND p.datname = pg_catalog.current_database() AND l.pid <> pg_catalog.pg_backend_pid()) b) i WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix' AND oid <> sqlbundle_before AND (method, is_unique, is_partial, options, columns) = ('btree', false, false, '0', ARRAY['id']::name[]) AND is_plain AND NOT valid) AS sqlbundle_clean (sql);
  RAISE EXCEPTION 'sqlbundle: %', 'CREATE INDEX at migrations/a3.sql:7 has failed, or has not had its effect' USING HINT = coalesce('Remove what it has left, outside a transaction: SET default_transaction_read_only = off; ' || sqlbundle_left || '; ', '') || 'Mend what the first error says. ' || CASE 'a3/1' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:b5 --sql --dialect plain' || CASE 'a3/1' WHEN 'start' THEN '' ELSE ' --after ' || 'a3/1' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a3' AND direction = 'upgrade' AND segment = 2;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a3/2', false);
END $sqlbundle$;
COMMIT;

-- ======== step 3/14: upgrade a3, segment 3/3, a transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a3/2', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a3' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a3', 'upgrade', 3, 3, '327c292e316433d8', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a3/3', false);
END $sqlbundle$;

-- ======== step 4/14: upgrade a4, segment 1/1, a transaction
-- a4
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a3/3', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TYPE mood AS ENUM ('ok');
CREATE TABLE moods (mood mood);
ALTER TYPE mood ADD VALUE 'sad';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a4' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a4', 'upgrade', 1, 1, '2ce4caf23e8f4b4f', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a4' WHERE version_num = 'a3';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a4/1', false);
END $sqlbundle$;

-- ======== step 5/14: upgrade a5, segment 1/1, a transaction
-- a5
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a4/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
ALTER TYPE mood ADD VALUE 'glad';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a5' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a5', 'upgrade', 1, 1, '68311c620a64aabf', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a5' WHERE version_num = 'a4';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a5/1', false);
END $sqlbundle$;

-- ======== step 6/14: upgrade a6, segment 1/1, a transaction
-- a6
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a5/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a6' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a6', 'upgrade', 1, 1, '327c292e316433d8', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a6' WHERE version_num = 'a5';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a6/1', false);
END $sqlbundle$;
COMMIT;

-- ======== step 7/14: upgrade a7, segment 1/1, a transaction
-- a7
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a6/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO moods VALUES ('sad'), ('glad');
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
  SET application_name = 'sqlbundle c6b83e1a186c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a7' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a7', 'upgrade', 1, 1, '9a0e801e1f51ab08', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a7' WHERE version_num = 'a6';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a7/1 leaving', false);
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a7/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a7/1', false);
END $sqlbundle$;

-- ======== step 8/14: upgrade a8, segment 1/2, a transaction
-- a8
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a7/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (1);
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
  SET application_name = 'sqlbundle c6b83e1a186c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ BEGIN
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a8', 'upgrade', 1, 2, 'c26bef8994e1b79f', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', true, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a8/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a8/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a8/1', false);
END $sqlbundle$;

-- ======== step 8/14: upgrade a8, segment 2/2, a transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a8/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (2);
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
  SET application_name = 'sqlbundle c6b83e1a186c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a8' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a8', 'upgrade', 2, 2, 'e5c7916ebaa5dfcb', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a8' WHERE version_num = 'a7';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a8/2 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a8/2 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a8/2', false);
END $sqlbundle$;

-- ======== step 9/14: upgrade a9, segment 1/1, a transaction
-- a9
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a8/2', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
UPDATE items SET id = id + 10;
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
  SET application_name = 'sqlbundle c6b83e1a186c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a9' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a9', 'upgrade', 1, 1, 'f37372c466cfe719', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a9' WHERE version_num = 'a8';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a9/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a9/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a9/1', false);
END $sqlbundle$;

-- ======== step 10/14: upgrade b1, segment 1/1, a transaction
-- b1
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a9/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET CONSTRAINTS ALL DEFERRED;
UPDATE items SET id = 23 - id;
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
  SET application_name = 'sqlbundle c6b83e1a186c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b1' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b1', 'upgrade', 1, 1, 'bc1d75db3421e312', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'b1' WHERE version_num = 'a9';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b1/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b1/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b1/1', false);
END $sqlbundle$;

-- ======== step 11/14: upgrade b2, segment 1/1, a transaction
-- b2
BEGIN;
SET TRANSACTION READ WRITE;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('b1/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
INSERT INTO items SELECT max(id) + 1 FROM items;
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
  SET application_name = 'sqlbundle c6b83e1a186c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b2' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b2', 'upgrade', 1, 1, 'a560f76e34aa8a24', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'b1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b2/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b2/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b2/1', false);
END $sqlbundle$;

-- ======== step 12/14: upgrade b3, segment 1/1, a transaction
-- b3
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('b2/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET app.a = 'b3';
CREATE TEMP TABLE staging AS SELECT 100 AS id;
INSERT INTO items SELECT id FROM staging;
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
  SET application_name = 'sqlbundle c6b83e1a186c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b3' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b3', 'upgrade', 1, 1, 'bca72f7cc18e3842', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'b3' WHERE version_num = 'b2';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b3/1 leaving', false);
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b3/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b3/1', false);
END $sqlbundle$;

-- ======== step 13/14: upgrade b4, segment 1/1, a transaction
-- b4
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('b3/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET LOCAL app.b = 'b4';
CREATE TEMP TABLE staging AS SELECT 101 + length(coalesce(current_setting('app.a', true), '')) AS id;
INSERT INTO items SELECT id FROM staging;
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
  SET application_name = 'sqlbundle c6b83e1a186c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b4' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b4', 'upgrade', 1, 1, '572bfa9e95eefef6', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'b4' WHERE version_num = 'b3';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b4/1 leaving', false);
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b4/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b4/1', false);
END $sqlbundle$;

-- ======== step 14/14: upgrade b5, segment 1/1, a transaction
-- b5
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('b4/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items SELECT 102 + length(coalesce(current_setting('app.b', true), ''));
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
  SET application_name = 'sqlbundle c6b83e1a186c';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b5' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b5', 'upgrade', 1, 1, '29ea655361f3d871', 'c6b83e1a186cc426e0451b5a73134c2bd504079dc8ee11699e984a1daa1f23e9', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'b5' WHERE version_num = 'b4';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b5/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b5/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b5/1', false);
END $sqlbundle$;

-- ======== the end
DO $sqlbundle$ DECLARE sqlbundle_at text := coalesce(pg_catalog.current_setting('sqlbundle.after', true), ''); sqlbundle_state text; BEGIN
  PERFORM pg_catalog.pg_advisory_unlock(1936812130, pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))) FROM (SELECT 1) held WHERE pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()));
  IF sqlbundle_at = '' THEN RAISE EXCEPTION 'sqlbundle: %', 'not begun, or refused' USING HINT = 'The first error of this script says why.'; END IF;
  IF sqlbundle_at <> 'b5/1' THEN RAISE EXCEPTION 'sqlbundle: %', 'stopped: not all is done' USING HINT = 'Mend what the first error says. ' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:b5 --sql --dialect plain' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN '' ELSE ' --after ' || pg_catalog.split_part(sqlbundle_at, ' ', 1) END END; END IF;
  SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') INTO sqlbundle_state FROM public.sqlbundle_version;
  PERFORM pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.state', sqlbundle_state, false);
END $sqlbundle$;
RESET default_transaction_read_only;
SELECT 'sqlbundle: done, the database stands at ' || pg_catalog.current_setting('sqlbundle.state', true) AS sqlbundle;
