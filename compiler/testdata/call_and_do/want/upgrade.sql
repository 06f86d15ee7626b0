-- ======== step 1/1: upgrade a1, segment 1/5, a transaction
-- a1
\echo sqlbundle: step 1/1 upgrade a1 segment 1/5
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE log (what text);
CREATE PROCEDURE note(what text) LANGUAGE sql AS 'INSERT INTO log VALUES (what)';
CREATE PROCEDURE note_twice(what text) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log VALUES (what);
    COMMIT;
    INSERT INTO log VALUES (what);
END $$;
CALL note('in the transaction');
DO $$ BEGIN
    -- a comment: COMMIT;
    INSERT INTO log VALUES ('COMMIT; is text here');
END $$;
COMMIT;

-- ======== step 1/1: upgrade a1, segment 2/5, outside any transaction
\echo sqlbundle: step 1/1 upgrade a1 segment 2/5
CALL note_twice('outside');

-- ======== step 1/1: upgrade a1, segment 3/5, outside any transaction
\echo sqlbundle: step 1/1 upgrade a1 segment 3/5
DO $do$
BEGIN
    FOR i IN 1..2 LOOP
        INSERT INTO log VALUES ('row ' || i);
        COMMIT;
    END LOOP;
END $do$;

-- ======== step 1/1: upgrade a1, segment 4/5, outside any transaction
\echo sqlbundle: step 1/1 upgrade a1 segment 4/5
DO LANGUAGE plpgsql 'BEGIN INSERT INTO log VALUES (''alone''); END';

-- ======== step 1/1: upgrade a1, segment 5/5, a transaction
\echo sqlbundle: step 1/1 upgrade a1 segment 5/5
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO log VALUES ('last');
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 1 step; the database stands at :sqlbundle_state
