-- ======== step 1/3: downgrade a3, segment 1/1, a transaction
-- a3
\echo sqlbundle: step 1/3 downgrade a3 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM seen WHERE at LIKE 'a3%';
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a3' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 2/3: downgrade a2, segment 1/1, a transaction
-- a2
\echo sqlbundle: step 2/3 downgrade a2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM seen WHERE at LIKE 'a2%';
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 3/3: downgrade a1, segment 1/4, a transaction
-- a1
\echo sqlbundle: step 3/3 downgrade a1 segment 1/4
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET search_path = extra;
COMMIT;

-- ======== step 3/3: downgrade a1, segment 2/4, outside any transaction
\echo sqlbundle: step 3/3 downgrade a1 segment 2/4
SET search_path = extra; -- set earlier in this revision
DROP INDEX CONCURRENTLY ix_items;

-- ======== step 3/3: downgrade a1, segment 3/4, a transaction
\echo sqlbundle: step 3/3 downgrade a1 segment 3/4
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET search_path = extra; -- set earlier in this revision
DROP TABLE items;
RESET search_path;
COMMIT;

-- ======== step 3/3: downgrade a1, segment 4/4, a transaction
\echo sqlbundle: step 3/3 downgrade a1 segment 4/4
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET search_path = extra; -- set earlier in this revision
RESET search_path; -- set earlier in this revision
DROP TABLE seen;
DROP SCHEMA extra;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; -- no revision sees another's settings
SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET client_min_messages = notice; SET application_name = 'sqlbundle dbb5566a184f';
SET lock_timeout = 0; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
DO $sqlbundle$ BEGIN PERFORM set_config('client_connection_check_interval', '10s', false); EXCEPTION WHEN undefined_object OR invalid_parameter_value THEN NULL; END $sqlbundle$;
SET LOCAL lock_timeout = '5s';
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 3 steps; the database stands at :sqlbundle_state
