-- ======== step 1/3: upgrade a1, segment 1/1, a transaction
-- a1
\echo sqlbundle: step 1/3 upgrade a1 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
CREATE TABLE log (id serial, what text);
CREATE FUNCTION sets() RETURNS text LANGUAGE sql AS $$ SELECT set_config('app.a', 'by a function', false) $$;
INSERT INTO log (what) SELECT sets();
CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM sets(); RETURN NEW; END';
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 2/3: upgrade a2, segment 1/1, a transaction
-- a2
\echo sqlbundle: step 2/3 upgrade a2 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO log (what) VALUES (coalesce(nullif(current_setting('app.a', true), ''), 'nothing'));
CREATE TRIGGER fires BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION fires();
INSERT INTO log (what) VALUES ('fired');
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

-- ======== step 3/3: upgrade a3, segment 1/1, a transaction
-- a3
\echo sqlbundle: step 3/3 upgrade a3 segment 1/1
BEGIN;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO log (what) VALUES (coalesce(nullif(current_setting('app.a', true), ''), 'nothing'));
RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- no revision sees another's settings
:sqlbundle_session SET LOCAL lock_timeout = '5s';
UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a2' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables

SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM public.sqlbundle_version \gset
\echo sqlbundle: done, 3 steps; the database stands at :sqlbundle_state
