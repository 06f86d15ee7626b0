-- ======== step 1/1: upgrade a1, segment 1/3, a transaction
-- a1
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 1/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int);

-- Twice as much.
CREATE FUNCTION double(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n';
EXECUTE sqlbundle_done('a1', 1, 3, '31d4ac1a31b3143f') \gset
COMMIT;
\endif

-- ======== step 1/1: upgrade a1, segment 2/3, outside any transaction
\if :{?sqlbundle_at_1_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 2/3
\set sqlbundle_ours 'on_table = pg_catalog.to_regclass(''items'') AND name = ''ix_items'' AND oid <> :''sqlbundle_before'' AND (method, is_unique, is_partial, options, columns) = (''btree'', false, false, ''0'', ARRAY[''id'']::name[]) AND is_plain'
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items'), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 2, 3, '7777620a6393fa89', :'sqlbundle_look') \gset
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_again' \gexec
SELECT NOT (:'sqlbundle_again' AND EXISTS (SELECT FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND valid)) AS sqlbundle_todo \gset
\if :sqlbundle_todo \set ON_ERROR_STOP off
SET lock_timeout = '1s';
CREATE INDEX CONCURRENTLY ix_items ON items (id);
\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on \endif
SET lock_timeout = '0'; SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT CASE WHEN :'sqlbundle_failed' THEN 'CREATE INDEX at sql/more/index.sql:2' || :'sqlbundle_failure' WHEN NOT EXISTS (SELECT FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix_items' AND valid) THEN 'CREATE INDEX at sql/more/index.sql:2' || :'sqlbundle_no_effect' ELSE '' END AS sqlbundle_why, :sqlbundle_advice AS sqlbundle_hint \gset
SELECT pg_catalog.format('DELETE FROM %s WHERE open AND revision = %L AND segment = 2', :'sqlbundle_log', 'a1') WHERE :'sqlbundle_failed' \gexec
:sqlbundle_raise; EXECUTE sqlbundle_done('a1', 2, 3, '7777620a6393fa89') \gset
\endif

-- ======== step 1/1: upgrade a1, segment 3/3, a transaction
\if :{?sqlbundle_at_1_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 3/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (double(4));
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a1', 3, 'd576c857edcd12c6') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
