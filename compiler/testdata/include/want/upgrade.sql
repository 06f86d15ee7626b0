-- ======== step 1/1: upgrade a1, segment 1/3, a transaction
-- a1
\echo sqlbundle: step 1/1 upgrade a1 segment 1/3
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int);

-- Twice as much.
CREATE FUNCTION double(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n';
COMMIT;

-- ======== step 1/1: upgrade a1, segment 2/3, outside any transaction
\echo sqlbundle: step 1/1 upgrade a1 segment 2/3
SET lock_timeout = '1s';
CREATE INDEX CONCURRENTLY ix_items ON items (id);
SET lock_timeout = '0';

-- ======== step 1/1: upgrade a1, segment 3/3, a transaction
\echo sqlbundle: step 1/1 upgrade a1 segment 3/3
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (double(4));
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 1 step; the database stands at :sqlbundle_state
