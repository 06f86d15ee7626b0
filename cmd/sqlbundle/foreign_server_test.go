package main

import (
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// relation is what a relation is, whatever it is called.
func relation(db *pgtest.DB, oid string) [][]string {
	return db.Query(`SELECT c.relkind, relnamespace::regnamespace, indrelid::regclass, indisvalid, indisunique, indkey, pg_get_expr(indexprs, indrelid), pg_get_expr(indpred, indrelid)
		FROM pg_class c LEFT JOIN pg_index ON indexrelid = c.oid WHERE c.oid = ` + oid)
}

const spoil = "; UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (SELECT oid FROM pg_class WHERE relname = 'ti')"

// TestForeignIndex holds that an index, or anything else, which has the name of
// a concurrent build's index and is not the script's is never dropped, and that
// the script goes on when it is out of the way.
func TestForeignIndex(t *testing.T) {
	const (
		plain          = "CREATE INDEX CONCURRENTLY ti ON t (a)"
		ifNot          = "CREATE INDEX CONCURRENTLY IF NOT EXISTS ti ON t (a)"
		unique         = "CREATE UNIQUE INDEX CONCURRENTLY ti ON t (a)"
		uniqueIfNot    = "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ti ON t (a)"
		partial        = "CREATE INDEX CONCURRENTLY ti ON t (a) WHERE b > 0"
		alreadyThere   = `relation "ti" already exists`
		notIts         = "has not had its effect"
		sameOne        = "CREATE INDEX ti ON t (a)"
		sameUnique     = "CREATE UNIQUE INDEX ti ON t (a)"
		otherColumn    = "CREATE INDEX ti ON t (b)"
		moreColumns    = "CREATE INDEX ti ON t (a, b)"
		descending     = "CREATE INDEX ti ON t (a DESC)"
		included       = "CREATE INDEX ti ON t (a) INCLUDE (b)"
		withCondition  = "CREATE INDEX ti ON t (a) WHERE a > 5"
		otherMethod    = "CREATE INDEX ti ON t USING hash (a)"
		otherTable     = "CREATE INDEX ti ON u (a)"
		otherUnique    = "CREATE UNIQUE INDEX ti ON u (a)"
		inAnother      = "CREATE INDEX ti ON other.t (a)"
		expression     = "CREATE INDEX CONCURRENTLY ti ON t ((a + b))"
		otherWords     = "CREATE INDEX ti ON t ((a * b))"
		otherClass     = "CREATE OPERATOR CLASS odd FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int); CREATE INDEX ti ON t (a odd)"
		aTable         = "CREATE TABLE ti (a int)"
		before, intent = false, true
	)
	tests := []struct {
		statement string
		after     bool // the foreign thing is made when the intent has been recorded
		foreign   string
		stops     string // empty: the script ends well beside it
	}{
		{plain, before, sameOne, alreadyThere},
		{plain, before, sameOne + spoil, alreadyThere},
		{plain, before, otherTable + spoil, alreadyThere},
		{plain, before, inAnother + spoil, ""},
		{plain, before, aTable, alreadyThere},
		{plain, intent, sameOne, ""},
		{plain, intent, otherColumn + spoil, alreadyThere},
		{plain, intent, moreColumns, alreadyThere},
		{plain, intent, descending + spoil, alreadyThere},
		{plain, intent, included + spoil, alreadyThere},
		{plain, intent, withCondition + spoil, alreadyThere},
		{plain, intent, otherMethod + spoil, alreadyThere},
		{plain, intent, otherTable + spoil, alreadyThere},
		{plain, intent, inAnother + spoil, ""},
		{plain, intent, aTable, alreadyThere},
		{partial, intent, sameOne + spoil, alreadyThere},
		{partial, intent, withCondition + spoil, alreadyThere},
		{expression, intent, otherWords + spoil, alreadyThere},
		{expression, intent, otherWords, alreadyThere},
		{plain, intent, otherClass, alreadyThere},
		{ifNot, before, sameOne, ""},
		{ifNot, before, sameOne + spoil, notIts},
		{ifNot, before, otherTable, notIts},
		{ifNot, intent, otherColumn + spoil, notIts},
		{ifNot, intent, aTable, notIts},
		{unique, before, sameUnique + spoil, alreadyThere},
		{unique, intent, sameOne + spoil, alreadyThere},
		{unique, intent, otherUnique + spoil, alreadyThere},
		{uniqueIfNot, before, sameUnique + spoil, notIts},
	}
	s := pgtest.Shared(t, 0)
	scripts := map[string]string{}
	for _, test := range tests {
		if scripts[test.statement] == "" {
			p := made(t, "",
				rev{id: "one", up: "CREATE TABLE t (a int, b int);\nCREATE TABLE u (a int);\nCREATE SCHEMA other;\nCREATE TABLE other.t (a int);"},
				rev{id: "two", up: test.statement + ";\nINSERT INTO t VALUES (2, 2);", down: "DELETE FROM t;\nDROP INDEX CONCURRENTLY ti;"},
			)
			scripts[test.statement], _ = p.scripts("head")
		}
	}
	for _, test := range tests {
		name := "before/"
		if test.after {
			name = "after/"
		}
		what := strings.Replace(test.foreign, spoil, ", invalid", 1)
		t.Run(name+test.statement+"/"+what, func(t *testing.T) {
			t.Parallel()
			db, script := s.Database(t), scripts[test.statement]
			finished(t, db.PsqlFile(script, "-v", "sqlbundle_stop_after=one"))
			if test.after {
				cutWhile(t, db, script, "LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE", test.statement)
				same(t, "progress", progressOf(db), []string{"two upgrade 1 started"})
			}
			db.Exec(test.foreign)
			oid := db.Query("SELECT oid FROM pg_class WHERE relname = 'ti'")[0][0]
			foreign := relation(db, oid)
			if test.stops != "" {
				for run := range 2 {
					if run == 0 && test.after {
						continue // the cut was the first run
					}
					failed(t, db.PsqlFile(script), test.stops)
					same(t, "what is foreign", relation(db, oid), foreign)
					// What fails leaves nothing, so it is as if it had not been begun.
					if test.stops == alreadyThere {
						same(t, "progress", progressOf(db), []string{})
					}
				}
				db.Exec("ALTER TABLE ti RENAME TO something_else")
			}
			finished(t, db.PsqlFile(script))
			same(t, "what is foreign, at the end", relation(db, oid), foreign)
			same(t, "what was built", db.Query("SELECT indrelid::regclass, indisvalid FROM pg_index WHERE indexrelid = 'ti'::regclass"), [][]string{{"t", "t"}})
			same(t, "data", db.Query("SELECT a FROM t"), [][]string{{"2"}})
		})
	}
}

// TestForeignIndexHints holds that the message about what is in the way tells
// of it, and says nothing of what has not happened.
func TestForeignIndexHints(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, test := range []struct{ statement, foreign string }{
		{"CREATE INDEX CONCURRENTLY IF NOT EXISTS ti ON t (a)", "CREATE INDEX ti ON u (a)"},
		{"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ti ON t (a)", "CREATE INDEX ti ON u (a)"},
		{"CREATE UNIQUE INDEX CONCURRENTLY ti ON t (a)", "CREATE INDEX ti ON u (a)"},
	} {
		t.Run(test.statement, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec("CREATE TABLE t (a int); CREATE TABLE u (a int); " + test.foreign)
			upgrade, _ := made(t, "", rev{id: "one", up: test.statement + ";"}).scripts("head")
			got := db.PsqlFile(upgrade)
			failed(t, got, "somebody else's")
			if strings.Contains(got.Stderr, "is dropped") {
				t.Errorf("it says that something was dropped:\n%s", got.Stderr)
			}
		})
	}
}

// TestForeignDropIndex holds that DROP INDEX CONCURRENTLY fails where there
// never was such an index, and that another index that has got the name since
// the drop is not touched.
func TestForeignDropIndex(t *testing.T) {
	s := pgtest.Shared(t, 0)
	drop := func(t *testing.T, statement string) (db *pgtest.DB, script string) {
		p := made(t, "",
			rev{id: "one", up: "CREATE TABLE t (a int, b int);"},
			rev{id: "two", up: statement + ";\nINSERT INTO t VALUES (2, 2);"},
		)
		db = s.Database(t)
		script, _ = p.scripts("head")
		finished(t, db.PsqlFile(script, "-v", "sqlbundle_stop_after=one"))
		return db, script
	}
	t.Run("never was", func(t *testing.T) {
		t.Parallel()
		db, script := drop(t, "DROP INDEX CONCURRENTLY ti")
		for range 2 {
			failed(t, db.PsqlFile(script), `index "ti" does not exist`)
			same(t, "rows", rowsOf(db, trackingTable), []string{"one"})
		}
		db.Exec("CREATE INDEX ti ON t (a)")
		finished(t, db.PsqlFile(script))
		same(t, "index", db.Query("SELECT to_regclass('ti')"), [][]string{{`\N`}})
	})
	t.Run("never was, if it exists", func(t *testing.T) {
		t.Parallel()
		db, script := drop(t, "DROP INDEX CONCURRENTLY IF EXISTS ti")
		finished(t, db.PsqlFile(script))
		same(t, "rows", rowsOf(db, trackingTable), []string{"two"})
	})
	for _, statement := range []string{"DROP INDEX CONCURRENTLY ti", "DROP INDEX CONCURRENTLY IF EXISTS ti"} {
		t.Run("another since/"+statement, func(t *testing.T) {
			t.Parallel()
			db, script := drop(t, statement)
			db.Exec("CREATE INDEX ti ON t (a)")
			cutWhile(t, db, script, "SELECT FROM t", statement)
			same(t, "half dropped", db.Query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ti'::regclass"), [][]string{{"f"}})
			db.Exec("DROP INDEX ti; CREATE INDEX ti ON t (a)")
			oid := db.Query("SELECT 'ti'::regclass::oid")[0][0]
			finished(t, db.PsqlFile(script), "going on inside two, at its segment 1")
			same(t, "another one", db.Query("SELECT 'ti'::regclass::oid"), [][]string{{oid}})
		})
	}
	t.Run("its own", func(t *testing.T) {
		t.Parallel()
		db, script := drop(t, "DROP INDEX CONCURRENTLY ti")
		db.Exec("CREATE INDEX ti ON t (a)")
		cutWhile(t, db, script, "SELECT FROM t", "DROP INDEX CONCURRENTLY ti")
		finished(t, db.PsqlFile(script), "going on inside two, at its segment 1")
		same(t, "index", db.Query("SELECT to_regclass('ti')"), [][]string{{`\N`}})
	})
}

// TestForeignReindexLeftovers holds that of the invalid indexes with the names
// of leftovers only the script's own are dropped.
func TestForeignReindexLeftovers(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, statement := range []string{"REINDEX TABLE CONCURRENTLY t", "REINDEX INDEX CONCURRENTLY ti", "REINDEX SCHEMA CONCURRENTLY app"} {
		t.Run(statement, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(`CREATE SCHEMA app; CREATE SCHEMA other; SET search_path = app; CREATE TABLE t (a int, b text); CREATE INDEX ti ON t (a); CREATE INDEX tb ON t (b);
				INSERT INTO t VALUES (1, 'x');
				CREATE INDEX ti_ccnew ON t (a); CREATE INDEX tb_ccold2 ON t (b); CREATE TABLE other.u (a int); CREATE INDEX ui_ccnew ON other.u (a); CREATE INDEX ti_ccnew ON other.u (a);
				UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (SELECT oid FROM pg_class WHERE relname ~ '_cc');
				CREATE INDEX valid_ccnew ON t (a)`)
			const leftovers = `SELECT indexrelid, indexrelid::regclass FROM pg_index WHERE NOT indisvalid ORDER BY 1`
			before := db.Query(leftovers)
			if len(before) != 4 {
				t.Fatalf("there are %v", before)
			}
			p := made(t, "", rev{id: "one", up: "SET search_path = app;\n" + statement + ";\nINSERT INTO t VALUES (2, 'y');"})
			script, _ := p.scripts("head")
			// The new index is there already, and waits for what is older.
			cutWhile(t, db, script, "SELECT FROM app.t", statement)
			if n := len(db.Query(leftovers)); n <= 4 {
				t.Fatalf("the cut has left %d invalid indexes", n)
			}
			finished(t, db.PsqlFile(script), "going on inside one, at its segment 2")
			same(t, "invalid ones", db.Query(leftovers), before)
			same(t, "a valid one", db.Query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.valid_ccnew'::regclass"), [][]string{{"t"}})
		})
	}
}

// TestForeignDetach holds that a detach which somebody else has left pending is
// not finished by the script, and that its own is.
func TestForeignDetach(t *testing.T) {
	s := pgtest.Shared(t, 0)
	if s.Major < 14 {
		return // has no such statement
	}
	const (
		pending = `SELECT inhparent::regclass, inhrelid::regclass, inhdetachpending FROM pg_inherits WHERE inhparent IN ('m'::regclass, 'n'::regclass) ORDER BY 2`
		detach  = "ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY"
	)
	tables := func(t *testing.T) (db *pgtest.DB, script string) {
		db = s.Database(t)
		db.Exec(`CREATE TABLE m (a int) PARTITION BY RANGE (a); CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (10); CREATE TABLE m2 PARTITION OF m FOR VALUES FROM (10) TO (20);
			CREATE TABLE n (a int) PARTITION BY RANGE (a); CREATE TABLE n1 PARTITION OF n FOR VALUES FROM (1) TO (10)`)
		script, _ = made(t, "", rev{id: "one", up: detach + ";\nCREATE TABLE done ();"}).scripts("head")
		return db, script
	}
	// begun leaves a detach pending, as somebody else's that was cut.
	begun := func(t *testing.T, db *pgtest.DB, parent, partition string) {
		t.Helper()
		end := holding(t, db, "SELECT FROM "+parent)
		run := running(t, db, "-c", "ALTER TABLE "+parent+" DETACH PARTITION "+partition+" CONCURRENTLY")
		await(t, db, "SELECT 1 FROM pg_inherits WHERE inhrelid = '"+partition+"'::regclass AND inhdetachpending")
		db.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND starts_with(query, 'ALTER TABLE " + parent + "')")
		run()
		end()
	}
	for _, partition := range []string{"m1", "m2"} {
		t.Run(partition, func(t *testing.T) {
			t.Parallel()
			db, script := tables(t)
			begun(t, db, "m", partition)
			before := db.Query(pending)
			for range 2 {
				failed(t, db.PsqlFile(script), "pending detach", "FINALIZE")
				same(t, "partitions", db.Query(pending), before)
			}
			db.Exec("ALTER TABLE m DETACH PARTITION " + partition + " FINALIZE")
			if partition == "m1" {
				// What the author wants detached is somebody else's work now.
				db.Exec("ALTER TABLE m1 DROP CONSTRAINT IF EXISTS m1_a_check; ALTER TABLE m ATTACH PARTITION m1 FOR VALUES FROM (1) TO (10)")
			}
			finished(t, db.PsqlFile(script))
			same(t, "m1", db.Query("SELECT count(*) FROM pg_inherits WHERE inhrelid = 'm1'::regclass"), [][]string{{"0"}})
		})
	}
	t.Run("made after the intent", func(t *testing.T) {
		t.Parallel()
		db, script := tables(t)
		// Before it took effect: the lock on the partition is not to be had.
		cutWhile(t, db, script, "LOCK TABLE m IN SHARE UPDATE EXCLUSIVE MODE", detach)
		begun(t, db, "m", "m2")
		before := db.Query(pending)
		failed(t, db.PsqlFile(script), "pending detach")
		same(t, "partitions", db.Query(pending), before)
		db.Exec("ALTER TABLE m DETACH PARTITION m2 FINALIZE")
		finished(t, db.PsqlFile(script))
	})
	t.Run("its own, beside one of another table", func(t *testing.T) {
		t.Parallel()
		db, script := tables(t)
		begun(t, db, "n", "n1")
		cutWhile(t, db, script, "SELECT FROM m", detach)
		same(t, "pending", db.Query(pending), [][]string{{"m", "m1", "t"}, {"m", "m2", "f"}, {"n", "n1", "t"}})
		finished(t, db.PsqlFile(script), "going on inside one, at its segment 1")
		same(t, "partitions", db.Query(pending), [][]string{{"m", "m2", "f"}, {"n", "n1", "t"}})
	})
}
