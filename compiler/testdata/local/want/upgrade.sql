-- ======== step 1/2: upgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/2 upgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE seen (a text, b text);
SET LOCAL app.a = 'local';
SET LOCAL search_path = public, pg_temp;
INSERT INTO seen VALUES (current_setting('app.a'), current_setting('search_path'));
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
INSERT INTO seen VALUES (coalesce(nullif(current_setting('app.a', true), ''), 'nothing'), current_setting('search_path'));
CREATE TABLE deferred (id int UNIQUE DEFERRABLE INITIALLY DEFERRED);
INSERT INTO deferred VALUES (1), (1);
DELETE FROM deferred WHERE ctid = '(0,1)';
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 2 steps; the database stands at :sqlbundle_state
