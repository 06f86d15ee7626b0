package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// holding opens a transaction and runs a statement in it, so that others have
// to wait; the function that it gives ends it.
func holding(t *testing.T, db *pgtest.DB, sql string) (end func()) {
	t.Helper()
	conn := db.Connect()
	if _, err := conn.Exec(context.Background(), "BEGIN; "+sql); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

// cutWhile runs a script while a statement is held back by a transaction that
// has done something, and cuts the connection where the script waits in a
// statement that begins like this.
func cutWhile(t *testing.T, db *pgtest.DB, script, has, in string, args ...string) {
	t.Helper()
	end := holding(t, db, has)
	run := running(t, db, append(args, "-f", script)...)
	pid := await(t, db, `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
		AND application_name LIKE 'sqlbundle %' AND starts_with(query, '`+strings.ReplaceAll(in, "'", "''")+`')`)
	db.Exec("SELECT pg_terminate_backend(" + pid + ")")
	if got := run(); got.Status != 2 {
		t.Errorf("psql ends with status %d, want 2\n%s%s", got.Status, got.Stdout, got.Stderr)
	}
	end()
	await(t, db, "SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = "+pid+")")
}

// failed wants a run to have ended with status 3, the first of its errors being
// that of the server.
func failed(t *testing.T, got pgtest.Result, says ...string) {
	t.Helper()
	if got.Status != 3 {
		t.Errorf("psql ends with status %d, want 3\n%s%s", got.Status, tail(got.Stdout), got.Stderr)
	}
	for _, text := range says {
		if !strings.Contains(got.Stderr, text) {
			t.Errorf("it does not say %q:\n%s", text, got.Stderr)
		}
	}
}

// resumeRole is a role without rights of its own.
const resumeRole = "resume_joe"

// TestResumeSettings holds that what a revision sets lasts to its end and not
// longer, in one run as in one that was stopped in between. Each revision
// writes down what it sees: in a segment before the stop, in the one that
// stops, in one without a transaction, in the last, and in the next revision.
func TestResumeSettings(t *testing.T) {
	// Each way to set something, with a name of its own.
	const custom = `SET app.a = 'a'; SET app.b = 'x'; SET SESSION app.b TO 'b'; SET LOCAL app.c = 'x'; SET app.d = 'd'; SET LOCAL app.d = 'x';
		SET app.e = 'x'; RESET app.e; SET app.f = 'x'; SET app.g = 'x'; SET app.g TO DEFAULT;
		SELECT set_config('app.h', 'h', false); SELECT pg_catalog.set_config('app.i', 'x', true); SELECT sets();
		BEGIN; SET app.j = 'j'; SET LOCAL app.k = 'x'; COMMIT;
		SET app.l = E'it''s \\ :x $sqlbundle$'; RESET app.f`
	const customs = "(SELECT string_agg(current_setting('app.' || c, true), '' ORDER BY c) FROM regexp_split_to_table('abcdefghijklm', '') c)"
	const customWant = `abdhjit's \ :x $sqlbundle$`
	const path = "array_to_string(current_schemas(false), ' ')"
	const users = "session_user || ' ' || current_user"
	tests := []struct {
		set, see   string
		want, then string // within the revision, in the next one
		config     string
	}{
		{set: custom, see: customs, want: customWant, then: ""},
		{set: custom, see: customs, want: customWant, then: "", config: "[bundle]\ntransaction = 'all'\n"},
		{set: "BEGIN; SAVEPOINT a; SET app.a = '7'; ROLLBACK TO SAVEPOINT a; COMMIT", see: customs, want: "", then: ""},
		{
			set:  "SET lock_timeout = '7s'; SET statement_timeout = '3min'; SET TIME ZONE 'Asia/Tokyo'; SET DateStyle = 'German'",
			see:  "concat_ws(' ', current_setting('lock_timeout'), current_setting('statement_timeout'), to_char(timestamptz '2026-01-01 00:00Z', 'HH24'), date '2026-01-31')",
			want: "7s 3min 09 31.01.2026", then: "5s 0 00 2026-01-31",
		},
		{set: "SET search_path = app, public", see: path, want: "app public", then: "public"},
		{set: `SET SCHEMA 'app'`, see: path, want: "app", then: "public"},
		{set: "SELECT set_config('search_path', 'app', false)", see: path, want: "app", then: "public"},
		{set: "SET search_path = app", see: path, want: "app", then: "public", config: "[tracking]\nschema = ''\n"},
		{set: "SET search_path = app", see: path, want: "app", then: "other public", config: "[bundle]\nsearch_path = 'other, public'\n"},
		{set: "RESET search_path", see: path, want: "public", then: "other public", config: "[bundle]\nsearch_path = 'other, public'\n"},
		{set: "SET ROLE " + resumeRole, see: users, want: "postgres " + resumeRole, then: "postgres postgres"},
		{set: "SELECT set_config('role', '" + resumeRole + "', false)", see: users, want: "postgres " + resumeRole, then: "postgres postgres"},
		{set: "SET ROLE " + resumeRole + "; RESET ROLE", see: users, want: "postgres postgres", then: "postgres postgres"},
		{set: "SET LOCAL ROLE " + resumeRole, see: users, want: "postgres postgres", then: "postgres postgres"},
		{set: "SET ROLE " + resumeRole + ";\n-- sqlbundle:commit\nSELECT 1; SET ROLE NONE", see: users, want: "postgres postgres", then: "postgres postgres"},
		{set: "SET SESSION AUTHORIZATION " + resumeRole, see: users, want: resumeRole + " " + resumeRole, then: "postgres postgres"},
		{set: "SET SESSION AUTHORIZATION " + resumeRole + "; RESET SESSION AUTHORIZATION", see: users, want: "postgres postgres", then: "postgres postgres"},
		{set: "RESET ROLE", see: users, want: "postgres postgres", then: "postgres " + resumeRole, config: "[bundle]\nrole = '" + resumeRole + "'\n"},
	}
	s := pgtest.Shared(t, 0)
	role(t, s, resumeRole)
	for _, test := range tests {
		name := test.set
		if test.config != "" {
			name += " " + test.config
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			note := func(what string) string {
				return "INSERT INTO public.seen (what, sees) VALUES ('" + what + "', " + test.see + ");"
			}
			p := made(t, test.config,
				rev{id: "one", up: "SELECT 1;"},
				rev{id: "two", up: test.set + ";\n-- sqlbundle:commit\n" + note("before") + "\n-- sqlbundle:commit\nINSERT INTO public.gate VALUES (1);\n" + note("in it") +
					"\n-- sqlbundle:notransaction\nCALL public.note_it();\n" + note("last")},
				rev{id: "three", up: note("then")},
			)
			upgrade, _ := p.scripts("head")
			fresh := func() *pgtest.DB {
				db := s.Database(t)
				db.Exec("CREATE TABLE seen (id serial, what text, sees text); GRANT ALL ON seen TO public; GRANT ALL ON SEQUENCE seen_id_seq TO public; GRANT ALL ON SCHEMA public TO public;" +
					"CREATE SCHEMA app; CREATE SCHEMA other; GRANT USAGE ON SCHEMA app, other TO public;" +
					"CREATE FUNCTION sets() RETURNS void LANGUAGE plpgsql AS 'BEGIN SET app.m = ''x''; END';" +
					"CREATE PROCEDURE note_it() LANGUAGE plpgsql AS $$ BEGIN " + note("outside") + " COMMIT; END $$;" +
					"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''UTC''', current_database()); END $$")
				return db
			}
			const openGate = "CREATE TABLE gate (n int); GRANT ALL ON gate TO public"
			const seen = "SELECT what, coalesce(sees, '') FROM seen ORDER BY id"
			want := [][]string{{"before", test.want}, {"in it", test.want}, {"outside", test.want}, {"last", test.want}, {"then", test.then}}

			whole := fresh()
			whole.Exec(openGate)
			finished(t, whole.PsqlFile(upgrade))
			same(t, "in one run", whole.Query(seen), want)

			db := fresh()
			stopped(t, db.PsqlFile(upgrade), `relation "public.gate" does not exist`)
			db.Exec(openGate)
			finished(t, db.PsqlFile(upgrade), "going on inside two, at its segment ")
			same(t, "in two runs", db.Query(seen), want)
			same(t, "at the end", stateOf(db, trackingTable).Rows, stateOf(whole, trackingTable).Rows)
		})
	}
}

// TestResumeTransactionModes holds the same for what a transaction takes when
// it begins; refusing it when the bundle is made is as good.
func TestResumeTransactionModes(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, set := range []string{
		"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ",
		"SET default_transaction_isolation = 'repeatable read'",
		"SELECT set_config('default_transaction_isolation', 'repeatable read', false)",
	} {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			p := made(t, "", rev{id: "one", up: set + ";\n-- sqlbundle:commit\nINSERT INTO seen VALUES (current_setting('transaction_isolation'));"})
			upgrade, refusal := p.attempt("head")
			if refusal != "" {
				says(t, refusal, "migrations/one.sql:")
				return
			}
			db := s.Database(t)
			db.Exec("CREATE TABLE seen (sees text)")
			finished(t, db.PsqlFile(upgrade))
			same(t, "seen", db.Query("SELECT sees FROM seen"), [][]string{{"repeatable read"}})
		})
	}
}

// attempt makes a bundle, or gives what the program says when it refuses to.
func (p testProject) attempt(args ...string) (upgrade, refusal string) {
	p.t.Helper()
	dir := filepath.Join(p.t.TempDir(), "bundle")
	var stdout, stderr bytes.Buffer
	status := run(context.Background(), append([]string{"-c", p.config, "bundle", "-o", dir}, args...), strings.NewReader(""), &stdout, &stderr)
	switch status {
	case 0:
		return filepath.Join(dir, "upgrade.sql"), ""
	case 2:
		return "", stderr.String()
	}
	p.t.Fatalf("bundle ends with status %d\n%s", status, &stderr)
	return "", ""
}

// TestResumeRoleInABuild holds that a build which was cut is looked at, cleaned
// up and run again as the role, and on the path, that the revision has set,
// while that role may not touch the log.
func TestResumeRoleInABuild(t *testing.T) {
	s := pgtest.Shared(t, 0)
	role(t, s, "resume_owner")
	for _, set := range []string{"SET ROLE resume_owner", "SET SESSION AUTHORIZATION resume_owner"} {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec("CREATE SCHEMA app AUTHORIZATION resume_owner; CREATE TABLE public.t (a int); CREATE INDEX ti ON public.t (a); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.ti'::regclass")
			const build = "CREATE INDEX CONCURRENTLY ti ON t (a)"
			p := made(t, "",
				rev{
					id:   "one",
					up:   set + ";\nSET search_path = app;\nCREATE TABLE t (a int);\n" + build + ";\nCREATE TABLE u (a int);",
					down: set + ";\nSET search_path = app;\nDROP TABLE u;\nDROP INDEX CONCURRENTLY ti;\nDROP TABLE t;",
				},
				rev{id: "two", up: "CREATE TABLE v (a int);", down: "DROP TABLE v;"},
			)
			upgrade, rollback := p.scripts("head")
			// Its table is made by the first segment: what holds the build back
			// must not be older.
			end := snapshot(t, db)
			run := running(t, db, "-f", upgrade)
			pid := await(t, db, waiting)
			db.Exec("SELECT pg_terminate_backend(" + pid + ")")
			if got := run(); got.Status != 2 {
				t.Errorf("psql ends with status %d, want 2\n%s%s", got.Status, got.Stdout, got.Stderr)
			}
			end()
			same(t, "left", db.Query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.ti'::regclass"), [][]string{{"f"}})
			finished(t, db.PsqlFile(upgrade), "going on inside one, at its segment 2")
			const owners = "SELECT relnamespace::regnamespace || '.' || relname, relowner::regrole FROM pg_class WHERE relname IN ('t', 'u', 'v', 'ti') ORDER BY 1"
			same(t, "owners", db.Query(owners), [][]string{
				{"app.t", "resume_owner"},
				{"app.ti", "resume_owner"},
				{"app.u", "resume_owner"},
				{"public.t", "postgres"},
				{"public.ti", "postgres"},
				{"public.v", "postgres"},
			})
			same(t, "of public", db.Query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'public.ti'::regclass"), [][]string{{"f"}})

			cutWhile(t, db, rollback, "SELECT FROM app.t", "DROP INDEX CONCURRENTLY ti")
			finished(t, db.PsqlFile(rollback), "going on inside one, at its segment 2")
			same(t, "after the way back", db.Query(owners), [][]string{{"public.t", "postgres"}, {"public.ti", "postgres"}})
		})
	}
}

// TestResumeSession holds that what a session keeps besides settings makes no
// difference between one run and two: either it is refused when the bundle is
// made, or the second run goes on as the first one would have.
func TestResumeSession(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, test := range []struct{ name, first, second string }{
		{"a prepared statement", "PREPARE p AS INSERT INTO seen VALUES (1)", "EXECUTE p"},
		{"a cursor", "DECLARE c CURSOR WITH HOLD FOR SELECT 1", "MOVE c"},
		{"a temporary table", "CREATE TEMP TABLE x AS SELECT 1 AS n", "INSERT INTO seen SELECT n FROM x"},
		{"a temporary view", "CREATE TEMP VIEW x AS SELECT 1 AS n", "INSERT INTO seen SELECT n FROM x"},
		{"a table in pg_temp", "CREATE TABLE pg_temp.x AS SELECT 1 AS n", "INSERT INTO seen SELECT n FROM pg_temp.x"},
		{"a function in pg_temp", "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "INSERT INTO seen SELECT pg_temp.f()"},
		{"a sequence's value", "SELECT nextval('ids')", "INSERT INTO seen SELECT currval('ids')"},
		{"the last value", "SELECT nextval('ids')", "INSERT INTO seen SELECT lastval()"},
		{"a setting within a block", "DO $$ BEGIN PERFORM set_config('app.n', '1', false); END $$", "INSERT INTO seen SELECT current_setting('app.n')::int"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := made(t, "", rev{id: "one", up: test.first + ";\n-- sqlbundle:commit\nINSERT INTO gate VALUES (1);\n" + test.second + ";"})
			upgrade, refusal := p.attempt("head")
			if refusal != "" {
				says(t, refusal, "migrations/one.sql:")
				return
			}
			fresh := func() *pgtest.DB {
				db := s.Database(t)
				db.Exec("CREATE TABLE seen (n int); CREATE SEQUENCE ids")
				return db
			}
			whole, db := fresh(), fresh()
			whole.Exec(gate)
			wholly := whole.PsqlFile(upgrade)
			stopped(t, db.PsqlFile(upgrade), `relation "gate" does not exist`)
			db.Exec(gate)
			again := db.PsqlFile(upgrade)
			if wholly.Status != again.Status {
				t.Errorf("one run ends with status %d, two with %d\n%s%s", wholly.Status, again.Status, wholly.Stderr, again.Stderr)
			}
			same(t, "at the end", stateOf(db, trackingTable), stateOf(whole, trackingTable))
		})
	}
}

// TestResumeRollback holds the same for the way back.
func TestResumeRollback(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	upgrade, rollback := made(t, "",
		rev{id: "one", up: "CREATE TABLE public.one (n int);", down: "INSERT INTO public.seen VALUES ('one', current_setting('search_path'));\nDROP TABLE public.one;"},
		rev{id: "two", up: "CREATE SCHEMA app;\nCREATE TABLE app.two (n int);", down: "SET search_path = app;\nDROP TABLE two;\n-- sqlbundle:commit\nINSERT INTO public.gate VALUES (1);\nINSERT INTO public.seen VALUES ('two', current_setting('search_path'));\n-- sqlbundle:commit\nDROP SCHEMA app;"},
	).scripts("head")
	db.Exec("CREATE TABLE seen (what text, sees text)")
	finished(t, db.PsqlFile(upgrade))
	stopped(t, db.PsqlFile(rollback), `relation "public.gate" does not exist`)
	db.Exec(gate)
	finished(t, db.PsqlFile(rollback), "going on inside two, at its segment 2")
	same(t, "seen", db.Query("SELECT * FROM seen ORDER BY what DESC"), [][]string{{"two", "app"}, {"one", `"$user", public`}})
}
