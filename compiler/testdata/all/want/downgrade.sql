-- ======== step 1/14: downgrade b5, segment 1/1, a transaction
-- b5
\set sqlbundle_commit '' \if :{?sqlbundle_stop_1} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/14 downgrade b5 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = 102;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b5', 1, '47d2e67a10536dd2') \gset
UPDATE public.sqlbundle_version SET version_num = 'b4' WHERE version_num = 'b5' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_leave :sqlbundle_commit
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/14: downgrade b4, segment 1/1, a transaction
-- b4
\set sqlbundle_begin '' \if :{?sqlbundle_at_2_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_2} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/14 downgrade b4 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = 101;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b4', 1, '52bdbf23af4c39cf') \gset
UPDATE public.sqlbundle_version SET version_num = 'b3' WHERE version_num = 'b4' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_leave :sqlbundle_commit
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== step 3/14: downgrade b3, segment 1/1, a transaction
-- b3
\set sqlbundle_begin '' \if :{?sqlbundle_at_3_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_3} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_3_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/14 downgrade b3 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = 100;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b3', 1, 'a03e28bf6ff20c16') \gset
UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'b3' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_leave :sqlbundle_commit
\if :{?sqlbundle_stop_3} \set sqlbundle_go off \endif \endif

-- ======== step 4/14: downgrade b2, segment 1/1, a transaction
-- b2
\set sqlbundle_begin '' \if :{?sqlbundle_at_4_1} \set sqlbundle_begin 'BEGIN;' \endif
\if :{?sqlbundle_at_4_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 4/14 downgrade b2 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = (SELECT max(id) FROM items);
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b2', 1, 'ccf46a3a006cd3a8') \gset
UPDATE public.sqlbundle_version SET version_num = 'b1' WHERE version_num = 'b2' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_4} \set sqlbundle_go off \endif \endif

-- ======== step 5/14: downgrade b1, segment 1/1, a transaction
-- b1
\if :{?sqlbundle_at_5_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 5/14 downgrade b1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET CONSTRAINTS ALL DEFERRED;
UPDATE items SET id = 23 - id;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b1', 1, 'bc1d75db3421e312') \gset
UPDATE public.sqlbundle_version SET version_num = 'a9' WHERE version_num = 'b1' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_5} \set sqlbundle_go off \endif \endif

-- ======== step 6/14: downgrade a9, segment 1/1, a transaction
-- a9
\if :{?sqlbundle_at_6_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 6/14 downgrade a9 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
UPDATE items SET id = id - 10;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a9', 1, '228bae011373e61a') \gset
UPDATE public.sqlbundle_version SET version_num = 'a8' WHERE version_num = 'a9' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_6} \set sqlbundle_go off \endif \endif

-- ======== step 7/14: downgrade a8, segment 1/1, a transaction
-- a8
\set sqlbundle_commit '' \if :{?sqlbundle_stop_7} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_7_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 7/14 downgrade a8 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a8', 1, '14bf21194dbfe9d7') \gset
UPDATE public.sqlbundle_version SET version_num = 'a7' WHERE version_num = 'a8' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_leave :sqlbundle_commit
\if :{?sqlbundle_stop_7} \set sqlbundle_go off \endif \endif

-- ======== step 8/14: downgrade a7, segment 1/1, a transaction
-- a7
\set sqlbundle_begin '' \if :{?sqlbundle_at_8_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_8} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_8_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 8/14 downgrade a7 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM moods;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a7', 1, '46bf7f2c85a3b49a') \gset
UPDATE public.sqlbundle_version SET version_num = 'a6' WHERE version_num = 'a7' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_leave :sqlbundle_commit
\if :{?sqlbundle_stop_8} \set sqlbundle_go off \endif \endif

-- ======== step 9/14: downgrade a6, segment 1/1, a transaction
-- a6
\set sqlbundle_begin '' \if :{?sqlbundle_at_9_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_9} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_9_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 9/14 downgrade a6 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
EXECUTE sqlbundle_last('a6', 1, '327c292e316433d8') \gset
UPDATE public.sqlbundle_version SET version_num = 'a5' WHERE version_num = 'a6' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_commit
\if :{?sqlbundle_stop_9} \set sqlbundle_go off \endif \endif

-- ======== step 10/14: downgrade a5, segment 1/1, a transaction
-- a5
\set sqlbundle_begin '' \if :{?sqlbundle_at_10_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_10} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_10_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 10/14 downgrade a5 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
EXECUTE sqlbundle_last('a5', 1, '327c292e316433d8') \gset
UPDATE public.sqlbundle_version SET version_num = 'a4' WHERE version_num = 'a5' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_commit
\if :{?sqlbundle_stop_10} \set sqlbundle_go off \endif \endif

-- ======== step 11/14: downgrade a4, segment 1/1, a transaction
-- a4
\set sqlbundle_begin '' \if :{?sqlbundle_at_11_1} \set sqlbundle_begin 'BEGIN;' \endif
\if :{?sqlbundle_at_11_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 11/14 downgrade a4 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE moods;
DROP TYPE mood;
EXECUTE sqlbundle_last('a4', 1, '18ebf2b69a24c542') \gset
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a4' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_11} \set sqlbundle_go off \endif \endif

-- ======== step 12/14: downgrade a3, segment 1/2, outside any transaction
-- a3
\if :{?sqlbundle_at_12_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 12/14 downgrade a3 segment 1/2
SELECT coalesce((SELECT pg_catalog.format('%s %s', indexrelid, indisvalid) FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass('ix')), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a3', 1, 2, 'cc05cc9913fbb296', :'sqlbundle_look') \gset
SELECT NOT (:'sqlbundle_again' AND (:'sqlbundle_before' <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(:'sqlbundle_before', ' ', 1)))) AS sqlbundle_todo \gset
\if :sqlbundle_todo
DROP INDEX CONCURRENTLY ix;
\endif
EXECUTE sqlbundle_done('a3', 1, 2, 'cc05cc9913fbb296') \gset
\endif

-- ======== step 12/14: downgrade a3, segment 2/2, a transaction
\set sqlbundle_commit '' \if :{?sqlbundle_stop_12} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_12_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 12/14 downgrade a3 segment 2/2
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE items;
EXECUTE sqlbundle_last('a3', 2, '7c09b2214f791a26') \gset
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a3' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_commit
\if :{?sqlbundle_stop_12} \set sqlbundle_go off \endif \endif

-- ======== step 13/14: downgrade a2, segment 1/1, a transaction
-- a2
\set sqlbundle_begin '' \if :{?sqlbundle_at_13_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_13} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_13_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 13/14 downgrade a2 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_a2;
EXECUTE sqlbundle_last('a2', 1, '54a5e6e39398a74c') \gset
UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_commit
\if :{?sqlbundle_stop_13} \set sqlbundle_go off \endif \endif

-- ======== step 14/14: downgrade a1, segment 1/1, a transaction
-- a1
\set sqlbundle_begin '' \if :{?sqlbundle_at_14_1} \set sqlbundle_begin 'BEGIN;' \endif
\if :{?sqlbundle_at_14_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 14/14 downgrade a1 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_a1;
EXECUTE sqlbundle_last('a1', 1, '3b2d53bbf79c1f25') \gset
DELETE FROM public.sqlbundle_version WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_14} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
