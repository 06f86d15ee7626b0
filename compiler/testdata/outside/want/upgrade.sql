-- ======== step 1/2: upgrade a1, segment 1/8, a transaction
-- a1
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 1/8
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int, name text);
EXECUTE sqlbundle_done('a1', 1, 8, '7b5fb81e173cca28') \gset
COMMIT;
\endif

-- ======== step 1/2: upgrade a1, segment 2/8, outside any transaction
\if :{?sqlbundle_at_1_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 2/8
\set sqlbundle_ours 'on_table = pg_catalog.to_regclass(''items'') AND name = ''ix_items_id'' AND oid <> :''sqlbundle_before'' AND (method, is_unique, is_partial, options, columns) = (''btree'', false, false, ''0'', ARRAY[''id'']::name[]) AND is_plain'
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_id'), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 2, 8, '02264d2c0f4bc93f', :'sqlbundle_look') \gset
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_again' \gexec
SELECT NOT (:'sqlbundle_again' AND EXISTS (SELECT FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND valid)) AS sqlbundle_todo \gset
\if :sqlbundle_todo \set ON_ERROR_STOP off
CREATE INDEX CONCURRENTLY ix_items_id ON items (id);
\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on \endif
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT CASE WHEN :'sqlbundle_failed' THEN 'CREATE INDEX at migrations/a1.sql:7' || :'sqlbundle_failure' WHEN NOT EXISTS (SELECT FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix_items_id' AND valid) THEN 'CREATE INDEX at migrations/a1.sql:7' || :'sqlbundle_no_effect' ELSE '' END AS sqlbundle_why, :sqlbundle_advice AS sqlbundle_hint \gset
SELECT pg_catalog.format('DELETE FROM %s WHERE open AND revision = %L AND segment = 2', :'sqlbundle_log', 'a1') WHERE :'sqlbundle_failed' \gexec
:sqlbundle_raise; EXECUTE sqlbundle_done('a1', 2, 8, '02264d2c0f4bc93f') \gset
\endif

-- ======== step 1/2: upgrade a1, segment 3/8, outside any transaction
\if :{?sqlbundle_at_1_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 3/8
\set sqlbundle_ours 'on_table = pg_catalog.to_regclass(''items'') AND name = ''ix_items_name'' AND oid <> :''sqlbundle_before'' AND (method, is_unique, is_partial, options, columns) = (''btree'', true, false, ''0'', ARRAY[''name'']::name[]) AND is_plain'
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_name'), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 3, 8, '44a83feb9a6b4c6d', :'sqlbundle_look') \gset
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_again' \gexec
SELECT NOT (:'sqlbundle_again' AND EXISTS (SELECT FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND valid)) AS sqlbundle_todo \gset
\if :sqlbundle_todo \set ON_ERROR_STOP off
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix_items_name ON items (name);
\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on \endif
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT CASE WHEN :'sqlbundle_failed' THEN 'CREATE INDEX at migrations/a1.sql:8' || :'sqlbundle_failure' WHEN NOT EXISTS (SELECT FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix_items_name' AND valid) THEN 'CREATE INDEX at migrations/a1.sql:8' || :'sqlbundle_no_effect' ELSE '' END AS sqlbundle_why, CASE :'sqlbundle_code' WHEN '23505' THEN 'Rows are in the way, this shows them: ' || :sqlbundle_path || 'SELECT name, count(*) FROM ONLY items WHERE name IS DISTINCT FROM NULL GROUP BY name HAVING count(*) > 1; then run this script again.' ELSE :sqlbundle_advice END AS sqlbundle_hint \gset
SELECT pg_catalog.format('DELETE FROM %s WHERE open AND revision = %L AND segment = 3', :'sqlbundle_log', 'a1') WHERE :'sqlbundle_failed' \gexec
:sqlbundle_raise; EXECUTE sqlbundle_done('a1', 3, 8, '44a83feb9a6b4c6d') \gset
\endif

-- ======== step 1/2: upgrade a1, segment 4/8, outside any transaction
\if :{?sqlbundle_at_1_4} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 4/8
SELECT '' AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 4, 8, '4976bf0bce4cd9b0', :'sqlbundle_look') \gset
VACUUM (ANALYZE) items;
EXECUTE sqlbundle_done('a1', 4, 8, '4976bf0bce4cd9b0') \gset
\endif

-- ======== step 1/2: upgrade a1, segment 5/8, a transaction
\if :{?sqlbundle_at_1_5} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 5/8
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
ANALYZE items;
EXECUTE sqlbundle_done('a1', 5, 8, 'de0abc06bfbbbfc7') \gset
COMMIT;
\endif

-- ======== step 1/2: upgrade a1, segment 6/8, a transaction
\if :{?sqlbundle_at_1_6} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 6/8
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (1, 'one');
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 6, 8, '7299a139f5dbb152') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/2: upgrade a1, segment 7/8, outside any transaction
\if :{?sqlbundle_at_1_7} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 7/8
\set sqlbundle_ours 'oid IN (SELECT c.oid::text FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid WHERE c.relname ~ ''_cc(new|old)[0-9]*$'' AND EXISTS (SELECT FROM pg_catalog.pg_index y JOIN pg_catalog.pg_class d ON d.oid = y.indexrelid WHERE y.indrelid = x.indrelid AND (d.oid = pg_catalog.to_regclass(''ix_items_id'') OR d.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(''ix_items_id'')))) AND (pg_catalog.regexp_replace(c.relname, ''_cc(new|old)[0-9]*$'', '''') = d.relname OR pg_catalog.octet_length(c.relname) > 59 AND pg_catalog.starts_with(d.relname, pg_catalog.regexp_replace(c.relname, ''_cc(new|old)[0-9]*$'', '''')))) AND pg_catalog.pg_has_role(c.relowner, ''USAGE'') AND pg_catalog.has_schema_privilege(c.relnamespace, ''USAGE'') AND NOT x.indisvalid AND c.oid::text <> ALL (pg_catalog.string_to_array(:''sqlbundle_before'', '','')))'
SELECT coalesce((SELECT pg_catalog.string_agg(c.oid::text, ',' ORDER BY c.oid) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid WHERE c.relname ~ '_cc(new|old)[0-9]*$' AND EXISTS (SELECT FROM pg_catalog.pg_index y JOIN pg_catalog.pg_class d ON d.oid = y.indexrelid WHERE y.indrelid = x.indrelid AND (d.oid = pg_catalog.to_regclass('ix_items_id') OR d.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass('ix_items_id')))) AND (pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '') = d.relname OR pg_catalog.octet_length(c.relname) > 59 AND pg_catalog.starts_with(d.relname, pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '')))) AND NOT x.indisvalid), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 7, 8, 'dac548e79fc41d58', :'sqlbundle_look') \gset
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours) AS sqlbundle_clean WHERE :'sqlbundle_again' \gexec
\set ON_ERROR_STOP off
REINDEX INDEX CONCURRENTLY ix_items_id;
\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT CASE WHEN :'sqlbundle_failed' THEN 'REINDEX at migrations/a1.sql:13' || :'sqlbundle_failure' ELSE '' END AS sqlbundle_why, :sqlbundle_advice AS sqlbundle_hint \gset
SELECT pg_catalog.format('DELETE FROM %s WHERE open AND revision = %L AND segment = 7', :'sqlbundle_log', 'a1') WHERE :'sqlbundle_failed' \gexec
:sqlbundle_raise; EXECUTE sqlbundle_done('a1', 7, 8, 'dac548e79fc41d58') \gset
\endif

-- ======== step 1/2: upgrade a1, segment 8/8, a transaction
\if :{?sqlbundle_at_1_8} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 8/8
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
EXECUTE sqlbundle_last('a1', 8, '327c292e316433d8') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/2: upgrade a2, segment 1/2, outside any transaction
-- a2
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 upgrade a2 segment 1/2
SELECT '' AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a2', 1, 2, 'e25f4c7d2d1c4bf4', :'sqlbundle_look') \gset
VACUUM items;
EXECUTE sqlbundle_done('a2', 1, 2, 'e25f4c7d2d1c4bf4') \gset
\endif

-- ======== step 2/2: upgrade a2, segment 2/2, a transaction
\if :{?sqlbundle_at_2_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 upgrade a2 segment 2/2
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
EXECUTE sqlbundle_last('a2', 2, '327c292e316433d8') \gset
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
