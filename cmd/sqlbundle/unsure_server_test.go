package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

var (
	lookAt  = regexp.MustCompile(`Look: (.*?); If it had its effect: `)
	hadIt   = regexp.MustCompile(`If it had its effect: (.*?; )if it had none: `)
	hadNone = regexp.MustCompile(`if it had none: (.*?;) Then run this script again`)
)

// told is the part of a message that is to be pasted.
func told(t *testing.T, message string, part *regexp.Regexp) string {
	t.Helper()
	found := part.FindStringSubmatch(message)
	if found == nil {
		t.Fatalf("the message has no %s:\n%s", part, message)
	}
	return found[1]
}

// unsureCases are statements of which a second run cannot know what the first
// one did.
var unsureCases = []struct {
	name, config, before, statement string
	// held is what keeps the statement waiting, in how it begins; without it
	// the statement fails by itself until there is a table "gate".
	held, in string
	shown    []string // what the query of the message gives; nil: there is none
	// look is a query of the test's own, with what it gives after the first
	// run and when everything is done.
	look       string
	left, done [][]string
	byHand     string // does the rest of the statement
	takenBack  string // undoes what it did
}{
	{
		name: "an index", statement: "CREATE INDEX CONCURRENTLY ON t (a)", held: "INSERT INTO t VALUES (7)", in: "CREATE INDEX",
		shown: []string{"ti|t|CREATE INDEX ti ON public.t USING btree (b)", "t_a_idx|f|CREATE INDEX t_a_idx ON public.t USING btree (a)"},
		look:  indexesOfT, left: [][]string{{"ti", "t"}, {"t_a_idx", "f"}}, done: [][]string{{"ti", "t"}, {"t_a_idx", "t"}},
		byHand: "REINDEX INDEX t_a_idx", takenBack: "DROP INDEX t_a_idx",
	},
	{
		name: "an index, found on a path", before: "SET search_path = app;\n", statement: "CREATE INDEX CONCURRENTLY ON t2 (a)", held: "INSERT INTO app.t2 VALUES (7)", in: "CREATE INDEX",
		shown: []string{"t2_a_idx|f|CREATE INDEX t2_a_idx ON app.t2 USING btree (a)"},
		look:  "SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid WHERE indrelid = 'app.t2'::regclass AND indisvalid", left: [][]string{}, done: [][]string{{"t2_a_idx"}},
		byHand: "REINDEX INDEX app.t2_a_idx", takenBack: "DROP INDEX app.t2_a_idx",
	},
	{
		name: "an index, with a log of another name", config: "[tracking]\nschema = \"Tr.x\"\nlog_table = \"L'o %s \\\"g\\\"\"\n",
		statement: "CREATE UNIQUE INDEX CONCURRENTLY ON t (lower(b) DESC) WHERE b LIKE '100%'", held: "INSERT INTO t VALUES (7)", in: "CREATE UNIQUE INDEX",
		shown: []string{"ti|t|CREATE INDEX ti ON public.t USING btree (b)", "t_lower_idx|f|CREATE UNIQUE INDEX t_lower_idx ON public.t USING btree (lower(b) DESC) WHERE (b ~~ '100%'::text)"},
		look:  indexesOfT, left: [][]string{{"ti", "t"}, {"t_lower_idx", "f"}}, done: [][]string{{"ti", "t"}, {"t_lower_idx", "t"}},
		byHand: "REINDEX INDEX t_lower_idx", takenBack: "DROP INDEX t_lower_idx",
	},
	{
		name: "a procedure", statement: "-- sqlbundle:notransaction\nCALL work()", held: "LOCK TABLE t", in: "CALL",
		look: worked, left: [][]string{{"1"}}, done: [][]string{{"1"}, {"2"}}, byHand: "INSERT INTO worked VALUES (2)", takenBack: "DELETE FROM worked",
	},
	{
		name: "a block", statement: "DO $x$ BEGIN INSERT INTO worked VALUES (1); COMMIT; LOCK TABLE t; INSERT INTO worked VALUES (2); END $x$", held: "LOCK TABLE t", in: "DO $x$",
		look: worked, left: [][]string{{"1"}}, done: [][]string{{"1"}, {"2"}}, byHand: "INSERT INTO worked VALUES (2)", takenBack: "DELETE FROM worked",
	},
	{
		name: "a block that fails", statement: "DO $x$ BEGIN INSERT INTO worked VALUES (1); COMMIT; INSERT INTO gate VALUES (1); INSERT INTO worked VALUES (2); END $x$",
		look: worked, left: [][]string{{"1"}}, done: [][]string{{"1"}, {"2"}}, byHand: "INSERT INTO worked VALUES (2)", takenBack: "DELETE FROM worked",
	},
}

const (
	indexesOfT = "SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 't'::regclass ORDER BY indexrelid"
	worked     = "SELECT n FROM worked ORDER BY n"
	unsureBase = `CREATE TABLE t (a int, b text); CREATE INDEX ti ON t (b); CREATE TABLE worked (n int); CREATE SCHEMA app; CREATE TABLE app.t2 (a int); CREATE SCHEMA "Tr.x";
		CREATE PROCEDURE work() LANGUAGE plpgsql AS 'BEGIN INSERT INTO worked VALUES (1); COMMIT; LOCK TABLE t; INSERT INTO worked VALUES (2); END'`
)

// TestUnsure holds that the tool says beforehand after which statements a
// second run will ask, that it asks then and only then, and that the answers
// that it offers are ones.
func TestUnsure(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, test := range unsureCases {
		p := made(t, test.config,
			rev{id: "one", up: "CREATE TABLE one (n int);", down: "DROP TABLE one;"},
			rev{id: "two", up: test.before + "INSERT INTO public.one VALUES (1);\n" + test.statement + ";\nINSERT INTO public.one VALUES (2);", down: "DELETE FROM one;"},
		)
		dir := filepath.Join(t.TempDir(), "bundle")
		_, stderr := call(t, 0, "-c", p.config, "bundle", "-o", dir, "head")
		says(t, stderr, "migrations/two.sql:", "a second run stops and asks: nobody can know whether ")
		_, stderr = call(t, 0, "-c", p.config, "upgrade", "head", "--sql")
		says(t, stderr, "migrations/two.sql:", "nobody can know whether ")
		upgrade := filepath.Join(dir, "upgrade.sql")
		head, err := os.ReadFile(upgrade)
		if err != nil {
			t.Fatal(err)
		}
		before, _, _ := strings.Cut(string(head), `\set ON_ERROR_STOP`)
		says(t, before, "a second run stops there: nobody can know whether ")

		for _, answer := range []string{"undisturbed", "had", "none"} {
			if answer == "undisturbed" && test.config+test.before != "" {
				continue // some are enough
			}
			t.Run(test.name+"/"+answer, func(t *testing.T) {
				t.Parallel()
				db := s.Database(t)
				db.Exec(unsureBase)
				if answer == "undisturbed" {
					db.Exec(gate)
					got := db.PsqlFile(upgrade)
					finished(t, got)
					same(t, "at the end", db.Query(test.look), test.done)
					return
				}
				if test.held != "" {
					cutWhile(t, db, upgrade, test.held, test.in)
				} else {
					stopped(t, db.PsqlFile(upgrade), `"gate" does not exist`)
					db.Exec(gate)
				}
				same(t, "what is left", db.Query(test.look), test.left)
				schema, data := db.Snapshot(), db.Data("sqlbundle_log", `L'o %s "g"`)
				got := db.PsqlFile(upgrade)
				stopped(t, got, "ERROR:  sqlbundle: an earlier run was cut off in ", "migrations/two.sql:", "nobody can know whether ", "\nHINT:  ")
				same(t, "schema", db.Snapshot(), schema)
				same(t, "data", db.Data("sqlbundle_log", `L'o %s "g"`), data)
				message := got.Stderr
				if test.shown != nil {
					same(t, "what the query shows", pasted(t, db, told(t, message, lookAt)), test.shown)
				}
				if answer == "had" {
					db.Exec(test.byHand)
					same(t, "the answer", pasted(t, db, told(t, message, hadIt)), []string{"UPDATE 1"})
				} else {
					db.Exec(test.takenBack)
					same(t, "the answer", pasted(t, db, told(t, message, hadNone)), []string{"DELETE 1"})
				}
				finished(t, db.PsqlFile(upgrade), "going on inside two, at its segment ")
				same(t, "at the end", db.Query(test.look), test.done)
				same(t, "the others", db.Query("SELECT n FROM one ORDER BY n"), [][]string{{"1"}, {"2"}})
			})
		}
	}
}

// TestUnsureBack holds the same for the way back, and for a way back that
// meets such a statement of the upgrade.
func TestUnsureBack(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := made(t, "",
		rev{id: "one", up: "CREATE TABLE one (n int);", down: "DROP TABLE one;"},
		rev{id: "two", up: "-- sqlbundle:notransaction\nCALL work();\nINSERT INTO one VALUES (2);", down: "DELETE FROM one;\nDO $x$ BEGIN DELETE FROM worked WHERE n = 2; COMMIT; LOCK TABLE t; DELETE FROM worked; END $x$;"},
	)
	dir := filepath.Join(t.TempDir(), "bundle")
	_, stderr := call(t, 0, "-c", p.config, "bundle", "-o", dir, "head")
	says(t, stderr, "CALL at migrations/two.sql:", "DO at migrations/two.sql:")
	upgrade, rollback := filepath.Join(dir, "upgrade.sql"), filepath.Join(dir, "rollback.sql")
	for _, answer := range []string{"had", "none"} {
		t.Run("back/"+answer, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(unsureBase)
			finished(t, db.PsqlFile(upgrade))
			cutWhile(t, db, rollback, "LOCK TABLE t", "DO $x$")
			got := db.PsqlFile(rollback)
			stopped(t, got, "nobody can know whether the block")
			same(t, "worked", db.Query(worked), [][]string{{"1"}})
			if answer == "had" {
				db.Exec("DELETE FROM worked")
				same(t, "the answer", pasted(t, db, told(t, got.Stderr, hadIt)), []string{"UPDATE 1"})
			} else {
				same(t, "the answer", pasted(t, db, told(t, got.Stderr, hadNone)), []string{"DELETE 1"})
			}
			finished(t, db.PsqlFile(rollback), "going on inside two, at its segment ")
			same(t, "worked", db.Query(worked), [][]string{})
			same(t, "rows", rowsOf(db, trackingTable), []string{})
		})
		t.Run("back from the upgrade/"+answer, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(unsureBase)
			cutWhile(t, db, upgrade, "LOCK TABLE t", "CALL")
			before := everything(db)
			got := db.PsqlFile(rollback)
			stopped(t, got, "the upgrade stopped inside two", "Nothing has been changed")
			same(t, "after the refusal", everything(db), before)
			if answer == "none" {
				db.Exec("DELETE FROM worked")
				finished(t, db.PsqlFile(rollback, "-v", wayOut(t, got.Stderr, "sqlbundle_abandon")))
			} else {
				up := []string{"-v", wayOut(t, got.Stderr, "sqlbundle_stop_after")}
				asks := db.PsqlFile(upgrade, up...)
				stopped(t, asks, "nobody can know whether the procedure")
				db.Exec("INSERT INTO worked VALUES (2)")
				same(t, "the answer", pasted(t, db, told(t, asks.Stderr, hadIt)), []string{"UPDATE 1"})
				finished(t, db.PsqlFile(upgrade, up...))
				finished(t, db.PsqlFile(rollback))
			}
			same(t, "worked", db.Query(worked), [][]string{})
			same(t, "rows", rowsOf(db, trackingTable), []string{})
			same(t, "open", progressOf(db), []string{})
		})
	}
}

// TestUnsureOfNothing holds that what may simply be repeated is: no word of it
// when the bundle is made, and no question after a cut.
func TestUnsureOfNothing(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, test := range []struct{ statement, held string }{
		{"VACUUM t", "LOCK TABLE t"},
		{"VACUUM (FULL, ANALYZE) t", "LOCK TABLE t"},
		{"CLUSTER", "LOCK TABLE t"},
		{"REINDEX SCHEMA public", "LOCK TABLE t"},
		{"REINDEX INDEX CONCURRENTLY ti", "SELECT FROM t"},
		{"-- sqlbundle:notransaction\nUPDATE t SET a = a + 1", "LOCK TABLE t"},
	} {
		t.Run(test.statement, func(t *testing.T) {
			t.Parallel()
			p := made(t, "", rev{id: "one", up: "INSERT INTO worked VALUES (0);\n" + test.statement + ";\nINSERT INTO worked VALUES (1);"})
			dir := filepath.Join(t.TempDir(), "bundle")
			if _, stderr := call(t, 0, "-c", p.config, "bundle", "-o", dir, "head"); strings.Contains(stderr, "nobody can know") {
				t.Errorf("it says %q", stderr)
			}
			upgrade := filepath.Join(dir, "upgrade.sql")
			db := s.Database(t)
			db.Exec(unsureBase + "; INSERT INTO t VALUES (2, 'y'), (1, 'x'); CLUSTER t USING ti")
			_, in, ok := strings.Cut(test.statement, "\n")
			if !ok {
				in = test.statement
			}
			cutWhile(t, db, upgrade, test.held, in)
			finished(t, db.PsqlFile(upgrade), "going on inside one, at its segment 2")
			same(t, "rows", rowsOf(db, trackingTable), []string{"one"})
			same(t, "others", db.Query(worked), [][]string{{"0"}, {"1"}})
			same(t, "invalid indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{})
			if !ok {
				same(t, "once", db.Query("SELECT a FROM t ORDER BY a"), [][]string{{"1"}, {"2"}})
				same(t, "attempts", db.Query("SELECT segment, attempts FROM sqlbundle_log ORDER BY segment"), [][]string{{"1", "1"}, {"2", "2"}, {"3", "1"}})
			} else {
				same(t, "once", db.Query("SELECT a FROM t ORDER BY a"), [][]string{{"2"}, {"3"}})
			}
		})
	}
}

// TestUnsureEdited holds that a statement which was cut off is not forgotten
// because another one stands in its place now: the script stops, or leaves no
// invalid index and does nothing twice.
func TestUnsureEdited(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, test := range []struct{ name, statement, held, fresh string }{
		{"a call", "-- sqlbundle:notransaction\nCALL work()", "LOCK TABLE t", "-- sqlbundle:notransaction\nCALL public.work()"},
		{"an index that gets a name", "CREATE INDEX CONCURRENTLY ON t (a)", "INSERT INTO t VALUES (7)", "CREATE INDEX CONCURRENTLY ta ON t (a)"},
		{"a unique index that is taken out", "CREATE UNIQUE INDEX CONCURRENTLY ta ON t (a)", "INSERT INTO t VALUES (7)", "-- sqlbundle:commit\nSELECT 1"},
		{"a unique index on other columns", "CREATE UNIQUE INDEX CONCURRENTLY ta ON t (a)", "INSERT INTO t VALUES (7)", "CREATE UNIQUE INDEX CONCURRENTLY tab ON t (a, b)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := made(t, "", rev{id: "one", up: "SELECT 1;\n" + test.statement + ";\nCREATE TABLE last ();"})
			before, _ := p.scripts("head")
			db := s.Database(t)
			db.Exec(unsureBase)
			_, in, ok := strings.Cut(test.statement, "\n")
			if !ok {
				in = test.statement
			}
			cutWhile(t, db, before, test.held, in)
			p.edit("one", test.statement, test.fresh)
			mended, _ := p.scripts("head")
			if got := db.PsqlFile(mended); got.Status != 0 {
				stopped(t, got, "ERROR:  sqlbundle: ", "\nHINT:  ")
			} else {
				same(t, "invalid indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{})
			}
			same(t, "twice", db.Query("SELECT n FROM worked GROUP BY n HAVING count(*) > 1"), [][]string{})
		})
	}
}
