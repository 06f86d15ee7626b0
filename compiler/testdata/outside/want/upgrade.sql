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
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_id'), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 2, 8, '02264d2c0f4bc93f', :'sqlbundle_look') \gset
\if :sqlbundle_again
SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_id' AND c.oid::text <> :'sqlbundle_before' AND m.amname = 'btree' AND NOT x.indisunique AND x.indpred IS NULL AND x.indoption::text = '0' AND ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) = ARRAY['id']::name[] AND NOT x.indisvalid \gexec
SELECT NOT (EXISTS (SELECT FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_id' AND c.oid::text <> :'sqlbundle_before' AND m.amname = 'btree' AND NOT x.indisunique AND x.indpred IS NULL AND x.indoption::text = '0' AND ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) = ARRAY['id']::name[] AND x.indisvalid AND x.indisready)) AS sqlbundle_todo \gset
\endif
\if :sqlbundle_todo
CREATE INDEX CONCURRENTLY ix_items_id ON items (id);
\endif
SELECT pg_catalog.set_config('sqlbundle.why', CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_id' AND x.indisvalid AND x.indisready) THEN '' ELSE 'CREATE INDEX at migrations/a1.sql:7 has not had its effect: what it names is there and is not valid' END, false) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.hint', 'Look at it: it may be somebody else''s. Nothing has been dropped.', false) AS sqlbundle_x \gset
:sqlbundle_raise
EXECUTE sqlbundle_done('a1', 2, 8, '02264d2c0f4bc93f') \gset
\endif

-- ======== step 1/2: upgrade a1, segment 3/8, outside any transaction
\if :{?sqlbundle_at_1_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 3/8
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_name'), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 3, 8, '44a83feb9a6b4c6d', :'sqlbundle_look') \gset
\if :sqlbundle_again
SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_name' AND c.oid::text <> :'sqlbundle_before' AND m.amname = 'btree' AND x.indisunique AND x.indpred IS NULL AND x.indoption::text = '0' AND ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) = ARRAY['name']::name[] AND NOT x.indisvalid \gexec
SELECT NOT (EXISTS (SELECT FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_name' AND c.oid::text <> :'sqlbundle_before' AND m.amname = 'btree' AND x.indisunique AND x.indpred IS NULL AND x.indoption::text = '0' AND ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) = ARRAY['name']::name[] AND x.indisvalid AND x.indisready)) AS sqlbundle_todo \gset
\endif
\if :sqlbundle_todo \set ON_ERROR_STOP off
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix_items_name ON items (name);
\set sqlbundle_failed :ERROR \set ON_ERROR_STOP on \endif
SELECT * FROM (SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_name' AND c.oid::text <> :'sqlbundle_before' AND m.amname = 'btree' AND x.indisunique AND x.indpred IS NULL AND x.indoption::text = '0' AND ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) = ARRAY['name']::name[] AND NOT x.indisvalid) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT pg_catalog.set_config('sqlbundle.why', CASE WHEN :'sqlbundle_failed' THEN 'CREATE INDEX at migrations/a1.sql:8 failed, as told above; what it left is dropped, since it would refuse writes' WHEN EXISTS (SELECT FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = pg_catalog.to_regclass('items') AND c.relname = 'ix_items_name' AND x.indisvalid AND x.indisready) THEN '' ELSE 'CREATE INDEX at migrations/a1.sql:8 has not had its effect: what it names is there and is not valid' END, false) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.hint', 'If rows are in the way, this shows them: SELECT name, count(*) FROM items WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1; then run this script again.', false) AS sqlbundle_x \gset
:sqlbundle_raise
EXECUTE sqlbundle_done('a1', 3, 8, '44a83feb9a6b4c6d') \gset
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
SELECT coalesce((SELECT pg_catalog.string_agg(c.oid::text, ',' ORDER BY c.oid) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid WHERE c.relname ~ '_cc(new|old)[0-9]*$' AND EXISTS (SELECT FROM pg_catalog.pg_index y JOIN pg_catalog.pg_class d ON d.oid = y.indexrelid WHERE y.indrelid = x.indrelid AND (d.oid = pg_catalog.to_regclass('ix_items_id') OR d.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass('ix_items_id')))) AND (pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '') = d.relname OR pg_catalog.octet_length(c.relname) > 59 AND pg_catalog.starts_with(d.relname, pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '')))) AND NOT x.indisvalid), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 7, 8, 'dac548e79fc41d58', :'sqlbundle_look') \gset
\if :sqlbundle_again
SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid WHERE c.relname ~ '_cc(new|old)[0-9]*$' AND EXISTS (SELECT FROM pg_catalog.pg_index y JOIN pg_catalog.pg_class d ON d.oid = y.indexrelid WHERE y.indrelid = x.indrelid AND (d.oid = pg_catalog.to_regclass('ix_items_id') OR d.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass('ix_items_id')))) AND (pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '') = d.relname OR pg_catalog.octet_length(c.relname) > 59 AND pg_catalog.starts_with(d.relname, pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '')))) AND pg_catalog.pg_has_role(c.relowner, 'USAGE') AND pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') AND c.oid::text <> ALL (pg_catalog.string_to_array(:'sqlbundle_before', ',')) AND NOT x.indisvalid \gexec
\endif
REINDEX INDEX CONCURRENTLY ix_items_id;
EXECUTE sqlbundle_done('a1', 7, 8, 'dac548e79fc41d58') \gset
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
  extract(epoch FROM pg_catalog.clock_timestamp() - :'sqlbundle_began')::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
