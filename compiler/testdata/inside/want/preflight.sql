-- sqlbundle preflight script for psql: changes nothing
--
-- from      base
-- to        c3
-- plan      sha256 78d30c94a86978f219498845d2c938d8273e7fff4addd6bdad92e160ddb1a881
--
-- Run:       psql -X -f THIS_FILE "$DATABASE_URL", as the role that will run upgrade.sql
--            exit status 0: no check says stop; 2: connection lost; 3: one says stop, or it failed

-- ======== the session
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
\set sqlbundle_session :sqlbundle_session 'SET application_name = ''sqlbundle 78d30c94a869''\\; '
\set sqlbundle_session :sqlbundle_session 'SET lock_timeout = 0\\; '
\set sqlbundle_session :sqlbundle_session 'SET idle_in_transaction_session_timeout = 0\\; '
\set sqlbundle_session :sqlbundle_session 'DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting(''server_version_num''); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = ''10s''; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$'
\set sqlbundle_raise 'SELECT pg_catalog.set_config(''sqlbundle.why'', :''sqlbundle_why'', false) AS sqlbundle_x, pg_catalog.set_config(''sqlbundle.hint'', :''sqlbundle_hint'', false) AS sqlbundle_x \\gset \\\\ DO $sqlbundle$ BEGIN IF pg_catalog.current_setting(''sqlbundle.why'') <> '''' THEN RAISE EXCEPTION ''sqlbundle: %'', pg_catalog.current_setting(''sqlbundle.why'') USING HINT = pg_catalog.current_setting(''sqlbundle.hint''); END IF; END $sqlbundle$'
\set sqlbundle_read 'SET client_encoding = ''UTF8''; SET standard_conforming_strings = on'
:sqlbundle_session;
\pset format aligned \pset tuples_only off \pset expanded off \pset footer off \pset border 1 \pset linestyle ascii \pset title
\if :{?sqlbundle_check_only} \else \set sqlbundle_check_only off \endif
\if :{?sqlbundle_stop_after} \else \set sqlbundle_stop_after '' \endif
\if :{?sqlbundle_abandon} \else \set sqlbundle_abandon '' \endif
\if :{?sqlbundle_place} \unset sqlbundle_at_:sqlbundle_place \endif
\if :{?sqlbundle_stop} \unset sqlbundle_stop_:sqlbundle_stop \endif
\if :{?sqlbundle_begun} \unset sqlbundle_begun_:sqlbundle_begun \endif
\if :{?sqlbundle_inside} \unset sqlbundle_inside_:sqlbundle_inside \endif
\set sqlbundle_rows ''
-- ======== can the checks be made here?
SELECT CASE pg_catalog.current_setting('sqlbundle.intx') WHEN 'in' THEN 'started inside a transaction' ELSE '' END AS sqlbundle_why,
  'Run it without psql -1 and outside BEGIN.' AS sqlbundle_hint \gset
:sqlbundle_raise;
SELECT CASE WHEN pg_catalog.current_setting('server_version_num')::int < 130000 THEN 'this script needs PostgreSQL 13, this is ' || pg_catalog.current_setting('server_version') ELSE '' END AS sqlbundle_why,
  'Make a script for that version: [project] target_version.' AS sqlbundle_hint \gset
:sqlbundle_raise;
-- ======== is this the right place?
SELECT CASE WHEN pg_catalog.current_setting('server_version_num')::int < 130000 THEN 'stop' WHEN pg_catalog.current_setting('server_version_num')::int >= 190000 THEN 'warn' ELSE 'ok' END AS sqlbundle_status,
  'PostgreSQL ' || pg_catalog.current_setting('server_version') || CASE WHEN pg_catalog.current_setting('server_version_num')::int < 130000 THEN ': the bundle needs 13, make one with a lower target_version' WHEN pg_catalog.current_setting('server_version_num')::int >= 190000 THEN ': newer than what sqlbundle knows' ELSE '' END AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (0, ''server'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
SELECT 'ok' AS sqlbundle_status,
  current_database()::text AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (1, ''database'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
SELECT CASE WHEN pg_catalog.pg_is_in_recovery() OR (SELECT setting <> 'off' FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only') THEN 'stop' ELSE 'ok' END AS sqlbundle_status,
  CASE WHEN pg_catalog.pg_is_in_recovery() THEN 'this is a standby: connect to the primary' WHEN (SELECT setting <> 'off' FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only') THEN 'default_transaction_read_only is on' ELSE 'the server takes changes' END AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (2, ''read-only'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
SELECT 'ok' AS sqlbundle_status,
  session_user || CASE WHEN current_user <> session_user THEN ', as ' || current_user ELSE '' END || CASE WHEN (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN ', superuser' ELSE '' END AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (3, ''role'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
SELECT CASE coalesce(pg_catalog.current_schema(), '') WHEN 'public' THEN 'ok' ELSE 'warn' END AS sqlbundle_status,
  CASE coalesce(pg_catalog.current_schema(), '') WHEN 'public' THEN 'names without a schema mean ' || current_schema() ELSE 'names without a schema mean ' || coalesce(pg_catalog.current_schema(), 'nothing') || ', the revisions were followed as if they meant ' || 'public' || ': objects are not looked at. Set [bundle] search_path' END AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (4, ''search_path'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
SELECT coalesce(pg_catalog.current_schema(), '') = 'public' AS sqlbundle_same_path \gset
SELECT coalesce((SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = 'public'), '') AS sqlbundle_schema \gset
SELECT CASE :'sqlbundle_schema' WHEN '' THEN 'there is no schema public for the tracking table' ELSE '' END AS sqlbundle_why,
  'Create it, or set [tracking] schema.' AS sqlbundle_hint \gset
SELECT CASE :'sqlbundle_why' WHEN '' THEN '' ELSE 'stop' END AS sqlbundle_status,
  :'sqlbundle_why' || '. ' || :'sqlbundle_hint' AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (5, ''tracking table'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
SELECT pg_catalog.format('%I.%I', :'sqlbundle_schema', 'sqlbundle_version') AS sqlbundle_table, pg_catalog.format('%I.%I', :'sqlbundle_schema', 'sqlbundle_log') AS sqlbundle_log \gset
SELECT pg_catalog.hashtext(:'sqlbundle_table') AS sqlbundle_key, pg_catalog.hashtext(:'sqlbundle_table')::bigint & 4294967295 AS sqlbundle_objid \gset
\set sqlbundle_holders 'SELECT pid FROM pg_catalog.pg_locks WHERE locktype = ''advisory'' AND granted AND classid = 1936812130 AND objsubid = 2'
\set sqlbundle_holders :sqlbundle_holders ' AND objid = ''' :sqlbundle_objid '''::oid AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())'
SELECT CASE WHEN EXISTS (:sqlbundle_holders) THEN 'stop' ELSE 'ok' END AS sqlbundle_status,
  coalesce((SELECT 'another run holds the lock' || coalesce((SELECT pg_catalog.string_agg(', pid ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '') || coalesce(', since ' || backend_start::timestamptz(0), '') || ': ' || coalesce(nullif(pg_catalog.left(pg_catalog.regexp_replace(query, '[[:space:][:cntrl:]]+', ' ', 'g'), 80), '<insufficient privilege>'), 'its query is not visible to this role'), '') FROM pg_catalog.pg_stat_activity WHERE pid = h.pid), ', pid ' || h.pid) FROM (:sqlbundle_holders) h LIMIT 1), 'nobody holds the lock of a run') AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (7, ''other run'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL lock_timeout = '5s'; SET LOCAL row_security = off;
-- ======== where does the database stand?
SELECT coalesce(bool_or(relname = 'sqlbundle_version'), false) AS sqlbundle_there, coalesce(bool_or(relname = 'sqlbundle_log'), false) AS sqlbundle_there_log,
  coalesce(bool_and(pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')), true) AS sqlbundle_readable
  FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON relnamespace = n.oid WHERE nspname = :'sqlbundle_schema' AND relname IN ('sqlbundle_version', 'sqlbundle_log') \gset
\set sqlbundle_passed -1 \set sqlbundle_begun 0 \set sqlbundle_state ''
\if :sqlbundle_readable
\if :sqlbundle_there
SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(:'sqlbundle_table') AND (relkind <> 'r' OR relpersistence <> 'p'))
  THEN 'the tracking table ' || :'sqlbundle_table' || ' is no ordinary table: a view, unlogged, partitioned or foreign' ELSE '' END AS sqlbundle_why,
  'Nothing has been changed. What is applied must be kept in a table that a crash leaves alone.' AS sqlbundle_hint \gset
SELECT CASE :'sqlbundle_why' WHEN '' THEN '' ELSE 'stop' END AS sqlbundle_status,
  :'sqlbundle_why' || '. ' || :'sqlbundle_hint' AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (5, ''tracking table'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
-- What each step does to the tracking table: the row that goes, the row that comes. Step 0 is where the script starts.
WITH plan (step, revision, gone, new) AS (VALUES
  (0, '', '', ''),
  (1, 'c1', '', 'c1'),
  (2, 'c2', 'c1', 'c2'),
  (3, 'c3', 'c2', 'c3')
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
SELECT 'ok' AS sqlbundle_status,
  :'sqlbundle_table' AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (5, ''tracking table'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
\else
SELECT '' AS sqlbundle_last, '' AS sqlbundle_next, 3 AS sqlbundle_stop, true AS sqlbundle_known, 0 AS sqlbundle_passed \gset
SELECT 'ok' AS sqlbundle_status,
  'there is none yet: ' || :'sqlbundle_table' || ' will be made' AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (5, ''tracking table'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
\endif
\set sqlbundle_why ''
\if :sqlbundle_there_log
SELECT CASE WHEN (SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass(:'sqlbundle_log') AND NOT attisdropped AND attname IN
    ('revision', 'direction', 'segment', 'segments', 'digest', 'plan_digest', 'state', 'open', 'before', 'cursor', 'rows_done', 'attempts', 'started_at', 'done_at', 'by_role', 'client')) = 16
  AND EXISTS (SELECT FROM pg_catalog.pg_index WHERE indrelid = pg_catalog.to_regclass(:'sqlbundle_log') AND indisunique AND indisvalid AND indnkeyatts = 3 AND indpred IS NOT NULL)
  THEN '' ELSE 'the log table ' || :'sqlbundle_log' || ' is of another version, or somebody else''s' END AS sqlbundle_why,
  'Nothing has been changed. Rename that table, or name another: [tracking] log_table.' AS sqlbundle_hint \gset
SELECT CASE :'sqlbundle_why' WHEN '' THEN '' ELSE 'stop' END AS sqlbundle_status,
  :'sqlbundle_why' || '. ' || :'sqlbundle_hint' AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (5, ''tracking table'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
SELECT :'sqlbundle_why' = '' AS sqlbundle_fits \gset
\if :sqlbundle_fits
-- The segments of revisions with several, but for the last: a stopped run may have left them done.
WITH part (step, segment, digest) AS (VALUES
  (0, 0, ''), (2, 1, 'c96ccd6f460cf92d'), (2, 2, '226bd1bb724a86b2'), (2, 3, '804fa68993e2c2e6'), (3, 1, '826175032a61adfe'), (3, 2, '34891c46204a351b')
), unfinished AS (SELECT * FROM public.sqlbundle_log WHERE open AND revision <> :'sqlbundle_abandon'
), own AS (SELECT u.*, p.digest AS should FROM unfinished u LEFT JOIN part p ON p.step = :sqlbundle_passed + 1 AND p.segment = u.segment
    WHERE direction = 'upgrade' AND revision = :'sqlbundle_next'
), problem (rank, why, way_out) AS (
            SELECT 1, 'sqlbundle_stop_after=' || :'sqlbundle_stop_after' || ': this script has no such revision', 'Its revisions are listed at its top.' WHERE :sqlbundle_stop < 0
  UNION ALL SELECT 1, 'sqlbundle_abandon=' || :'sqlbundle_abandon' || ': this script has no such revision', 'Its revisions are listed at its top.' WHERE NOT :'sqlbundle_known' AND NOT EXISTS (SELECT FROM public.sqlbundle_log WHERE open AND revision = :'sqlbundle_abandon')
  UNION ALL SELECT 1, 'the progress inside ' || revision || ' is of a run that had abandoned what was there before',
    'Run this script without sqlbundle_abandon. If that is undone by hand as well: UPDATE ' || :'sqlbundle_log' || ' SET open = false WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ';'
    FROM public.sqlbundle_log WHERE open AND revision = :'sqlbundle_abandon' AND client LIKE '%, abandoning' GROUP BY revision
  UNION ALL SELECT 2, 'the tracking table says ' || coalesce(nullif(:'sqlbundle_state', ''), 'base (nothing is applied)') || ', this script starts at base and leads to c3',
    'Make the script from where the database stands: sqlbundle upgrade ' || coalesce(nullif(pg_catalog.replace(:'sqlbundle_state', ' ', ''), ''), 'base') || ':TARGET --sql' WHERE :sqlbundle_passed < 0
  UNION ALL SELECT 3, 'segment ' || segment || ' of ' || revision || ' is done, and it was another one than here',
    'Use the script that did it; or undo by hand what is done of ' || revision || ' and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE'
    FROM own WHERE state = 'done' AND should IS DISTINCT FROM digest
  UNION ALL SELECT 4, 'an earlier run was cut off in segment ' || segment || ' of ' || revision || ', which was another statement than here',
    CASE WHEN rows_done > 0 THEN 'Its batches have changed ' || rows_done || ' rows, which are committed: do not do them again. To go on behind them with the statement as it is here: UPDATE ' || :'sqlbundle_log' || ' SET digest = ' || pg_catalog.quote_literal(should) || ' WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ' AND segment = ' || segment || '; Or take them back by hand, and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE' ELSE
    'Use the script that began it; or look at what it left, ' || 'such as invalid indexes: SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid' || '; then: DELETE FROM ' || :'sqlbundle_log' || ' WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ' AND segment = ' || segment || ';' END
    FROM own WHERE state = 'started' AND should IS DISTINCT FROM digest
  UNION ALL SELECT 5, CASE direction WHEN 'downgrade' THEN 'a rollback stopped inside ' ELSE 'an ' || direction || ' stopped inside ' END || revision || ', after ' || count(*) FILTER (WHERE state = 'done') || ' of ' || max(segments) || ' segments',
    CASE direction WHEN 'downgrade' THEN 'Finish it: psql -X -v sqlbundle_stop_after=' || revision || ' -f rollback.sql' ELSE 'Finish it with its own script' END
      || '; or take back by hand what it did and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE'
    FROM unfinished u WHERE NOT (direction = 'upgrade' AND revision = :'sqlbundle_next') GROUP BY revision, direction
), first AS (SELECT why, 'Nothing has been changed. ' || way_out AS hint FROM problem ORDER BY rank, why LIMIT 1)
SELECT coalesce((SELECT why FROM first), '') AS sqlbundle_why, coalesce((SELECT hint FROM first), '') AS sqlbundle_hint,
  CASE WHEN :sqlbundle_passed >= :sqlbundle_stop THEN 'none' ELSE :sqlbundle_passed + 1 || '_' || done + 1 END AS sqlbundle_place,
  CASE WHEN EXISTS (SELECT FROM own) THEN :sqlbundle_passed + 1 ELSE 0 END AS sqlbundle_begun,
  CASE WHEN :sqlbundle_passed >= :sqlbundle_stop THEN 'nothing to do, the database stands at ' || coalesce(nullif(:'sqlbundle_state', ''), 'base')
    WHEN EXISTS (SELECT FROM own) THEN 'going on inside ' || :'sqlbundle_next' || ', at its segment ' || done + 1 || CASE WHEN EXISTS (SELECT FROM own WHERE state = 'started') THEN ', after a look at what a cut has left' ELSE '' END
    WHEN :sqlbundle_passed > 0 THEN 'going on after step ' || :sqlbundle_passed || ' of 3' ELSE 'beginning with step 1 of 3' END AS sqlbundle_where
  FROM (SELECT count(*) AS done FROM own WHERE state = 'done') d \gset
SELECT CASE :'sqlbundle_why' WHEN '' THEN 'ok' ELSE 'stop' END AS sqlbundle_status,
  CASE :'sqlbundle_why' WHEN '' THEN :'sqlbundle_where' ELSE :'sqlbundle_why' || '. ' || :'sqlbundle_hint' END AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (6, ''position'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
\else
SELECT 'stop' AS sqlbundle_status,
  'not known, see the tracking table' AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (6, ''position'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
\endif
\else
SELECT CASE WHEN :sqlbundle_passed < 0 THEN 'stop' ELSE 'ok' END AS sqlbundle_status,
  CASE WHEN :sqlbundle_passed < 0 THEN 'the tracking table says ' || coalesce(nullif(:'sqlbundle_state', ''), 'base (nothing is applied)') || ', this script starts at base and leads to c3' || '. ' || 'Make the script from where the database stands: sqlbundle upgrade ' || coalesce(nullif(pg_catalog.replace(:'sqlbundle_state', ' ', ''), ''), 'base') || ':TARGET --sql' ELSE 'the database stands at ' || coalesce(nullif(:'sqlbundle_state', ''), 'base') || ', after step ' || :sqlbundle_passed || ' of 3' END AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (6, ''position'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
\endif
\else
SELECT 'stop' AS sqlbundle_status,
  'this role may not read ' || :'sqlbundle_table' || ' and ' || :'sqlbundle_log' || ': where the database stands is not visible to it' AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (5, ''tracking table'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
SELECT 'stop' AS sqlbundle_status,
  'not known, see the tracking table' AS sqlbundle_detail \gset
\set sqlbundle_rows :sqlbundle_rows ', (6, ''position'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'
\endif
SET LOCAL row_security = DEFAULT; -- the authors' queries run with what the session has
-- ======== is there what the plan needs, and who is in the way?
SET LOCAL search_path = ''; SET LOCAL statement_timeout = 0;
WITH said (n, "check", status, detail) AS (VALUES (-1, '', '', '') :sqlbundle_rows
), place (passed, begun, looks, schema) AS (VALUES (:sqlbundle_passed, :sqlbundle_begun, :'sqlbundle_same_path'::bool, :'sqlbundle_schema'::name)
), few (old, large, lag, behind, kept) AS (VALUES (interval '5 min', 1073741824::bigint, interval '10 s', 268435456::bigint, 10737418240::bigint) -- from where on there is a warning
-- What later steps touch, where the database stands at since or behind it and before until. Objects have the names that they have there.
), touched (since, until, schema, name, named, mode, does) AS (VALUES
  (0, 0, '', '', false, '', ''),
  (1, 3, 'public', 'users', true, 'AccessExclusiveLock', 'define insert own scan select update waits'),
  (2, 3, 'public', 'users_login', false, 'RowExclusiveLock', ''),
  (1, 3, 'public', 'users_pkey', false, 'RowExclusiveLock', '')
), columns (since, schema, name, use, part) AS (VALUES
  (0, '', '', '', '')
), making (until, kind, schema, name, tolerant, part) AS (VALUES
  (0, '', '', '', false, ''),
  (1, 'relation', 'public', 'users', false, ''),
  (2, 'relation', 'public', 'users_login', false, '')
), inside (until, schema) AS (VALUES
  (0, ''),
  (3, 'public')
), changing (until, kind, schema, name, part, drops, tolerant) AS (VALUES
  (0, '', '', '', '', false, false)
), refused (until, detail) AS (VALUES
  (0, '')
), rel AS (
    SELECT t.*, pg_catalog.format('%I.%I', t.schema, t.name) AS relation, pg_catalog.string_to_array(does, ' ') AS uses, n.nspowner,
      c.oid, c.relkind, c.relowner, c.relnamespace, c.reltoastrelid, c.relpages, c.reltuples
    FROM touched t JOIN place p ON p.looks AND p.passed >= t.since AND p.passed < t.until
    LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = t.schema LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
), ahead AS (
    SELECT m.*, pg_catalog.format('%I.%I', m.schema, m.name) AS relation, m.until = p.begun AS inside FROM making m JOIN place p ON p.looks AND m.until > p.passed AND p.passed >= 0
), conflict (mode, held) AS (VALUES
    ('AccessShareLock', '{AccessExclusiveLock}'::text[]), ('RowShareLock', '{ExclusiveLock,AccessExclusiveLock}'),
    ('RowExclusiveLock', '{ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('ShareUpdateExclusiveLock', '{ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('ShareLock', '{RowExclusiveLock,ShareUpdateExclusiveLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('ShareRowExclusiveLock', '{RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('ExclusiveLock', '{RowShareLock,RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('AccessExclusiveLock', '{AccessShareLock,RowShareLock,RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}')
), here AS (SELECT d.oid, d.datname FROM pg_catalog.pg_database d WHERE d.datname = current_database()
), me AS (SELECT r.rolsuper, pg_catalog.has_database_privilege(here.oid, 'CREATE') AS creates, current_user AS name FROM pg_catalog.pg_roles r, here WHERE r.rolname = current_user
), owned AS (
    SELECT c.*, kind || ' ' || pg_catalog.format('%I.%I', c.schema, c.name) || part AS object, p.proowner AS owner, n.nspowner FROM changing c JOIN place ON looks AND passed >= 0 AND until > passed AND begun = 0
    JOIN pg_catalog.pg_namespace n ON nspname = c.schema JOIN pg_catalog.pg_proc p ON pronamespace = n.oid AND proname = c.name
    WHERE kind = 'function' AND part = '(' || coalesce((SELECT pg_catalog.string_agg(pg_catalog.format_type(t, -1), ', ' ORDER BY o) FROM pg_catalog.unnest(proargtypes) WITH ORDINALITY a (t, o)), '') || ')'
  UNION ALL
    SELECT c.*, kind || ' ' || pg_catalog.format('%I.%I', c.schema, c.name) || part, t.typowner, n.nspowner FROM changing c JOIN place ON looks AND passed >= 0 AND until > passed AND begun = 0
    JOIN pg_catalog.pg_namespace n ON nspname = c.schema JOIN pg_catalog.pg_type t ON typnamespace = n.oid AND typname = c.name WHERE kind = 'type'
  UNION ALL
    SELECT c.*, kind || ' ' || pg_catalog.quote_ident(c.name), n.nspowner, n.nspowner FROM changing c JOIN place ON looks AND passed >= 0 AND until > passed AND begun = 0
    JOIN pg_catalog.pg_namespace n ON nspname = c.name WHERE kind = 'schema'
), check_0 (status, detail) AS ( -- statements
  SELECT 'warn', refused.detail FROM refused, place WHERE until > passed AND passed >= 0
), check_1 (status, detail) AS ( -- objects
    SELECT CASE WHEN begun > 0 THEN 'warn' ELSE 'stop' END, relation || ' is not there' FROM rel, place WHERE named AND rel.oid IS NULL
  UNION ALL
    SELECT DISTINCT 'stop', kind || ' ' || CASE kind WHEN 'schema' THEN pg_catalog.quote_ident(name) ELSE pg_catalog.format('%I.%I', c.schema, name) END || part || ' is not there' FROM changing c JOIN place p ON looks AND passed >= 0 AND until > passed AND begun = 0
    WHERE NOT tolerant AND NOT EXISTS (SELECT FROM owned o WHERE o.kind = c.kind AND o.schema = c.schema AND o.name = c.name AND o.part = c.part)
), check_2 (status, detail) AS ( -- free names
    SELECT CASE WHEN tolerant OR inside THEN 'warn' ELSE 'stop' END, relation || ' is there already'
      || CASE WHEN tolerant THEN ', and the plan leaves it as it is, or replaces it' WHEN inside THEN ', perhaps of the run that stopped' ELSE ', and the plan makes it' END
    FROM ahead JOIN pg_catalog.pg_namespace n ON nspname = schema JOIN pg_catalog.pg_class c ON relnamespace = n.oid AND relname = name
    WHERE kind = 'relation' AND NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = c.oid AND NOT indisvalid)
  UNION ALL
    -- An array's type gives way to one that is made (PostgreSQL 16, CREATE TYPE).
    SELECT CASE WHEN inside THEN 'warn' ELSE 'stop' END, 'type ' || relation || ' is there already' FROM ahead JOIN pg_catalog.pg_namespace n ON nspname = schema JOIN pg_catalog.pg_type t ON typnamespace = n.oid AND typname = name
    WHERE kind = 'type' AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
  UNION ALL
    SELECT CASE WHEN tolerant OR inside THEN 'warn' ELSE 'stop' END, 'function ' || relation || part || ' is there already' || CASE WHEN tolerant THEN ', and the plan replaces it' ELSE '' END
    FROM ahead JOIN pg_catalog.pg_namespace n ON nspname = schema JOIN pg_catalog.pg_proc ON pronamespace = n.oid AND proname = name AND part = '(' || coalesce((SELECT pg_catalog.string_agg(pg_catalog.format_type(t, -1), ', ' ORDER BY o) FROM pg_catalog.unnest(proargtypes) WITH ORDINALITY a (t, o)), '') || ')' WHERE kind = 'function'
  UNION ALL
    SELECT CASE WHEN tolerant OR inside THEN 'warn' ELSE 'stop' END, 'schema ' || pg_catalog.quote_ident(name) || ' is there already' FROM ahead JOIN pg_catalog.pg_namespace ON nspname = name WHERE kind = 'schema'
), check_3 (status, detail) AS ( -- extensions
    SELECT CASE WHEN tolerant OR inside THEN 'ok' ELSE 'stop' END, name || ' is installed already' FROM ahead JOIN pg_catalog.pg_extension ON extname = name WHERE kind = 'extension'
  UNION ALL
    SELECT CASE WHEN v.name IS NULL OR v.superuser AND NOT rolsuper AND NOT (v.trusted AND creates) OR NOT v.superuser AND NOT creates THEN 'stop' ELSE 'ok' END,
      x.name || CASE WHEN a.name IS NULL OR v.name IS NULL THEN ' is not available on this server: its files are missing' WHEN v.superuser AND NOT v.trusted AND NOT rolsuper THEN ' may be made by superusers alone'
        WHEN NOT creates AND NOT rolsuper THEN ' wants the privilege CREATE on this database' ELSE ' ' || v.version || ' is available' END
    FROM ahead x CROSS JOIN me LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = x.name LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
    WHERE kind = 'extension' AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = x.name)
), check_4 (status, detail) AS ( -- owner
    SELECT 'stop', 'must be owner of ' || relation || ', which is ' || pg_catalog.pg_get_userbyid(relowner) FROM rel
    WHERE oid IS NOT NULL AND NOT pg_catalog.pg_has_role(relowner, 'USAGE') AND ('own' = ANY (uses) OR 'drop' = ANY (uses) AND NOT pg_catalog.pg_has_role(nspowner, 'USAGE')
      OR 'maintain' = ANY (uses) AND NOT (pg_catalog.current_setting('server_version_num')::int >= 170000 AND pg_catalog.has_table_privilege(oid, CASE WHEN pg_catalog.current_setting('server_version_num')::int >= 170000 THEN 'MAINTAIN' ELSE 'SELECT' END)))
  UNION ALL
    SELECT DISTINCT 'stop', 'must be owner of ' || object || ', which is ' || pg_catalog.pg_get_userbyid(owner) FROM owned WHERE NOT pg_catalog.pg_has_role(owner, 'USAGE') AND NOT (drops AND pg_catalog.pg_has_role(nspowner, 'USAGE'))
), check_5 (status, detail) AS ( -- privileges
    SELECT 'stop', 'this role may not ' || CASE use WHEN 'references' THEN 'reference' WHEN 'trigger' THEN 'put a trigger on' WHEN 'insert' THEN 'insert into' WHEN 'delete' THEN 'delete from' WHEN 'select' THEN 'read' ELSE use END || ' ' || relation
    FROM rel CROSS JOIN pg_catalog.unnest(uses) use WHERE oid IS NOT NULL AND CASE WHEN use IN ('select', 'insert', 'update', 'delete', 'truncate', 'trigger', 'references') THEN NOT pg_catalog.has_table_privilege(oid, use)
      AND NOT CASE WHEN use IN ('select', 'insert', 'update', 'references') THEN pg_catalog.has_any_column_privilege(oid, use) ELSE false END ELSE false END
  UNION ALL
    SELECT 'stop', 'this role may not ' || CASE use WHEN 'insert' THEN 'insert into' WHEN 'select' THEN 'read' ELSE use END || ' ' || relation || '.' || pg_catalog.quote_ident(attname)
    FROM rel JOIN columns c USING (since, schema, name) JOIN pg_catalog.pg_attribute ON attrelid = oid AND attname = part AND NOT attisdropped
    WHERE pg_catalog.has_any_column_privilege(oid, use) AND NOT pg_catalog.has_column_privilege(oid, attnum, use)
  UNION ALL
    SELECT DISTINCT 'stop', 'this role may not use schema ' || pg_catalog.quote_ident(schema) FROM rel WHERE named AND oid IS NOT NULL AND NOT pg_catalog.has_schema_privilege(relnamespace, 'USAGE')
  UNION ALL
    SELECT 'stop', 'this role needs ' || pg_catalog.replace(want, ',', ', ') || ' on ' || pg_catalog.format('%I.%I', p.schema, c.relname)
    FROM place p JOIN pg_catalog.pg_namespace n ON nspname = p.schema JOIN (VALUES ('sqlbundle_version', 'SELECT,INSERT,UPDATE,DELETE'), ('sqlbundle_log', 'SELECT,INSERT,UPDATE')) w (name, want) ON true JOIN pg_catalog.pg_class c ON relnamespace = n.oid AND relname = name
    WHERE EXISTS (SELECT FROM pg_catalog.unnest(pg_catalog.string_to_array(want, ',')) x WHERE NOT pg_catalog.has_table_privilege(c.oid, x))
), check_6 (status, detail) AS ( -- create
    SELECT 'stop', 'this role may not create in schema ' || pg_catalog.quote_ident(schema) FROM (
      SELECT i.schema FROM inside i JOIN place ON looks AND until > passed AND passed >= 0
      UNION SELECT p.schema FROM place p WHERE (SELECT count(*) FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON relnamespace = n.oid WHERE nspname = p.schema AND relname IN ('sqlbundle_version', 'sqlbundle_log')) < 2
    ) s JOIN pg_catalog.pg_namespace n ON nspname = schema WHERE NOT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
  UNION ALL
    SELECT 'stop', 'there is no schema ' || pg_catalog.quote_ident(i.schema) FROM inside i JOIN place ON looks AND until > passed AND passed >= 0 AND begun = 0 WHERE i.schema <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = i.schema)
  UNION ALL
    SELECT 'stop', 'this role may not create schemas in this database' FROM me WHERE NOT creates AND EXISTS (SELECT FROM ahead WHERE kind = 'schema')
), check_7 (status, detail) AS ( -- invalid indexes
    SELECT CASE WHEN a.name IS NULL OR a.inside THEN 'warn' ELSE 'stop' END, pg_catalog.format('%I.%I on %s is invalid', n.nspname, c.relname, coalesce(rel.relation, i.indrelid::text))
      || CASE WHEN a.inside THEN ': the upgrade looks at what its last run has left' WHEN a.name IS NOT NULL THEN ', and the plan is to build one of that name: drop it, or wait where it is being built' ELSE ': rebuild or drop it, or wait where it is being built' END
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i' JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN rel ON rel.oid = i.indrelid LEFT JOIN ahead a ON a.kind = 'relation' AND a.schema = n.nspname AND a.name = c.relname
    WHERE NOT i.indisvalid AND (rel.oid IS NOT NULL OR a.name IS NOT NULL)
  UNION ALL
    SELECT 'warn', CASE count(*) WHEN 1 THEN 'elsewhere there is 1' ELSE 'elsewhere there are ' || count(*) END || ': SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid'
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i' JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND i.indrelid NOT IN (SELECT oid FROM rel WHERE oid IS NOT NULL) AND NOT EXISTS (SELECT FROM ahead a WHERE a.kind = 'relation' AND a.schema = n.nspname AND a.name = c.relname)
    HAVING count(*) > 0
), check_8 (status, detail) AS ( -- sizes
    SELECT CASE WHEN size > large THEN 'warn' ELSE 'ok' END, relation || ' has ' || pg_catalog.pg_size_pretty(size) || ' with its indexes' || CASE WHEN reltuples >= 0 THEN ' and about ' || reltuples::bigint || ' rows' ELSE '' END
      || CASE WHEN 'rewrite' = ANY (uses) THEN '; it is rewritten: as much again is needed on disk, and in WAL' WHEN 'index' = ANY (uses) THEN '; an index on it is built: space for that, and for sorting' ELSE '; it is read in full' END
    FROM few, (SELECT rel.*, CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.database = here.oid
          AND (l.relation IN (rel.oid, rel.reltoastrelid) OR l.relation IN (SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid = rel.oid)))
        THEN (rel.relpages + coalesce((SELECT sum(x.relpages) FROM pg_catalog.pg_index JOIN pg_catalog.pg_class x ON x.oid = indexrelid WHERE indrelid = rel.oid), 0))::bigint * pg_catalog.current_setting('block_size')::bigint
        ELSE pg_catalog.pg_total_relation_size(rel.oid) END AS size
      FROM rel, here WHERE rel.relkind IN ('r', 'm') AND uses && '{rewrite,index,scan}'::text[]) t
), check_9 (status, detail) AS ( -- locks
    SELECT 'warn', relation || ': ' || CASE n WHEN 1 THEN '1 session holds a lock' ELSE n || ' sessions hold locks, the oldest' END || ' that the plan would wait for: pid ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '')
      || ', ' || lock || coalesce(', since ' || xact_start::timestamptz(0), '') || ': ' || coalesce(nullif(pg_catalog.left(pg_catalog.regexp_replace(query, '[[:space:][:cntrl:]]+', ' ', 'g'), 80), '<insufficient privilege>'), 'its query is not visible to this role')
    FROM (SELECT rel.relation, l.pid, l.mode AS lock, a.application_name, a.xact_start, a.query, count(*) OVER w AS n, row_number() OVER (w ORDER BY a.xact_start, l.pid, l.mode) AS place
      FROM rel JOIN conflict k USING (mode) JOIN here ON true
      JOIN pg_catalog.pg_locks l ON l.locktype = 'relation' AND l.granted AND l.database = here.oid AND l.relation = rel.oid AND l.pid <> pg_catalog.pg_backend_pid() AND l.mode = ANY (k.held)
      LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WINDOW w AS (PARTITION BY rel.oid)) t WHERE place = 1
), check_10 (status, detail) AS ( -- transactions
    SELECT 'warn', 'pid ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '') || ' is in a transaction since ' || xact_start::timestamptz(0)
      || CASE WHEN EXISTS (SELECT FROM rel WHERE 'waits' = ANY (uses)) THEN ', and a concurrent build of the plan may wait for its end' ELSE '' END || ': ' || coalesce(nullif(pg_catalog.left(pg_catalog.regexp_replace(query, '[[:space:][:cntrl:]]+', ' ', 'g'), 80), '<insufficient privilege>'), 'its query is not visible to this role')
    FROM pg_catalog.pg_stat_activity a, few, here WHERE a.datid = here.oid AND a.pid <> pg_catalog.pg_backend_pid() AND a.xact_start < pg_catalog.clock_timestamp() - few.old
  UNION ALL
    SELECT 'warn', CASE count(*) WHEN 1 THEN '1 transaction of another role is open: since when is' ELSE count(*) || ' transactions of other roles are open: since when is' END || ' not visible to this role (GRANT pg_read_all_stats)'
    FROM pg_catalog.pg_stat_activity a, here WHERE a.datid = here.oid AND a.pid <> pg_catalog.pg_backend_pid() AND a.xact_start IS NULL AND a.query = '<insufficient privilege>'
      AND EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.pid = a.pid AND l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock') HAVING count(*) > 0
), check_11 (status, detail) AS ( -- prepared transactions
    SELECT CASE WHEN held IS NOT NULL THEN 'stop' ELSE 'warn' END, pg_catalog.quote_literal(x.gid) || ' of ' || x.owner || ', since ' || x.prepared::timestamptz(0)
      || coalesce(', holds a lock on ' || held || ' that the plan would wait for: COMMIT PREPARED or ROLLBACK PREPARED', '')
    FROM pg_catalog.pg_prepared_xacts x JOIN here ON x.database = here.datname
    CROSS JOIN LATERAL (SELECT pg_catalog.min(rel.relation) AS held FROM rel JOIN conflict k USING (mode)
      JOIN pg_catalog.pg_locks l ON l.locktype = 'relation' AND l.database = here.oid AND l.relation = rel.oid AND l.mode = ANY (k.held) AND l.pid IS NULL
      JOIN pg_catalog.pg_locks own ON own.locktype = 'transactionid' AND own.transactionid = x.transaction AND own.pid IS NULL AND own.virtualtransaction = l.virtualtransaction) h
), check_12 (status, detail) AS ( -- wraparound vacuum
    SELECT 'warn', rel.relation || ': pid ' || a.pid || ', it does not give way: ' || coalesce(nullif(pg_catalog.left(pg_catalog.regexp_replace(query, '[[:space:][:cntrl:]]+', ' ', 'g'), 80), '<insufficient privilege>'), 'its query is not visible to this role')
    FROM rel JOIN here ON true JOIN pg_catalog.pg_locks l ON l.locktype = 'relation' AND l.granted AND l.database = here.oid AND l.relation = rel.oid AND l.mode = 'ShareUpdateExclusiveLock'
    JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE a.query LIKE 'autovacuum: %(to prevent wraparound)'
), check_13 (status, detail) AS ( -- standbys
    SELECT CASE WHEN state IS NULL OR replay_lag > lag OR r.behind > few.behind THEN 'warn' ELSE 'ok' END,
      coalesce(nullif(application_name, ''), 'pid ' || pid) || CASE WHEN state IS NULL THEN ': its state is not visible to this role (GRANT pg_monitor)'
        ELSE ' (' || state || ') is ' || coalesce(pg_catalog.pg_size_pretty(r.behind), 'nobody knows how far') || coalesce(' and ' || replay_lag, '') || ' behind' END
    FROM few, (SELECT r.*, CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL ELSE pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), replay_lsn) END::bigint AS behind FROM pg_catalog.pg_stat_replication r) r
), check_14 (status, detail) AS ( -- replication slots
    SELECT CASE WHEN NOT active OR retained > kept THEN 'warn' ELSE 'ok' END, pg_catalog.quote_ident(slot_name) || CASE WHEN active THEN ' is in use' ELSE ' is not in use' END || coalesce(', and keeps ' || pg_catalog.pg_size_pretty(retained) || ' of WAL', '')
    FROM few, (SELECT s.*, CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL ELSE pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), restart_lsn) END::bigint AS retained FROM pg_catalog.pg_replication_slots s WHERE NOT temporary) s
), check_15 (status, detail) AS ( -- publications
    SELECT 'warn', relation || ' is in publication ' || pg_catalog.string_agg(pg_catalog.quote_ident(p.pubname), ', ' ORDER BY p.pubname) || ', which does not carry what the plan does to it: change the subscribers too'
    -- Not by way of pg_publication_tables, which waits for locks of other sessions.
    FROM rel JOIN pg_catalog.pg_publication p ON p.puballtables OR EXISTS (SELECT FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid AND (r.prrelid = rel.oid OR r.prrelid IN (SELECT a.relid FROM pg_catalog.pg_partition_ancestors(rel.oid) a)))
      -- FOR TABLES IN SCHEMA: PostgreSQL 15 has a catalog for that, which depends on both.
      OR EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_depend i USING (classid, objid) WHERE d.classid = pg_catalog.to_regclass('pg_catalog.pg_publication_namespace')
        AND d.refclassid = 'pg_catalog.pg_publication'::regclass AND d.refobjid = p.oid AND i.refclassid = 'pg_catalog.pg_namespace'::regclass
        AND i.refobjid IN (SELECT rel.relnamespace UNION SELECT x.relnamespace FROM pg_catalog.pg_partition_ancestors(rel.oid) a JOIN pg_catalog.pg_class x ON x.oid = a.relid))
    WHERE 'define' = ANY (uses) AND rel.oid IS NOT NULL GROUP BY relation
  UNION ALL
    SELECT 'warn', relation || ' is filled by a subscription: what its publisher sends must fit it afterwards'
    FROM rel WHERE 'define' = ANY (uses) AND oid IN (SELECT srrelid FROM pg_catalog.pg_subscription_rel)
), shown (n, "check", status, detail) AS (
  SELECT * FROM said WHERE status <> ''
  UNION ALL SELECT 9, 'statements', status, detail FROM check_0
  UNION ALL SELECT 10, 'objects', status, detail FROM check_1
  UNION ALL SELECT 10, 'objects', 'ok', (SELECT CASE count(*) WHEN 1 THEN '1 relation that the plan names is' ELSE count(*) || ' relations that the plan names are' END FROM rel WHERE named) || ' there' WHERE NOT EXISTS (SELECT FROM check_1)
  UNION ALL SELECT 11, 'free names', status, detail FROM check_2
  UNION ALL SELECT 11, 'free names', 'ok', (SELECT CASE count(*) WHEN 1 THEN '1 name that the plan gives is' ELSE count(*) || ' names that the plan gives are' END FROM ahead WHERE kind <> 'extension') || ' free' WHERE NOT EXISTS (SELECT FROM check_2)
  UNION ALL SELECT 12, 'extensions', status, detail FROM check_3
  UNION ALL SELECT 12, 'extensions', 'ok', 'the plan makes none' WHERE NOT EXISTS (SELECT FROM check_3)
  UNION ALL SELECT 13, 'owner', status, detail FROM check_4
  UNION ALL SELECT 13, 'owner', 'ok', (SELECT CASE count(*) WHEN 1 THEN '1 object' ELSE count(*) || ' objects' END FROM (SELECT 1 FROM rel WHERE oid IS NOT NULL AND uses && '{own,drop,maintain}'::text[] UNION ALL SELECT 1 FROM owned) o) || ' that only the owner may change: this role may' WHERE NOT EXISTS (SELECT FROM check_4)
  UNION ALL SELECT 14, 'privileges', status, detail FROM check_5
  UNION ALL SELECT 14, 'privileges', 'ok', 'this role has what the statements about rows need' WHERE NOT EXISTS (SELECT FROM check_5)
  UNION ALL SELECT 15, 'create', status, detail FROM check_6
  UNION ALL SELECT 15, 'create', 'ok', 'this role may create where the plan does' WHERE NOT EXISTS (SELECT FROM check_6)
  UNION ALL SELECT 16, 'invalid indexes', status, detail FROM check_7
  UNION ALL SELECT 16, 'invalid indexes', 'ok', 'there are none' WHERE NOT EXISTS (SELECT FROM check_7)
  UNION ALL SELECT 17, 'sizes', status, detail FROM check_8
  UNION ALL SELECT 17, 'sizes', 'ok', 'no table is rewritten, read in full or indexed' WHERE NOT EXISTS (SELECT FROM check_8)
  UNION ALL SELECT 18, 'locks', status, detail FROM check_9
  UNION ALL SELECT 18, 'locks', 'ok', 'nobody holds a lock that the plan would wait for' WHERE NOT EXISTS (SELECT FROM check_9)
  UNION ALL SELECT 19, 'transactions', status, detail FROM check_10
  UNION ALL SELECT 19, 'transactions', 'ok', 'none in this database is older than ' || (SELECT old FROM few) WHERE NOT EXISTS (SELECT FROM check_10)
  UNION ALL SELECT 20, 'prepared transactions', status, detail FROM check_11
  UNION ALL SELECT 20, 'prepared transactions', 'ok', 'there are none in this database' WHERE NOT EXISTS (SELECT FROM check_11)
  UNION ALL SELECT 21, 'wraparound vacuum', status, detail FROM check_12
  UNION ALL SELECT 21, 'wraparound vacuum', 'ok', 'none runs on what the plan touches' || CASE WHEN pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') THEN '' ELSE ', as far as this role may see' END WHERE NOT EXISTS (SELECT FROM check_12)
  UNION ALL SELECT 22, 'standbys', status, detail FROM check_13
  UNION ALL SELECT 22, 'standbys', 'ok', 'none is connected' WHERE NOT EXISTS (SELECT FROM check_13)
  UNION ALL SELECT 23, 'replication slots', status, detail FROM check_14
  UNION ALL SELECT 23, 'replication slots', 'ok', 'there are none' WHERE NOT EXISTS (SELECT FROM check_14)
  UNION ALL SELECT 24, 'publications', status, detail FROM check_15
  UNION ALL SELECT 24, 'publications', 'ok', 'no table that the plan changes is published or subscribed' WHERE NOT EXISTS (SELECT FROM check_15)
)
SELECT pg_catalog.json_agg(pg_catalog.json_build_object('n', n, 'check', "check", 'status', status, 'detail', pg_catalog.regexp_replace(detail, '[[:cntrl:]]', '?', 'g'))) AS sqlbundle_all FROM shown
  \gset
COMMIT;
SELECT "check", status, detail FROM pg_catalog.json_to_recordset(:'sqlbundle_all') AS r (n int, "check" text, status text, detail text)
  ORDER BY n, CASE status WHEN 'stop' THEN 1 WHEN 'warn' THEN 2 ELSE 3 END, detail COLLATE "C";
SELECT count(*) FILTER (WHERE status = 'stop') AS sqlbundle_stops, count(*) FILTER (WHERE status = 'warn') AS sqlbundle_warns,
  coalesce('this is not the moment: stop says ' || pg_catalog.string_agg(DISTINCT "check", ', ') FILTER (WHERE status = 'stop'), '') AS sqlbundle_why,
  'Nothing has been changed. Mend what the rows with stop tell, and run this script again.' AS sqlbundle_hint
  FROM pg_catalog.json_to_recordset(:'sqlbundle_all') AS r ("check" text, status text) \gset
\echo sqlbundle: preflight: :sqlbundle_stops stop, :sqlbundle_warns warn
:sqlbundle_raise;
