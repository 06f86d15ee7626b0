-- ======== step 1/14: upgrade a1, segment 1/1, a transaction
-- a1
\set sqlbundle_commit '' \if :{?sqlbundle_stop_1} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/14 upgrade a1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_a1 ();
EXECUTE sqlbundle_last('a1', 1, 'f4809e3afa7361ae') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_commit
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/14: upgrade a2, segment 1/1, a transaction
-- a2
\set sqlbundle_begin '' \if :{?sqlbundle_at_2_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_2} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/14 upgrade a2 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE t_a2 ();
EXECUTE sqlbundle_last('a2', 1, '39375596c89582ca') \gset
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_commit
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== step 3/14: upgrade a3, segment 1/3, a transaction
-- a3
\set sqlbundle_begin '' \if :{?sqlbundle_at_3_1} \set sqlbundle_begin 'BEGIN;' \endif
\if :{?sqlbundle_at_3_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/14 upgrade a3 segment 1/3
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int UNIQUE DEFERRABLE);
EXECUTE sqlbundle_done('a3', 1, 3, '4dffd8c7e3ec6d7f') \gset
COMMIT;
\endif

-- ======== step 3/14: upgrade a3, segment 2/3, outside any transaction
\if :{?sqlbundle_at_3_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/14 upgrade a3 segment 2/3
\set sqlbundle_ours 'on_table = pg_catalog.to_regclass(''items'') AND name = ''ix'' AND oid <> :''sqlbundle_before'' AND (method, is_unique, is_partial, options, columns) = (''btree'', false, false, ''0'', ARRAY[''id'']::name[]) AND is_plain'
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix'), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a3', 2, 3, 'e4714f2178bb39d7', :'sqlbundle_look') \gset
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_again' \gexec
SELECT NOT (:'sqlbundle_again' AND EXISTS (SELECT FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND valid)) AS sqlbundle_todo \gset
\if :sqlbundle_todo \set ON_ERROR_STOP off
CREATE INDEX CONCURRENTLY ix ON items (id);
\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on \endif
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT CASE WHEN :'sqlbundle_failed' THEN 'CREATE INDEX at migrations/a3.sql:7' || :'sqlbundle_failure' WHEN NOT EXISTS (SELECT FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix' AND valid) THEN 'CREATE INDEX at migrations/a3.sql:7' || :'sqlbundle_no_effect' ELSE '' END AS sqlbundle_why, :sqlbundle_advice AS sqlbundle_hint \gset
SELECT pg_catalog.format('DELETE FROM %s WHERE open AND revision = %L AND segment = 2', :'sqlbundle_log', 'a3') WHERE :'sqlbundle_failed' \gexec
:sqlbundle_raise; EXECUTE sqlbundle_done('a3', 2, 3, 'e4714f2178bb39d7') \gset
\endif

-- ======== step 3/14: upgrade a3, segment 3/3, a transaction
\set sqlbundle_commit '' \if :{?sqlbundle_stop_3} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_3_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/14 upgrade a3 segment 3/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
EXECUTE sqlbundle_last('a3', 3, '327c292e316433d8') \gset
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_commit
\if :{?sqlbundle_stop_3} \set sqlbundle_go off \endif \endif

-- ======== step 4/14: upgrade a4, segment 1/1, a transaction
-- a4
\set sqlbundle_begin '' \if :{?sqlbundle_at_4_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_4} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_4_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 4/14 upgrade a4 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TYPE mood AS ENUM ('ok');
CREATE TABLE moods (mood mood);
ALTER TYPE mood ADD VALUE 'sad';
EXECUTE sqlbundle_last('a4', 1, '2ce4caf23e8f4b4f') \gset
UPDATE public.sqlbundle_version SET version_num = 'a4' WHERE version_num = 'a3' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_commit
\if :{?sqlbundle_stop_4} \set sqlbundle_go off \endif \endif

-- ======== step 5/14: upgrade a5, segment 1/1, a transaction
-- a5
\set sqlbundle_begin '' \if :{?sqlbundle_at_5_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_5} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_5_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 5/14 upgrade a5 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
ALTER TYPE mood ADD VALUE 'glad';
EXECUTE sqlbundle_last('a5', 1, '68311c620a64aabf') \gset
UPDATE public.sqlbundle_version SET version_num = 'a5' WHERE version_num = 'a4' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_commit
\if :{?sqlbundle_stop_5} \set sqlbundle_go off \endif \endif

-- ======== step 6/14: upgrade a6, segment 1/1, a transaction
-- a6
\set sqlbundle_begin '' \if :{?sqlbundle_at_6_1} \set sqlbundle_begin 'BEGIN;' \endif
\if :{?sqlbundle_at_6_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 6/14 upgrade a6 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
EXECUTE sqlbundle_last('a6', 1, '327c292e316433d8') \gset
UPDATE public.sqlbundle_version SET version_num = 'a6' WHERE version_num = 'a5' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_6} \set sqlbundle_go off \endif \endif

-- ======== step 7/14: upgrade a7, segment 1/1, a transaction
-- a7
\set sqlbundle_commit '' \if :{?sqlbundle_stop_7} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_7_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 7/14 upgrade a7 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO moods VALUES ('sad'), ('glad');
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a7', 1, '9a0e801e1f51ab08') \gset
UPDATE public.sqlbundle_version SET version_num = 'a7' WHERE version_num = 'a6' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_leave :sqlbundle_commit
\if :{?sqlbundle_stop_7} \set sqlbundle_go off \endif \endif

-- ======== step 8/14: upgrade a8, segment 1/2, a transaction
-- a8
\set sqlbundle_begin '' \if :{?sqlbundle_at_8_1} \set sqlbundle_begin 'BEGIN;' \endif
\if :{?sqlbundle_at_8_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 8/14 upgrade a8 segment 1/2
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (1);
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a8', 1, 2, 'c26bef8994e1b79f') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 8/14: upgrade a8, segment 2/2, a transaction
\if :{?sqlbundle_at_8_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 8/14 upgrade a8 segment 2/2
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (2);
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a8', 2, 'e5c7916ebaa5dfcb') \gset
UPDATE public.sqlbundle_version SET version_num = 'a8' WHERE version_num = 'a7' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_8} \set sqlbundle_go off \endif \endif

-- ======== step 9/14: upgrade a9, segment 1/1, a transaction
-- a9
\if :{?sqlbundle_at_9_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 9/14 upgrade a9 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
UPDATE items SET id = id + 10;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a9', 1, 'f37372c466cfe719') \gset
UPDATE public.sqlbundle_version SET version_num = 'a9' WHERE version_num = 'a8' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_9} \set sqlbundle_go off \endif \endif

-- ======== step 10/14: upgrade b1, segment 1/1, a transaction
-- b1
\if :{?sqlbundle_at_10_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 10/14 upgrade b1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET CONSTRAINTS ALL DEFERRED;
UPDATE items SET id = 23 - id;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b1', 1, 'bc1d75db3421e312') \gset
UPDATE public.sqlbundle_version SET version_num = 'b1' WHERE version_num = 'a9' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_10} \set sqlbundle_go off \endif \endif

-- ======== step 11/14: upgrade b2, segment 1/1, a transaction
-- b2
\if :{?sqlbundle_at_11_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 11/14 upgrade b2 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
INSERT INTO items SELECT max(id) + 1 FROM items;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b2', 1, 'a560f76e34aa8a24') \gset
UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'b1' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_11} \set sqlbundle_go off \endif \endif

-- ======== step 12/14: upgrade b3, segment 1/1, a transaction
-- b3
\set sqlbundle_commit '' \if :{?sqlbundle_stop_12} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_12_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 12/14 upgrade b3 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET app.a = 'b3';
CREATE TEMP TABLE staging AS SELECT 100 AS id;
INSERT INTO items SELECT id FROM staging;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b3', 1, 'bca72f7cc18e3842') \gset
UPDATE public.sqlbundle_version SET version_num = 'b3' WHERE version_num = 'b2' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_leave :sqlbundle_commit
\if :{?sqlbundle_stop_12} \set sqlbundle_go off \endif \endif

-- ======== step 13/14: upgrade b4, segment 1/1, a transaction
-- b4
\set sqlbundle_begin '' \if :{?sqlbundle_at_13_1} \set sqlbundle_begin 'BEGIN;' \endif \set sqlbundle_commit '' \if :{?sqlbundle_stop_13} \set sqlbundle_commit 'COMMIT;' \endif
\if :{?sqlbundle_at_13_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 13/14 upgrade b4 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET LOCAL app.b = 'b4';
CREATE TEMP TABLE staging AS SELECT 101 + length(coalesce(current_setting('app.a', true), '')) AS id;
INSERT INTO items SELECT id FROM staging;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b4', 1, '572bfa9e95eefef6') \gset
UPDATE public.sqlbundle_version SET version_num = 'b4' WHERE version_num = 'b3' RETURNING 1 AS sqlbundle_x \gset
:sqlbundle_leave :sqlbundle_commit
\if :{?sqlbundle_stop_13} \set sqlbundle_go off \endif \endif

-- ======== step 14/14: upgrade b5, segment 1/1, a transaction
-- b5
\set sqlbundle_begin '' \if :{?sqlbundle_at_14_1} \set sqlbundle_begin 'BEGIN;' \endif
\if :{?sqlbundle_at_14_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 14/14 upgrade b5 segment 1/1
:sqlbundle_begin SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items SELECT 102 + length(coalesce(current_setting('app.b', true), ''));
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('b5', 1, '29ea655361f3d871') \gset
UPDATE public.sqlbundle_version SET version_num = 'b5' WHERE version_num = 'b4' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_14} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
