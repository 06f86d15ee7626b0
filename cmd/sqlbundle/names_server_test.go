package main

import (
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// logged are all rows of a log table, but for what differs from run to run.
func logged(db *pgtest.DB, table string) []string {
	lines := []string{}
	for _, row := range db.Query("SELECT revision, direction, segment, segments, state, open FROM " + table + " ORDER BY 1, 2, 3, done_at") {
		lines = append(lines, strings.Join(row, " "))
	}
	return lines
}

// relationsOf are the tables and indexes of a schema.
func relationsOf(db *pgtest.DB, schema string) []string {
	lines := []string{}
	for _, row := range db.Query("SELECT relname FROM pg_class WHERE relnamespace = " + literal(ident(schema)) + "::regnamespace AND relkind IN ('r', 'i') ORDER BY relname COLLATE \"C\"") {
		lines = append(lines, row[0])
	}
	return lines
}

// named is a history with each kind of segment, which stops in its last one
// until there is a table "gate".
func named(t testing.TB, config string) testProject {
	return made(t, config,
		rev{id: "aa", up: "CREATE TABLE public.aa AS SELECT 1 AS n;", down: "DROP TABLE public.aa;"},
		rev{
			id:       "bb",
			sections: "-- sqlbundle:verify\nSELECT count(*) > 0 FROM public.aa;",
			up:       "ALTER TABLE public.aa ADD COLUMN m int;\nCREATE UNIQUE INDEX CONCURRENTLY aa_n ON public.aa (n);\nINSERT INTO public.gate VALUES (1);",
			down:     "DELETE FROM public.gate;\nDROP INDEX CONCURRENTLY public.aa_n;\nALTER TABLE public.aa DROP COLUMN m;",
		},
		rev{id: "cc", up: "SET search_path = pg_catalog;\nREINDEX TABLE CONCURRENTLY public.aa;", down: "-- nothing"},
	)
}

// TestNamesOfTrackingTables holds that the two tables may have any names.
func TestNamesOfTrackingTables(t *testing.T) {
	s := pgtest.Shared(t, 0)
	long := strings.Repeat("é", 28)
	for _, names := range [][3]string{
		{"public", "sqlbundle_version", "sqlbundle_log"},
		{`it's "quoted"`, `the "state" of it`, `what's "logged"`},
		{"dotted.schema", "a.b", "public.sqlbundle_log"},
		{"UPPER", "Version", "LOG"},
		{"Größe 陳", "версия", "журнал"},
		{"select", "user", "table"},
		{":colons", ":'sqlbundle_table'", ":sqlbundle_go"},
		{`back\slash`, `C:\n\echo`, `\q`},
		{"100% $1 $sqlbundle$", "%1$s %I", "$$ %"},
		{" blanks ", long, long + " "},
		{"123", "1", "-- 2"},
	} {
		t.Run(names[0], func(t *testing.T) {
			t.Parallel()
			config := "[tracking]\nschema = " + quoteTOML(names[0]) + "\ntable = " + quoteTOML(names[1]) + "\nlog_table = " + quoteTOML(names[2]) + "\n"
			b := named(t, config).bundled(t, s.Database(t), "head")
			if names[0] != "public" {
				b.db.Exec("CREATE SCHEMA " + ident(names[0]))
			}
			b.db.Exec(`CREATE TABLE public.a (b int); CREATE TABLE public."B" (a int)`)
			version, log := ident(names[0])+"."+ident(names[1]), ident(names[0])+"."+ident(names[2])
			got := b.db.PsqlFile(b.upgrade)
			stopped(t, got, `relation "public.gate" does not exist`)
			same(t, "rows", rowsOf(b.db, version), []string{"aa"})
			same(t, "the log", logged(b.db, log), []string{"aa upgrade 1 1 done f", "bb upgrade 1 3 done t", "bb upgrade 2 3 done t"})
			finished(t, b.db.PsqlFile(b.rollback), "taking back segment 2/3 of the upgrade of bb", "the database stands at base")
			stopped(t, b.db.PsqlFile(b.upgrade), `relation "public.gate" does not exist`)
			b.db.Exec(gate)
			finished(t, b.db.PsqlFile(b.upgrade), "going on inside bb, at its segment 3", "the database stands at cc")
			same(t, "rows", rowsOf(b.db, version), []string{"cc"})
			finished(t, b.db.PsqlFile(b.verify), "verified")
			same(t, "progress", b.db.Query("SELECT * FROM "+log+" WHERE open"), [][]string(nil))
			finished(t, b.db.PsqlFile(b.rollback), "the database stands at base")
			same(t, "rows", rowsOf(b.db, version), []string{})
			if names[0] != "public" {
				same(t, "elsewhere", b.db.Query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"), [][]string{{"B"}, {"a"}, {"gate"}})
				if n := len(relationsOf(b.db, names[0])); n != 4 {
					t.Errorf("there are %d relations beside the two tables and their indexes", n-4)
				}
			}
		})
	}
}

// TestNamesAreLockedApart holds that the lock is that of one tracking table,
// whatever its name is.
func TestNamesAreLockedApart(t *testing.T) {
	s := pgtest.Shared(t, 0)
	db := s.Database(t)
	db.Exec(`CREATE SCHEMA "a.b"; CREATE SCHEMA a`)
	script := func(schema, table string) string {
		return file(t, made(t, "[tracking]\nschema = '"+schema+"'\ntable = '"+table+"'\n", rev{id: "aa"}).sql("upgrade", "head"))
	}
	// Unquoted the two would be the same.
	first, second := script("a.b", "c"), script("a", "b.c")
	conn := db.Connect()
	if _, err := conn.Exec(t.Context(), `SELECT pg_advisory_lock(1936812130, hashtext('"a.b".c'))`); err != nil {
		t.Fatal(err)
	}
	refuses(t, db, first, nil, "another run holds the lock")
	finished(t, db.PsqlFile(second), "the database stands at aa")
}

// TestNamesFoundBySearchPath holds where the tables stand that are looked for:
// in the first schema there is, whatever a revision makes of the path.
func TestNamesFoundBySearchPath(t *testing.T) {
	s := pgtest.Shared(t, 0)
	const inDatabase = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = %s', current_database(), "
	for name, test := range map[string]struct {
		bundle, setup, env string
		want               string // the schema
	}{
		"the server's own": {want: "public"},
		"configured":       {bundle: `[bundle]` + "\n" + `search_path = 'nowhere, "A b.c", public'` + "\n", want: "A b.c"},
		"of the database":  {setup: inDatabase + `'"it''s", public'); END $$`, want: "it's"},
		"of the session":   {env: "PGOPTIONS=-c search_path=app,public", want: "app"},
		"the role's":       {setup: `CREATE SCHEMA postgres;` + inDatabase + `'"$user", public'); END $$`, want: "postgres"},
		"not yet there":    {env: "PGOPTIONS=-c search_path=late,public", want: "public"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(`CREATE SCHEMA "A b.c"; CREATE SCHEMA "it's"; CREATE SCHEMA app; CREATE SCHEMA other;` + test.setup)
			b := made(t, "[tracking]\nschema = ''\n"+test.bundle,
				rev{id: "aa", up: "CREATE SCHEMA late;\nSET search_path = other, late;\nCREATE TABLE aa ();\nCREATE INDEX CONCURRENTLY ix ON public.pages (n);", down: "DROP SCHEMA late;\nDROP TABLE other.aa;"},
				rev{id: "bb", up: "INSERT INTO public.gate VALUES (1);", down: "DELETE FROM public.gate;"},
			).bundled(t, db, "head")
			db.Exec("CREATE TABLE public.pages (n int)")
			psql := func(script string, args ...string) pgtest.Result {
				cmd := db.Command(append(args, "-f", script)...)
				if test.env != "" {
					cmd.Env = append(cmd.Environ(), test.env)
				}
				return db.Run(cmd)
			}
			table := ident(test.want) + ".sqlbundle_version"
			stopped(t, psql(b.upgrade), `"public.gate" does not exist`)
			same(t, "rows", rowsOf(db, table), []string{"aa"})
			db.Exec("CREATE TABLE public.gate (n int)")
			if name == "not yet there" {
				return // a new schema comes first: nobody could know
			}
			finished(t, psql(b.upgrade), "going on after step 1 of 2")
			same(t, "rows", rowsOf(db, table), []string{"bb"})
			same(t, "the tables", db.Query("SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname IN ('sqlbundle_version', 'sqlbundle_log')"), db.Query("SELECT quote_ident(s) FROM unnest(ARRAY["+literal(test.want)+", "+literal(test.want)+"]) s"))
			finished(t, psql(b.verify), "verified")
			finished(t, psql(b.rollback), "the database stands at base")
			same(t, "rows", rowsOf(db, table), []string{})
		})
	}
}
