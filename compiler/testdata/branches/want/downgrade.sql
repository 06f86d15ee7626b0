-- ======== step 1/3: downgrade d2, segment 1/1, a transaction
-- d2
\echo sqlbundle: step 1/3 downgrade d2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP VIEW v;
UPDATE public.sqlbundle_version SET version_num = 'd1' WHERE version_num = 'd2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 2/3: downgrade d1, segment 1/1, a transaction
-- d1
\echo sqlbundle: step 2/3 downgrade d1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_d1;
INSERT INTO public.sqlbundle_version (version_num) VALUES ('c1') RETURNING 1 AS sqlbundle_x \gset
UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'd1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 3/3: downgrade b2, segment 1/1, a transaction
-- b2
\echo sqlbundle: step 3/3 downgrade b2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_b2;
UPDATE public.sqlbundle_version SET version_num = 'b1' WHERE version_num = 'b2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 3 steps; the database stands at :sqlbundle_state
