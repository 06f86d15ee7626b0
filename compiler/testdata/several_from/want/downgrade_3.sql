-- sqlbundle downgrade script for psql
--
-- from      b2
-- to        base
-- servers   PostgreSQL 14 and later
-- tracking  public.sqlbundle_version
-- plan      sha256 f9a69e711b0db231918fc7cb5589734b7edb3d1751b068d3f1277593d10680dc
--
-- Steps:
--   1/3  b2  b2
--        migrations/b2.sql, sha256 85d28d79648378aaf54f39a8984db3e8ee73bcee5880cb1fefdc9068cc101951
--   2/3  b1  b1
--        migrations/b1.sql, sha256 b004ae16b1fbd64609e05ed09e4e0490e41baf2ac6999a5dd24284d73a9275d7
--   3/3  a1  a1
--        migrations/a1.sql, sha256 327df9a74c9bd2614a1ef8b75cbd7a5e3cda2b772feb5d09c1038d6d6da0029c
--
-- Run:       psql -X -f THIS_FILE "$DATABASE_URL"
--            exit status 0: done; 2: connection lost; 3: refused or failed, as the last line says
-- Stop:      Ctrl-C at any time. The open transaction is rolled back; what was committed stays.
-- Go on:     between two steps: the tracking table names what is applied. Make the rest from there:
--            sqlbundle downgrade APPLIED:TARGET --sql
--
-- Reviewed by: ______________________________  Date: ____________________
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
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('sqlbundle.probe', 'in', true) AS sqlbundle_x \gset
SELECT pg_catalog.set_config('sqlbundle.intx', coalesce(pg_catalog.current_setting('sqlbundle.probe', true), ''), false) AS sqlbundle_x \gset
\set sqlbundle_session ''
\set sqlbundle_session :sqlbundle_session 'SET client_encoding = ''UTF8''; SET standard_conforming_strings = on; SET client_min_messages = notice; '
\set sqlbundle_session :sqlbundle_session 'SET application_name = ''sqlbundle f9a69e711b0d''; '
\set sqlbundle_session :sqlbundle_session 'SET lock_timeout = 0; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; '
\set sqlbundle_session :sqlbundle_session 'DO $sqlbundle$ BEGIN PERFORM pg_catalog.set_config(name, ''0'', false) FROM pg_catalog.pg_settings WHERE name IN (''idle_session_timeout'', ''transaction_timeout''); END $sqlbundle$; '
\set sqlbundle_session :sqlbundle_session 'DO $sqlbundle$ BEGIN PERFORM pg_catalog.set_config(''client_connection_check_interval'', ''10s'', false); EXCEPTION WHEN undefined_object OR invalid_parameter_value THEN NULL; END $sqlbundle$; '
:sqlbundle_session

-- ======== is this the right place? Nothing has been changed so far.
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.intx') = 'in' THEN RAISE EXCEPTION 'sqlbundle: started inside a transaction' USING HINT = 'Run it without psql -1 and outside BEGIN.'; END IF;
  IF pg_catalog.current_setting('server_version_num')::int < 140000 THEN RAISE EXCEPTION 'sqlbundle: this script needs PostgreSQL 14, this is %', pg_catalog.current_setting('server_version'); END IF;
  IF pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: this server or session is read-only (a standby?)' USING HINT = 'Connect to the primary.'; END IF;
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.to_regnamespace('public') IS NULL THEN RAISE EXCEPTION 'sqlbundle: there is no schema % for the tracking table', 'public' USING HINT = 'Create it, or set [tracking] schema.'; END IF;
END $sqlbundle$;
SELECT pg_catalog.to_regclass('public.sqlbundle_version') IS NULL AS sqlbundle_new \gset
\set sqlbundle_state ''
\if :sqlbundle_new \else
SELECT coalesce(pg_catalog.string_agg(version_num, ', ' ORDER BY version_num COLLATE "C"), '') AS sqlbundle_state FROM public.sqlbundle_version \gset
\endif
SELECT pg_catalog.set_config('sqlbundle.state', :'sqlbundle_state', false) AS sqlbundle_x \gset
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.state') <> 'b2' THEN
    RAISE EXCEPTION 'sqlbundle: the tracking table says %, this script starts at b2', coalesce(nullif(pg_catalog.current_setting('sqlbundle.state'), ''), 'base (nothing is applied)')
      USING HINT = pg_catalog.format('Nothing has been changed. Make the script from where the database stands: sqlbundle downgrade %s:TARGET --sql', coalesce(nullif(pg_catalog.replace(pg_catalog.current_setting('sqlbundle.state'), ' ', ''), ''), 'base'));
  END IF;
END $sqlbundle$;
\if :sqlbundle_new
CREATE TABLE public.sqlbundle_version (version_num text NOT NULL, CONSTRAINT sqlbundle_version_pkc PRIMARY KEY (version_num));
\endif
\echo sqlbundle: downgrade from b2 to base, 3 steps

-- ======== step 1/3: downgrade b2, segment 1/1, a transaction
-- b2
\echo sqlbundle: step 1/3 downgrade b2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_b2;
INSERT INTO public.sqlbundle_version (version_num) VALUES ('b1') RETURNING 1 AS sqlbundle_x \gset
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'b2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 2/3: downgrade b1, segment 1/1, a transaction
-- b1
\echo sqlbundle: step 2/3 downgrade b1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_b1;
DELETE FROM public.sqlbundle_version WHERE version_num = 'b1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 3/3: downgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 3/3 downgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_a1;
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 3 steps; the database stands at :sqlbundle_state
