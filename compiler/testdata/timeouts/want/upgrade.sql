-- ======== step 1/3: upgrade a1, segment 1/1, a transaction
-- a1
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/3 upgrade a1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '9min';
CREATE TABLE seen (at text, lock text, statement text);
CREATE FUNCTION look(at text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO seen VALUES (at, current_setting('lock_timeout'), current_setting('statement_timeout')) $$;
EXECUTE sqlbundle_last('a1', 1, 'cca2a6a43695cb30') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/3: upgrade a2, segment 1/3, a transaction
-- a2
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 upgrade a2 segment 1/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '10min';
SELECT look('configured');
SET LOCAL lock_timeout = '1s';
SELECT look('lock');
SET LOCAL lock_timeout = '5s';
SELECT look('configured again');
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a2', 1, 3, 'bc8a98330d99ccf8') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 2/3: upgrade a2, segment 2/3, outside any transaction
\if :{?sqlbundle_at_2_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 upgrade a2 segment 2/3
\set sqlbundle_ours 'on_table = pg_catalog.to_regclass(''seen'') AND name = ''ix'' AND oid <> :''sqlbundle_before'' AND (method, is_unique, is_partial, options, columns) = (''btree'', false, false, ''0'', ARRAY[''at'']::name[]) AND is_plain'
SELECT coalesce((SELECT c.oid::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = pg_catalog.to_regclass('seen') AND c.relname = 'ix'), '') AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a2', 2, 3, '2d9adf3149a20723', :'sqlbundle_look') \gset
SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_again' \gexec
SELECT NOT (:'sqlbundle_again' AND EXISTS (SELECT FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND valid)) AS sqlbundle_todo \gset
\if :sqlbundle_todo \set ON_ERROR_STOP off
SET lock_timeout = '500ms'; SET statement_timeout = '1h';
CREATE INDEX CONCURRENTLY ix ON seen (at);
\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on \endif
SET lock_timeout = '0'; SET statement_timeout = '0'; SELECT * FROM (SELECT drop_it FROM :sqlbundle_indexes WHERE :sqlbundle_ours AND NOT valid) AS sqlbundle_clean WHERE :'sqlbundle_failed' \gexec
SELECT CASE WHEN :'sqlbundle_failed' THEN 'CREATE INDEX at migrations/a2.sql:11' || :'sqlbundle_failure' WHEN NOT EXISTS (SELECT FROM :sqlbundle_indexes WHERE on_table = pg_catalog.to_regclass('seen') AND name = 'ix' AND valid) THEN 'CREATE INDEX at migrations/a2.sql:11' || :'sqlbundle_no_effect' ELSE '' END AS sqlbundle_why, :sqlbundle_advice AS sqlbundle_hint \gset
SELECT pg_catalog.format('DELETE FROM %s WHERE open AND revision = %L AND segment = 2', :'sqlbundle_log', 'a2') WHERE :'sqlbundle_failed' \gexec
:sqlbundle_raise; EXECUTE sqlbundle_done('a2', 2, 3, '2d9adf3149a20723') \gset
\endif

-- ======== step 2/3: upgrade a2, segment 3/3, a transaction
\if :{?sqlbundle_at_2_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/3 upgrade a2 segment 3/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SELECT look('no statement limit');
SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '4s';
SELECT look('both');
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a2', 3, 'ee91f0714c02f258') \gset
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== step 3/3: upgrade a3, segment 1/2, a transaction
-- a3
\if :{?sqlbundle_at_3_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 upgrade a3 segment 1/2
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '10min';
SET lock_timeout = '2s';
SELECT look('own');
SET LOCAL lock_timeout = '1s';
SELECT look('before a limit of its own');
SET lock_timeout = '2s';
SELECT look('own again');
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a3', 1, 2, 'e8570a0c32ea7d0f') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 3/3: upgrade a3, segment 2/2, a transaction
\if :{?sqlbundle_at_3_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 3/3 upgrade a3 segment 2/2
BEGIN; SET LOCAL statement_timeout = '10min';
SET lock_timeout = '2s';
SELECT look('own in the next transaction');
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a3', 2, '2d476d113b187cef') \gset
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_3} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
