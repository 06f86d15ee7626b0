-- ======== step 1/2: upgrade a1, segment 1/5, a transaction
-- a1
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 1/5
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int UNIQUE DEFERRABLE, level text DEFAULT current_setting('transaction_isolation'));
EXECUTE sqlbundle_done('a1', 1, 5, 'b14efab592229a20') \gset
COMMIT;
\endif

-- ======== step 1/2: upgrade a1, segment 2/5, a transaction
\if :{?sqlbundle_at_1_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 2/5
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (1);
SAVEPOINT before_two;
INSERT INTO items VALUES (2);
ROLLBACK TO SAVEPOINT before_two;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
RELEASE SAVEPOINT before_two;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 2, 5, 'c85fe22208a021a9') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/2: upgrade a1, segment 3/5, a transaction
\if :{?sqlbundle_at_1_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 3/5
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (3);
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 3, 5, '52bd7b5098e2c236') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/2: upgrade a1, segment 4/5, a transaction
\if :{?sqlbundle_at_1_4} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 4/5
START TRANSACTION ISOLATION LEVEL SERIALIZABLE;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (4);
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 4, 5, '1f4a3aaf0f288774') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/2: upgrade a1, segment 5/5, a transaction
\if :{?sqlbundle_at_1_5} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 5/5
BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO items VALUES (4);
DELETE FROM items WHERE level = 'serializable';
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a1', 5, '59dc8f44ce0f2f84') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/2: upgrade a2, segment 1/2, a transaction
-- a2
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 upgrade a2 segment 1/2
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET LOCAL lock_timeout = '1s';
INSERT INTO items VALUES (5, current_setting('lock_timeout'));
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a2', 1, 2, '66db6c8bc79128c1') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 2/2: upgrade a2, segment 2/2, a transaction
\if :{?sqlbundle_at_2_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 upgrade a2 segment 2/2
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (6);
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a2', 2, '2b8712884312a228') \gset
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
