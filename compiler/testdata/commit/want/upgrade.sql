-- ======== step 1/1: upgrade a1, segment 1/4, a transaction
-- a1
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 1/4
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int);
INSERT INTO items VALUES (1);
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 1, 4, '735cdb0a0df7cfe9') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/1: upgrade a1, segment 2/4, a transaction
\if :{?sqlbundle_at_1_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 2/4
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
-- After the lock is gone.
UPDATE items SET id = 2;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 2, 4, 'bd922898a75af75e') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/1: upgrade a1, segment 3/4, outside any transaction
\if :{?sqlbundle_at_1_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 3/4
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('items') AND c.relname = 'ix'), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 3, 4, 'e4714f2178bb39d7', :'sqlbundle_look') \gset
\if :sqlbundle_again
SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', schema, name) FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix' AND oid <> :'sqlbundle_before' AND (method, is_unique, is_partial, options, columns) = ('btree', false, false, '0', ARRAY['id']::name[]) AND NOT valid \gexec
SELECT NOT (EXISTS (SELECT FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix' AND oid <> :'sqlbundle_before' AND (method, is_unique, is_partial, options, columns) = ('btree', false, false, '0', ARRAY['id']::name[]) AND valid)) AS sqlbundle_todo \gset
\endif \if :sqlbundle_todo \set ON_ERROR_STOP off
CREATE INDEX CONCURRENTLY ix ON items (id);
\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on \endif
SELECT * FROM (SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', schema, name) FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix' AND oid <> :'sqlbundle_before' AND (method, is_unique, is_partial, options, columns) = ('btree', false, false, '0', ARRAY['id']::name[]) AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT CASE WHEN :'sqlbundle_failed' THEN 'CREATE INDEX at migrations/a1.sql:13 failed, as told above; nothing of it is left' ELSE CASE WHEN EXISTS (SELECT FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('items') AND name = 'ix' AND valid) THEN '' ELSE 'CREATE INDEX at migrations/a1.sql:13 has not had its effect: what has that name is another index, or is not valid' END END AS sqlbundle_why, CASE WHEN :'sqlbundle_failed' THEN CASE :'sqlbundle_code' WHEN '42P07' THEN 'What has that name may be somebody else''s: rename it, or drop it; then run this script again.' ELSE 'Mend what is told above; then run this script again.' END ELSE 'Look at it: it may be somebody else''s. Nothing has been dropped.' END AS sqlbundle_hint \gset
SELECT pg_catalog.format('DELETE FROM %s WHERE open AND revision = %L AND segment = 3', :'sqlbundle_log', 'a1') WHERE :'sqlbundle_failed' \gexec
:sqlbundle_raise EXECUTE sqlbundle_done('a1', 3, 4, 'e4714f2178bb39d7') \gset
\endif

-- ======== step 1/1: upgrade a1, segment 4/4, a transaction
\if :{?sqlbundle_at_1_4} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 4/4
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (3);
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a1', 4, '52bd7b5098e2c236') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  extract(epoch FROM pg_catalog.clock_timestamp() - :'sqlbundle_began')::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
