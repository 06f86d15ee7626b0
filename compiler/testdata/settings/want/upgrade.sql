-- ======== step 1/3: upgrade a1, segment 1/5, a transaction
-- a1
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 upgrade a1 segment 1/5
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE SCHEMA extra;
CREATE TABLE public.seen (at text, a text, b text, path text, role text);
SET app.a = 'one; "two"';
SET work_mem TO '5MB';
SELECT set_config('search_path', 'extra, public', false);
INSERT INTO seen SELECT 'a1 first', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;

CREATE TABLE items (id int);
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 1, 5, 'be76c299684fd936') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/3: upgrade a1, segment 2/5, outside any transaction
\if :{?sqlbundle_at_1_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 upgrade a1 segment 2/5
SET app.a = 'one; "two"';
SET work_mem TO '5MB';
SELECT set_config('search_path', 'extra, public', false);
\set sqlbundle_ours 'on_table = pg_catalog.to_regclass(''items'') AND name = ''ix_items'' AND oid <> :''sqlbundle_before'' AND (method, is_unique, is_partial, options, columns) = (''btree'', false, false, ''0'', ARRAY[''id'']::name[]) AND is_plain'
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items'), '') AS sqlbundle_look \gset
:sqlbundle_reset EXECUTE sqlbundle_start('a1', 2, 5, '81d6d8daac97e4fb', :'sqlbundle_look') \gset
SET app.a = 'one; "two"';
SET work_mem TO '5MB';
SELECT set_config('search_path', 'extra, public', false);
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_again' \gexec
SELECT NOT (:'sqlbundle_again' AND EXISTS (SELECT FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND valid)) AS sqlbundle_todo \gset
\if :sqlbundle_todo \set ON_ERROR_STOP off
CREATE INDEX CONCURRENTLY ix_items ON items (id);
\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on \endif
SET lock_timeout = 0; SET statement_timeout = 0; SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT CASE WHEN :'sqlbundle_failed' THEN 'CREATE INDEX at migrations/a1.sql:14' || :'sqlbundle_failure' WHEN NOT EXISTS (SELECT FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix_items' AND valid) THEN 'CREATE INDEX at migrations/a1.sql:14' || :'sqlbundle_no_effect' ELSE '' END AS sqlbundle_why, :sqlbundle_advice AS sqlbundle_hint \gset
:sqlbundle_reset SELECT pg_catalog.format('DELETE FROM %s WHERE open AND revision = %L AND segment = 2', :'sqlbundle_log', 'a1') WHERE :'sqlbundle_failed' \gexec
:sqlbundle_raise; :sqlbundle_reset :sqlbundle_leave EXECUTE sqlbundle_done('a1', 2, 5, '81d6d8daac97e4fb') \gset
\endif

-- ======== step 1/3: upgrade a1, segment 3/5, a transaction
\if :{?sqlbundle_at_1_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 upgrade a1 segment 3/5
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET app.a = 'one; "two"';
SET work_mem TO '5MB';
SELECT set_config('search_path', 'extra, public', false);
INSERT INTO seen SELECT 'a1 behind the index', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
RESET work_mem;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 3, 5, 'a90b560e3523ef70') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/3: upgrade a1, segment 4/5, a transaction
\if :{?sqlbundle_at_1_4} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 upgrade a1 segment 4/5
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET app.a = 'one; "two"';
SET work_mem TO '5MB';
SELECT set_config('search_path', 'extra, public', false);
RESET work_mem;
INSERT INTO seen SELECT 'a1 behind the reset', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
SET ROLE golden_owner;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 4, 5, '49d29e9c5c4534f0') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/3: upgrade a1, segment 5/5, a transaction
\if :{?sqlbundle_at_1_5} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 upgrade a1 segment 5/5
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET app.a = 'one; "two"';
SET work_mem TO '5MB';
SELECT set_config('search_path', 'extra, public', false);
RESET work_mem;
SET ROLE golden_owner;
SELECT current_user;
RESET ROLE;
INSERT INTO seen SELECT 'a1 last', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a1', 5, 'c239eda19e12f871') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/3: upgrade a2, segment 1/1, a transaction
-- a2
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 upgrade a2 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO seen SELECT 'a2', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
DO $$ BEGIN PERFORM set_config('app.a', 'by a DO', false); END $$;
INSERT INTO seen SELECT 'a2 behind the DO', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a2', 1, 'f1c4f2cb47d40801') \gset
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== step 3/3: upgrade a3, segment 1/3, a transaction
-- a3
\if :{?sqlbundle_at_3_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 upgrade a3 segment 1/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO seen SELECT 'a3', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a3', 1, 3, '0af2350b6e102b8e') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 3/3: upgrade a3, segment 2/3, a transaction
\if :{?sqlbundle_at_3_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 upgrade a3 segment 2/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET LOCAL app.a = 'local';
SET work_mem = '6MB';
INSERT INTO seen SELECT 'a3 by hand', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a3', 2, 3, '9283afc34b3e47b4') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 3/3: upgrade a3, segment 3/3, a transaction
\if :{?sqlbundle_at_3_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 upgrade a3 segment 3/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET work_mem = '6MB';
INSERT INTO seen SELECT 'a3 behind it', current_setting('app.a', true), current_setting('work_mem'), current_setting('search_path'), current_user;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a3', 3, '1b6880755bb72f6d') \gset
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_3} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
