-- ======== step 1/3: upgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/3 upgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '9min';
CREATE TABLE seen (at text, lock text, statement text);
CREATE FUNCTION look(at text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO seen VALUES (at, current_setting('lock_timeout'), current_setting('statement_timeout')) $$;
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;

-- ======== step 2/3: upgrade a2, segment 1/3, a transaction
-- a2
\echo sqlbundle: step 2/3 upgrade a2 segment 1/3
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '10min';
SELECT look('configured');
SET LOCAL lock_timeout = '1s';
SELECT look('lock');
SET LOCAL lock_timeout = '5s';
SELECT look('configured again');
COMMIT;

-- ======== step 2/3: upgrade a2, segment 2/3, outside any transaction
\echo sqlbundle: step 2/3 upgrade a2 segment 2/3
SET lock_timeout = '500ms';
SET statement_timeout = '1h';
CREATE INDEX CONCURRENTLY ix ON seen (at);
SET lock_timeout = '0';
SET statement_timeout = '0';

-- ======== step 2/3: upgrade a2, segment 3/3, a transaction
\echo sqlbundle: step 2/3 upgrade a2 segment 3/3
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SELECT look('no statement limit');
SET LOCAL lock_timeout = '3s';
SET LOCAL statement_timeout = '4s';
SELECT look('both');
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 3/3: upgrade a3, segment 1/2, a transaction
-- a3
\echo sqlbundle: step 3/3 upgrade a3 segment 1/2
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '10min';
SET lock_timeout = '2s';
SELECT look('own');
SET LOCAL lock_timeout = '1s';
SELECT look('before a limit of its own');
SET lock_timeout = '2s';
SELECT look('own again');
COMMIT;

-- ======== step 3/3: upgrade a3, segment 2/2, a transaction
\echo sqlbundle: step 3/3 upgrade a3 segment 2/2
BEGIN;
SET LOCAL statement_timeout = '10min';
SELECT look('own in the next transaction');
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 3 steps; the database stands at :sqlbundle_state
