-- sqlbundle verify script for psql: changes nothing, exit status 0 where all is as it should be
--
-- to        a2
-- plan      sha256 512bc861dd93f9259470a54d0710d0a4bcdda7089f6ced6135afeda3f275c4aa
--
-- Run:       psql -X -f THIS_FILE "$DATABASE_URL"

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
\set sqlbundle_session :sqlbundle_session 'SET application_name = ''sqlbundle 512bc861dd93''\\; '
\set sqlbundle_session :sqlbundle_session 'SET lock_timeout = 0\\; '
\set sqlbundle_session :sqlbundle_session 'SET idle_in_transaction_session_timeout = 0\\; '
\set sqlbundle_session :sqlbundle_session 'DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting(''server_version_num''); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = ''10s''; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$\\; '
\set sqlbundle_session :sqlbundle_session 'DO $sqlbundle$ BEGIN PERFORM pg_catalog.set_config(''role'', ''golden_deployer'', false); END $sqlbundle$\\; '
\set sqlbundle_session :sqlbundle_session 'DO $sqlbundle$ BEGIN PERFORM pg_catalog.set_config(''search_path'', ''app, public'', false); END $sqlbundle$'
\set sqlbundle_raise 'SELECT pg_catalog.set_config(''sqlbundle.why'', :''sqlbundle_why'', false) AS sqlbundle_x, pg_catalog.set_config(''sqlbundle.hint'', :''sqlbundle_hint'', false) AS sqlbundle_x \\gset \\\\ DO $sqlbundle$ BEGIN IF pg_catalog.current_setting(''sqlbundle.why'') <> '''' THEN RAISE EXCEPTION ''sqlbundle: %'', pg_catalog.current_setting(''sqlbundle.why'') USING HINT = pg_catalog.current_setting(''sqlbundle.hint''); END IF; END $sqlbundle$'
\set sqlbundle_read 'SET client_encoding = ''UTF8''; SET standard_conforming_strings = on'
:sqlbundle_session;

SELECT CASE pg_catalog.current_setting('sqlbundle.intx') WHEN 'in' THEN 'started inside a transaction' ELSE '' END AS sqlbundle_why,
  'Run it without psql -1 and outside BEGIN.' AS sqlbundle_hint \gset
:sqlbundle_raise;
SELECT coalesce((SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = 'app'), '') AS sqlbundle_schema \gset
SELECT CASE :'sqlbundle_schema' WHEN '' THEN 'there is no schema app for the tracking table' ELSE '' END AS sqlbundle_why,
  'Create it, or set [tracking] schema.' AS sqlbundle_hint \gset
:sqlbundle_raise;
SELECT pg_catalog.format('%I.%I', :'sqlbundle_schema', 'sqlbundle_version') AS sqlbundle_table, pg_catalog.format('%I.%I', :'sqlbundle_schema', 'sqlbundle_log') AS sqlbundle_log \gset
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL lock_timeout = '5s'; SET LOCAL row_security = off;
SELECT pg_catalog.to_regclass(:'sqlbundle_table') IS NOT NULL AS sqlbundle_there, 'base' AS sqlbundle_state, 0 AS sqlbundle_failed \gset
\if :sqlbundle_there
SELECT coalesce(pg_catalog.string_agg(version_num, ', ' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM app.sqlbundle_version \gset
\endif
SET LOCAL row_security = DEFAULT;
SELECT CASE :'sqlbundle_state' WHEN 'a2' THEN '' ELSE CASE WHEN :'sqlbundle_there' THEN 'the tracking table says ' || :'sqlbundle_state' ELSE 'there is no tracking table: nothing is applied (base)' END || ', not ' || 'a2' END AS sqlbundle_why,
  'Is the upgrade unfinished? Run upgrade.sql again. Is the database further? Then later bundles have queries for it.' AS sqlbundle_hint \gset
:sqlbundle_raise;
\echo sqlbundle: verify: the database stands at :sqlbundle_state, ok

-- What follows from each revision, by the catalogs: what is wanted is empty where nothing is to be there, ? for anything.
SELECT coalesce(pg_catalog.current_schema(), '') = 'public' AS sqlbundle_same_path, coalesce(pg_catalog.current_schema(), 'no schema') AS sqlbundle_path \gset
\if :sqlbundle_same_path
SAVEPOINT sqlbundle; SET LOCAL search_path = ''; SET LOCAL statement_timeout = 0;
WITH fact (n, revision, kind, schema, name, part, want) AS (VALUES
  (0, 'a1', 'schema', '', 'app', '', '?')
), relation AS (
    SELECT f.*, c.oid, c.relkind, c.relpersistence, c.relrowsecurity FROM fact f
    JOIN pg_catalog.pg_namespace s ON s.nspname = f.schema JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid AND c.relname = f.name
), found (n, is_there) AS (
    SELECT n, pg_catalog.concat_ws(' ', CASE WHEN relkind <> 'S' THEN CASE relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' END END,
      CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
        WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type' END, CASE WHEN relrowsecurity THEN 'with row security' END)
    FROM relation WHERE kind = 'relation' AND relkind NOT IN ('i', 'I')
  UNION ALL
    SELECT n, pg_catalog.concat_ws(' ', pg_catalog.format_type(atttypid, atttypmod), CASE WHEN relkind IN ('r', 'p', 'f') THEN nullif(pg_catalog.concat_ws(' ',
      CASE WHEN attnotnull THEN 'not null' END, 'identity ' || nullif(attidentity::text, ''), 'generated ' || nullif(attgenerated::text, ''),
      CASE WHEN attgenerated = '' AND EXISTS (SELECT FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND adnum = attnum AND pg_catalog.pg_get_expr(adbin, adrelid) NOT LIKE 'NULL::%') THEN 'default' END), '') END)
    FROM relation JOIN pg_catalog.pg_attribute a ON a.attrelid = relation.oid AND attname = part AND attnum > 0 AND NOT attisdropped WHERE kind = 'column'
  UNION ALL
    SELECT n, pg_catalog.concat_ws(' ', CASE WHEN NOT indisvalid THEN 'invalid' WHEN NOT indisready OR NOT indislive THEN 'not ready' ELSE 'valid' END,
      CASE WHEN indisunique THEN 'unique' END, 'on', pg_catalog.format('%I.%I', nspname, t.relname))
    FROM relation JOIN pg_catalog.pg_index i ON i.indexrelid = relation.oid JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace s ON s.oid = t.relnamespace WHERE kind = 'index'
  UNION ALL
    SELECT n, pg_catalog.concat_ws(' ', CASE WHEN NOT convalidated THEN 'not valid' END,
      CASE contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclusion'
        WHEN 'n' THEN 'not null' WHEN 't' THEN 'trigger' END,
      (SELECT pg_catalog.format('references %I.%I', nspname, r.relname) FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace s ON s.oid = r.relnamespace WHERE r.oid = confrelid))
    FROM relation JOIN pg_catalog.pg_constraint ON conrelid = relation.oid AND conname = part WHERE kind = 'constraint'
  UNION ALL
    SELECT n, CASE tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'enabled for replicas' WHEN 'A' THEN 'enabled always' ELSE 'enabled' END
    FROM relation JOIN pg_catalog.pg_trigger ON tgrelid = relation.oid AND tgname = part WHERE kind = 'trigger'
  UNION ALL SELECT n, 'there' FROM relation JOIN pg_catalog.pg_policy ON polrelid = relation.oid AND polname = part WHERE kind = 'policy'
  UNION ALL SELECT n, 'there' FROM relation JOIN pg_catalog.pg_rewrite ON ev_class = relation.oid AND rulename = part WHERE kind = 'rule'
  UNION ALL
    SELECT n, CASE prokind WHEN 'f' THEN 'function' WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'window function' END
    FROM fact JOIN pg_catalog.pg_namespace s ON nspname = schema JOIN pg_catalog.pg_proc p ON pronamespace = s.oid AND proname = name
    WHERE kind = 'function' AND pg_catalog.replace(part, '"', '') = '(' || pg_catalog.replace( coalesce((SELECT pg_catalog.string_agg(pg_catalog.format_type(t, -1), ', ' ORDER BY o) FROM pg_catalog.unnest(proargtypes) WITH ORDINALITY a (t, o)), ''), '"', '') || ')'
  UNION ALL
    SELECT n, CASE typtype WHEN 'e' THEN 'enum (' || coalesce((SELECT pg_catalog.string_agg('''' || pg_catalog.replace(enumlabel, '''', '''''') || '''', ', ' ORDER BY enumsortorder) FROM pg_catalog.pg_enum WHERE enumtypid = t.oid), '') || ')'
      WHEN 'd' THEN 'domain over ' || pg_catalog.format_type(typbasetype, typtypmod) || CASE WHEN typnotnull THEN ' not null' ELSE '' END WHEN 'r' THEN 'range' ELSE 'another type' END
    FROM fact JOIN pg_catalog.pg_namespace s ON nspname = schema JOIN pg_catalog.pg_type t ON typnamespace = s.oid AND typname = name WHERE kind = 'type' AND typtype IN ('e', 'd', 'r', 'b')
  UNION ALL SELECT n, 'there' FROM fact JOIN pg_catalog.pg_namespace s ON nspname = schema JOIN pg_catalog.pg_statistic_ext ON stxnamespace = s.oid AND stxname = name WHERE kind = 'statistics'
  UNION ALL SELECT n, 'there' FROM fact JOIN pg_catalog.pg_namespace ON nspname = name WHERE kind = 'schema'
  UNION ALL SELECT n, 'there' FROM fact JOIN pg_catalog.pg_extension ON extname = name WHERE kind = 'extension'
), judged AS (
    SELECT f.*, is_there, CASE WHEN want = '' THEN is_there IS NULL WHEN want = '?' THEN is_there IS NOT NULL
      -- Which words have to be quoted differs between versions; behind a ? anything may follow.
      WHEN want LIKE '% ?' THEN pg_catalog.starts_with(pg_catalog.replace(is_there, '"', ''), pg_catalog.replace(pg_catalog.left(want, -2), '"', ''))
      ELSE pg_catalog.replace(is_there, '"', '') IS NOT DISTINCT FROM pg_catalog.replace(want, '"', '') END AS ok,
      CASE WHEN schema <> '' THEN pg_catalog.quote_ident(schema) || '.' ELSE '' END || pg_catalog.quote_ident(name)
        || CASE kind WHEN 'column' THEN '.' || pg_catalog.quote_ident(part) WHEN 'function' THEN part ELSE coalesce(' ' || pg_catalog.quote_ident(nullif(part, '')), '') END AS object
    FROM fact f LEFT JOIN found USING (n)
), line AS (
    SELECT n, pg_catalog.format('sqlbundle: verify: revision %s: %s %s is to be %s and is %s, FAILED', revision, kind, object,
      CASE want WHEN '' THEN 'gone' WHEN '?' THEN 'there' ELSE want END, coalesce(is_there, 'not there')) AS line FROM judged WHERE NOT ok
  UNION ALL
    SELECT max(n), pg_catalog.format('sqlbundle: verify: revision %s: %s by the catalogs, %s', revision, CASE count(*) WHEN 1 THEN '1 fact' ELSE count(*) || ' facts' END,
      CASE WHEN pg_catalog.bool_and(ok) THEN 'ok' ELSE count(*) FILTER (WHERE NOT ok) || ' FAILED' END) FROM judged GROUP BY revision
)
SELECT pg_catalog.string_agg(pg_catalog.regexp_replace(line, '[[:cntrl:]]', '?', 'g'), E'\n' ORDER BY n, line LIKE '% by the catalogs, %') AS sqlbundle_lines,
  EXISTS (SELECT FROM judged WHERE NOT ok) AS sqlbundle_wrong FROM line
  \gset
ROLLBACK TO SAVEPOINT sqlbundle; RELEASE SAVEPOINT sqlbundle;
\echo :sqlbundle_lines
\if :sqlbundle_wrong \set sqlbundle_failed 1 \endif
\else
\echo sqlbundle: verify: the catalogs were not asked: names without a schema mean :sqlbundle_path here, not 'public'
\endif
COMMIT;
SELECT CASE WHEN :sqlbundle_failed = 1 THEN 'what is marked FAILED above is not so' ELSE '' END AS sqlbundle_why,
  'Each of these lines names the object, or the file and the line of its query.' AS sqlbundle_hint \gset
:sqlbundle_raise;
\echo sqlbundle: verified
