-- ======== step 1/3: downgrade a3, segment 1/1, a transaction
-- a3
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 downgrade a3 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM seen WHERE at LIKE 'a3%';
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a3', 1, '5f20f354e177fb3f') \gset
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a3' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/3: downgrade a2, segment 1/1, a transaction
-- a2
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 downgrade a2 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM seen WHERE at LIKE 'a2%';
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a2', 1, 'c780d1e236d0ebf3') \gset
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== step 3/3: downgrade a1, segment 1/4, a transaction
-- a1
\if :{?sqlbundle_at_3_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 downgrade a1 segment 1/4
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET search_path = extra;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 1, 4, '3361f5038b6c1a5e') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 3/3: downgrade a1, segment 2/4, outside any transaction
\if :{?sqlbundle_at_3_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 downgrade a1 segment 2/4
SET search_path = extra;
SELECT coalesce((SELECT pg_catalog.format('%s %s', indexrelid, indisvalid) FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass('ix_items')), '') AS sqlbundle_look \gset
:sqlbundle_reset EXECUTE sqlbundle_start('a1', 2, 4, 'cb2c6511851dbf28', :'sqlbundle_look') \gset
SET search_path = extra;
SELECT NOT (:'sqlbundle_again' AND (:'sqlbundle_before' <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(:'sqlbundle_before', ' ', 1)))) AS sqlbundle_todo \gset
\if :sqlbundle_todo
DROP INDEX CONCURRENTLY ix_items;
\endif
:sqlbundle_reset :sqlbundle_leave EXECUTE sqlbundle_done('a1', 2, 4, 'cb2c6511851dbf28') \gset
\endif

-- ======== step 3/3: downgrade a1, segment 3/4, a transaction
\if :{?sqlbundle_at_3_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 downgrade a1 segment 3/4
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET search_path = extra;
DROP TABLE items;
RESET search_path;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 3, 4, 'c62e8f8d5a9d4f12') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 3/3: downgrade a1, segment 4/4, a transaction
\if :{?sqlbundle_at_3_4} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 downgrade a1 segment 4/4
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET search_path = extra;
RESET search_path;
DROP TABLE seen;
DROP SCHEMA extra;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a1', 4, '6f96c1ccd534542d') \gset
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_3} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
