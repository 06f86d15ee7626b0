-- sqlbundle downgrade script for psql
--
-- from      b2
-- to        base
-- servers   PostgreSQL 14 and later
-- tracking  public.sqlbundle_version
-- plan      sha256 96525891735248e3c0bd2e2dbfe853b86aefa3a69be4f7a5e3f07a3ffd15183b
--
-- Steps:
--   1/3  b2  b2
--        migrations/b2.sql, sha256 85d28d79648378aaf54f39a8984db3e8ee73bcee5880cb1fefdc9068cc101951
--        AccessExclusiveLock on public.t_b2: blocks reads and writes
--        throws away public.t_b2
--   2/3  b1  b1
--        migrations/b1.sql, sha256 b004ae16b1fbd64609e05ed09e4e0490e41baf2ac6999a5dd24284d73a9275d7
--        AccessExclusiveLock on public.t_b1: blocks reads and writes
--        throws away public.t_b1
--   3/3  a1  a1
--        migrations/a1.sql, sha256 327df9a74c9bd2614a1ef8b75cbd7a5e3cda2b772feb5d09c1038d6d6da0029c
--        AccessExclusiveLock on public.t_a1: blocks reads and writes
--        throws away public.t_a1
--
-- Run:       psql -X -f THIS_FILE "$DATABASE_URL"
--            exit status 0: done; 2: connection lost; 3: refused or failed, as the last line says
-- Look only: psql -X -v sqlbundle_check_only=1 -f THIS_FILE runs the checks and changes nothing
-- Stop:      Ctrl-C at any time. The open transaction is rolled back; what was committed stays.
--            -v sqlbundle_stop_after=REVISION ends when that one is taken back
-- Go on:     run this file again. It looks up where the database stands (sqlbundle_version, sqlbundle_log) and does the rest.
-- Read:      what the revisions do begins at "step 1/3"; before it stand psql's settings, the checks, and where to begin
--
-- Reviewed by: ______________________________  Date: ____________________
-- Approved by: ______________________________  Date: ____________________
-- Executed by: ______________________________  Date: ____________________

\set ON_ERROR_STOP on
\set AUTOCOMMIT on
\set SINGLELINE off
\set SINGLESTEP off
\set ON_ERROR_ROLLBACK off
\set FETCH_COUNT 0
\set ECHO none
\set ECHO_HIDDEN off
\set QUIET on
\set VERBOSITY default
\set SHOW_CONTEXT never
\pset pager off
\timing off
\encoding UTF8
SET statement_timeout = 0; SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('sqlbundle.probe', 'in', true) AS sqlbundle_x \gset
SELECT pg_catalog.set_config('sqlbundle.intx', coalesce(pg_catalog.current_setting('sqlbundle.probe', true), ''), false) AS sqlbundle_x \gset
\set sqlbundle_session ''
\set sqlbundle_session :sqlbundle_session 'SET statement_timeout = 0\\; '
\set sqlbundle_session :sqlbundle_session 'SET client_encoding = ''UTF8''\\; '
\set sqlbundle_session :sqlbundle_session 'SET standard_conforming_strings = on\\; '
\set sqlbundle_session :sqlbundle_session 'SET client_min_messages = notice\\; '
\set sqlbundle_session :sqlbundle_session 'SET quote_all_identifiers = off\\; '
\set sqlbundle_session :sqlbundle_session 'SET application_name = ''sqlbundle 965258917352''\\; '
\set sqlbundle_session :sqlbundle_session 'SET lock_timeout = 0\\; '
\set sqlbundle_session :sqlbundle_session 'SET idle_in_transaction_session_timeout = 0\\; '
\set sqlbundle_session :sqlbundle_session 'DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting(''server_version_num''); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = ''10s''; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$'
\set sqlbundle_raise 'SELECT pg_catalog.set_config(''sqlbundle.why'', :''sqlbundle_why'', false) AS sqlbundle_x, pg_catalog.set_config(''sqlbundle.hint'', :''sqlbundle_hint'', false) AS sqlbundle_x \\gset \\\\ DO $sqlbundle$ BEGIN IF pg_catalog.current_setting(''sqlbundle.why'') <> '''' THEN RAISE EXCEPTION ''sqlbundle: %'', pg_catalog.current_setting(''sqlbundle.why'') USING HINT = pg_catalog.current_setting(''sqlbundle.hint''); END IF; END $sqlbundle$'
\set sqlbundle_read 'SET client_encoding = ''UTF8''; SET standard_conforming_strings = on'
:sqlbundle_session;
\set sqlbundle_reset 'RESET SESSION AUTHORIZATION\\; RESET ROLE\\; RESET ALL\\; SET statement_timeout = 0\\; DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, ''sqlbundle_'') LOOP EXECUTE pg_catalog.format(''DEALLOCATE %I'', s); END LOOP; END $sqlbundle$\\; ' :sqlbundle_session ';'
\set sqlbundle_leave 'CLOSE ALL; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;'
\set sqlbundle_path '(SELECT CASE setting WHEN reset_val THEN '''' ELSE ''SET search_path = '' || setting || ''; '' END FROM pg_catalog.pg_settings WHERE name = ''search_path'')'

-- ======== is this the right place? Nothing has been changed so far.
\if :{?sqlbundle_check_only} \else \set sqlbundle_check_only off \endif
\if :{?sqlbundle_stop_after} \else \set sqlbundle_stop_after '' \endif
\if :{?sqlbundle_abandon} \else \set sqlbundle_abandon '' \endif
\if :{?sqlbundle_place} \unset sqlbundle_at_:sqlbundle_place \endif
\if :{?sqlbundle_stop} \unset sqlbundle_stop_:sqlbundle_stop \endif
\if :{?sqlbundle_begun} \unset sqlbundle_begun_:sqlbundle_begun \endif
\if :{?sqlbundle_inside} \unset sqlbundle_inside_:sqlbundle_inside \endif
\if :{?sqlbundle_undo} \unset sqlbundle_undo_:sqlbundle_undo \endif
SELECT CASE pg_catalog.current_setting('sqlbundle.intx') WHEN 'in' THEN 'started inside a transaction' ELSE '' END AS sqlbundle_why,
  'Run it without psql -1 and outside BEGIN.' AS sqlbundle_hint \gset
:sqlbundle_raise;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('server_version_num')::int < 140000 THEN RAISE EXCEPTION 'sqlbundle: this script needs PostgreSQL 14, this is %', pg_catalog.current_setting('server_version') USING HINT = 'Make a script for that version: [project] target_version.'; END IF;
  IF pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: this server or session is read-only (a standby?)' USING HINT = 'Connect to the primary; or, where it is a setting, SET default_transaction_read_only = off.'; END IF;
END $sqlbundle$;
SELECT pg_catalog.lower(:'sqlbundle_check_only') IN ('on', 'true', 'yes', '1') AS sqlbundle_check, pg_catalog.lower(:'sqlbundle_check_only') IN ('off', 'false', 'no', '0') AS sqlbundle_work \gset
SELECT CASE WHEN :'sqlbundle_check' OR :'sqlbundle_work' THEN '' ELSE 'sqlbundle_check_only is ' || pg_catalog.quote_literal(:'sqlbundle_check_only') || ', neither on nor off' END AS sqlbundle_why,
  'To look only: psql -X -v sqlbundle_check_only=on -f THIS_FILE' AS sqlbundle_hint \gset
:sqlbundle_raise;
SELECT coalesce((SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = 'public'), '') AS sqlbundle_schema \gset
SELECT CASE :'sqlbundle_schema' WHEN '' THEN 'there is no schema public for the tracking table' ELSE '' END AS sqlbundle_why,
  'Create it, or set [tracking] schema.' AS sqlbundle_hint \gset
:sqlbundle_raise;
SELECT pg_catalog.format('%I.%I', :'sqlbundle_schema', 'sqlbundle_version') AS sqlbundle_table, pg_catalog.format('%I.%I', :'sqlbundle_schema', 'sqlbundle_log') AS sqlbundle_log \gset
SELECT pg_catalog.hashtext(:'sqlbundle_table') AS sqlbundle_key, pg_catalog.hashtext(:'sqlbundle_table')::bigint & 4294967295 AS sqlbundle_objid \gset
\set sqlbundle_holders 'SELECT pid FROM pg_catalog.pg_locks WHERE locktype = ''advisory'' AND granted AND classid = 1936812130 AND objsubid = 2'
\set sqlbundle_holders :sqlbundle_holders ' AND objid = ''' :sqlbundle_objid '''::oid AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())'
SELECT pg_catalog.pg_backend_pid() IN (:sqlbundle_holders) AS sqlbundle_locked, pg_catalog.set_config('sqlbundle.key', :'sqlbundle_key', false) AS sqlbundle_x \gset
\if :sqlbundle_locked \else
DO $sqlbundle$ BEGIN FOR i IN 1..10 LOOP EXIT WHEN pg_catalog.pg_try_advisory_lock(1936812130, pg_catalog.current_setting('sqlbundle.key')::int); PERFORM pg_catalog.pg_sleep(0.1); END LOOP; END $sqlbundle$;
SELECT pg_catalog.pg_backend_pid() IN (:sqlbundle_holders) AS sqlbundle_locked, pg_catalog.set_config('sqlbundle.key', :'sqlbundle_key', false) AS sqlbundle_x \gset
\endif
SELECT CASE WHEN :'sqlbundle_locked' THEN '' ELSE 'another run holds the lock' || coalesce((SELECT pg_catalog.string_agg(', pid ' || pid
    || coalesce(' (' || application_name || ', since ' || backend_start::timestamptz(0) || ')', '') || coalesce(': ' || query, ''), '') FROM pg_catalog.pg_stat_activity WHERE pid IN (:sqlbundle_holders)), '') END AS sqlbundle_why,
  'Wait until it has ended, and run this script again. If its client is gone: SELECT pg_terminate_backend(' || coalesce((SELECT pg_catalog.min(pid)::text FROM (:sqlbundle_holders) h), 'PID') || ');' AS sqlbundle_hint \gset
:sqlbundle_raise;

-- ======== where does the database stand?
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL row_security = off;
SELECT pg_catalog.to_regclass(:'sqlbundle_table') IS NULL AS sqlbundle_new, pg_catalog.to_regclass(:'sqlbundle_log') IS NULL AS sqlbundle_new_log \gset
\if :sqlbundle_new
ROLLBACK;
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
\if :sqlbundle_check \echo sqlbundle: guards passed, nothing has been changed; nothing to do, the database stands at base
\else \echo sqlbundle: nothing to do, the database stands at base
\endif
\quit
\endif
\if :sqlbundle_new
CREATE TABLE public.sqlbundle_version (version_num text NOT NULL, CONSTRAINT sqlbundle_version_pkc PRIMARY KEY (version_num));
\endif
\if :sqlbundle_new_log
CREATE TABLE public.sqlbundle_log (
  revision text NOT NULL, direction text NOT NULL, segment int NOT NULL, segments int NOT NULL, digest text NOT NULL, plan_digest text NOT NULL, state text NOT NULL, open boolean NOT NULL, before text, cursor text, rows_done bigint, attempts int NOT NULL DEFAULT 1, started_at timestamptz NOT NULL DEFAULT now(), done_at timestamptz, by_role text NOT NULL DEFAULT session_user, client text NOT NULL);
CREATE UNIQUE INDEX ON public.sqlbundle_log (revision, direction, segment) WHERE open;
\endif
SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(:'sqlbundle_table') AND (relkind <> 'r' OR relpersistence <> 'p'))
  THEN 'the tracking table ' || :'sqlbundle_table' || ' is no ordinary table: a view, unlogged, partitioned or foreign' ELSE '' END AS sqlbundle_why,
  'Nothing has been changed. What is applied must be kept in a table that a crash leaves alone.' AS sqlbundle_hint \gset
:sqlbundle_raise;
SELECT CASE WHEN (SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass(:'sqlbundle_log') AND NOT attisdropped AND attname IN
    ('revision', 'direction', 'segment', 'segments', 'digest', 'plan_digest', 'state', 'open', 'before', 'cursor', 'rows_done', 'attempts', 'started_at', 'done_at', 'by_role', 'client')) = 16
  AND EXISTS (SELECT FROM pg_catalog.pg_index WHERE indrelid = pg_catalog.to_regclass(:'sqlbundle_log') AND indisunique AND indisvalid AND indnkeyatts = 3 AND indpred IS NOT NULL)
  THEN '' ELSE 'the log table ' || :'sqlbundle_log' || ' is of another version, or somebody else''s' END AS sqlbundle_why,
  'Nothing has been changed. Rename that table, or name another: [tracking] log_table.' AS sqlbundle_hint \gset
:sqlbundle_raise;
-- What each step does to the tracking table: the row that goes, the row that comes. Step 0 is where the script starts.
WITH plan (step, revision, gone, new) AS (VALUES
  (0, '', '', ''),
  (0, '', '', 'b2'),
  (1, 'b2', '', 'b1'),
  (1, 'b2', 'b2', 'a1'),
  (2, 'b1', 'b1', ''),
  (3, 'a1', 'a1', '')
), present AS (SELECT version_num AS id FROM public.sqlbundle_version
), seen AS (SELECT id, min(n.step) AS since, min(g.step) AS until FROM present
    LEFT JOIN plan n ON n.new = id AND id <> '' LEFT JOIN plan g ON g.gone = id AND id <> '' GROUP BY id
), size AS (SELECT step, sum(count(nullif(new, '')) - count(nullif(gone, ''))) OVER (ORDER BY step) AS n FROM plan GROUP BY step
), at AS (SELECT coalesce(min(step), -1) AS step FROM size WHERE n = (SELECT count(*) FROM present)
    AND step >= (SELECT coalesce(max(since), 0) FROM seen) AND step < (SELECT coalesce(min(until), 4) FROM seen)
    AND NOT EXISTS (SELECT FROM seen WHERE since IS NULL))
SELECT at.step AS sqlbundle_passed, coalesce((SELECT string_agg(id, ', ' ORDER BY id COLLATE "C") FROM present), '') AS sqlbundle_state,
  coalesce((SELECT min(revision) FROM plan WHERE step = at.step), '') AS sqlbundle_last, coalesce((SELECT min(revision) FROM plan WHERE step = at.step + 1), '') AS sqlbundle_next,
  CASE :'sqlbundle_stop_after' WHEN '' THEN 3 ELSE coalesce((SELECT min(step) FROM plan WHERE revision = :'sqlbundle_stop_after'), -1) END AS sqlbundle_stop,
  :'sqlbundle_abandon' IN (SELECT revision FROM plan) AS sqlbundle_known, extract(epoch FROM pg_catalog.clock_timestamp())::numeric AS sqlbundle_began FROM at
  \gset
-- The segments of revisions with several, but for the last: a stopped run may have left them done.
WITH part (step, segment, digest) AS (VALUES
  (0, 0, '')
), up (step, segment, digest, kept, schema, what) AS (VALUES -- and those of the upgrades
  (0, 0, '', '', '', '')
), unfinished AS (SELECT * FROM public.sqlbundle_log WHERE open AND revision <> :'sqlbundle_abandon'
), own AS (SELECT u.*, p.digest AS should FROM unfinished u LEFT JOIN part p ON p.step = :sqlbundle_passed + 1 AND p.segment = u.segment
    WHERE direction = 'downgrade' AND revision = :'sqlbundle_next'
), undo AS (SELECT u.*, p.digest AS should, p.kept, p.schema FROM unfinished u LEFT JOIN up p ON p.step = :sqlbundle_passed AND p.segment = u.segment
    WHERE direction = 'upgrade' AND revision = :'sqlbundle_last' AND :sqlbundle_passed > 0
), problem (rank, why, way_out) AS (
            SELECT 1, 'sqlbundle_stop_after=' || :'sqlbundle_stop_after' || ': this script has no such revision', 'Its revisions are listed at its top.' WHERE :sqlbundle_stop < 0
  UNION ALL SELECT 1, 'sqlbundle_abandon=' || :'sqlbundle_abandon' || ': this script has no such revision', 'Its revisions are listed at its top.' WHERE NOT :'sqlbundle_known' AND NOT EXISTS (SELECT FROM public.sqlbundle_log WHERE open AND revision = :'sqlbundle_abandon')
  UNION ALL SELECT 1, 'the progress inside ' || revision || ' is of a run that had abandoned what was there before',
    'Run this script without sqlbundle_abandon. If that is undone by hand as well: UPDATE ' || :'sqlbundle_log' || ' SET open = false WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ';'
    FROM public.sqlbundle_log WHERE open AND revision = :'sqlbundle_abandon' AND client LIKE '%, abandoning' GROUP BY revision
  UNION ALL SELECT 2, 'the tracking table says ' || coalesce(nullif(:'sqlbundle_state', ''), 'base (nothing is applied)') || ', this script starts at b2 and leads to base',
    CASE :'sqlbundle_state' WHEN '' THEN 'There is nothing to take back.' ELSE 'Make the script from where the database stands: sqlbundle downgrade ' || coalesce(nullif(pg_catalog.replace(:'sqlbundle_state', ' ', ''), ''), 'base') || ':TARGET --sql' END WHERE :sqlbundle_passed < 0
  UNION ALL SELECT 3, 'segment ' || segment || ' of ' || revision || ' is done, and it was another one than here',
    'Use the script that did it; or undo by hand what is done of ' || revision || ' and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE'
    FROM own WHERE state = 'done' AND should IS DISTINCT FROM digest
  UNION ALL SELECT 4, 'an earlier run was cut off in segment ' || segment || ' of ' || revision || ', which was another statement than here',
    CASE WHEN rows_done > 0 THEN 'Its batches have changed ' || rows_done || ' rows, which are committed: do not do them again. To go on behind them with the statement as it is here: UPDATE ' || :'sqlbundle_log' || ' SET digest = ' || pg_catalog.quote_literal(should) || ' WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ' AND segment = ' || segment || '; Or take them back by hand, and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE' ELSE
    'Use the script that began it; or look at what it left, ' || 'such as invalid indexes: SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid' || '; then: DELETE FROM ' || :'sqlbundle_log' || ' WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ' AND segment = ' || segment || ';' END
    FROM own WHERE state = 'started' AND should IS DISTINCT FROM digest
  UNION ALL SELECT 3, 'the progress inside ' || revision || ' is not of this bundle: its segment ' || segment || ' was another one than here',
    'Use the bundle that began it; or undo by hand what is done of ' || revision || ' and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE'
    FROM undo WHERE should IS DISTINCT FROM digest
  UNION ALL SELECT 4, 'the upgrade stopped inside ' || revision || ': done is segment ' || string_agg(segment::text, ', ' ORDER BY segment) FILTER (WHERE state = 'done') || ' of ' || max(segments)
      || coalesce((SELECT ', it stopped in ' || segment || ', ' || what FROM up WHERE step = :sqlbundle_passed AND segment = count(*) FILTER (WHERE state = 'done') + 1), '')
      || coalesce(', begun ' || max(attempts) FILTER (WHERE state = 'started') || ' times', '')
      || '; not surely taken back is ' || (array_agg(kept ORDER BY segment DESC) FILTER (WHERE state = 'done'))[1],
    pg_catalog.replace('Either finish that revision, psql -X -v sqlbundle_stop_after=REVISION -f upgrade.sql, and run this script again; or undo by hand what is done and run: psql -X -v sqlbundle_abandon=REVISION -f THIS_FILE', 'REVISION', revision)
    FROM undo GROUP BY revision HAVING (array_agg(kept ORDER BY segment DESC) FILTER (WHERE state = 'done'))[1] <> ''
  UNION ALL SELECT 5, 'the upgrade stopped inside ' || revision || ', and what takes it back is for the schema ' || schema || ', while the first of the search_path is ' || coalesce(pg_catalog.current_schema(), 'none'),
    'Set [bundle] search_path and make the bundle anew. ' || pg_catalog.replace('Either finish that revision, psql -X -v sqlbundle_stop_after=REVISION -f upgrade.sql, and run this script again; or undo by hand what is done and run: psql -X -v sqlbundle_abandon=REVISION -f THIS_FILE', 'REVISION', revision)
    FROM undo WHERE state = 'done' AND schema <> coalesce(nullif(pg_catalog.current_schema(), ''), 'none') AND schema <> ''
  UNION ALL SELECT 5, CASE direction WHEN 'downgrade' THEN 'a rollback stopped inside ' ELSE 'an ' || direction || ' stopped inside ' END || revision || ', after ' || count(*) FILTER (WHERE state = 'done') || ' of ' || max(segments) || ' segments',
    CASE direction WHEN 'downgrade' THEN 'Finish it: psql -X -v sqlbundle_stop_after=' || revision || ' -f rollback.sql' ELSE 'Finish it with its own script' END
      || '; or take back by hand what it did and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE'
    FROM unfinished u WHERE NOT (direction = 'downgrade' AND revision = :'sqlbundle_next') AND NOT (revision = :'sqlbundle_last' AND :sqlbundle_passed > 0 AND (direction = 'upgrade' OR direction = 'downgrade' AND digest IN (SELECT digest FROM up WHERE step = :sqlbundle_passed))) GROUP BY revision, direction
), first AS (SELECT why, 'Nothing has been changed. ' || way_out AS hint FROM problem ORDER BY rank, why LIMIT 1)
SELECT coalesce((SELECT why FROM first), '') AS sqlbundle_why, coalesce((SELECT hint FROM first), '') AS sqlbundle_hint,
  CASE WHEN :sqlbundle_passed >= :sqlbundle_stop THEN 'none' ELSE :sqlbundle_passed + 1 || '_' || done + 1 END AS sqlbundle_place,
  CASE WHEN EXISTS (SELECT FROM own) THEN :sqlbundle_passed + 1 ELSE 0 END AS sqlbundle_begun,
  CASE WHEN EXISTS (SELECT FROM undo) AND :sqlbundle_stop >= :sqlbundle_passed THEN :sqlbundle_passed ELSE 0 END AS sqlbundle_inside,
  coalesce((SELECT :sqlbundle_passed || '_' || max(segment) FROM undo), 'none') AS sqlbundle_undo,
  CASE WHEN EXISTS (SELECT FROM undo WHERE state = 'done') AND :sqlbundle_stop >= :sqlbundle_passed THEN 'taking back what the upgrade of ' || :'sqlbundle_last' || ' has done before it stopped, segment ' || (SELECT string_agg(segment::text, ', ' ORDER BY segment DESC) FROM undo)
    WHEN :sqlbundle_passed >= :sqlbundle_stop THEN 'nothing to do, the database stands at ' || coalesce(nullif(:'sqlbundle_state', ''), 'base')
    WHEN EXISTS (SELECT FROM own) THEN 'going on inside ' || :'sqlbundle_next' || ', at its segment ' || done + 1 || CASE WHEN EXISTS (SELECT FROM own WHERE state = 'started') THEN ', after a look at what a cut has left' ELSE '' END
    WHEN EXISTS (SELECT FROM undo WHERE state = 'started') THEN 'going on after step ' || :sqlbundle_passed || ' of 3, after a look at what a cut in the upgrade of ' || :'sqlbundle_last' || ' has left'
    WHEN :sqlbundle_passed > 0 THEN 'going on after step ' || :sqlbundle_passed || ' of 3' ELSE 'beginning with step 1 of 3' END AS sqlbundle_where
  FROM (SELECT count(*) AS done FROM own WHERE state = 'done') d \gset
:sqlbundle_raise;
\if :sqlbundle_check
ROLLBACK;
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
\echo sqlbundle: guards passed, nothing has been changed; :sqlbundle_where
\quit
\endif
UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = :'sqlbundle_abandon';
COMMIT;
\set sqlbundle_go off
\set sqlbundle_at_:sqlbundle_place on
\set sqlbundle_stop_:sqlbundle_stop on
\set sqlbundle_begun_:sqlbundle_begun on
\echo sqlbundle: downgrade from b2 to base, 3 steps, plan 965258917352
\echo sqlbundle: :sqlbundle_where

-- ======== the log: a statement outside transactions is begun, a segment is done, a revision is done
\set sqlbundle_client 'coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), ''local'') || '', psql '' || ' :'VERSION_NAME' ' || CASE ' :'sqlbundle_abandon' ' WHEN '''' THEN '''' ELSE '', abandoning'' END'
\set sqlbundle_held 'CASE WHEN pg_catalog.pg_backend_pid() IN (' :sqlbundle_holders ') THEN true ELSE (''sqlbundle: this session has lost its lock (a pooler in transaction mode?), backend '' || pg_catalog.pg_backend_pid())::boolean END'
SELECT pg_catalog.format('DEALLOCATE %I', name) FROM pg_catalog.pg_prepared_statements WHERE pg_catalog.starts_with(name, 'sqlbundle_') \gexec
PREPARE sqlbundle_start(text, int, int, text, text) AS
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
  SELECT $1, 'downgrade', $2, $3, $4, '96525891735248e3c0bd2e2dbfe853b86aefa3a69be4f7a5e3f07a3ffd15183b', 'started', true, $5, NULL, :sqlbundle_client WHERE :sqlbundle_held
  ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = $3, plan_digest = '96525891735248e3c0bd2e2dbfe853b86aefa3a69be4f7a5e3f07a3ffd15183b', client = excluded.client,
    attempts = l.attempts + 1 WHERE l.state = 'started'
  RETURNING attempts > 1 AS sqlbundle_again, before AS sqlbundle_before, true AS sqlbundle_todo, false AS sqlbundle_failed, '' AS sqlbundle_code;
PREPARE sqlbundle_done(text, int, int, text) AS
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
  SELECT $1, 'downgrade', $2, $3, $4, '96525891735248e3c0bd2e2dbfe853b86aefa3a69be4f7a5e3f07a3ffd15183b', 'done', true, NULL, pg_catalog.clock_timestamp(), :sqlbundle_client WHERE :sqlbundle_held
  ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET state = 'done', segments = $3, digest = $4, plan_digest = '96525891735248e3c0bd2e2dbfe853b86aefa3a69be4f7a5e3f07a3ffd15183b', done_at = excluded.done_at WHERE l.state = 'started'
  RETURNING 1 AS sqlbundle_x;
PREPARE sqlbundle_last(text, int, text) AS
  WITH finished AS (UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = $1 AND direction = 'downgrade')
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
  SELECT $1, 'downgrade', $2, $2, $3, '96525891735248e3c0bd2e2dbfe853b86aefa3a69be4f7a5e3f07a3ffd15183b', 'done', false, NULL, pg_catalog.clock_timestamp(), :sqlbundle_client WHERE :sqlbundle_held RETURNING 1 AS sqlbundle_x;


-- ======== has the upgrade stopped inside a revision? Then what it has done of it is taken back.
\set sqlbundle_inside_:sqlbundle_inside on
\set sqlbundle_undo_:sqlbundle_undo on
\set sqlbundle_back off
UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = :'sqlbundle_last' AND (direction = 'upgrade' AND :sqlbundle_inside > 0 OR direction = 'downgrade' AND :sqlbundle_stop >= :sqlbundle_passed);

-- ======== step 1/3: downgrade b2, segment 1/1, a transaction
-- b2
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 downgrade b2 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_b2;
EXECUTE sqlbundle_last('b2', 1, '7be239d3512f8ab1') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('b1') RETURNING 1 AS sqlbundle_x \gset
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'b2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/3: downgrade b1, segment 1/1, a transaction
-- b1
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 downgrade b1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_b1;
EXECUTE sqlbundle_last('b1', 1, '9d439c149de2bee6') \gset
DELETE FROM public.sqlbundle_version WHERE version_num = 'b1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== step 3/3: downgrade a1, segment 1/1, a transaction
-- a1
\if :{?sqlbundle_at_3_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 downgrade a1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_a1;
EXECUTE sqlbundle_last('a1', 1, '3b2d53bbf79c1f25') \gset
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_3} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
