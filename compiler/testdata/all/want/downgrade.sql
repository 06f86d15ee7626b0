-- ======== step 1/14: downgrade b5, segment 1/1, a transaction
-- b5
\echo sqlbundle: step 1/14 downgrade b5 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = 102;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'b4' WHERE version_num = 'b5' RETURNING 1 AS sqlbundle_x \gset
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 2/14: downgrade b4, segment 1/1, a transaction
-- b4
\echo sqlbundle: step 2/14 downgrade b4 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = 101;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'b3' WHERE version_num = 'b4' RETURNING 1 AS sqlbundle_x \gset
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 3/14: downgrade b3, segment 1/1, a transaction
-- b3
\echo sqlbundle: step 3/14 downgrade b3 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = 100;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'b3' RETURNING 1 AS sqlbundle_x \gset
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 4/14: downgrade b2, segment 1/1, a transaction
-- b2
\echo sqlbundle: step 4/14 downgrade b2 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = (SELECT max(id) FROM items);
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'b1' WHERE version_num = 'b2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 5/14: downgrade b1, segment 1/1, a transaction
-- b1
\echo sqlbundle: step 5/14 downgrade b1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET CONSTRAINTS ALL DEFERRED;
UPDATE items SET id = 23 - id;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a9' WHERE version_num = 'b1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 6/14: downgrade a9, segment 1/1, a transaction
-- a9
\echo sqlbundle: step 6/14 downgrade a9 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
UPDATE items SET id = id - 10;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a8' WHERE version_num = 'a9' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 7/14: downgrade a8, segment 1/1, a transaction
-- a8
\echo sqlbundle: step 7/14 downgrade a8 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a7' WHERE version_num = 'a8' RETURNING 1 AS sqlbundle_x \gset
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 8/14: downgrade a7, segment 1/1, a transaction
-- a7
\echo sqlbundle: step 8/14 downgrade a7 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM moods;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a6' WHERE version_num = 'a7' RETURNING 1 AS sqlbundle_x \gset
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 9/14: downgrade a6, segment 1/1, a transaction
-- a6
\echo sqlbundle: step 9/14 downgrade a6 segment 1/1
UPDATE public.sqlbundle_version SET version_num = 'a5' WHERE version_num = 'a6' RETURNING 1 AS sqlbundle_x \gset

-- ======== step 10/14: downgrade a5, segment 1/1, a transaction
-- a5
\echo sqlbundle: step 10/14 downgrade a5 segment 1/1
UPDATE public.sqlbundle_version SET version_num = 'a4' WHERE version_num = 'a5' RETURNING 1 AS sqlbundle_x \gset

-- ======== step 11/14: downgrade a4, segment 1/1, a transaction
-- a4
\echo sqlbundle: step 11/14 downgrade a4 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE moods;
DROP TYPE mood;
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a4' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 12/14: downgrade a3, segment 1/2, outside any transaction
-- a3
\echo sqlbundle: step 12/14 downgrade a3 segment 1/2
DROP INDEX CONCURRENTLY ix;

-- ======== step 12/14: downgrade a3, segment 2/2, a transaction
\echo sqlbundle: step 12/14 downgrade a3 segment 2/2
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE items;
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a3' RETURNING 1 AS sqlbundle_x \gset

-- ======== step 13/14: downgrade a2, segment 1/1, a transaction
-- a2
\echo sqlbundle: step 13/14 downgrade a2 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_a2;
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset

-- ======== step 14/14: downgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 14/14 downgrade a1 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_a1;
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 14 steps; the database stands at :sqlbundle_state
