-- sqlbundle upgrade script, plain SQL for any client
--
-- from      base
-- to        a2
-- servers   PostgreSQL 14 and later
-- tracking  public.sqlbundle_version
-- plan      sha256 6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4
--
-- Steps:
--   1/2  a1  a1
--        migrations/a1.sql, sha256 e13201672c1f07d7e2b57da787db888a4ea473304633176d726c80ef68a96353
--        4 transactions, 4 statements outside of any
--        ShareUpdateExclusiveLock on public.items: blocks other DDL and vacuum; reads and writes go on
--        reads all of public.items
--        can fail on the data: public.items, no two rows may have the same name
--   2/2  a2  a2
--        migrations/a2.sql, sha256 84e962e9b93e957182adfbd7b19a0cb74fb061b864438cfdda4c7a57c312e229
--        1 transaction, 1 statement outside of any
--        ShareUpdateExclusiveLock on public.items: blocks other DDL and vacuum; reads and writes go on
--
-- Run:       statement by statement in autocommit, all in one session, straight to the server. Not as one string
--            (each statement has to be a command of its own), not in a transaction, without a savepoint around each
--            statement, without a new connection after an error. Stop at the first error if you can: what follows
--            one changes nothing. No replacing of :name, ? or ${name}, and no cutting at blank lines.
-- Done:      the last statement says so. An error that begins with "sqlbundle:" has a hint with what to do next.
-- Stop:      cancel the statement, or close the session. The open transaction is rolled back; what was committed stays.
--            In a concurrent build, that leaves an invalid index: go on soon.
-- Go on:     run this file again, in a new session. It looks up where the database stands (sqlbundle_version, sqlbundle_log)
--            and refuses with the command that makes the rest; that has been reviewed with this: the plan is the same.
-- Roll back: rollback.sql of the same bundle
-- NOTE: behind VACUUM at migrations/a1.sql:9 this script stops: the server cannot tell whether it has succeeded, and you can.
-- NOTE: behind REINDEX at migrations/a1.sql:13 this script stops: the server cannot tell whether it has succeeded, and you can.
-- NOTE: behind VACUUM at migrations/a2.sql:6 this script stops: the server cannot tell whether it has succeeded, and you can.
--
-- Reviewed by: ______________________________  Date: ____________________
-- Approved by: ______________________________  Date: ____________________
-- Executed by: ______________________________  Date: ____________________

-- ======== is each statement a transaction of its own? A local setting ends with one.
SELECT pg_catalog.set_config('sqlbundle.probe', 'in', true), pg_catalog.set_config('sqlbundle.ready', 'probed', false);
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.probe', true) = 'in' THEN RAISE EXCEPTION 'sqlbundle: %', 'started inside a transaction, or sent as one string' USING HINT = 'Nothing has been changed. Switch autocommit on, leave out BEGIN, and send each statement by itself.'; END IF;
  IF pg_catalog.current_setting('sqlbundle.ready', true) IS DISTINCT FROM 'probed' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so nothing is begun' USING HINT = 'The first error says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.ready', 'alone', false);
END $sqlbundle$;
-- For clients that go on after that error: out of the transaction, and nothing may write.
BEGIN;
ROLLBACK;
SET default_transaction_read_only = on;
SELECT pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.begun', '', false),
  pg_catalog.set_config('sqlbundle.ready', CASE pg_catalog.current_setting('sqlbundle.ready', true) WHEN 'alone' THEN 'clear' ELSE '' END, false);
DO $sqlbundle1$ BEGIN
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 6f94a97d9eb3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
  IF EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN DEALLOCATE sqlbundle_guard; END IF;
  IF pg_catalog.current_setting('sqlbundle.ready', true) IS DISTINCT FROM 'clear' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so nothing is begun' USING HINT = 'The first error says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.ready', 'set', false);
END $sqlbundle1$;

-- What each part asks before it does anything: has this session done all that stands before it?
PREPARE sqlbundle_guard (text, text) AS
SELECT CASE WHEN at = '' THEN 'this session was refused at its beginning'
    WHEN NOT pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())) THEN 'this session has lost its lock (a pooler in transaction mode?)'
    WHEN pg_catalog.current_setting('transaction_read_only')::bool THEN 'this client puts a savepoint around each statement, or has left out the BEGIN'
    WHEN at <> $1 OR begun <> $2 AND $2 <> '' OR pg_catalog.current_setting('default_transaction_read_only') <> 'on' THEN 'an earlier statement has failed, so this one is not run' END AS why,
  CASE WHEN at = '' THEN 'The first error says why.'
    WHEN NOT pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())) THEN 'Connect to the server itself, and run this script again.'
    WHEN pg_catalog.current_setting('transaction_read_only')::bool THEN 'Switch that off: autosave in JDBC, ON_ERROR_ROLLBACK in psql.'
    ELSE 'Mend what the first error says. ' || CASE pg_catalog.split_part(at, ' ', 1) WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE pg_catalog.split_part(at, ' ', 1) WHEN 'start' THEN '' ELSE ' --after ' || pg_catalog.split_part(at, ' ', 1) END END END AS hint
FROM (SELECT coalesce(pg_catalog.current_setting('sqlbundle.after', true), '') AS at, coalesce(pg_catalog.current_setting('sqlbundle.begun', true), '') AS begun) s;

-- ======== is this the right place? Nothing has been changed so far.
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('server_version_num')::int < 140000 THEN RAISE EXCEPTION 'sqlbundle: this script needs PostgreSQL 14, this is %', pg_catalog.current_setting('server_version') USING HINT = 'Make a script for that version: [project] target_version.'; END IF;
  IF pg_catalog.pg_is_in_recovery() OR (SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only') = 'on' THEN RAISE EXCEPTION 'sqlbundle: this server or session is read-only (a standby?)' USING HINT = 'Connect to the primary, as a role and to a database that may write.'; END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'public') THEN RAISE EXCEPTION 'sqlbundle: %', 'there is no schema public for the tracking table' USING HINT = 'Create it, or set [tracking] schema.'; END IF;
  IF pg_catalog.current_setting('sqlbundle.ready', true) IS DISTINCT FROM 'set' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so nothing is begun' USING HINT = 'The first error says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.ready', 'checked', false);
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_holders text; BEGIN
  FOR i IN 1..10 LOOP IF pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())) OR pg_catalog.pg_try_advisory_lock(1936812130, pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))) THEN
    IF pg_catalog.current_setting('sqlbundle.ready', true) IS DISTINCT FROM 'checked' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so nothing is begun' USING HINT = 'The first error says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.ready', 'locked', false);
    RETURN;
  END IF; PERFORM pg_catalog.pg_sleep(0.1); END LOOP;
  SELECT pg_catalog.string_agg(', pid ' || pid || coalesce(' (' || application_name || ', since ' || backend_start::timestamptz(0) || ')', '') || coalesce(': ' || query, ''), '')
    INTO sqlbundle_holders FROM pg_catalog.pg_stat_activity WHERE pid IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()));
  RAISE EXCEPTION 'sqlbundle: %', 'another run holds the lock' || coalesce(sqlbundle_holders, '') USING HINT = 'Nothing has been changed. Wait until it has ended, and run this script again. If its client is gone: SELECT pg_terminate_backend(' || coalesce((SELECT pg_catalog.min(pid)::text FROM (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())) h), 'PID') || ');';
END $sqlbundle$;

-- ======== where does the database stand?
BEGIN;
SET TRANSACTION READ WRITE;
SET LOCAL lock_timeout = '5s';
SET LOCAL row_security = off;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.ready', true) IS DISTINCT FROM 'locked' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so nothing is begun' USING HINT = 'The first error says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.ready', 'begun', false);
  IF pg_catalog.to_regclass('public.sqlbundle_version') IS NULL THEN CREATE TABLE public.sqlbundle_version (version_num text NOT NULL, CONSTRAINT sqlbundle_version_pkc PRIMARY KEY (version_num)); END IF;
  IF pg_catalog.to_regclass('public.sqlbundle_log') IS NULL THEN CREATE TABLE public.sqlbundle_log (
  revision text NOT NULL, direction text NOT NULL, segment int NOT NULL, segments int NOT NULL, digest text NOT NULL, plan_digest text NOT NULL, state text NOT NULL, open boolean NOT NULL, before text, cursor text, rows_done bigint, attempts int NOT NULL DEFAULT 1, started_at timestamptz NOT NULL DEFAULT now(), done_at timestamptz, by_role text NOT NULL DEFAULT session_user, client text NOT NULL);
CREATE UNIQUE INDEX ON public.sqlbundle_log (revision, direction, segment) WHERE open; END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass('public.sqlbundle_version') AND (relkind <> 'r' OR relpersistence <> 'p')) THEN RAISE EXCEPTION 'sqlbundle: %', 'the tracking table public.sqlbundle_version is no ordinary table: a view, unlogged, partitioned or foreign' USING HINT = 'Nothing has been changed. What is applied must be kept in a table that a crash leaves alone.'; END IF;
  IF NOT ((SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass('public.sqlbundle_log') AND NOT attisdropped AND attname IN
    ('revision', 'direction', 'segment', 'segments', 'digest', 'plan_digest', 'state', 'open', 'before', 'cursor', 'rows_done', 'attempts', 'started_at', 'done_at', 'by_role', 'client')) = 16
  AND EXISTS (SELECT FROM pg_catalog.pg_index WHERE indrelid = pg_catalog.to_regclass('public.sqlbundle_log') AND indisunique AND indisvalid AND indnkeyatts = 3 AND indpred IS NOT NULL)) THEN RAISE EXCEPTION 'sqlbundle: %', 'the log table public.sqlbundle_log is of another version, or somebody else''s' USING HINT = 'Nothing has been changed. Rename that table, or name another: [tracking] log_table.'; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
-- What each step does to the tracking table: the row that goes, the row that comes. Step 0 is where the script starts.
WITH plan (step, revision, gone, new) AS (VALUES
  (0, '', '', ''),
  (1, 'a1', '', 'a1'),
  (2, 'a2', 'a1', 'a2')
), present AS (SELECT version_num AS id FROM public.sqlbundle_version
), seen AS (SELECT id, min(n.step) AS since, min(g.step) AS until FROM present
    LEFT JOIN plan n ON n.new = id AND id <> '' LEFT JOIN plan g ON g.gone = id AND id <> '' GROUP BY id
), size AS (SELECT step, sum(count(nullif(new, '')) - count(nullif(gone, ''))) OVER (ORDER BY step) AS n FROM plan GROUP BY step
), at AS (SELECT coalesce(min(step), -1) AS step FROM size WHERE n = (SELECT count(*) FROM present)
    AND step >= (SELECT coalesce(max(since), 0) FROM seen) AND step < (SELECT coalesce(min(until), 3) FROM seen)
    AND NOT EXISTS (SELECT FROM seen WHERE since IS NULL))
, part (step, segment, digest) AS (VALUES -- the segments of revisions with several, but for the last
  (0, 0, ''), (1, 1, '7b5fb81e173cca28'), (1, 2, '02264d2c0f4bc93f'), (1, 3, '44a83feb9a6b4c6d'), (1, 4, '4976bf0bce4cd9b0'), (1, 5, 'de0abc06bfbbbfc7'), (1, 6, '7299a139f5dbb152'), (1, 7, 'dac548e79fc41d58'), (2, 1, 'e25f4c7d2d1c4bf4')
), here AS (SELECT step AS passed, coalesce((SELECT min(revision) FROM plan WHERE plan.step = at.step), '') AS last, coalesce((SELECT min(revision) FROM plan WHERE plan.step = at.step + 1), '') AS next,
    coalesce((SELECT string_agg(id, ', ' ORDER BY id COLLATE "C") FROM present), '') AS rows FROM at
), unfinished AS (SELECT * FROM public.sqlbundle_log WHERE open
), own AS (SELECT u.*, p.digest AS should FROM here JOIN unfinished u ON u.direction = 'upgrade' AND u.revision = next
    LEFT JOIN part p ON p.step = passed + 1 AND p.segment = u.segment
), done AS (SELECT count(*) FILTER (WHERE state = 'done') AS segments, max(segment) FILTER (WHERE state = 'started') AS begun, max(before) FILTER (WHERE state = 'started') AS before FROM own
), problem (rank, why, way_out) AS (
            SELECT 2, 'the tracking table says ' || coalesce(nullif(rows, ''), 'base (nothing is applied)') || ', this script starts at base and leads to a2',
    'Make the script from where the database stands: sqlbundle upgrade ' || coalesce(nullif(pg_catalog.replace(rows, ' ', ''), ''), 'base') || ':TARGET --sql --dialect plain' FROM here WHERE passed < 0
  UNION ALL SELECT 3, 'segment ' || segment || ' of ' || revision || ' is done, and it was another one than here', 'Use the script that did it; or '
    || 'undo by hand what is done of ' || revision || ' and run: SET default_transaction_read_only = off; UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ';' FROM own WHERE state = 'done' AND should IS DISTINCT FROM digest
  UNION ALL SELECT 4, 'an earlier run was cut off in segment ' || segment || ' of ' || revision || ', which was another statement than here', 'Use the script that began it; or look at what it left and '
    || 'undo by hand what is done of ' || revision || ' and run: SET default_transaction_read_only = off; UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ';' FROM own WHERE state = 'started' AND should IS DISTINCT FROM digest
  UNION ALL SELECT 5, CASE direction WHEN 'downgrade' THEN 'a rollback stopped inside ' ELSE 'an ' || direction || ' stopped inside ' END || revision || ', after ' || count(*) FILTER (WHERE state = 'done') || ' of ' || max(segments) || ' segments',
    'Run its own script again, which says how to finish it; or ' || 'undo by hand what is done of ' || revision || ' and run: SET default_transaction_read_only = off; UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ';'
    FROM unfinished, here WHERE NOT (direction = 'upgrade' AND revision = next) GROUP BY revision, direction
)
SELECT here.*, begun, before, CASE WHEN segments > 0 THEN next || '/' || segments WHEN passed > 0 THEN last || '/' || (SELECT coalesce(max(segment), 0) + 1 FROM part WHERE step = passed) ELSE 'start' END AS after,
  (SELECT why FROM problem ORDER BY rank, why LIMIT 1) AS why, (SELECT way_out FROM problem ORDER BY rank, why LIMIT 1) AS way_out INTO sqlbundle_is FROM here, done;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing has been changed. ' || sqlbundle_is.way_out; END IF;
  IF sqlbundle_is.passed >= 2 THEN RAISE EXCEPTION 'sqlbundle: %', 'nothing to do, the database stands at ' || coalesce(nullif(sqlbundle_is.rows, ''), 'base') USING HINT = 'Nothing has been changed, and nothing is left to do.'; END IF;
  IF sqlbundle_is.after <> 'start' THEN RAISE EXCEPTION 'sqlbundle: %', 'the database stands ' || CASE sqlbundle_is.after WHEN 'start' THEN 'where the plan starts' ELSE 'behind ' || sqlbundle_is.after END || ', this script begins where the plan starts' USING HINT = 'Nothing has been changed. ' || 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE sqlbundle_is.after WHEN 'start' THEN '' ELSE ' --after ' || sqlbundle_is.after END; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.begun', coalesce(sqlbundle_is.begun, 0)::text, true), pg_catalog.set_config('sqlbundle.before', coalesce(sqlbundle_is.before, ''), true);
EXCEPTION WHEN OTHERS THEN PERFORM pg_catalog.pg_advisory_unlock(1936812130, pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))); RAISE;
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'start', false);
END $sqlbundle$;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 1/8, a transaction
-- a1
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('start', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int, name text);
DO $sqlbundle$ BEGIN
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 1, 8, '7b5fb81e173cca28', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'done', true, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/1', false);
END $sqlbundle$;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 2/8, outside any transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_id'), ''), false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 2, 8, '02264d2c0f4bc93f', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1
    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;
  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', 'a1/2', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);
END $sqlbundle$;
COMMIT;
CREATE INDEX CONCURRENTLY ix_items_id ON items (id);
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
  IF EXISTS (SELECT FROM (SELECT c.oid::text, c.relname AS name, x.indrelid AS on_table, m.amname AS method, x.indisunique AS is_unique, x.indpred IS NOT NULL AS is_partial, x.indoption::text AS options, ARRAY(SELECT coalesce(a.attname, '') FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) AS columns, NOT EXISTS (SELECT FROM pg_catalog.unnest(x.indclass) k(o) JOIN pg_catalog.pg_opclass o ON o.oid = k.o WHERE NOT o.opcdefault) AND NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest(x.indkey), pg_catalog.unnest(x.indcollation)) k(n, o) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n WHERE k.o <> a.attcollation) AS is_plain, pg_catalog.pg_get_indexdef(c.oid) AS definition, x.indisvalid AND x.indisready AS valid, CASE WHEN b.pids IS NULL THEN pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) ELSE pg_catalog.format('DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = %L, HINT = %L; END $$', 'sqlbundle: another session builds an index on this table, pid ' || b.pids || ': its index may be what looks left over', 'Nothing has been dropped. Wait until that session has ended, and run this script again.') END AS drop_it FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam, LATERAL (SELECT pg_catalog.string_agg(l.pid::text, ', ') AS pids FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_progress_create_index p USING (pid) WHERE l.locktype = 'relation' AND l.relation = x.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted AND p.datname = pg_catalog.current_database() AND l.pid <> pg_catalog.pg_backend_pid()) b) i WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix_items_id' AND oid <> sqlbundle_before AND (method, is_unique, is_partial, options, columns) = ('btree', false, false, '0', ARRAY['id']::name[]) AND is_plain AND valid) THEN RETURN; END IF;
  SELECT pg_catalog.string_agg(sqlbundle_clean.sql, '; ') INTO sqlbundle_left FROM (SELECT drop_it FROM (SELECT c.oid::text, c.relname AS name, x.indrelid AS on_table, m.amname AS method, x.indisunique AS is_unique, x.indpred IS NOT NULL AS is_partial, x.indoption::text AS options, ARRAY(SELECT coalesce(a.attname, '') FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) AS columns, NOT EXISTS (SELECT FROM pg_catalog.unnest(x.indclass) k(o) JOIN pg_catalog.pg_opclass o ON o.oid = k.o WHERE NOT o.opcdefault) AND NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest(x.indkey), pg_catalog.unnest(x.indcollation)) k(n, o) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n WHERE k.o <> a.attcollation) AS is_plain, pg_catalog.pg_get_indexdef(c.oid) AS definition, x.indisvalid AND x.indisready AS valid, CASE WHEN b.pids IS NULL THEN pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) ELSE pg_catalog.format('DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = %L, HINT = %L; END $$', 'sqlbundle: another session builds an index on this table, pid ' || b.pids || ': its index may be what looks left over', 'Nothing has been dropped. Wait until that session has ended, and run this script again.') END AS drop_it FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam, LATERAL (SELECT pg_catalog.string_agg(l.pid::text, ', ') AS pids FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_progress_create_index p USING (pid) WHERE l.locktype = 'relation' AND l.relation = x.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted AND p.datname = pg_catalog.current_database() AND l.pid <> pg_catalog.pg_backend_pid()) b) i WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix_items_id' AND oid <> sqlbundle_before AND (method, is_unique, is_partial, options, columns) = ('btree', false, false, '0', ARRAY['id']::name[]) AND is_plain AND NOT valid) AS sqlbundle_clean (sql);
  RAISE EXCEPTION 'sqlbundle: %', 'CREATE INDEX at migrations/a1.sql:7 has failed, or has not had its effect' USING HINT = coalesce('Remove what it has left, outside a transaction: SET default_transaction_read_only = off; ' || sqlbundle_left || '; ', '') || 'Mend what the first error says. ' || CASE 'a1/1' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE 'a1/1' WHEN 'start' THEN '' ELSE ' --after ' || 'a1/1' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a1' AND direction = 'upgrade' AND segment = 2;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/2', false);
END $sqlbundle$;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 3/8, outside any transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/2', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_name'), ''), false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 3, 8, '44a83feb9a6b4c6d', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1
    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;
  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', 'a1/3', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);
END $sqlbundle$;
COMMIT;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix_items_name ON items (name);
SET default_transaction_read_only = on;
SET SESSION default_transaction_read_only = on; -- once more, in case that has failed
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/2', 'a1/3')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text := pg_catalog.current_setting('sqlbundle.before', true); sqlbundle_left text; BEGIN
  IF EXISTS (SELECT FROM (SELECT c.oid::text, c.relname AS name, x.indrelid AS on_table, m.amname AS method, x.indisunique AS is_unique, x.indpred IS NOT NULL AS is_partial, x.indoption::text AS options, ARRAY(SELECT coalesce(a.attname, '') FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) AS columns, NOT EXISTS (SELECT FROM pg_catalog.unnest(x.indclass) k(o) JOIN pg_catalog.pg_opclass o ON o.oid = k.o WHERE NOT o.opcdefault) AND NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest(x.indkey), pg_catalog.unnest(x.indcollation)) k(n, o) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n WHERE k.o <> a.attcollation) AS is_plain, pg_catalog.pg_get_indexdef(c.oid) AS definition, x.indisvalid AND x.indisready AS valid, CASE WHEN b.pids IS NULL THEN pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) ELSE pg_catalog.format('DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = %L, HINT = %L; END $$', 'sqlbundle: another session builds an index on this table, pid ' || b.pids || ': its index may be what looks left over', 'Nothing has been dropped. Wait until that session has ended, and run this script again.') END AS drop_it FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam, LATERAL (SELECT pg_catalog.string_agg(l.pid::text, ', ') AS pids FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_progress_create_index p USING (pid) WHERE l.locktype = 'relation' AND l.relation = x.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted AND p.datname = pg_catalog.current_database() AND l.pid <> pg_catalog.pg_backend_pid()) b) i WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix_items_name' AND valid) THEN RETURN; END IF;
  SELECT pg_catalog.string_agg(sqlbundle_clean.sql, '; ') INTO sqlbundle_left FROM (SELECT drop_it FROM (SELECT c.oid::text, c.relname AS name, x.indrelid AS on_table, m.amname AS method, x.indisunique AS is_unique, x.indpred IS NOT NULL AS is_partial, x.indoption::text AS options, ARRAY(SELECT coalesce(a.attname, '') FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) AS columns, NOT EXISTS (SELECT FROM pg_catalog.unnest(x.indclass) k(o) JOIN pg_catalog.pg_opclass o ON o.oid = k.o WHERE NOT o.opcdefault) AND NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest(x.indkey), pg_catalog.unnest(x.indcollation)) k(n, o) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n WHERE k.o <> a.attcollation) AS is_plain, pg_catalog.pg_get_indexdef(c.oid) AS definition, x.indisvalid AND x.indisready AS valid, CASE WHEN b.pids IS NULL THEN pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) ELSE pg_catalog.format('DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = %L, HINT = %L; END $$', 'sqlbundle: another session builds an index on this table, pid ' || b.pids || ': its index may be what looks left over', 'Nothing has been dropped. Wait until that session has ended, and run this script again.') END AS drop_it FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam, LATERAL (SELECT pg_catalog.string_agg(l.pid::text, ', ') AS pids FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_progress_create_index p USING (pid) WHERE l.locktype = 'relation' AND l.relation = x.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted AND p.datname = pg_catalog.current_database() AND l.pid <> pg_catalog.pg_backend_pid()) b) i WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix_items_name' AND oid <> sqlbundle_before AND (method, is_unique, is_partial, options, columns) = ('btree', true, false, '0', ARRAY['name']::name[]) AND is_plain AND NOT valid) AS sqlbundle_clean (sql);
  RAISE EXCEPTION 'sqlbundle: %', 'CREATE INDEX at migrations/a1.sql:8 has failed, or has not had its effect' USING HINT = coalesce('Remove what it has left, outside a transaction: SET default_transaction_read_only = off; ' || sqlbundle_left || '; ', '') || 'Where rows are in the way, this shows them: SELECT name, count(*) FROM ONLY items WHERE name IS DISTINCT FROM NULL GROUP BY name HAVING count(*) > 1; ' || 'Mend what the first error says. ' || CASE 'a1/2' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE 'a1/2' WHEN 'start' THEN '' ELSE ' --after ' || 'a1/2' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a1' AND direction = 'upgrade' AND segment = 3;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/3', false);
END $sqlbundle$;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 4/8, outside any transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/3', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', '', false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 4, 8, '4976bf0bce4cd9b0', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1
    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;
  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', 'a1/4', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);
END $sqlbundle$;
COMMIT;
VACUUM (ANALYZE) items;
SET default_transaction_read_only = on;
SET SESSION default_transaction_read_only = on; -- once more, in case that has failed
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/3', 'a1/4')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  RAISE EXCEPTION 'sqlbundle: %', 'VACUUM at migrations/a1.sql:9 has run, and the server cannot tell whether it has succeeded' USING HINT = 'If no error is shown above, it has. ' || 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE 'a1/4' WHEN 'start' THEN '' ELSE ' --after ' || 'a1/4' END || '. If one is: ' || 'Mend what the first error says. ' || CASE 'a1/3' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE 'a1/3' WHEN 'start' THEN '' ELSE ' --after ' || 'a1/3' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a1' AND direction = 'upgrade' AND segment = 4;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/4', false);
END $sqlbundle$;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 5/8, a transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/4', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
ANALYZE items;
DO $sqlbundle$ BEGIN
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 5, 8, 'de0abc06bfbbbfc7', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'done', true, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/5', false);
END $sqlbundle$;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 6/8, a transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/5', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (1, 'one');
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
  SET application_name = 'sqlbundle 6f94a97d9eb3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ BEGIN
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 6, 8, '7299a139f5dbb152', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'done', true, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/6 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a1/6 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/6', false);
END $sqlbundle$;

-- ======== step 1/2: upgrade a1, segment 7/8, outside any transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/6', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', coalesce((SELECT pg_catalog.string_agg(c.oid::text, ',' ORDER BY c.oid) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid WHERE c.relname ~ '_cc(new|old)[0-9]*$' AND EXISTS (SELECT FROM pg_catalog.pg_index y JOIN pg_catalog.pg_class d ON d.oid = y.indexrelid WHERE y.indrelid = x.indrelid AND (d.oid = pg_catalog.to_regclass('ix_items_id') OR d.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass('ix_items_id')))) AND (pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '') = d.relname OR pg_catalog.octet_length(c.relname) > 59 AND pg_catalog.starts_with(d.relname, pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '')))) AND NOT x.indisvalid), ''), false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 7, 8, 'dac548e79fc41d58', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1
    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;
  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', 'a1/7', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);
END $sqlbundle$;
COMMIT;
REINDEX INDEX CONCURRENTLY ix_items_id;
SET default_transaction_read_only = on;
SET SESSION default_transaction_read_only = on; -- once more, in case that has failed
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/6', 'a1/7')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  RAISE EXCEPTION 'sqlbundle: %', 'REINDEX at migrations/a1.sql:13 has run, and the server cannot tell whether it has succeeded' USING HINT = 'If no error is shown above, it has. ' || 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE 'a1/7' WHEN 'start' THEN '' ELSE ' --after ' || 'a1/7' END || '. If one is: ' || 'Mend what the first error says. ' || CASE 'a1/6' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE 'a1/6' WHEN 'start' THEN '' ELSE ' --after ' || 'a1/6' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a1' AND direction = 'upgrade' AND segment = 7;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/7', false);
END $sqlbundle$;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 8/8, a transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/7', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a1' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'upgrade', 8, 8, '327c292e316433d8', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1');
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/8', false);
END $sqlbundle$;
COMMIT;

-- ======== step 2/2: upgrade a2, segment 1/2, outside any transaction
-- a2
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/8', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', '', false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a2', 'upgrade', 1, 2, 'e25f4c7d2d1c4bf4', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
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
  EXECUTE $x$EXECUTE sqlbundle_guard('a1/8', 'a2/1')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  RAISE EXCEPTION 'sqlbundle: %', 'VACUUM at migrations/a2.sql:6 has run, and the server cannot tell whether it has succeeded' USING HINT = 'If no error is shown above, it has. ' || 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE 'a2/1' WHEN 'start' THEN '' ELSE ' --after ' || 'a2/1' END || '. If one is: ' || 'Mend what the first error says. ' || CASE 'a1/8' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE 'a1/8' WHEN 'start' THEN '' ELSE ' --after ' || 'a1/8' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a2' AND direction = 'upgrade' AND segment = 1;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a2/1', false);
END $sqlbundle$;
COMMIT;

-- ======== step 2/2: upgrade a2, segment 2/2, a transaction
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
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a2' AND direction = 'upgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a2', 'upgrade', 2, 2, '327c292e316433d8', '6f94a97d9eb3563df002e02475073539a589c465979a71beb43d1618511e14d4', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a2/2', false);
END $sqlbundle$;
COMMIT;

-- ======== the end
DO $sqlbundle$ DECLARE sqlbundle_at text := coalesce(pg_catalog.current_setting('sqlbundle.after', true), ''); sqlbundle_state text; BEGIN
  PERFORM pg_catalog.pg_advisory_unlock(1936812130, pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))) FROM (SELECT 1) held WHERE pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()));
  IF sqlbundle_at = '' THEN RAISE EXCEPTION 'sqlbundle: %', 'not begun, or refused' USING HINT = 'The first error of this script says why.'; END IF;
  IF sqlbundle_at <> 'a2/2' THEN RAISE EXCEPTION 'sqlbundle: %', 'stopped: not all is done' USING HINT = 'Mend what the first error says. ' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle upgrade base:a2 --sql --dialect plain' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN '' ELSE ' --after ' || pg_catalog.split_part(sqlbundle_at, ' ', 1) END END; END IF;
  SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') INTO sqlbundle_state FROM public.sqlbundle_version;
  PERFORM pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.state', sqlbundle_state, false);
END $sqlbundle$;
RESET default_transaction_read_only;
SELECT 'sqlbundle: done, the database stands at ' || pg_catalog.current_setting('sqlbundle.state', true) AS sqlbundle;
