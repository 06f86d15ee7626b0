-- ======== step 1/14: downgrade b5, segment 1/1, a transaction
-- b5
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('start', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = 102;
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 09cab0f374c3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b5' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b5', 'downgrade', 1, 1, '47d2e67a10536dd2', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'b4' WHERE version_num = 'b5';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b5/1 leaving', false);
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b5/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b5/1', false);
END $sqlbundle$;

-- ======== step 2/14: downgrade b4, segment 1/1, a transaction
-- b4
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('b5/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = 101;
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 09cab0f374c3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b4' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b4', 'downgrade', 1, 1, '52bdbf23af4c39cf', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'b3' WHERE version_num = 'b4';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b4/1 leaving', false);
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b4/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b4/1', false);
END $sqlbundle$;

-- ======== step 3/14: downgrade b3, segment 1/1, a transaction
-- b3
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('b4/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = 100;
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 09cab0f374c3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b3' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b3', 'downgrade', 1, 1, 'a03e28bf6ff20c16', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'b3';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b3/1 leaving', false);
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b3/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b3/1', false);
END $sqlbundle$;

-- ======== step 4/14: downgrade b2, segment 1/1, a transaction
-- b2
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('b3/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items WHERE id = (SELECT max(id) FROM items);
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 09cab0f374c3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b2' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b2', 'downgrade', 1, 1, 'ccf46a3a006cd3a8', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'b1' WHERE version_num = 'b2';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b2/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b2/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b2/1', false);
END $sqlbundle$;

-- ======== step 5/14: downgrade b1, segment 1/1, a transaction
-- b1
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('b2/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
SET CONSTRAINTS ALL DEFERRED;
UPDATE items SET id = 23 - id;
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 09cab0f374c3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'b1' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('b1', 'downgrade', 1, 1, 'bc1d75db3421e312', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a9' WHERE version_num = 'b1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b1/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'b1/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'b1/1', false);
END $sqlbundle$;

-- ======== step 6/14: downgrade a9, segment 1/1, a transaction
-- a9
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('b1/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
UPDATE items SET id = id - 10;
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 09cab0f374c3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a9' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a9', 'downgrade', 1, 1, '228bae011373e61a', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a8' WHERE version_num = 'a9';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a9/1 leaving', false);
END $sqlbundle$;
COMMIT;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a9/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a9/1', false);
END $sqlbundle$;

-- ======== step 7/14: downgrade a8, segment 1/1, a transaction
-- a8
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a9/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM items;
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 09cab0f374c3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a8' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a8', 'downgrade', 1, 1, '14bf21194dbfe9d7', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a7' WHERE version_num = 'a8';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a8/1 leaving', false);
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a8/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a8/1', false);
END $sqlbundle$;

-- ======== step 8/14: downgrade a7, segment 1/1, a transaction
-- a7
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a8/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DELETE FROM moods;
DO $sqlbundle1$ BEGIN
  RESET SESSION AUTHORIZATION;
  RESET ROLE;
  RESET ALL;
  SET statement_timeout = 0;
  DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$;
  SET statement_timeout = 0;
  SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on;
  SET client_min_messages = notice;
  SET quote_all_identifiers = off;
  SET application_name = 'sqlbundle 09cab0f374c3';
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN IF v >= 140000 THEN SET idle_session_timeout = 0; BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$;
  SET default_transaction_read_only = on;
END $sqlbundle1$; SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a7' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a7', 'downgrade', 1, 1, '46bf7f2c85a3b49a', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a6' WHERE version_num = 'a7';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a7/1 leaving', false);
END $sqlbundle$;
DO $sqlbundle$ BEGIN
  IF pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM 'a7/1 leaving' THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement has failed, so this one is not run' USING HINT = 'The first error says why.'; END IF;
  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a7/1', false);
END $sqlbundle$;

-- ======== step 9/14: downgrade a6, segment 1/1, a transaction
-- a6
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a7/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a6' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a6', 'downgrade', 1, 1, '327c292e316433d8', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a5' WHERE version_num = 'a6';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a6/1', false);
END $sqlbundle$;

-- ======== step 10/14: downgrade a5, segment 1/1, a transaction
-- a5
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a6/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a5' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a5', 'downgrade', 1, 1, '327c292e316433d8', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a4' WHERE version_num = 'a5';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a5/1', false);
END $sqlbundle$;

-- ======== step 11/14: downgrade a4, segment 1/1, a transaction
-- a4
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a5/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE moods;
DROP TYPE mood;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a4' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a4', 'downgrade', 1, 1, '18ebf2b69a24c542', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a3' WHERE version_num = 'a4';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a4/1', false);
END $sqlbundle$;
COMMIT;

-- ======== step 12/14: downgrade a3, segment 1/2, outside any transaction
-- a3
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a4/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.before', coalesce((SELECT pg_catalog.format('%s %s', indexrelid, indisvalid) FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass('ix')), ''), false);
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a3', 'downgrade', 1, 2, 'cc05cc9913fbb296', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'started', true, pg_catalog.current_setting('sqlbundle.before'), NULL, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')
    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1
    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;
  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', 'a3/1', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);
END $sqlbundle$;
COMMIT;
DROP INDEX CONCURRENTLY ix;
SET default_transaction_read_only = on;
SET SESSION default_transaction_read_only = on; -- once more, in case that has failed
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a4/1', 'a3/1')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_before text := pg_catalog.current_setting('sqlbundle.before', true); sqlbundle_left text; BEGIN
  IF (sqlbundle_before <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(sqlbundle_before, ' ', 1))) THEN RETURN; END IF;
  RAISE EXCEPTION 'sqlbundle: %', 'DROP INDEX at migrations/a3.sql:10 has failed, or has not had its effect' USING HINT = 'Mend what the first error says. ' || CASE 'a4/1' WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle downgrade b5:base --sql --dialect plain' || CASE 'a4/1' WHEN 'start' THEN '' ELSE ' --after ' || 'a4/1' END END;
END $sqlbundle$;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = 'a3' AND direction = 'downgrade' AND segment = 1;
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the log during the run' USING HINT = 'Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a3/1', false);
END $sqlbundle$;
COMMIT;

-- ======== step 12/14: downgrade a3, segment 2/2, a transaction
BEGIN;
SET TRANSACTION READ WRITE;
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a3/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE items;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a3' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a3', 'downgrade', 2, 2, '7c09b2214f791a26', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a2' WHERE version_num = 'a3';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a3/2', false);
END $sqlbundle$;

-- ======== step 13/14: downgrade a2, segment 1/1, a transaction
-- a2
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a3/2', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_a2;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a2' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a2', 'downgrade', 1, 1, '54a5e6e39398a74c', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  UPDATE public.sqlbundle_version SET version_num = 'a1' WHERE version_num = 'a2';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a2/1', false);
END $sqlbundle$;

-- ======== step 14/14: downgrade a1, segment 1/1, a transaction
-- a1
DO $sqlbundle$ DECLARE sqlbundle_is record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN RAISE EXCEPTION 'sqlbundle: %', 'this is not the session in which the script began' USING HINT = 'Run the script again, from its first line, in one session.'; END IF;
  EXECUTE $x$EXECUTE sqlbundle_guard('a2/1', '')$x$ INTO sqlbundle_is;
  IF sqlbundle_is.why <> '' THEN RAISE EXCEPTION 'sqlbundle: %', sqlbundle_is.why USING HINT = 'Nothing is done here. ' || sqlbundle_is.hint; END IF;
END $sqlbundle$;
SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '0';
DROP TABLE t_a1;
DO $sqlbundle$ DECLARE sqlbundle_n bigint; BEGIN
  IF pg_catalog.current_setting('transaction_read_only')::bool THEN RAISE EXCEPTION 'sqlbundle: %', 'an earlier statement of this transaction has failed, so nothing is done here' USING HINT = 'The first error of the script says why.'; END IF;
  UPDATE public.sqlbundle_log SET open = false WHERE open AND revision = 'a1' AND direction = 'downgrade';
  INSERT INTO public.sqlbundle_log AS l (revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)
    VALUES ('a1', 'downgrade', 1, 1, '3b2d53bbf79c1f25', '09cab0f374c3fee5d72fc0e509ef388eb77f086e6ec36321308b0ec64a117922', 'done', false, NULL, pg_catalog.clock_timestamp(), coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain');
  DELETE FROM public.sqlbundle_version WHERE version_num = 'a1';
  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
  IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: %', 'somebody has changed the tracking table during the run' USING HINT = 'The transaction is rolled back. Run this script again: it says where the database stands.'; END IF;
  PERFORM pg_catalog.set_config('sqlbundle.after', 'a1/1', false);
END $sqlbundle$;
COMMIT;

-- ======== the end
DO $sqlbundle$ DECLARE sqlbundle_at text := coalesce(pg_catalog.current_setting('sqlbundle.after', true), ''); sqlbundle_state text; BEGIN
  PERFORM pg_catalog.pg_advisory_unlock(1936812130, pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))) FROM (SELECT 1) held WHERE pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid::bigint = pg_catalog.hashtext(pg_catalog.format('%I.%I', 'public', 'sqlbundle_version'))::bigint & 4294967295 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()));
  IF sqlbundle_at = '' THEN RAISE EXCEPTION 'sqlbundle: %', 'not begun, or refused' USING HINT = 'The first error of this script says why.'; END IF;
  IF sqlbundle_at <> 'a1/1' THEN RAISE EXCEPTION 'sqlbundle: %', 'stopped: not all is done' USING HINT = 'Mend what the first error says. ' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN 'Then run this script again.' ELSE 'Make the rest: sqlbundle downgrade b5:base --sql --dialect plain' || CASE pg_catalog.split_part(sqlbundle_at, ' ', 1) WHEN 'start' THEN '' ELSE ' --after ' || pg_catalog.split_part(sqlbundle_at, ' ', 1) END END; END IF;
  SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') INTO sqlbundle_state FROM public.sqlbundle_version;
  PERFORM pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.state', sqlbundle_state, false);
END $sqlbundle$;
RESET default_transaction_read_only;
SELECT 'sqlbundle: done, the database stands at ' || pg_catalog.current_setting('sqlbundle.state', true) AS sqlbundle;
