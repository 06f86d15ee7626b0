-- ======== step 1/1: upgrade a1, segment 1/5, a transaction
-- a1
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 1/5
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
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
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_done('a1', 1, 5, '74eeaca85610bba4') \gset
COMMIT; :sqlbundle_leave
\endif

-- ======== step 1/1: upgrade a1, segment 2/5, outside any transaction
\if :{?sqlbundle_at_1_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 2/5
SELECT '' AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 2, 5, '97fd32b5685bccf3', :'sqlbundle_look') \gset
SELECT CASE WHEN :'sqlbundle_again' THEN 'an earlier run was cut off in CALL at migrations/a1.sql:20, and nobody can know whether the procedure has done its work, or a part of it' ELSE '' END AS sqlbundle_why,
  '' || pg_catalog.format('If it had its effect: UPDATE %1$s SET state = ''done'', done_at = now() WHERE open AND revision = ''a1'' AND segment = 2; if it had none: DELETE FROM %1$s WHERE open AND revision = ''a1'' AND segment = 2; Then run this script again.', :'sqlbundle_log') AS sqlbundle_hint \gset
:sqlbundle_raise;
CALL note_twice('outside');
:sqlbundle_reset :sqlbundle_leave EXECUTE sqlbundle_done('a1', 2, 5, '97fd32b5685bccf3') \gset
\endif

-- ======== step 1/1: upgrade a1, segment 3/5, outside any transaction
\if :{?sqlbundle_at_1_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 3/5
SELECT '' AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 3, 5, '9488b1191d5b2f0b', :'sqlbundle_look') \gset
SELECT CASE WHEN :'sqlbundle_again' THEN 'an earlier run was cut off in DO at migrations/a1.sql:21, and nobody can know whether the block has done its work, or a part of it' ELSE '' END AS sqlbundle_why,
  '' || pg_catalog.format('If it had its effect: UPDATE %1$s SET state = ''done'', done_at = now() WHERE open AND revision = ''a1'' AND segment = 3; if it had none: DELETE FROM %1$s WHERE open AND revision = ''a1'' AND segment = 3; Then run this script again.', :'sqlbundle_log') AS sqlbundle_hint \gset
:sqlbundle_raise;
DO $do$
BEGIN
    FOR i IN 1..2 LOOP
        INSERT INTO log VALUES ('row ' || i);
        COMMIT;
    END LOOP;
END $do$;
:sqlbundle_reset :sqlbundle_leave EXECUTE sqlbundle_done('a1', 3, 5, '9488b1191d5b2f0b') \gset
\endif

-- ======== step 1/1: upgrade a1, segment 4/5, outside any transaction
\if :{?sqlbundle_at_1_4} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 4/5
SELECT '' AS sqlbundle_look \gset
EXECUTE sqlbundle_start('a1', 4, 5, '5aeb8e4f9c2336bb', :'sqlbundle_look') \gset
SELECT CASE WHEN :'sqlbundle_again' THEN 'an earlier run was cut off in DO at migrations/a1.sql:29, and nobody can know whether the block has done its work, or a part of it' ELSE '' END AS sqlbundle_why,
  '' || pg_catalog.format('If it had its effect: UPDATE %1$s SET state = ''done'', done_at = now() WHERE open AND revision = ''a1'' AND segment = 4; if it had none: DELETE FROM %1$s WHERE open AND revision = ''a1'' AND segment = 4; Then run this script again.', :'sqlbundle_log') AS sqlbundle_hint \gset
:sqlbundle_raise;
DO LANGUAGE plpgsql 'BEGIN INSERT INTO log VALUES (''alone''); END';
:sqlbundle_reset :sqlbundle_leave EXECUTE sqlbundle_done('a1', 4, 5, '5aeb8e4f9c2336bb') \gset
\endif

-- ======== step 1/1: upgrade a1, segment 5/5, a transaction
\if :{?sqlbundle_at_1_5} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/1 upgrade a1 segment 5/5
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
INSERT INTO log VALUES ('last');
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a1', 5, 'c96756df739feaf3') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
