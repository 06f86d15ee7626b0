-- ======== step 1/3: upgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/3 upgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE in_analytics ();
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 2/3: upgrade a2, segment 1/1, a transaction
-- a2
\echo sqlbundle: step 2/3 upgrade a2 segment 1/1
BEGIN;
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 3/3: upgrade a3, segment 1/2, outside any transaction
-- a3
\echo sqlbundle: step 3/3 upgrade a3 segment 1/2
CREATE INDEX CONCURRENTLY ix ON in_analytics ((1));

-- ======== step 3/3: upgrade a3, segment 2/2, a transaction
\echo sqlbundle: step 3/3 upgrade a3 segment 2/2
BEGIN;
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 3 steps; the database stands at :sqlbundle_state
