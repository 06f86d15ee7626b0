-- ======== step 1/2: downgrade a2, segment 1/2, outside any transaction
-- a2
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 downgrade a2 segment 1/2
SELECT '' AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a2', 1, 2, 'e25f4c7d2d1c4bf4', :'sqlbundle_look') \gset
VACUUM items;
EXECUTE sqlbundle_done('a2', 1, 2, 'e25f4c7d2d1c4bf4') \gset
\endif

-- ======== step 1/2: downgrade a2, segment 2/2, a transaction
\if :{?sqlbundle_at_1_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 downgrade a2 segment 2/2
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
EXECUTE sqlbundle_last('a2', 2, '327c292e316433d8') \gset
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/2: downgrade a1, segment 1/3, outside any transaction
-- a1
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 downgrade a1 segment 1/3
SELECT coalesce((SELECT pg_catalog.format('%s %s', indexrelid, indisvalid) FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass('ix_items_id')), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 1, 3, '6a98b9ba3372370a', :'sqlbundle_look') \gset
SELECT NOT (:'sqlbundle_again' AND (:'sqlbundle_before' <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(:'sqlbundle_before', ' ', 1)))) AS sqlbundle_todo \gset
\if :sqlbundle_todo
DROP INDEX CONCURRENTLY ix_items_id;
\endif
EXECUTE sqlbundle_done('a1', 1, 3, '6a98b9ba3372370a') \gset
\endif

-- ======== step 2/2: downgrade a1, segment 2/3, outside any transaction
\if :{?sqlbundle_at_2_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 downgrade a1 segment 2/3
SELECT coalesce((SELECT pg_catalog.format('%s %s', indexrelid, indisvalid) FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass('ix_items_name')), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 2, 3, 'd0739de219a57602', :'sqlbundle_look') \gset
SELECT NOT (:'sqlbundle_again' AND (:'sqlbundle_before' <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(:'sqlbundle_before', ' ', 1)))) AS sqlbundle_todo \gset
\if :sqlbundle_todo
DROP INDEX CONCURRENTLY ix_items_name;
\endif
EXECUTE sqlbundle_done('a1', 2, 3, 'd0739de219a57602') \gset
\endif

-- ======== step 2/2: downgrade a1, segment 3/3, a transaction
\if :{?sqlbundle_at_2_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 downgrade a1 segment 3/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE items;
EXECUTE sqlbundle_last('a1', 3, '7c09b2214f791a26') \gset
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
