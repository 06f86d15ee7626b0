-- ======== step 1/1: upgrade a1, segment 1/2, a transaction
-- a1
\echo sqlbundle: step 1/1 upgrade a1 segment 1/2
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE log (what text);
SET app.a = 'set';
DO $$ BEGIN PERFORM set_config('app.a', 'by a DO', false); END $$;
COMMIT;

-- ======== step 1/1: upgrade a1, segment 2/2, a transaction
\echo sqlbundle: step 1/1 upgrade a1 segment 2/2
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO log VALUES (current_setting('app.a'));
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 1 step; the database stands at :sqlbundle_state
