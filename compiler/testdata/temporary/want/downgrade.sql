-- ======== step 1/2: downgrade a2, segment 1/1, a transaction
-- a2
\echo sqlbundle: step 1/2 downgrade a2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM kept WHERE id = 3;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 2/2: downgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 2/2 downgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE kept;
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 2 steps; the database stands at :sqlbundle_state
