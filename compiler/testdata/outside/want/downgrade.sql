-- ======== step 1/2: downgrade a2, segment 1/2, outside any transaction
-- a2
\echo sqlbundle: step 1/2 downgrade a2 segment 1/2
VACUUM items;

-- ======== step 1/2: downgrade a2, segment 2/2, a transaction
\echo sqlbundle: step 1/2 downgrade a2 segment 2/2
BEGIN;
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 2/2: downgrade a1, segment 1/3, outside any transaction
-- a1
\echo sqlbundle: step 2/2 downgrade a1 segment 1/3
DROP INDEX CONCURRENTLY ix_items_id;

-- ======== step 2/2: downgrade a1, segment 2/3, outside any transaction
\echo sqlbundle: step 2/2 downgrade a1 segment 2/3
DROP INDEX CONCURRENTLY ix_items_name;

-- ======== step 2/2: downgrade a1, segment 3/3, a transaction
\echo sqlbundle: step 2/2 downgrade a1 segment 3/3
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE items;
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 2 steps; the database stands at :sqlbundle_state
