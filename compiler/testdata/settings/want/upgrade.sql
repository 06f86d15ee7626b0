-- ======== step 1/3: upgrade a1, segment 1/5, a transaction
-- a1
\echo sqlbundle: step 1/3 upgrade a1 segment 1/5
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE SCHEMA extra;
CREATE TABLE public.seen (at text, a text, b text, path text, role text);
SET app.a = 'one; "two"';
SET work_mem TO '5MB';
SELECT set_config('search_path', 'extra, public', false);
INSERT INTO seen SELECT 'a1 first', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;

CREATE TABLE items (id int);
COMMIT;

-- ======== step 1/3: upgrade a1, segment 2/5, outside any transaction
\echo sqlbundle: step 1/3 upgrade a1 segment 2/5
CREATE INDEX CONCURRENTLY ix_items ON items (id);

-- ======== step 1/3: upgrade a1, segment 3/5, a transaction
\echo sqlbundle: step 1/3 upgrade a1 segment 3/5
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO seen SELECT 'a1 behind the index', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
RESET work_mem;
COMMIT;

-- ======== step 1/3: upgrade a1, segment 4/5, a transaction
\echo sqlbundle: step 1/3 upgrade a1 segment 4/5
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO seen SELECT 'a1 behind the reset', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
SET ROLE golden_owner;
COMMIT;

-- ======== step 1/3: upgrade a1, segment 5/5, a transaction
\echo sqlbundle: step 1/3 upgrade a1 segment 5/5
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SELECT current_user;
RESET ROLE;
INSERT INTO seen SELECT 'a1 last', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 2/3: upgrade a2, segment 1/1, a transaction
-- a2
\echo sqlbundle: step 2/3 upgrade a2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO seen SELECT 'a2', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
DO $$ BEGIN PERFORM set_config('app.a', 'by a DO', false); END $$;
INSERT INTO seen SELECT 'a2 behind the DO', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 3/3: upgrade a3, segment 1/3, a transaction
-- a3
\echo sqlbundle: step 3/3 upgrade a3 segment 1/3
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO seen SELECT 'a3', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
COMMIT;

-- ======== step 3/3: upgrade a3, segment 2/3, a transaction
\echo sqlbundle: step 3/3 upgrade a3 segment 2/3
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET LOCAL app.a = 'local';
SET work_mem = '6MB';
INSERT INTO seen SELECT 'a3 by hand', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
COMMIT;

-- ======== step 3/3: upgrade a3, segment 3/3, a transaction
\echo sqlbundle: step 3/3 upgrade a3 segment 3/3
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO seen SELECT 'a3 behind it', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 3 steps; the database stands at :sqlbundle_state
