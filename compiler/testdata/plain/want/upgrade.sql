-- sqlbundle upgrade script for psql
--
-- from      base
-- to        a2
-- servers   PostgreSQL 14 and later
-- tracking  public.sqlbundle_version
-- plan      sha256 fa7f4d5e58aeb9b32c0effa73ddd151af94d4ab6f6d5a1ca5ac2d2b4ba4b9823
--
-- Steps:
--   1/2  a1  a1
--        migrations/a1.sql, sha256 0041cc9b0d852606621b8e4b1c092dcef493d57b6346379eb7db5960144ac09d
--   2/2  a2  a2
--        migrations/a2.sql, sha256 78849996b293607ec3751cd7e292d5b22360b745323f4de1fdf0fc9cbb407236
--
-- Run:       psql -X -f THIS_FILE "$DATABASE_URL"
--            exit status 0: done; 2: connection lost; 3: refused or failed, as the last line says
-- Stop:      Ctrl-C at any time. The open transaction is rolled back; what was committed stays.
-- Go on:     between two steps: the tracking table names what is applied. Make the rest from there:
--            sqlbundle upgrade APPLIED:TARGET --sql
-- Roll back: rollback.sql of the same bundle, after the whole of this script;
--            sqlbundle downgrade APPLIED:TARGET --sql after a part of it
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
\set sqlbundle_session :sqlbundle_session 'SET application_name = ''sqlbundle fa7f4d5e58ae''; '
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
  IF pg_catalog.current_setting('sqlbundle.state') <> '' THEN
    RAISE EXCEPTION 'sqlbundle: the tracking table says %, this script starts at base', coalesce(nullif(pg_catalog.current_setting('sqlbundle.state'), ''), 'base (nothing is applied)')
      USING HINT = pg_catalog.format('Nothing has been changed. Make the script from where the database stands: sqlbundle upgrade %s:TARGET --sql', coalesce(nullif(pg_catalog.replace(pg_catalog.current_setting('sqlbundle.state'), ' ', ''), ''), 'base'));
  END IF;
END $sqlbundle$;
\if :sqlbundle_new
CREATE TABLE public.sqlbundle_version (version_num text NOT NULL, CONSTRAINT sqlbundle_version_pkc PRIMARY KEY (version_num));
\endif
\echo sqlbundle: upgrade from base to a2, 2 steps

-- ======== step 1/2: upgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/2 upgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
-- One table,
-- two lines of comment.
CREATE TABLE accounts (
    id   int PRIMARY KEY, -- a number
    name text NOT NULL    /* what /* it */ is called */
); -- behind the statement
/* a block; with -- a semicolon */
CREATE VIEW names AS SELECT name FROM accounts;

SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- so that psql reads what follows as written
-- before the semicolon
INSERT INTO accounts VALUES (1, 'it''s; "one"'), (2, $$a $1; $$), (3, E'tab\t;');

COMMENT ON TABLE accounts IS 'ends
-- sqlbundle:down
here';
-- at the end of the section
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 2/2: upgrade a2, segment 1/1, a transaction
-- a2
\echo sqlbundle: step 2/2 upgrade a2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
ALTER TABLE accounts ADD COLUMN tags text[] DEFAULT '{}';
UPDATE accounts SET tags = ARRAY[name];
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 2 steps; the database stands at :sqlbundle_state
