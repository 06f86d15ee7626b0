-- ======== step 1/3: upgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/3 upgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_a1 ();
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 2/3: upgrade b1, segment 1/1, a transaction
-- b1
\echo sqlbundle: step 2/3 upgrade b1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_b1 ();
INSERT INTO public.sqlbundle_version (version_num) VALUES ('b1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 3/3: upgrade b2, segment 1/1, a transaction
-- b2
\echo sqlbundle: step 3/3 upgrade b2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_b2 ();
DELETE FROM public.sqlbundle_version WHERE version_num = 'b1' RETURNING 1 AS sqlbundle_x \gset
UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 3 steps; the database stands at :sqlbundle_state
