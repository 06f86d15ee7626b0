-- ======== step 1/1: upgrade a1, segment 1/1, a transaction
-- a1
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE lists (id int, low int, n int, tags int[], "name" text);
INSERT INTO lists VALUES (1, 2, 3, '{1,2,3,4}', ':name');
CREATE VIEW slices AS SELECT tags[low:n] AS a, tags[:n] AS b, tags[low:] AS c, tags [ 1 : 2 ] AS d, tags[1:2] AS f,
    id::text || ':id' AS e FROM lists;

CREATE FUNCTION nth(tags int[], n int) RETURNS int[] LANGUAGE sql AS $$ SELECT tags[1:n] $$;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a1', 1, '5bd4e6cc21a5122b') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
