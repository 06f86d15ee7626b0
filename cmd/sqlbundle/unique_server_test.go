package main

import (
	"regexp"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

var shownBy = regexp.MustCompile(`this shows them: (.*?); then run this script again`)

// rowsInTheWay is the query of a message about a unique build, to be pasted.
func rowsInTheWay(t *testing.T, message string) string {
	t.Helper()
	found := shownBy.FindStringSubmatch(message)
	if found == nil {
		t.Fatalf("no query in the message:\n%s", message)
	}
	return found[1]
}

// pasted runs a query in a new psql, as who reads the message does, and gives
// its rows.
func pasted(t *testing.T, db *pgtest.DB, query string) []string {
	t.Helper()
	got := db.Psql(query+"\n;\n", "-At", "-v", "ON_ERROR_STOP=1")
	if got.Status != 0 {
		t.Errorf("%s\npsql ends with status %d\n%s", query, got.Status, got.Stderr)
	}
	return strings.Split(strings.TrimSuffix(strings.TrimPrefix(got.Stdout, "SET\n"), "\n"), "\n")
}

// TestUniqueDuplicates holds that a unique build which meets duplicates leaves
// nothing behind, that the query of its message shows just the rows in the way,
// and that the script goes on when they are gone.
func TestUniqueDuplicates(t *testing.T) {
	tests := []struct {
		name, tables, index string
		rows, fix           string
		want                []string // what the query shows, NULL as nothing
		major               int      // the first server that has it
		config, set         string
	}{
		{
			name: "one column", tables: "CREATE TABLE t (a int)", index: "ti ON t (a)",
			rows: "INSERT INTO t VALUES (1), (2), (2), (2), (NULL), (NULL), (3), (3)", fix: "DELETE FROM t WHERE a IN (2, 3)",
			want: []string{"2|3", "3|2"},
		},
		{
			name: "if not exists", tables: "CREATE TABLE t (a int)", index: "IF NOT EXISTS ti ON t (a DESC NULLS LAST)",
			rows: "INSERT INTO t VALUES (1), (2), (2)", fix: "UPDATE t SET a = 7 WHERE ctid = '(0,3)'", want: []string{"2|2"},
		},
		{
			name: "several columns", tables: "CREATE TABLE t (a int, b text)", index: "ti ON t (a, b)",
			rows: "INSERT INTO t VALUES (1, NULL), (1, NULL), (NULL, 'x'), (NULL, 'x'), (1, 'x'), (2, 'x'), (2, 'x')", fix: "DELETE FROM t WHERE a = 2", want: []string{"2|x|2"},
		},
		{
			name: "an expression", tables: "CREATE TABLE t (a text)", index: "ti ON t (lower(a))",
			rows: "INSERT INTO t VALUES ('A'), ('a'), ('b'), (NULL), (NULL)", fix: "DELETE FROM t WHERE a = 'A'", want: []string{"a|2"},
		},
		{
			name: "an operator", tables: "CREATE TABLE t (a text, d jsonb)", index: "ti ON t ((d ->> 'k'), (a || '''%\\:x'))",
			rows: `INSERT INTO t VALUES ('A', '{"k": "1"}'), ('A', '{"k": "1"}'), ('A', '{}'), ('A', '{}')`, fix: "DELETE FROM t", want: []string{`1|A'%\:x|2`},
		},
		{
			name: "true or false", tables: "CREATE TABLE t (a boolean, b boolean)", index: "ti ON t ((a OR b))",
			rows: "INSERT INTO t VALUES (true, NULL), (false, NULL), (NULL, NULL), (false, true)", fix: "DELETE FROM t WHERE NOT a", want: []string{"t|2"},
		},
		{
			name: "some rows", tables: "CREATE TABLE t (a int, gone boolean, b text)", index: "ti ON t (a) WHERE NOT gone OR b LIKE '%:x\\%'",
			rows: "INSERT INTO t VALUES (1, true, ''), (1, true, NULL), (1, false, ''), (2, false, ''), (2, false, ''), (3, true, 'y:x%'), (3, false, '')", fix: "UPDATE t SET gone = true, b = '' WHERE a >= 2",
			want: []string{"2|2", "3|2"},
		},
		{
			name: "a collation", tables: "CREATE TABLE t (a text)", index: `ti ON t (a COLLATE "C" text_pattern_ops) INCLUDE (a)`,
			rows: "INSERT INTO t VALUES ('a'), ('a'), ('A')", fix: "DELETE FROM t WHERE a = 'a'", want: []string{"a|2"},
		},
		{
			name: "NULL like NULL", tables: "CREATE TABLE t (a int, b int)", index: "ti ON t (a, b) NULLS NOT DISTINCT", major: 15, config: "[project]\ntarget_version = 15\n",
			rows: "INSERT INTO t VALUES (NULL, NULL), (NULL, NULL), (1, NULL), (1, NULL), (1, 2), (NULL, 2)", fix: "DELETE FROM t WHERE b IS NULL",
			want: []string{"1||2", "||2"},
		},
		{
			name: "NULL like NULL in some rows", tables: "CREATE TABLE t (a int, b int)", index: "ti ON t ((a + 1)) NULLS NOT DISTINCT WHERE b > 0", major: 15, config: "[project]\ntarget_version = 15\n",
			rows: "INSERT INTO t VALUES (NULL, 1), (NULL, 1), (NULL, 0), (1, 1)", fix: "DELETE FROM t", want: []string{"|2"},
		},
		{
			name: "quoted names", tables: `CREATE SCHEMA "A.b"; CREATE TABLE "A.b"."T 'x" ("C ""c" int, é int)`, index: `"T'i" ON "A.b"."T 'x" ("C ""c", é)`,
			rows: `INSERT INTO "A.b"."T 'x" VALUES (1, 1), (1, 1)`, fix: `DELETE FROM "A.b"."T 'x"`, want: []string{"1|1|2"},
		},
		{
			name: "a search_path of the revision's", tables: "CREATE SCHEMA app; CREATE TABLE app.t (a int)", index: "ti ON t (a)", set: "SET search_path = app;",
			rows: "INSERT INTO app.t VALUES (1), (1)", fix: "DELETE FROM app.t", want: []string{"1|2"},
		},
		{
			name: "a configured search_path", tables: "CREATE SCHEMA app; CREATE TABLE app.t (a int)", index: "ti ON t (a)", config: "[bundle]\nsearch_path = 'app'\n",
			rows: "INSERT INTO app.t VALUES (1), (1)", fix: "DELETE FROM app.t", want: []string{"1|2"},
		},
		{
			// A row value that holds a NULL is neither NULL nor not NULL.
			name: "a composite type", tables: "CREATE TYPE pair AS (x int, y int); CREATE TABLE t (p pair)", index: "ti ON t (p)",
			rows: "INSERT INTO t VALUES ((1, NULL)), ((1, NULL)), (NULL), (NULL), ((2, 2))", fix: "DELETE FROM t", want: []string{"(1,)|2"},
		},
		{
			// The index of a parent holds no rows of its children.
			name: "a table with children", tables: "CREATE TABLE t (a int); CREATE TABLE child () INHERITS (t)", index: "ti ON t (a)",
			rows: "INSERT INTO t VALUES (1), (1), (2); INSERT INTO child VALUES (2), (3), (3)", fix: "DELETE FROM ONLY t", want: []string{"1|2"},
		},
	}
	s := pgtest.Shared(t, 0)
	for _, test := range tests {
		if s.Major < test.major {
			continue
		}
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := made(t, test.config,
				rev{id: "one", up: "CREATE TABLE public.passed (n int);"},
				rev{id: "two", up: test.set + "\nINSERT INTO public.passed VALUES (1);\nCREATE UNIQUE INDEX CONCURRENTLY " + test.index + ";\nINSERT INTO public.passed VALUES (2);"},
			)
			upgrade, _ := p.scripts("head")
			db := s.Database(t)
			db.Exec(test.tables + ";" + test.rows)
			for attempt := range 2 {
				if attempt == 1 && len(test.want) < 2 {
					break // some are enough
				}
				got := db.PsqlFile(upgrade)
				failed(t, got, "could not create unique index", "ERROR:  sqlbundle: CREATE INDEX at migrations/two.sql:", "nothing of it is left")
				if n := strings.Count(got.Stderr, "ERROR:"); n != 2 {
					t.Errorf("it gives %d errors:\n%s", n, got.Stderr)
				}
				same(t, "indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{})
				same(t, "rows of the tracking table", rowsOf(db, trackingTable), []string{"one"})
				// The application may write what it could write before.
				db.Exec("BEGIN; " + test.rows + "; ROLLBACK")
				if attempt == 0 {
					shown := pasted(t, db, strings.Replace(rowsInTheWay(t, got.Stderr), "HAVING count(*) > 1", "HAVING count(*) > 1 ORDER BY 1, 2", 1))
					same(t, "the rows in the way", shown, test.want)
				}
			}
			db.Exec(test.fix)
			finished(t, db.PsqlFile(upgrade), "going on inside two, at its segment 2")
			same(t, "unique indexes", db.Query("SELECT count(*) FROM pg_index WHERE indisunique AND indisvalid AND indexrelid::regclass::text ~* 't.?i\"?$'"), [][]string{{"1"}})
			same(t, "passed", db.Query("SELECT n FROM public.passed"), [][]string{{"1"}, {"2"}})
			if db.ExecError("BEGIN; "+test.rows+"; COMMIT") == nil {
				t.Error("the index takes duplicates")
			}
		})
	}
}

// TestUniqueWithoutName holds that a unique index that the server names leaves
// no leftover behind, either.
func TestUniqueWithoutName(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	db.Exec("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1); CREATE INDEX t_a_idx ON t (a); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_a_idx'::regclass")
	upgrade, _ := made(t, "", rev{id: "one", up: "CREATE UNIQUE INDEX CONCURRENTLY ON t (a);"}).scripts("head")
	got := db.PsqlFile(upgrade)
	failed(t, got, "could not create unique index")
	same(t, "invalid indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{{"t_a_idx"}})
	if err := db.ExecError("INSERT INTO t VALUES (1)"); err != nil {
		t.Errorf("the application may not write any more: %v", err)
	}
	same(t, "the rows in the way", pasted(t, db, rowsInTheWay(t, got.Stderr)), []string{"1|3"})
}

// TestUniqueCut holds that a second run drops what a cut has left of a unique
// build, on the way back too.
func TestUniqueCut(t *testing.T) {
	s := pgtest.Shared(t, 0)
	const build = "CREATE UNIQUE INDEX CONCURRENTLY ti ON t (a)"
	p := made(t, "",
		rev{id: "one", up: "CREATE TABLE t (a int);\nINSERT INTO t VALUES (1), (2);", down: "DROP TABLE t;"},
		rev{id: "two", up: build + ";\nINSERT INTO t VALUES (3);", down: "DELETE FROM t WHERE a = 3;\nDROP INDEX CONCURRENTLY ti;"},
	)
	upgrade, rollback := p.scripts("head")
	for name, script := range map[string]string{"again": upgrade, "back": rollback} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=one"))
			cutWhile(t, db, upgrade, "INSERT INTO t VALUES (7)", build)
			same(t, "indexes", db.Query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ti'::regclass"), [][]string{{"f"}})
			finished(t, db.PsqlFile(script))
			same(t, "invalid indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{})
			if script == upgrade {
				same(t, "data", db.Query("SELECT a FROM t ORDER BY 1"), [][]string{{"1"}, {"2"}, {"3"}})
			} else {
				same(t, "the table", db.Query("SELECT to_regclass('t'), to_regclass('ti')"), [][]string{{`\N`, `\N`}})
			}
		})
	}
}

// TestFixForward holds that what has failed may be mended in the revision's
// file: the new bundle goes on where the old one stopped.
func TestFixForward(t *testing.T) {
	s := pgtest.Shared(t, 0)
	const duplicates = "INSERT INTO t VALUES (1, 1), (1, 2);"
	tests := []struct {
		name, up, fails string
		old, fresh      string
		at              string // the segment where it goes on
		want            [][]string
	}{
		{
			name: "a unique build on other columns", fails: "could not create unique index", at: "2",
			up:  duplicates + "\nCREATE UNIQUE INDEX CONCURRENTLY ti ON t (a);\nINSERT INTO t VALUES (2, 2);",
			old: "ON t (a)", fresh: "ON t (a, b)",
			want: [][]string{{"1", "1"}, {"1", "2"}, {"2", "2"}},
		},
		{
			name: "a unique build that is taken out", fails: "could not create unique index", at: "2",
			up:  duplicates + "\nCREATE UNIQUE INDEX CONCURRENTLY ti ON t (a);\nINSERT INTO t VALUES (2, 2);",
			old: "CREATE UNIQUE INDEX CONCURRENTLY ti ON t (a);\n", fresh: "-- sqlbundle:commit\n",
			want: [][]string{{"1", "1"}, {"1", "2"}, {"2", "2"}},
		},
		{
			name: "a repair before the build", fails: "could not create unique index", at: "2",
			up:  duplicates + "\nCREATE UNIQUE INDEX CONCURRENTLY ti ON t (a);\nINSERT INTO t VALUES (2, 2);",
			old: "CREATE UNIQUE", fresh: "-- sqlbundle:commit\nDELETE FROM t WHERE b = 2;\nCREATE UNIQUE",
			want: [][]string{{"1", "1"}, {"2", "2"}},
		},
		{
			name: "the last segment becomes two and a build", fails: "division by zero", at: "2",
			up:  duplicates + "\n-- sqlbundle:commit\nINSERT INTO t VALUES (2, 1 / 0);",
			old: "INSERT INTO t VALUES (2, 1 / 0);", fresh: "INSERT INTO t VALUES (2, 1);\nCREATE INDEX CONCURRENTLY ti ON t (a);\nINSERT INTO t VALUES (3, 3);",
			want: [][]string{{"1", "1"}, {"1", "2"}, {"2", "1"}, {"3", "3"}},
		},
		{
			name: "comments and blanks of a finished segment", fails: "division by zero", at: "2",
			up:  "-- as it was\n" + duplicates + "\n-- sqlbundle:commit\nINSERT INTO t VALUES (2, 1 / 0);",
			old: "-- as it was\n" + duplicates + "\n-- sqlbundle:commit\nINSERT INTO t VALUES (2, 1 / 0);", fresh: "\n\n-- explained\n" + duplicates + "\n\n-- sqlbundle:commit\nINSERT INTO t VALUES (2, 1);",
			want: [][]string{{"1", "1"}, {"1", "2"}, {"2", "1"}},
		},
		{
			name: "an unnamed build that gets a name", fails: `column "nosuch" does not exist`, at: "2",
			up:  duplicates + "\nCREATE INDEX CONCURRENTLY ON t (nosuch);\nINSERT INTO t VALUES (2, 2);",
			old: "ON t (nosuch)", fresh: "ti ON t (a)",
			want: [][]string{{"1", "1"}, {"1", "2"}, {"2", "2"}},
		},
		{
			name: "a setting in a later segment", fails: `relation "t2" does not exist`, at: "2",
			up:  duplicates + "\n-- sqlbundle:commit\nINSERT INTO t2 VALUES (2, 2);",
			old: "INSERT INTO t2", fresh: "SET search_path = hidden;\nINSERT INTO t2",
			want: [][]string{{"1", "1"}, {"1", "2"}, {"9", "9"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := made(t, "",
				rev{id: "one", up: "CREATE TABLE t (a int, b int);\nCREATE SCHEMA hidden;\nCREATE TABLE hidden.t2 (a int, b int);\n" +
					"CREATE FUNCTION hidden.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.t VALUES (9, 9); RETURN NULL; END';\n" +
					"CREATE TRIGGER g AFTER INSERT ON hidden.t2 FOR EACH ROW EXECUTE FUNCTION hidden.f();"},
				rev{id: "two", up: test.up},
				rev{id: "three", up: "CREATE TABLE three ();"},
			)
			before, _ := p.scripts("head")
			db := s.Database(t)
			failed(t, db.PsqlFile(before), test.fails)
			p.edit("two", test.old, test.fresh)
			mended, _ := p.scripts("head")
			finished(t, db.PsqlFile(mended), "going on inside two, at its segment "+test.at)
			same(t, "data", db.Query("SELECT a, b FROM t ORDER BY 1, 2"), test.want)
			same(t, "rows", rowsOf(db, trackingTable), []string{"three"})
			same(t, "open", progressOf(db), []string{})
			same(t, "invalid indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{})

			// As if it had been like this from the start.
			whole := s.Database(t)
			finished(t, whole.PsqlFile(mended))
			const of = "SELECT a, b, (SELECT string_agg(pg_get_indexdef(indexrelid), ';') FROM pg_index WHERE indrelid = 't'::regclass) FROM t ORDER BY 1, 2"
			same(t, "like an undisturbed run", db.Query(of), whole.Query(of))
		})
	}
	t.Run("a build that was cut, on other columns", func(t *testing.T) {
		t.Parallel()
		p := made(t, "", rev{id: "one", up: "CREATE TABLE t (a int, b int);"}, rev{id: "two", up: "CREATE INDEX CONCURRENTLY ti ON t (a);"})
		before, _ := p.scripts("head")
		db := s.Database(t)
		finished(t, db.PsqlFile(before, "-v", "sqlbundle_stop_after=one"))
		cutWhile(t, db, before, "INSERT INTO t VALUES (7)", "CREATE INDEX CONCURRENTLY ti")
		p.edit("two", "ON t (a)", "ON t (b)")
		mended, _ := p.scripts("head")
		// What is left of the old one must not pass for the new one.
		message := refuses(t, db, mended, nil, "an earlier run was cut off in segment 1 of two, which was another statement than here")
		told := regexp.MustCompile(`: (SELECT .*?); then: (DELETE .*;)`).FindStringSubmatch(message)
		if told == nil {
			t.Fatalf("it tells no query and no way out:\n%s", message)
		}
		same(t, "what the query shows", pasted(t, db, told[1]), []string{"ti"})
		db.Exec("DROP INDEX ti")
		same(t, "the answer", pasted(t, db, told[2]), []string{"DELETE 1"})
		finished(t, db.PsqlFile(mended))
		same(t, "index", db.Query("SELECT indisvalid, indkey FROM pg_index WHERE indexrelid = 'ti'::regclass"), [][]string{{"t", "2"}})
		same(t, "rows", rowsOf(db, trackingTable), []string{"two"})
	})
}
