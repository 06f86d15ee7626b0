-- ======== step 1/3: downgrade a3, segment 1/1, a transaction
-- a3
\echo sqlbundle: step 1/3 downgrade a3 segment 1/1
BEGIN;
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a3' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 2/3: downgrade a2, segment 1/1, a transaction
-- a2
\echo sqlbundle: step 2/3 downgrade a2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TRIGGER fires ON log;
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 3/3: downgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 3/3 downgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE log;
DROP FUNCTION sets();
DROP FUNCTION fires();
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 3 steps; the database stands at :sqlbundle_state
