-- ======== step 1/1: upgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/1 upgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE log (what text);
CREATE PROCEDURE note(t text)
BEGIN ATOMIC
    INSERT INTO log VALUES (t);
    INSERT INTO log SELECT CASE t WHEN 'x' THEN 'y' ELSE 'end' END;
END;
CREATE OR REPLACE FUNCTION doubled(a int) RETURNS int RETURN a * 2;
CALL note('x');
CREATE RULE twice AS ON INSERT TO log DO ALSO (NOTIFY log; NOTIFY twice);
INSERT INTO log VALUES ('z');
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 1 step; the database stands at :sqlbundle_state
