-- ======== step 1/3: downgrade a3, segment 1/1, a transaction
-- a3
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 downgrade a3 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '10min';
DELETE FROM seen WHERE at LIKE '%own%';
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a3', 1, '59fcd7a3970e8331') \gset
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a3' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/3: downgrade a2, segment 1/3, a transaction
-- a2
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 downgrade a2 segment 1/3
BEGIN; SET LOCAL lock_timeout = '7s'; SET LOCAL statement_timeout = '6s';
DELETE FROM seen WHERE lock = '1s';
SET LOCAL statement_timeout = '8s';
DELETE FROM seen WHERE at IN ('configured', 'configured again', 'no statement limit', 'both');
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a2', 1, 3, '14c3513338194a67') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 2/3: downgrade a2, segment 2/3, outside any transaction
\if :{?sqlbundle_at_2_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 downgrade a2 segment 2/3
SELECT coalesce((SELECT pg_catalog.format('%s %s', indexrelid, indisvalid) FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass('ix')), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a2', 2, 3, '3ae490af785fc941', :'sqlbundle_look') \gset
SELECT NOT (:'sqlbundle_again' AND (:'sqlbundle_before' <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(:'sqlbundle_before', ' ', 1)))) AS sqlbundle_todo \gset
\if :sqlbundle_todo
SET lock_timeout = '7s'; SET statement_timeout = '8s';
DROP INDEX CONCURRENTLY ix;
\endif
SET lock_timeout = '0'; SET statement_timeout = '0';
EXECUTE sqlbundle_done('a2', 2, 3, '3ae490af785fc941') \gset
\endif

-- ======== step 2/3: downgrade a2, segment 3/3, a transaction
\if :{?sqlbundle_at_2_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 downgrade a2 segment 3/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '10min';
EXECUTE sqlbundle_last('a2', 3, '327c292e316433d8') \gset
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== step 3/3: downgrade a1, segment 1/1, a transaction
-- a1
\if :{?sqlbundle_at_3_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 downgrade a1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '10min';
DROP FUNCTION look(text);
DROP TABLE seen;
EXECUTE sqlbundle_last('a1', 1, 'da6dcfa92d626793') \gset
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_3} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
