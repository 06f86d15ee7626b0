-- ======== step 1/1: downgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/1 downgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP FUNCTION double(int);
DROP TABLE items;
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 1 step; the database stands at :sqlbundle_state
