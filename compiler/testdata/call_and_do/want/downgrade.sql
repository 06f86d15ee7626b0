-- ======== step 1/1: downgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/1 downgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DO $$ BEGIN
    IF (SELECT count(*) FROM log) <> 8 THEN RAISE EXCEPTION 'there are % rows', (SELECT count(*) FROM log); END IF;
END $$;
DROP PROCEDURE note(text);
DROP PROCEDURE note_twice(text);
DROP TABLE log;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 1 step; the database stands at :sqlbundle_state
