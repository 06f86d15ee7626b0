-- ======== step 1/2: upgrade a1, segment 1/2, a transaction
-- a1
\echo sqlbundle: step 1/2 upgrade a1 segment 1/2
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE kept (id int, name text);
CREATE TEMP TABLE staging (id int, name text);
INSERT INTO staging VALUES (1, 'one'), (2, 'two');
INSERT INTO kept SELECT * FROM staging;
CREATE TEMP VIEW shown AS SELECT * FROM staging;
INSERT INTO kept SELECT id + 10, name FROM pg_temp.shown;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 2/2, a transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 2/2
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
UPDATE kept SET name = upper(name);
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
CREATE TEMP TABLE staging AS SELECT 3 AS id, 'three' AS name;
INSERT INTO kept SELECT * FROM staging;
DROP TABLE staging;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 2 steps; the database stands at :sqlbundle_state
