-- ======== step 1/14: upgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/14 upgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_a1 ();
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset

-- ======== step 2/14: upgrade a2, segment 1/1, a transaction
-- a2
\echo sqlbundle: step 2/14 upgrade a2 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_a2 ();
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset

-- ======== step 3/14: upgrade a3, segment 1/3, a transaction
-- a3
\echo sqlbundle: step 3/14 upgrade a3 segment 1/3
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int UNIQUE DEFERRABLE);
COMMIT;

-- ======== step 3/14: upgrade a3, segment 2/3, outside any transaction
\echo sqlbundle: step 3/14 upgrade a3 segment 2/3
CREATE INDEX CONCURRENTLY ix ON items (id);

-- ======== step 3/14: upgrade a3, segment 3/3, a transaction
\echo sqlbundle: step 3/14 upgrade a3 segment 3/3
BEGIN;
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset

-- ======== step 4/14: upgrade a4, segment 1/1, a transaction
-- a4
\echo sqlbundle: step 4/14 upgrade a4 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TYPE mood AS ENUM ('ok');
CREATE TABLE moods (mood mood);
ALTER TYPE mood ADD VALUE 'sad';
UPDATE public.sqlbundle_version SET version_num = 'a4' WHERE version_num = 'a3' RETURNING 1 AS sqlbundle_x \gset

-- ======== step 5/14: upgrade a5, segment 1/1, a transaction
-- a5
\echo sqlbundle: step 5/14 upgrade a5 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
ALTER TYPE mood ADD VALUE 'glad';
UPDATE public.sqlbundle_version SET version_num = 'a5' WHERE version_num = 'a4' RETURNING 1 AS sqlbundle_x \gset

-- ======== step 6/14: upgrade a6, segment 1/1, a transaction
-- a6
\echo sqlbundle: step 6/14 upgrade a6 segment 1/1
UPDATE public.sqlbundle_version SET version_num = 'a6' WHERE version_num = 'a5' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 7/14: upgrade a7, segment 1/1, a transaction
-- a7
\echo sqlbundle: step 7/14 upgrade a7 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO moods VALUES ('sad'), ('glad');
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a7' WHERE version_num = 'a6' RETURNING 1 AS sqlbundle_x \gset
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 8/14: upgrade a8, segment 1/2, a transaction
-- a8
\echo sqlbundle: step 8/14 upgrade a8 segment 1/2
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (1);
COMMIT;

-- ======== step 8/14: upgrade a8, segment 2/2, a transaction
\echo sqlbundle: step 8/14 upgrade a8 segment 2/2
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (2);
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a8' WHERE version_num = 'a7' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 9/14: upgrade a9, segment 1/1, a transaction
-- a9
\echo sqlbundle: step 9/14 upgrade a9 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
UPDATE items SET id = id + 10;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a9' WHERE version_num = 'a8' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 10/14: upgrade b1, segment 1/1, a transaction
-- b1
\echo sqlbundle: step 10/14 upgrade b1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET CONSTRAINTS ALL DEFERRED;
UPDATE items SET id = 23 - id;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'b1' WHERE version_num = 'a9' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 11/14: upgrade b2, segment 1/1, a transaction
-- b2
\echo sqlbundle: step 11/14 upgrade b2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
INSERT INTO items SELECT max(id) + 1 FROM items;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'b1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 12/14: upgrade b3, segment 1/1, a transaction
-- b3
\echo sqlbundle: step 12/14 upgrade b3 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET app.a = 'b3';
CREATE TEMP TABLE staging AS SELECT 100 AS id;
INSERT INTO items SELECT id FROM staging;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'b3' WHERE version_num = 'b2' RETURNING 1 AS sqlbundle_x \gset
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 13/14: upgrade b4, segment 1/1, a transaction
-- b4
\echo sqlbundle: step 13/14 upgrade b4 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET LOCAL app.b = 'b4';
CREATE TEMP TABLE staging AS SELECT 101 + length(coalesce(current_setting('app.a', true), '')) AS id;
INSERT INTO items SELECT id FROM staging;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'b4' WHERE version_num = 'b3' RETURNING 1 AS sqlbundle_x \gset
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 14/14: upgrade b5, segment 1/1, a transaction
-- b5
\echo sqlbundle: step 14/14 upgrade b5 segment 1/1
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items SELECT 102 + length(coalesce(current_setting('app.b', true), ''));
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'b5' WHERE version_num = 'b4' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 14 steps; the database stands at :sqlbundle_state
