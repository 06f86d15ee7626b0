-- sqlbundle stamp script for psql
--
-- from      a1
-- to        b2, c1
-- servers   PostgreSQL 14 and later
-- tracking  public.sqlbundle_version
-- plan      sha256 56f6db7f612b0b6a117d6e165fe1af1663d4d65d0b4fd389823732ae6fe64248
--
-- Steps:
--   1/2  b2  b2
--        migrations/b2.sql, sha256 85d28d79648378aaf54f39a8984db3e8ee73bcee5880cb1fefdc9068cc101951
--   2/2  c1  c1
--        migrations/c1.sql, sha256 50eecd1fd77764dabab7f1e3142b7639e365c89965eb6478a4ca5a90126ac9ff
--
-- Run:       psql -X -f THIS_FILE "$DATABASE_URL"
--            exit status 0: done; 2: connection lost; 3: refused or failed, as the last line says
-- Stop:      Ctrl-C at any time. The open transaction is rolled back; what was committed stays.
-- Go on:     between two steps: the tracking table names what is applied. Make the rest from there:
--            sqlbundle stamp APPLIED:TARGET --sql
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
\set sqlbundle_session :sqlbundle_session 'SET application_name = ''sqlbundle 56f6db7f612b''; '
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
  IF pg_catalog.current_setting('sqlbundle.state') <> 'a1' THEN
    RAISE EXCEPTION 'sqlbundle: the tracking table says %, this script starts at a1', coalesce(nullif(pg_catalog.current_setting('sqlbundle.state'), ''), 'base (nothing is applied)')
      USING HINT = 'Name the start, sqlbundle stamp FROM:TARGET --sql, or replace what is there with --purge.';
  END IF;
END $sqlbundle$;
\if :sqlbundle_new
CREATE TABLE public.sqlbundle_version (version_num text NOT NULL, CONSTRAINT sqlbundle_version_pkc PRIMARY KEY (version_num));
\endif
\echo sqlbundle: stamp from a1 to b2,c1, 2 steps

-- ======== step 1/2: stamp b2, segment 1/1, a transaction
-- b2
\echo sqlbundle: step 1/2 stamp b2 segment 1/1
BEGIN;
UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset

-- ======== step 2/2: stamp c1, segment 1/1, a transaction
-- c1
\echo sqlbundle: step 2/2 stamp c1 segment 1/1
INSERT INTO public.sqlbundle_version (version_num) VALUES ('c1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 2 steps; the database stands at :sqlbundle_state
