-- ======== step 1/2: upgrade a1, segment 1/1, a transaction
-- Keep readings
\if :{?sqlbundle_at_1_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 1/2 upgrade a1 segment 1/1
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '1min';
CREATE TABLE readings (station int, taken_at timestamptz, celsius numeric, UNIQUE (station, taken_at));
CREATE TABLE stations (id int PRIMARY KEY, name text);
INSERT INTO readings SELECT g % 3, '2026-01-01Z'::timestamptz + g * interval '1 h', g / 10.0 FROM generate_series(1, 20) g;
:sqlbundle_reset SET LOCAL lock_timeout = '5s'; -- nothing that the revision set is seen by others
EXECUTE sqlbundle_last('a1', 1, 'dbcea69ce931f8af') \gset
INSERT INTO public.sqlbundle_version (version_num) VALUES ('a1') RETURNING 1 AS sqlbundle_x \gset
COMMIT; :sqlbundle_leave
\if :{?sqlbundle_stop_1} \set sqlbundle_go off \endif \endif

-- ======== step 2/2: upgrade b2, segment 1/3, a transaction
-- Count in Kelvin
\if :{?sqlbundle_at_2_1} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 upgrade b2 segment 1/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '1min';
SET LOCAL statement_timeout = 0;
SELECT pg_catalog.set_config('sqlbundle.locks', '{"public.readings": "ACCESS EXCLUSIVE"}', true) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.blockers', :'sqlbundle_blockers', true) AS sqlbundle_x \gset \\ :sqlbundle_take;
SET LOCAL statement_timeout = '1min';
ALTER TABLE readings ADD COLUMN kelvin numeric;
EXECUTE sqlbundle_done('b2', 1, 3, '20731630db1cd692') \gset
COMMIT;
\endif

-- ======== step 2/2: upgrade b2, segment 2/3, in batches of 3 rows by station, taken_at
\if :{?sqlbundle_at_2_2} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 upgrade b2 segment 2/3
EXECUTE sqlbundle_start('b2', 2, 3, 'd3a8bd37375143c2', '') \gset
SELECT pg_catalog.set_config('sqlbundle.log', :'sqlbundle_log', false) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.key', :'sqlbundle_key', false) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.blockers', :'sqlbundle_blockers', false) AS sqlbundle_x \gset
SET lock_timeout = '1s';
SET statement_timeout = 0; -- it would count all batches together
-- Some thousand at a time.
DO $sqlbundle$ -- in batches of 3 rows by station, taken_at
DECLARE sqlbundle_statement CONSTANT text := $sqlbundle_sql$
UPDATE readings AS r SET kelvin = celsius + 273.15
WHERE celsius < 1 -- cold
   OR celsius >= 1
$sqlbundle_sql$;
  sqlbundle_cursor jsonb; sqlbundle_end jsonb; sqlbundle_rows bigint; sqlbundle_n bigint; sqlbundle_begun timestamptz := pg_catalog.clock_timestamp(); sqlbundle_told timestamptz;
  sqlbundle_seen bigint; sqlbundle_seen_now bigint := 0; sqlbundle_total bigint; sqlbundle_last boolean := false; sqlbundle_sql text; sqlbundle_blockers text;
  sqlbundle_log CONSTANT text := pg_catalog.current_setting('sqlbundle.log'); sqlbundle_mine CONSTANT text := 'open AND revision = ''b2'' AND direction = ''upgrade'' AND segment = 2 AND state = ''started''';
  sqlbundle_at1 readings.station%TYPE; sqlbundle_to1 readings.station%TYPE; sqlbundle_stop1 readings.station%TYPE;
  sqlbundle_at2 readings.taken_at%TYPE; sqlbundle_to2 readings.taken_at%TYPE; sqlbundle_stop2 readings.taken_at%TYPE;
BEGIN
  EXECUTE pg_catalog.format('SELECT cursor::jsonb, coalesce(rows_done, 0) FROM %s WHERE %s', sqlbundle_log, sqlbundle_mine) INTO STRICT sqlbundle_cursor, sqlbundle_rows;
  -- Where the batches end: rows behind that were not there at the start, or have come there by what the statement does.
  IF sqlbundle_cursor IS NULL THEN
    IF EXISTS (SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid = a.atttypid WHERE attrelid = 'readings'::regclass AND attname IN ('station', 'taken_at') AND (typcategory IN ('A', 'C') OR typname IN ('json', 'jsonb', 'hstore'))) THEN
      RAISE EXCEPTION 'sqlbundle: a batch cannot walk along arrays, rows or JSON: station, taken_at' USING HINT = 'Choose another key.';
    END IF;
    EXECUTE 'SELECT pg_catalog.jsonb_build_array(station, taken_at) FROM readings WHERE true AND station IS NOT NULL AND taken_at IS NOT NULL ORDER BY station DESC, taken_at DESC LIMIT 1' INTO sqlbundle_end;
    sqlbundle_cursor := pg_catalog.jsonb_build_object('end', sqlbundle_end);
  END IF;
  sqlbundle_end := sqlbundle_cursor -> 'end';
  sqlbundle_at1 := sqlbundle_cursor -> 'key' ->> 0; sqlbundle_stop1 := sqlbundle_end ->> 0;
  sqlbundle_at2 := sqlbundle_cursor -> 'key' ->> 1; sqlbundle_stop2 := sqlbundle_end ->> 1;
  sqlbundle_seen := coalesce((sqlbundle_cursor ->> 'seen')::bigint, 0);
  SELECT sum(reltuples) INTO sqlbundle_total FROM pg_catalog.pg_class WHERE relkind <> 'p' AND reltuples > 0
    AND (oid = 'readings'::regclass OR oid IN (SELECT relid FROM pg_catalog.pg_partition_tree('readings'::regclass)));
  LOOP
    -- the next keys
    EXECUTE 'SELECT station, taken_at, sqlbundle_n FROM (SELECT station, taken_at, pg_catalog.row_number() OVER (ORDER BY station, taken_at) AS sqlbundle_n FROM (SELECT station, taken_at FROM readings WHERE true AND station IS NOT NULL AND taken_at IS NOT NULL' || CASE WHEN sqlbundle_at1 IS NULL THEN '' ELSE ' AND (station, taken_at) > ($1, $2)' END || ' AND (station, taken_at) <= ($3, $4) ORDER BY station, taken_at LIMIT 3) AS sqlbundle_w) AS sqlbundle_k ORDER BY sqlbundle_n DESC LIMIT 1' INTO sqlbundle_to1, sqlbundle_to2, sqlbundle_n USING sqlbundle_at1, sqlbundle_at2, sqlbundle_stop1, sqlbundle_stop2;
    sqlbundle_last := sqlbundle_to1 IS NULL;
    IF NOT sqlbundle_last THEN
      sqlbundle_sql := pg_catalog.overlay(sqlbundle_statement, ' (', 58, 0) || ') AND ' || CASE WHEN sqlbundle_at1 IS NULL THEN '' ELSE '(r.station, r.taken_at) > ($1, $2) AND ' END || '(r.station, r.taken_at) <= ($3, $4) AND r.station IS NOT NULL AND r.taken_at IS NOT NULL';
    ELSIF EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = 'readings'::regclass AND attname IN ('station', 'taken_at') AND NOT attnotnull) THEN
      sqlbundle_sql := pg_catalog.overlay(sqlbundle_statement, ' (', 58, 0) || ') AND ' || '(r.station IS NULL OR r.taken_at IS NULL)'; -- rows with a NULL in the key are the last batch
    ELSE
      sqlbundle_sql := NULL;
    END IF;
    IF NOT sqlbundle_last THEN sqlbundle_seen := sqlbundle_seen + sqlbundle_n; sqlbundle_seen_now := sqlbundle_seen_now + sqlbundle_n; END IF;
    sqlbundle_n := 0;
    FOR sqlbundle_try IN 1..5 LOOP
      BEGIN
        IF sqlbundle_sql IS NOT NULL THEN EXECUTE sqlbundle_sql USING sqlbundle_at1, sqlbundle_at2, sqlbundle_to1, sqlbundle_to2; GET DIAGNOSTICS sqlbundle_n = ROW_COUNT; END IF;
        EXIT;
      EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      EXECUTE pg_catalog.current_setting('sqlbundle.blockers') INTO sqlbundle_blockers USING 'readings', 'EXCLUSIVE';
      IF sqlbundle_try = 5 THEN RAISE EXCEPTION 'sqlbundle: no lock on %, in 5 attempts (%); %', 'the rows of a batch of ' || 'readings', SQLERRM, sqlbundle_blockers
        USING ERRCODE = SQLSTATE, HINT = 'Nothing of this transaction is done. When who holds it has ended, run this script again.'; END IF;
      RAISE INFO 'sqlbundle: attempt % of 5 at a batch: %; %', sqlbundle_try, SQLERRM, sqlbundle_blockers;
      END;
      COMMIT; -- so that nothing is locked in the pause
      PERFORM pg_catalog.pg_sleep(least(0.2 * 2 ^ sqlbundle_try * (0.5 + pg_catalog.random()), 60));
    END LOOP;
    sqlbundle_rows := sqlbundle_rows + sqlbundle_n;
    IF NOT sqlbundle_last THEN
      sqlbundle_cursor := pg_catalog.jsonb_build_object('end', sqlbundle_end, 'key', pg_catalog.jsonb_build_array(sqlbundle_to1, sqlbundle_to2), 'seen', sqlbundle_seen);
      sqlbundle_at1 := sqlbundle_to1; sqlbundle_at2 := sqlbundle_to2;
    END IF;
    -- the cursor is kept in the transaction that has changed the rows, while this very backend has the lock
    EXECUTE pg_catalog.format('UPDATE %s SET cursor = $1, rows_done = $2, state = CASE WHEN $3 THEN ''done'' ELSE state END, done_at = CASE WHEN $3 THEN pg_catalog.clock_timestamp() END WHERE %s', sqlbundle_log, sqlbundle_mine)
      || ' AND pg_catalog.pg_backend_pid() IN (SELECT pid FROM pg_catalog.pg_locks WHERE locktype = ''advisory'' AND granted AND classid = 1936812130 AND objsubid = 2 AND objid = (pg_catalog.current_setting(''sqlbundle.key'')::bigint & 4294967295)::oid AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))' USING sqlbundle_cursor::text, sqlbundle_rows, sqlbundle_last;
    GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;
    IF sqlbundle_n <> 1 THEN RAISE EXCEPTION 'sqlbundle: this session has lost its lock (a pooler in transaction mode?), backend %', pg_catalog.pg_backend_pid(); END IF;
    COMMIT;
    IF sqlbundle_last OR sqlbundle_told IS NULL OR pg_catalog.clock_timestamp() > sqlbundle_told + interval '1 s' THEN
      sqlbundle_told := pg_catalog.clock_timestamp();
      RAISE INFO 'sqlbundle: step 2/2 upgrade b2 segment 2/3: % rows changed, % seen%', sqlbundle_rows, sqlbundle_seen,
        CASE WHEN sqlbundle_last THEN ', all batches done' WHEN sqlbundle_total > sqlbundle_seen THEN pg_catalog.format(' of about %s, about %s left', sqlbundle_total,
          pg_catalog.make_interval(secs => pg_catalog.round(extract(epoch FROM sqlbundle_told - sqlbundle_begun)::numeric / sqlbundle_seen_now * (sqlbundle_total - sqlbundle_seen))::float8)) ELSE '' END;
    END IF;
    EXIT WHEN sqlbundle_last;
    PERFORM pg_catalog.pg_sleep(0.01);
  END LOOP;
END $sqlbundle$;
-- or not
SET lock_timeout = 0; SET statement_timeout = 0; :sqlbundle_reset :sqlbundle_leave
\endif

-- ======== step 2/2: upgrade b2, segment 3/3, a transaction
\if :{?sqlbundle_at_2_3} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step 2/2 upgrade b2 segment 3/3
BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '1min';
SET LOCAL statement_timeout = 0;
SELECT pg_catalog.set_config('sqlbundle.locks', '{"public.readings": "ACCESS EXCLUSIVE", "public.stations": "SHARE ROW EXCLUSIVE"}', true) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.blockers', :'sqlbundle_blockers', true) AS sqlbundle_x \gset \\ :sqlbundle_take;
SET LOCAL statement_timeout = '1min';
ALTER TABLE readings ALTER COLUMN kelvin SET NOT NULL;
ALTER TABLE stations ADD FOREIGN KEY (id) REFERENCES stations;
EXECUTE sqlbundle_last('b2', 3, 'fe757cc77def0318') \gset
UPDATE public.sqlbundle_version SET version_num = 'b2' WHERE version_num = 'a1' RETURNING 1 AS sqlbundle_x \gset
COMMIT;
\if :{?sqlbundle_stop_2} \set sqlbundle_go off \endif \endif

-- ======== the end
SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state,
  (extract(epoch FROM pg_catalog.clock_timestamp())::numeric - :sqlbundle_began)::numeric(12, 1) AS sqlbundle_seconds FROM public.sqlbundle_version \gset
\echo sqlbundle: done in :sqlbundle_seconds s, the database stands at :sqlbundle_state
SELECT pg_catalog.pg_advisory_unlock(1936812130, :'sqlbundle_key'::int) AS sqlbundle_x \gset
