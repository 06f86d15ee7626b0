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
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items'), '') AS sqlbundle_look \gset
:sqlbundle_reset EXECUTE sqlbundle_start('a1', 2, 5, '81d6d8daac97e4fb', :'sqlbundle_look') \gset
SET app.a = 'one; "two"';
SET work_mem TO '5MB';
SELECT set_config('search_path', 'extra, public', false);
\if :sqlbundle_again
SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items' AND c.oid::text <> :'sqlbundle_before' AND m.amname = 'btree' AND NOT x.indisunique AND x.indpred IS NULL AND x.indoption::text = '0' AND ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) = ARRAY['id']::name[] AND NOT x.indisvalid \gexec
SELECT NOT (EXISTS (SELECT FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items' AND c.oid::text <> :'sqlbundle_before' AND m.amname = 'btree' AND NOT x.indisunique AND x.indpred IS NULL AND x.indoption::text = '0' AND ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) = ARRAY['id']::name[] AND x.indisvalid AND x.indisready)) AS sqlbundle_todo \gset
\endif
\if :sqlbundle_todo
CREATE INDEX CONCURRENTLY ix_items ON items (id);
\endif
SELECT pg_catalog.set_config('sqlbundle.why', CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items' AND x.indisvalid AND x.indisready) THEN '' ELSE 'CREATE INDEX at migrations/a1.sql:14 has not had its effect: what it names is there and is not valid' END, false) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.hint', 'Look at it: it may be somebody else''s. Nothing has been dropped.', false) AS sqlbundle_x \gset
:sqlbundle_raise
:sqlbundle_reset :sqlbundle_leave EXECUTE sqlbundle_done('a1', 2, 5, '81d6d8daac97e4fb') \gset
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
  extract(epoch FROM pg_catalog.clock_timestamp() - :'sqlbundle_began')::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
