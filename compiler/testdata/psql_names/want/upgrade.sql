-- ======== step 1/1: upgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/1 upgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE lists (id int, low int, n int, tags int[], "name" text);
INSERT INTO lists VALUES (1, 2, 3, '{1,2,3,4}', ':name');
CREATE VIEW slices AS SELECT tags[low:n] AS a, tags[:n] AS b, tags[low:] AS c, tags [ 1 : 2 ] AS d, tags[1:2] AS f,
    id::text || ':id' AS e FROM lists;

CREATE FUNCTION nth(tags int[], n int) RETURNS int[] LANGUAGE sql AS $$ SELECT tags[1:n] $$;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 1 step; the database stands at :sqlbundle_state
