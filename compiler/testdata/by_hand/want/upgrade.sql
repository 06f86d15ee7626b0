-- ======== step 1/2: upgrade a1, segment 1/5, a transaction
-- a1
\echo sqlbundle: step 1/2 upgrade a1 segment 1/5
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE items (id int UNIQUE DEFERRABLE, level text DEFAULT current_setting('transaction_isolation'));
COMMIT;

-- ======== step 1/2: upgrade a1, segment 2/5, a transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 2/5
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (1);
SAVEPOINT before_two;
INSERT INTO items VALUES (2);
ROLLBACK TO SAVEPOINT before_two;
SET LOCAL lock_timeout = '5s';
SET LOCAL statement_timeout = '0';
RELEASE SAVEPOINT before_two;
COMMIT;

-- ======== step 1/2: upgrade a1, segment 3/5, a transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 3/5
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (3);
COMMIT;

-- ======== step 1/2: upgrade a1, segment 4/5, a transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 4/5
START TRANSACTION ISOLATION LEVEL SERIALIZABLE;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (4);
COMMIT;

-- ======== step 1/2: upgrade a1, segment 5/5, a transaction
\echo sqlbundle: step 1/2 upgrade a1 segment 5/5
BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO items VALUES (4);
DELETE FROM items WHERE level = 'serializable';
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 2/2: upgrade a2, segment 1/2, a transaction
-- a2
\echo sqlbundle: step 2/2 upgrade a2 segment 1/2
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET LOCAL lock_timeout = '1s';
INSERT INTO items VALUES (5, current_setting('lock_timeout'));
COMMIT;

-- ======== step 2/2: upgrade a2, segment 2/2, a transaction
\echo sqlbundle: step 2/2 upgrade a2 segment 2/2
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO items VALUES (6);
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 2 steps; the database stands at :sqlbundle_state
