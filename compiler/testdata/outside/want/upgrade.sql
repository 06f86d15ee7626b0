-- ======== step 1/2: upgrade a1, segment 1/8, a transaction
-- a1
\echo sqlbundle: step 1/2 upgrade a1 segment 1/8
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int, name text);
COMMIT;

-- ======== step 1/2: upgrade a1, segment 2/8, outside any transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 2/8
CREATE INDEX CONCURRENTLY ix_items_id ON items (id);

-- ======== step 1/2: upgrade a1, segment 3/8, outside any transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 3/8
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix_items_name ON items (name);

-- ======== step 1/2: upgrade a1, segment 4/8, outside any transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 4/8
VACUUM (ANALYZE) items;

-- ======== step 1/2: upgrade a1, segment 5/8, a transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 5/8
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
ANALYZE items;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 6/8, a transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 6/8
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (1, 'one');
COMMIT;

-- ======== step 1/2: upgrade a1, segment 7/8, outside any transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 7/8
REINDEX INDEX CONCURRENTLY ix_items_id;

-- ======== step 1/2: upgrade a1, segment 8/8, a transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 8/8
BEGIN;
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 2/2: upgrade a2, segment 1/2, outside any transaction
-- a2
\echo sqlbundle: step 2/2 upgrade a2 segment 1/2
VACUUM items;

-- ======== step 2/2: upgrade a2, segment 2/2, a transaction
\echo sqlbundle: step 2/2 upgrade a2 segment 2/2
BEGIN;
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 2 steps; the database stands at :sqlbundle_state
