-- ======== step 1/2: upgrade d1, segment 1/1, a transaction
-- d1
\echo sqlbundle: step 1/2 upgrade d1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_d1 ();
DELETE FROM public.sqlbundle_version WHERE version_num = 'c1' RETURNING 1 AS sqlbundle_x \gset
UPDATE public.sqlbundle_version SET version_num = 'd1' WHERE version_num = 'b2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 2/2: upgrade d2, segment 1/1, a transaction
-- d2
\echo sqlbundle: step 2/2 upgrade d2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE VIEW v AS SELECT FROM t_a1, t_b2;
UPDATE public.sqlbundle_version SET version_num = 'd2' WHERE version_num = 'd1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 2 steps; the database stands at :sqlbundle_state
