package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"sqlbundle/internal/pgtest"
)

// retried is a history whose second revision needs two tables for itself.
func retried(t testing.TB, retries string) testProject {
	return made(t, oldest+"[bundle]\nlock_timeout = '300ms'\nstatement_timeout = '1s'\nlock_retries = "+retries+"\n",
		rev{id: "aa", up: "CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE \"A's\" (id int PRIMARY KEY); INSERT INTO b VALUES (1);", down: "DROP TABLE b, \"A's\";"},
		rev{
			id: "bb", up: "ALTER TABLE b ADD COLUMN x int;\nALTER TABLE \"A's\" ADD COLUMN x int;\nCREATE INDEX CONCURRENTLY ix ON b (x);\nUPDATE b SET x = 1;",
			down: "DROP INDEX ix;\nALTER TABLE b DROP x;\nALTER TABLE \"A's\" DROP x;",
		})
}

// blocked opens a transaction that has read a table; the function that it gives
// ends it.
func blocked(t *testing.T, db *pgtest.DB, table string) (end func()) {
	t.Helper()
	conn := db.Connect()
	if _, err := conn.PgConn().Exec(context.Background(), "SET application_name = 'night report'; BEGIN; SELECT 'rows of it' FROM "+table).ReadAll(); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

// TestRetriesVersions holds that a transaction whose locks another session holds
// tries again until that one has ended, keeps no lock while it pauses, and after
// its last attempt says who was in the way.
func TestRetriesVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := s.Database(t)
		upgrade, rollback := retried(t, "3").scripts("head")
		finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=aa"))

		// "A's" is locked first, and must be free while the script waits for b.
		end := blocked(t, db, "b")
		before := everything(db)
		started := time.Now()
		got := db.PsqlFile(upgrade)
		stopped(t, got, "INFO:  sqlbundle: attempt 1 of 4 to lock public.b: ", "attempt 3 of 4 to lock public.b", "held by pid ", " (night report), in a transaction since ", "SELECT 'rows of it' FROM b",
			"ERROR:  sqlbundle: no lock on public.b, in 4 attempts", "HINT:  Nothing of this transaction is done.")
		if took := time.Since(started); took < 2*time.Second {
			t.Errorf("four attempts took only %s", took)
		}
		same(t, "after the last attempt", everything(db), before)

		wait := running(t, db, "-X", "-f", upgrade)
		pid := await(t, db, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'sqlbundle %' AND wait_event = 'PgSleep'")
		same(t, "locks in the pause", db.Query("SELECT relation::regclass, mode FROM pg_locks WHERE locktype = 'relation' AND relation >= 16384 AND pid = "+pid), [][]string{})
		// The third attempt waits as well; then the other session ends.
		for range 2 {
			await(t, db, "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = "+pid)
			await(t, db, "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = "+pid)
		}
		end()
		got = wait()
		finished(t, got)
		if n := strings.Count(got.Stderr, "INFO:  sqlbundle: attempt"); n < 2 || n > 3 {
			t.Errorf("%d attempts failed:\n%s", n, got.Stderr)
		}
		finished(t, db.PsqlFile(rollback))
	})
}

// TestRetriesWithoutPrivilege holds that a table which the role may not lock by
// itself is left to the statement that needs it, and that views, sequences and
// what was renamed are no trouble.
func TestRetriesWithoutPrivilege(t *testing.T) {
	s := pgtest.Shared(t, 0)
	role(t, s, "retry_clerk")
	db := s.Database(t)
	db.Exec(`CREATE SCHEMA own AUTHORIZATION retry_clerk; CREATE TABLE public.others (id int PRIMARY KEY); GRANT REFERENCES, SELECT ON others TO retry_clerk; GRANT CREATE ON SCHEMA public TO retry_clerk`)
	p := made(t, "[bundle]\nlock_retries = 2\nrole = 'retry_clerk'\n",
		rev{id: "aa", up: "CREATE TABLE own.t (id int, o int); CREATE VIEW own.v AS SELECT * FROM own.t; CREATE SEQUENCE own.s; CREATE TABLE own.p (id int) PARTITION BY LIST (id); CREATE TABLE own.p1 PARTITION OF own.p DEFAULT;", down: "DROP SCHEMA own CASCADE; CREATE SCHEMA own;"},
		rev{
			id: "bb", down: "SELECT 1;",
			up: "ALTER TABLE own.t RENAME TO t2;\nALTER TABLE own.t2 ADD FOREIGN KEY (o) REFERENCES public.others;\nCREATE OR REPLACE VIEW own.v AS SELECT *, 1 AS one FROM own.t2;\nALTER SEQUENCE own.s INCREMENT BY 2;\nALTER TABLE own.p ADD COLUMN x int;\nBEGIN ISOLATION LEVEL SERIALIZABLE;\nALTER TABLE own.t2 ADD y int;\nCOMMIT;",
		})
	finished(t, db.Psql(p.sql("upgrade", "head")))
	same(t, "columns", db.Query("SELECT count(*) FROM pg_attribute WHERE attname IN ('x', 'y', 'one') AND attnum > 0"), [][]string{{"4"}})
}

// TestRetriesDoNotDeadlock holds that two bundles which lock the same tables in
// the opposite order get past each other.
func TestRetriesDoNotDeadlock(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	db.Exec("CREATE TABLE a (id int); CREATE TABLE b (id int)")
	script := func(table, first, second string) string {
		up := ""
		for range 40 {
			up += "ALTER TABLE " + first + " ALTER id SET DEFAULT 1;\nALTER TABLE " + second + " ALTER id SET DEFAULT 2;\n-- sqlbundle:commit\n"
		}
		return file(t, made(t, "[tracking]\ntable = '"+table+"'\nlog_table = '"+table+"_log'\n[bundle]\nlock_retries = 5\n", rev{id: "aa", up: up + "SELECT 1;", down: "SELECT 1;"}).sql("upgrade", "head"))
	}
	one := running(t, db, "-X", "-f", script("one", "a", "b"))
	other := running(t, db, "-X", "-f", script("other", "b", "a"))
	for _, wait := range []func() pgtest.Result{one, other} {
		got := wait()
		finished(t, got)
		if strings.Contains(got.Stderr, "deadlock") {
			t.Error(got.Stderr)
		}
	}
}

// TestRetriesOfBatch holds that a batch tries again for rows that another
// session has locked, and keeps what is done.
func TestRetriesOfBatch(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	p := made(t, "[bundle]\nlock_retries = 2\nlock_timeout = '200ms'\n",
		rev{id: "aa", up: "CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 0); INSERT INTO t SELECT generate_series(1, 10);", down: "DROP TABLE t;"},
		rev{id: "bb", up: "-- sqlbundle:batch key=id size=3\nUPDATE t SET n = n + 1;", down: "SELECT 1;"})
	upgrade, _ := p.scripts("head")
	finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=aa"))
	conn := db.Connect()
	if _, err := conn.Exec(context.Background(), "BEGIN; SELECT FROM t WHERE id = 8 FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	stopped(t, db.PsqlFile(upgrade), "sqlbundle: attempt 1 of 3 at a batch: ", "no lock on the rows of a batch of t, in 3 attempts", "held by pid ", "FOR UPDATE")
	same(t, "done", db.Query("SELECT rows_done, (SELECT sum(n) FROM t) FROM sqlbundle_log WHERE cursor IS NOT NULL"), [][]string{{"6", "6"}})
	wait := running(t, db, "-X", "-f", upgrade)
	await(t, db, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")
	if err := conn.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	finished(t, wait())
	same(t, "rows", db.Query("SELECT count(*), min(n), max(n) FROM t"), [][]string{{"10", "1", "1"}})
}

// TestRetriesWithSettings holds that a revision which sets its transaction's
// isolation, or takes its rights by SET ROLE, runs with retries as without.
func TestRetriesWithSettings(t *testing.T) {
	s := pgtest.Shared(t, 0)
	role(t, s, "retry_owner")
	role(t, s, "retry_login")
	db := s.Database(t)
	db.Exec(`ALTER ROLE retry_login NOINHERIT; GRANT retry_owner TO retry_login; GRANT CREATE ON SCHEMA public TO retry_login; CREATE SCHEMA app AUTHORIZATION retry_owner;
		CREATE TABLE app.t (id int); ALTER TABLE app.t OWNER TO retry_owner`)
	p := made(t, "[project]\nbaseline = 'base.sql'\n[bundle]\nlock_retries = 2\nrole = 'retry_login'\n",
		rev{id: "aa", up: "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nSET ROLE retry_owner;\nALTER TABLE app.t ADD COLUMN x int;", down: "SELECT 1;"},
		rev{id: "bb", up: "SET ROLE retry_owner;\nALTER TABLE app.t ADD COLUMN y int;", down: "SELECT 1;"})
	p.file("base.sql", "CREATE SCHEMA app; CREATE TABLE app.t (id int);")
	finished(t, db.Psql(p.sql("upgrade", "head")))
	same(t, "columns", db.Query("SELECT count(*) FROM pg_attribute WHERE attrelid = 'app.t'::regclass AND attnum > 0"), [][]string{{"3"}})
}
