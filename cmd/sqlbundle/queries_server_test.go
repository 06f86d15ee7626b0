package main

import (
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// bundled are the scripts of a bundle, and what they run on.
type bundled struct {
	t                         testing.TB
	db                        *pgtest.DB
	upgrade, rollback, verify string
}

func (p testProject) bundled(t testing.TB, db *pgtest.DB, args ...string) bundled {
	t.Helper()
	dir := p.bundle(args...)
	return bundled{t, db, filepath.Join(dir, "upgrade.sql"), filepath.Join(dir, "rollback.sql"), filepath.Join(dir, "verify.sql")}
}

// stands wants the tracking table to have these rows, and the log no progress.
func (b bundled) stands(rows ...string) {
	b.t.Helper()
	same(b.t, "rows", rowsOf(b.db, trackingTable), rows)
	same(b.t, "progress", progressOf(b.db), []string{})
}

// answers is a query, what makes it other than true, and what makes it true.
type answers struct {
	name, query string
	setup, fix  string
	says        []string
	own         bool // the script itself sees it, and names the query
}

const (
	probe     = "SELECT ok FROM probe"
	makeTrue  = "DELETE FROM probe; INSERT INTO probe VALUES (true)"
	byPlpgsql = " RETURNS boolean LANGUAGE plpgsql AS "
)

var queryAnswers = []answers{
	{name: "false", query: probe, setup: "INSERT INTO probe VALUES (false)", fix: makeTrue, own: true},
	{name: "NULL", query: probe, setup: "INSERT INTO probe VALUES (NULL)", fix: makeTrue, own: true},
	{name: "no row", query: probe, fix: makeTrue, own: true},
	{name: "several rows", query: probe, setup: "INSERT INTO probe VALUES (true), (true)", fix: makeTrue, says: []string{"more than one row"}},
	{
		name: "not boolean", query: "SELECT * FROM numbers", setup: "CREATE TABLE numbers AS SELECT 1 AS n",
		fix: "ALTER TABLE numbers ALTER n TYPE boolean USING true", says: []string{"boolean", "integer"},
	},
	{
		name: "several columns", query: "TABLE numbers", setup: "CREATE TABLE numbers AS SELECT true AS a, true AS b",
		fix: "ALTER TABLE numbers DROP COLUMN b", says: []string{"only one column"},
	},
	{
		name: "an error", query: "SELECT 1 / n = 1 FROM numbers", setup: "CREATE TABLE numbers AS SELECT 0 AS n",
		fix: "UPDATE numbers SET n = 1", says: []string{"division by zero"},
	},
	{
		name: "a function that inserts", query: "SELECT sly()",
		setup: "CREATE FUNCTION sly()" + byPlpgsql + "'BEGIN INSERT INTO probe VALUES (true); RETURN true; END'",
		fix:   "CREATE OR REPLACE FUNCTION sly()" + byPlpgsql + "'BEGIN RETURN true; END'", says: []string{"INSERT in a read-only transaction"},
	},
	{
		name: "nextval", query: "SELECT sly()",
		setup: "CREATE FUNCTION sly()" + byPlpgsql + "'BEGIN RETURN nextval(''numbered'') > 0; END'",
		fix:   "CREATE OR REPLACE FUNCTION sly()" + byPlpgsql + "'BEGIN RETURN true; END'", says: []string{"nextval() in a read-only transaction"},
	},
}

const queryTables = "CREATE TABLE probe (ok boolean); CREATE SEQUENCE numbered;"

// querySection is a section with a query between two that are true.
func querySection(kind, query string) string {
	return "-- sqlbundle:" + kind + "\nSELECT true;\n-- what it is about\n" + query + "; -- behind it\nVALUES (true)"
}

// asked is a history in which one revision asks.
func asked(t testing.TB, config, id, section string) testProject {
	revs := []rev{
		{id: "aa", up: "CREATE TABLE aa ();", down: "DROP TABLE aa;"},
		{id: "bb", up: "CREATE TABLE bb ();", down: "DROP TABLE bb;"},
		{id: "cc", up: "CREATE TABLE cc ();", down: "DROP TABLE cc;"},
	}
	for i := range revs {
		if revs[i].id == id {
			revs[i].sections = section + "\n"
		}
	}
	return made(t, config, revs...)
}

// TestQueriesStop holds that a revision whose query is not true is not applied,
// whatever is the matter, and that the same script goes on when it is true.
func TestQueriesStop(t *testing.T) {
	s := pgtest.Shared(t, 0)
	before := map[string][]string{"aa": {}, "bb": {"aa"}, "cc": {"bb"}}
	check := func(kind, id string, a answers) {
		t.Run(kind+"/"+id+"/"+a.name, func(t *testing.T) {
			t.Parallel()
			p := asked(t, "", id, querySection(kind, a.query))
			b := p.bundled(t, s.Database(t), "head")
			b.db.Exec(queryTables + a.setup)
			if id != "aa" {
				finished(t, b.db.PsqlFile(b.upgrade, "-v", "sqlbundle_stop_after="+before[id][0]))
			}
			held := b.db.Query("TABLE numbered")
			says := a.says
			if a.own {
				says = []string{"ERROR:  sqlbundle: ", "revision " + id, "migrations/" + id + ".sql:7 ", "\nHINT:  "}
			}
			was := everything(b.db)
			got := b.db.PsqlFile(b.upgrade)
			stopped(t, got, says...)
			if id != "aa" {
				same(t, "after the stop", everything(b.db), was)
			} else {
				same(t, "relations", b.db.Query("SELECT to_regclass('aa'), (SELECT count(*) FROM sqlbundle_log)"), [][]string{{`\N`, "0"}})
			}
			if kind == "require" && strings.Contains(got.Stdout, "upgrade "+id) {
				t.Errorf("the revision was begun:\n%s", got.Stdout)
			}
			b.stands(before[id]...)
			same(t, "the sequence", b.db.Query("TABLE numbered"), held)
			b.db.Exec(a.fix)
			finished(t, b.db.PsqlFile(b.upgrade), "the database stands at cc")
			b.stands("cc")
			if !a.own {
				return // how it goes on is the same for all
			}
			finished(t, b.db.PsqlFile(b.verify), "verified")
			b.db.Exec("UPDATE probe SET ok = false")
			finished(t, b.db.PsqlFile(b.rollback), "the database stands at base")
		})
	}
	for _, kind := range []string{"require", "verify"} {
		for _, a := range queryAnswers {
			check(kind, "bb", a)
		}
		for _, id := range []string{"aa", "cc"} {
			check(kind, id, queryAnswers[0])
		}
	}
}

// TestQueriesInJointTransactions holds the same where revisions share theirs.
func TestQueriesInJointTransactions(t *testing.T) {
	s := pgtest.Shared(t, 0)
	const config = "[bundle]\ntransaction = 'all'\n"
	revs := func() []rev {
		return []rev{
			{id: "aa", up: "CREATE TABLE aa AS SELECT 1 AS n;", down: "DROP TABLE aa;"},
			{id: "bb", up: "UPDATE aa SET n = 2;", down: "UPDATE aa SET n = 1;"},
			{id: "cc", up: "INSERT INTO aa VALUES (3);", down: "DELETE FROM aa WHERE n = 3;"},
			{id: "dd", up: "CREATE TABLE dd ();", down: "DROP TABLE dd;"},
		}
	}
	const sees = "SELECT array_agg(n ORDER BY n) = "
	for name, test := range map[string]struct {
		require, verify map[string]string
		want            []string // rows where it has stopped
	}{
		"require in the middle": {require: map[string]string{"cc": sees + "'{2}' FROM aa;\n" + probe}, want: []string{"bb"}},
		"require in the first":  {require: map[string]string{"aa": probe}, want: []string{}},
		"require in the last":   {require: map[string]string{"dd": sees + "'{2,3}' FROM aa;\n" + probe}, want: []string{"cc"}},
		"verify in the middle":  {verify: map[string]string{"bb": sees + "'{2}' FROM aa", "cc": sees + "'{2,3}' FROM aa;\n" + probe}, want: []string{}},
		"both": {
			require: map[string]string{"cc": sees + "'{2}' FROM aa"},
			verify:  map[string]string{"bb": "SELECT true", "dd": probe}, want: []string{"bb"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := revs()
			for i := range list {
				if query, ok := test.require[list[i].id]; ok {
					list[i].sections += "-- sqlbundle:require\n" + query + ";\n"
				}
				if query, ok := test.verify[list[i].id]; ok {
					list[i].sections += "-- sqlbundle:verify\n" + query + ";\n"
				}
			}
			b := made(t, config, list...).bundled(t, s.Database(t), "head")
			b.db.Exec(queryTables)
			for range 2 {
				stopped(t, b.db.PsqlFile(b.upgrade), "ERROR:  sqlbundle: ", "HINT:")
				b.stands(test.want...)
			}
			b.db.Exec(makeTrue)
			finished(t, b.db.PsqlFile(b.upgrade, "-v", "sqlbundle_stop_after=cc"), "the database stands at cc")
			b.stands("cc")
			finished(t, b.db.PsqlFile(b.upgrade), "the database stands at dd")
			b.stands("dd")
			same(t, "data", b.db.Query("SELECT n FROM aa ORDER BY n"), [][]string{{"2"}, {"3"}})
			same(t, "the log", b.db.Query("SELECT revision FROM sqlbundle_log ORDER BY 1"), [][]string{{"aa"}, {"bb"}, {"cc"}, {"dd"}})
			finished(t, b.db.PsqlFile(b.rollback), "the database stands at base")
		})
	}
}

// TestQueriesOnceBegun holds that what a revision requires is asked as long as
// nothing of it is recorded, and not from then on.
func TestQueriesOnceBegun(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for name, test := range map[string]struct {
		up, fix  string
		recorded []string // progress where it has stopped; none: it is asked again
	}{
		"in a transaction, nothing recorded": {up: "CREATE TABLE bb ();\nINSERT INTO gate VALUES (1);", fix: gate},
		"in a transaction, recorded": {
			up: "CREATE TABLE bb ();\n-- sqlbundle:commit\nINSERT INTO gate VALUES (1);", fix: gate, recorded: []string{"bb upgrade 1 done"},
		},
		"outside transactions": {
			up:  "DROP INDEX CONCURRENTLY gone;\nCREATE TABLE bb ();",
			fix: "CREATE INDEX gone ON aa (n)", recorded: []string{"bb upgrade 1 started"},
		},
		"all of it outside transactions": {
			up: "DROP INDEX CONCURRENTLY gone;", fix: "CREATE INDEX gone ON aa (n)", recorded: []string{"bb upgrade 1 started"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := made(t, "",
				rev{id: "aa", up: "CREATE TABLE aa AS SELECT 1 AS n FROM generate_series(1, 2);", down: "DROP TABLE aa;"},
				rev{id: "bb", sections: querySection("require", probe) + ";", up: test.up, down: "DROP INDEX ix;"},
				rev{id: "cc", up: "CREATE TABLE cc ();", down: "DROP TABLE cc;"})
			b := p.bundled(t, s.Database(t), "head")
			b.db.Exec(queryTables)
			stopped(t, b.db.PsqlFile(b.upgrade), "revision bb requires")
			b.stands("aa")
			b.db.Exec(makeTrue)
			if got := b.db.PsqlFile(b.upgrade); got.Status != 3 || strings.Contains(got.Stderr, "requires") {
				t.Fatalf("status %d\n%s", got.Status, got.Stderr)
			}
			same(t, "progress", progressOf(b.db), test.recorded)
			b.db.Exec("UPDATE probe SET ok = false;" + test.fix)
			if test.recorded == nil {
				stopped(t, b.db.PsqlFile(b.upgrade), "revision bb requires")
				b.db.Exec(makeTrue)
			}
			finished(t, b.db.PsqlFile(b.upgrade), "the database stands at cc")
			b.stands("cc")
		})
	}
}

// TestQueriesVerifyLastSegment holds that what is committed before the query is
// asked stays done.
func TestQueriesVerifyLastSegment(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for name, last := range map[string]string{"in a transaction": "\nINSERT INTO aa VALUES (2);", "nothing but the record": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := made(t, "", rev{
				id: "aa", sections: querySection("verify", probe) + ";",
				up: "CREATE TABLE aa AS SELECT 1 AS n;\nCREATE INDEX CONCURRENTLY ix ON aa (n);" + last, down: "DROP TABLE aa;",
			})
			b := p.bundled(t, s.Database(t), "head")
			b.db.Exec(queryTables)
			for range 2 {
				stopped(t, b.db.PsqlFile(b.upgrade), "revision aa does not verify", "aa.sql:7 ")
				same(t, "progress", progressOf(b.db), []string{"aa upgrade 1 done", "aa upgrade 2 done"})
				same(t, "data", b.db.Query("SELECT n FROM aa"), [][]string{{"1"}})
			}
			// verify.sql says that the upgrade is not finished, the way back takes it back.
			stopped(t, b.db.PsqlFile(b.verify), "the tracking table says base", "not aa")
			finished(t, b.db.PsqlFile(b.rollback), "taking back segment 2/3 of the upgrade of aa", "the database stands at base")
			stopped(t, b.db.PsqlFile(b.upgrade), "revision aa does not verify", "aa.sql:7 ")
			b.db.Exec(makeTrue)
			finished(t, b.db.PsqlFile(b.upgrade), "going on inside aa, at its segment 3")
			b.stands("aa")
		})
	}
}

// TestQueriesInTransactionsByHand holds that the author's own transaction is
// no hindrance, nor is what the query does to it.
func TestQueriesInTransactionsByHand(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, begin := range []string{"BEGIN", "BEGIN ISOLATION LEVEL SERIALIZABLE", "START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE, DEFERRABLE"} {
		t.Run(begin, func(t *testing.T) {
			t.Parallel()
			b := made(t, "", rev{
				id: "aa", sections: "-- sqlbundle:verify\nSELECT count(*) = 1 FROM aa;\n" + probe + ";",
				up:   begin + ";\nCREATE TABLE aa (n int UNIQUE DEFERRABLE INITIALLY DEFERRED);\nSAVEPOINT sqlbundle;\nINSERT INTO aa VALUES (1);\nCOMMIT;",
				down: "DROP TABLE aa;",
			}).bundled(t, s.Database(t), "head")
			b.db.Exec(queryTables)
			stopped(t, b.db.PsqlFile(b.upgrade), "revision aa does not verify", "migrations/aa.sql:6 ")
			same(t, "the table", b.db.Query("SELECT to_regclass('aa')"), [][]string{{`\N`}})
			b.stands()
			b.db.Exec(makeTrue)
			finished(t, b.db.PsqlFile(b.upgrade))
			b.stands("aa")
			same(t, "data", b.db.Query("TABLE aa"), [][]string{{"1"}})
		})
	}
}
