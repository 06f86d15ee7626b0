package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sqlbundle/internal/pgtest"
)

// batchKey is a kind of key along which a batch walks.
type batchKey struct {
	name, columns string // as CREATE TABLE has them
	key           string // as the directive has it
	values        string // what INSERT gives for the row number g
	table         string // behind the columns
	before        string // of the UPDATE
	types         string // before CREATE TABLE
}

var batchKeys = []batchKey{
	{name: "integer", columns: "id int PRIMARY KEY", key: "id", values: "g * 3 - 200"},
	{name: "bigint with NULLs", columns: "id bigint UNIQUE", key: "id", values: "CASE WHEN g % 10 > 0 THEN g * 10000000000 END"},
	{name: "uuid", columns: "id uuid PRIMARY KEY", key: "id", values: "md5(g::text)::uuid"},
	{name: "text", columns: "id text UNIQUE", key: "id", values: `CASE g WHEN 1 THEN '' WHEN 2 THEN '"' WHEN 3 THEN '\' WHEN 4 THEN E'a\nb' WHEN 5 THEN 'ÄÖ 😀' WHEN 6 THEN NULL ELSE md5(g::text) END`},
	{name: "text of another collation", columns: `id text COLLATE "C" PRIMARY KEY`, key: "id", values: "CASE g % 2 WHEN 0 THEN 'a' ELSE 'B' END || g"},
	{
		name: "timestamptz", columns: "at timestamptz UNIQUE", key: "at", before: "SET timezone = 'Asia/Kathmandu'; SET datestyle = 'German';",
		values: "CASE g WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity' WHEN 3 THEN '0044-03-15 00:00+00 BC' WHEN 4 THEN NULL ELSE '2026-03-29 00:30+00'::timestamptz + g * interval '7 min 0.000001 s' END",
	},
	{name: "composite", columns: "tenant int, id uuid, UNIQUE (tenant, id)", key: "tenant,id", values: "nullif(g % 5, 4), CASE WHEN g % 11 > 0 THEN md5(g::text)::uuid END"},
	{name: "three columns", columns: "a date, b numeric, c char(3), UNIQUE (a, b, c)", key: "a,b,c", values: "'2026-01-01'::date + g % 3, g % 4 / 7.0, g", before: "SET datestyle = 'SQL, DMY';"},
	{name: "a quoted name", columns: `"Key, of "" it" int PRIMARY KEY`, key: `"Key, of "" it"`, values: "g"},
	{name: "partitioned", columns: "id int PRIMARY KEY", key: "id", values: "g", table: " PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (MINVALUE) TO (60); CREATE TABLE t2 PARTITION OF t DEFAULT"},
	{
		name: "a domain", columns: "tenant int, code code, UNIQUE (tenant, code)", key: "tenant,code", values: "g % 5, md5(g::text)",
		types: "CREATE DOMAIN word AS varchar(40) CHECK (VALUE IS NOT NULL);\nCREATE DOMAIN code AS word NOT NULL;\n",
	},
	{name: "values that are not unique", columns: "id int", key: "id", values: "g % 13"},
}

// rowsInBatches are the rows of the tables; their batches hold seven.
const rowsInBatches = 120

// batchProject has a revision that changes the rows for which n is 0 in
// batches, so that its own condition is false afterwards, and a way back that
// deletes in batches.
func batchProject(t testing.TB, k batchKey, pause string) testProject {
	return made(t, oldest+"[bundle]\nlock_timeout = '2s'\n",
		rev{
			id: "aa", down: "DROP TABLE t;",
			up: k.types + "CREATE TABLE t (" + k.columns + ", row int, n int NOT NULL, touched int NOT NULL DEFAULT 0, fresh boolean NOT NULL DEFAULT false)" + k.table + ";",
		},
		rev{
			id: "bb", down: "-- sqlbundle:batch key=" + k.key + " size=7\nDELETE FROM t WHERE n = 1 OR fresh;",
			up: k.before + "\nCREATE TABLE other (n int);\n-- sqlbundle:batch key=" + k.key + " size=7" + pause +
				"\n/* ä */ UPDATE t AS x SET n = 1, touched = touched + 1 -- ö\nWHERE n = 0 AND NOT fresh OR false; -- behind it\nINSERT INTO other VALUES (1);",
		})
}

// bomb ends the backend in the middle of a batch that meets a certain row.
const bomb = `CREATE TABLE bomb (row int);
	CREATE FUNCTION explode() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		IF EXISTS (SELECT FROM bomb WHERE bomb.row = OLD.row) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
		RETURN coalesce(NEW, OLD); END $$;
	CREATE TRIGGER explode BEFORE UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION explode();`

// TestBatchesVersions holds that a batch changes each row that matches at the
// start exactly once, whatever the key, wherever the run is cut off, and while
// others insert and delete.
func TestBatchesVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		chance := rand.New(rand.NewPCG(uint64(s.Major), 6))
		for _, k := range batchKeys {
			seed := chance.Uint64()
			t.Run(k.name, func(t *testing.T) {
				t.Parallel()
				batchesSurvive(t, s.Database(t), k, rand.New(rand.NewPCG(seed, 1)))
			})
		}
	})
}

func batchesSurvive(t *testing.T, db *pgtest.DB, k batchKey, chance *rand.Rand) {
	upgrade, rollback := batchProject(t, k, "").scripts("head")
	finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=aa"))
	db.Exec(fmt.Sprintf("INSERT INTO t SELECT %s, g, CASE WHEN g %% 4 = 0 THEN 5 ELSE 0 END FROM generate_series(1, %d) g ORDER BY md5(g::text)", k.values, rowsInBatches))
	db.Exec(bomb)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	conn := db.Connect()
	go func() {
		for i := 0; ; i++ {
			select {
			case <-ctx.Done():
				ended <- nil
				return
			case <-time.After(time.Millisecond):
			}
			sql := fmt.Sprintf("INSERT INTO t SELECT %s, -1, 0, 0, true FROM generate_series(%d, %[2]d) g ON CONFLICT DO NOTHING", k.values, rowsInBatches+1+i%500)
			if i%3 == 0 {
				sql = "DELETE FROM t WHERE fresh AND row = -1 AND touched = 0"
			}
			if _, err := conn.Exec(context.Background(), sql); err != nil && !strings.Contains(err.Error(), "deadlock") {
				ended <- err
				return
			}
		}
	}()
	for range 8 {
		db.Exec(fmt.Sprintf("TRUNCATE bomb; INSERT INTO bomb SELECT row FROM t WHERE n = 0 AND NOT fresh ORDER BY md5(row::text || '%d') LIMIT 1", chance.Int()))
		if len(db.Query("TABLE bomb")) == 0 {
			break // all rows are done but for the end of the loop
		}
		if got := db.PsqlFile(upgrade); got.Status != 2 {
			t.Fatalf("the run is not cut off: status %d\n%s", got.Status, got.Stderr)
		}
	}
	db.Exec("TRUNCATE bomb")
	finished(t, db.PsqlFile(upgrade))
	finished(t, db.PsqlFile(upgrade), "nothing to do")
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	wrong := db.Query(`SELECT row, n, touched FROM t WHERE NOT CASE WHEN fresh THEN touched = 0 WHEN row % 4 = 0 THEN n = 5 AND touched = 0 ELSE n = 1 AND touched = 1 END`)
	same(t, "rows that were changed twice, or not at all", wrong, [][]string{})
	same(t, "rows, changed rows, the log, what stands behind the batch", db.Query(`SELECT (SELECT count(*) FROM t WHERE NOT fresh), (SELECT count(*) FROM t WHERE n = 1),
		(SELECT rows_done FROM sqlbundle_log WHERE revision = 'bb' AND cursor IS NOT NULL), (SELECT count(*) FROM other)`),
		[][]string{{fmt.Sprint(rowsInBatches), fmt.Sprint(rowsInBatches * 3 / 4), fmt.Sprint(rowsInBatches * 3 / 4), "1"}})

	db.Exec("INSERT INTO bomb SELECT row FROM t WHERE n = 1 ORDER BY md5(row::text) LIMIT 1")
	if got := db.PsqlFile(rollback, "-v", "sqlbundle_stop_after=bb"); got.Status != 2 {
		t.Errorf("the way back is not cut off: status %d\n%s", got.Status, got.Stderr)
	}
	db.Exec("TRUNCATE bomb")
	finished(t, db.PsqlFile(rollback, "-v", "sqlbundle_stop_after=bb"))
	same(t, "rows that are left", db.Query("SELECT count(*), min(n), bool_or(fresh) FROM t"), [][]string{{fmt.Sprint(rowsInBatches / 4), "5", "f"}})
	same(t, "progress", progressOf(db), []string{})
}

// TestBatchesGoOn cuts a run between each two batches, and holds that the next
// one begins where it stopped.
func TestBatchesGoOn(t *testing.T) {
	s := pgtest.Shared(t, 0)
	db := s.Database(t)
	upgrade, _ := batchProject(t, batchKeys[0], " pause=10s").scripts("head")
	finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=aa"))
	db.Exec("INSERT INTO t SELECT g, g, 0 FROM generate_series(1, 24) g")
	const sleeping = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep' AND application_name LIKE 'sqlbundle %'"
	for _, done := range []string{"7", "14", "21", "24"} {
		wait := running(t, db, "-X", "-f", upgrade)
		pid := await(t, db, sleeping)
		same(t, "rows that are done", db.Query("SELECT rows_done, cursor::jsonb ->> 'seen' FROM sqlbundle_log WHERE cursor IS NOT NULL"), [][]string{{done, done}})
		same(t, "locks in the pause", db.Query("SELECT relation::regclass, mode FROM pg_locks WHERE pid = "+pid+" AND relation IN ('t'::regclass, 'sqlbundle_log'::regclass)"), [][]string{})
		db.Exec("SELECT pg_terminate_backend(" + pid + ")")
		if got := wait(); got.Status != 2 || !strings.Contains(got.Stderr, "INFO:  sqlbundle: step 2/2 upgrade bb segment 2/3: "+done+" rows changed, "+done+" seen") {
			t.Errorf("status %d\n%s", got.Status, got.Stderr)
		}
	}
	got := db.PsqlFile(upgrade)
	finished(t, got, "going on inside bb, at its segment 2")
	if !strings.Contains(got.Stderr, "24 rows changed, 24 seen, all batches done") {
		t.Error(got.Stderr)
	}
	same(t, "rows", db.Query("SELECT count(*), min(touched), max(touched) FROM t"), [][]string{{"24", "1", "1"}})
}

// TestBatchStatements holds that the range of a batch is put into the right
// place of each form of statement.
func TestBatchStatements(t *testing.T) {
	s := pgtest.Shared(t, 0)
	statements := []struct{ name, sql, want string }{
		{"without a condition", "UPDATE t SET n = n + 1", "1,2,3,4,5,6,7,8,9"},
		{"OR", "UPDATE t SET n = n + 1 WHERE id = 2 OR id > 8", "0,2,2,3,4,5,6,7,9"},
		{"a comment in between", "UPDATE t SET n = n + 1 WHERE -- '(\n /* WHERE */ id = 2 OR id > 8", "0,2,2,3,4,5,6,7,9"},
		{"other conditions in parentheses", "UPDATE t SET n = (SELECT max(o.id) FROM t o WHERE o.id < t.id) WHERE EXISTS (SELECT FROM t o WHERE o.id = t.id + 1) OR false", "1,2,3,4,5,6,7,8,"},
		{"FROM", "UPDATE t SET n = s.m FROM (VALUES (1, 10), (4, 40)) s (id, m) WHERE s.id = t.id", "1,2,4,5,6,7,8,10,40"},
		{"WITH", "WITH s AS (SELECT id FROM t WHERE id < 3) UPDATE t AS \"T x\" SET n = 20 FROM s WHERE s.id = \"T x\".id", "2,3,4,5,6,7,8,20,20"},
		{"DELETE USING", "DELETE FROM public.t USING (SELECT 5 AS id UNION SELECT 6) s WHERE s.id = t.id", "0,1,2,3,6,7,8"},
		{"DELETE without a condition", "DELETE FROM ONLY t", ""},
		{"the tags of the block", "UPDATE t SET n = length('$sqlbundle$ $sqlbundle_sql$ %I :x') WHERE id = 1 -- ", "1,2,3,4,5,6,7,8,33"},
		{"text that counts as one character", "UPDATE t SET n = length('äöü😀') WHERE id = 1 OR 'ß' = 'ss'", "1,2,3,4,4,5,6,7,8"},
		{"a function", "UPDATE t SET n = twice(n)", "0,2,4,6,8,10,12,14,16"},
	}
	for _, st := range statements {
		for _, encoding := range []string{"UTF8", "SQL_ASCII"} {
			if encoding == "SQL_ASCII" && !strings.Contains(st.name, "character") {
				continue
			}
			t.Run(st.name+" "+encoding, func(t *testing.T) {
				t.Parallel()
				db := s.Database(t)
				if encoding != "UTF8" {
					if err := s.DropDatabase(db.Name); err != nil {
						t.Fatal(err)
					}
					psql(t, s.Command("postgres", "-c", "CREATE DATABASE "+db.Name+" TEMPLATE template0 ENCODING '"+encoding+"' LC_COLLATE 'C' LC_CTYPE 'C'"))
				}
				p := made(t, "[bundle]\nlock_retries = 1\n", rev{id: "aa", up: "-- sqlbundle:batch key=id size=2\n" + strings.TrimSuffix(st.sql, " -- ") + ";", down: "SELECT 1;"})
				db.Exec("CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t SELECT g, g - 1 FROM generate_series(1, 9) g; CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql RETURN $1 * 2")
				want := st.want
				if encoding != "UTF8" {
					want = "1,2,3,4,5,6,7,8,10" // it counts bytes
				}
				finished(t, db.Psql(p.sql("upgrade", "head")))
				same(t, "n", db.Query("SELECT coalesce(string_agg(coalesce(n::text, ''), ',' ORDER BY n), '') FROM t"), [][]string{{want}})
			})
		}
	}
}

// TestBatchSettings holds that a batch runs with what its revision has set, and
// that the tracking schema may be found by the search_path.
func TestBatchSettings(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	p := made(t, "[tracking]\nschema = ''\n[bundle]\nstatement_timeout = '1s'\n",
		rev{id: "aa", up: "CREATE SCHEMA shop; CREATE TABLE shop.t (id int PRIMARY KEY, n text); INSERT INTO shop.t SELECT g FROM generate_series(1, 5) g;", down: "DROP SCHEMA shop CASCADE;"},
		rev{
			id: "bb", down: "SELECT 1;",
			up: "SET search_path = shop;\nSET shop.word = 'set';\nSET statement_timeout = '1s';\n" +
				"-- sqlbundle:timeout lock=123ms\n-- sqlbundle:batch key=id size=1 pause=300ms\nUPDATE t SET n = concat_ws(' ', current_setting('shop.word'), current_setting('lock_timeout'), current_setting('statement_timeout'));\n" +
				"UPDATE t SET n = n || ' ' || current_setting('lock_timeout') || ' ' || current_setting('statement_timeout') WHERE id = 5;",
		},
		rev{id: "cc", up: "INSERT INTO shop.t VALUES (6, coalesce(current_setting('shop.word', true), '') || current_setting('search_path'));", down: "SELECT 1;"})
	finished(t, db.Psql(p.sql("upgrade", "head")))
	same(t, "what was set", db.Query("SELECT DISTINCT n FROM shop.t ORDER BY 1"), [][]string{{`"$user", public`}, {"set 123ms 0"}, {"set 123ms 0 5s 1s"}})
}

// TestBatchMovingKeys holds that a batch ends, and changes each row once, where
// a trigger moves rows to the end of the key.
func TestBatchMovingKeys(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	p := made(t, "", rev{id: "aa", up: "-- sqlbundle:batch key=at,id size=3\nUPDATE t SET n = n + 1;", down: "SELECT 1;"})
	db.Exec(`CREATE TABLE t (id int, at timestamptz DEFAULT now(), n int DEFAULT 0, UNIQUE (at, id)); INSERT INTO t (id) SELECT generate_series(1, 20);
		CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := clock_timestamp(); RETURN NEW; END';
		CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch()`)
	finished(t, db.Psql(p.sql("upgrade", "head")))
	same(t, "rows", db.Query("SELECT count(*), min(n), max(n) FROM t"), [][]string{{"20", "1", "1"}})
}

// TestBatchRefusedKey holds that a key which could not be kept is refused before
// a row is changed.
func TestBatchRefusedKey(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	p := made(t, "", rev{id: "aa", up: "-- sqlbundle:batch key=id size=3\nUPDATE t SET n = 1;", down: "SELECT 1;"})
	db.Exec("CREATE TABLE t (id int[] PRIMARY KEY, n int); INSERT INTO t SELECT ARRAY[g] FROM generate_series(1, 10) g")
	stopped(t, db.Psql(p.sql("upgrade", "head")), "a batch cannot walk along arrays, rows or JSON: id", "Choose another key.")
	same(t, "changed rows", db.Query("SELECT count(n) FROM t"), [][]string{{"0"}})
}

// TestBatchMended holds that a statement which was mended after some of its
// batches goes on behind them, by the hint, and changes no row twice.
func TestBatchMended(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	const up = "-- sqlbundle:batch key=id size=5\nUPDATE t SET n = n + 1, f = id / (id - 13);"
	p := made(t, "", rev{id: "aa", up: up, down: "SELECT 1;"})
	db.Exec("CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 0, f int); INSERT INTO t SELECT generate_series(1, 20)")
	stopped(t, db.Psql(p.sql("upgrade", "head")), "division by zero")
	p.edit("aa", "id / (id - 13)", "id / (id + 13)")
	got := db.Psql(p.sql("upgrade", "head"))
	stopped(t, got, "Its batches have changed 10 rows, which are committed: do not do them again.")
	_, rest, _ := strings.Cut(got.Stderr, "as it is here: ")
	mend, _, _ := strings.Cut(rest, ";")
	db.Exec(mend)
	finished(t, db.Psql(p.sql("upgrade", "head")))
	same(t, "rows", db.Query("SELECT count(*), min(n), max(n) FROM t"), [][]string{{"20", "1", "1"}})
}
