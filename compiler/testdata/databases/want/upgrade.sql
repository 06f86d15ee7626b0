-- ======== step 1/3: upgrade a1, segment 1/1, a transaction
-- a1
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 upgrade a1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE in_analytics ();
EXECUTE sqlbundle_last('a1', 1, '839d392b73464033') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/3: upgrade a2, segment 1/1, a transaction
-- a2
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 upgrade a2 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
EXECUTE sqlbundle_last('a2', 1, '327c292e316433d8') \gset
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== step 3/3: upgrade a3, segment 1/2, outside any transaction
-- a3
\if :{?sqlbundle_at_3_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 upgrade a3 segment 1/2
\set sqlbundle_ours 'on_table = pg_catalog.to_regclass(''in_analytics'') AND name = ''ix'' AND oid <> :''sqlbundle_before'' AND (method, is_unique, is_partial, options) = (''btree'', false, false, ''0'') AND pg_catalog.cardinality(columns) = 1 AND NOT EXISTS (SELECT FROM pg_catalog.unnest(ARRAY[''1'']) w WHERE pg_catalog.strpos(definition, w) = 0)'
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('in_analytics') AND c.relname = 'ix'), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a3', 1, 2, 'a60a556d20601a88', :'sqlbundle_look') \gset
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_again' \gexec
SELECT NOT (:'sqlbundle_again' AND EXISTS (SELECT FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND valid)) AS sqlbundle_todo \gset
\if :sqlbundle_todo \set ON_ERROR_STOP off
CREATE INDEX CONCURRENTLY ix ON in_analytics ((1));
\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on \endif
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT CASE WHEN :'sqlbundle_failed' THEN 'CREATE INDEX at migrations/a3.sql:6' || :'sqlbundle_failure' WHEN NOT EXISTS (SELECT FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('in_analytics') AND name = 'ix' AND valid) THEN 'CREATE INDEX at migrations/a3.sql:6' || :'sqlbundle_no_effect' ELSE '' END AS sqlbundle_why, :sqlbundle_advice AS sqlbundle_hint \gset
SELECT pg_catalog.format('DELETE FROM %s WHERE open AND revision = %L AND segment = 1', :'sqlbundle_log', 'a3') WHERE :'sqlbundle_failed' \gexec
:sqlbundle_raise; EXECUTE sqlbundle_done('a3', 1, 2, 'a60a556d20601a88') \gset
\endif

-- ======== step 3/3: upgrade a3, segment 2/2, a transaction
\if :{?sqlbundle_at_3_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 upgrade a3 segment 2/2
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
EXECUTE sqlbundle_last('a3', 2, '327c292e316433d8') \gset
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_3} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
