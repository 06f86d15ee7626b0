package main

import (
	"fmt"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// branched is a history of two branches, with merges and a dependency.
func branched(t testing.TB, config string) testProject {
	return made(t, config,
		rev{id: "aa", revises: "base", up: "CREATE TABLE aa (n int); INSERT INTO aa VALUES (1);", down: "DROP TABLE aa;"},
		rev{id: "bb", revises: "aa", up: "ALTER TABLE aa ADD COLUMN b int;", down: "ALTER TABLE aa DROP COLUMN b;"},
		rev{
			id: "cc", revises: "aa",
			up:   "ALTER TABLE aa ADD COLUMN c int;\nCREATE INDEX CONCURRENTLY aa_c ON aa (c);\nINSERT INTO aa VALUES (2);",
			down: "DELETE FROM aa WHERE n = 2;\nDROP INDEX CONCURRENTLY aa_c;\nALTER TABLE aa DROP COLUMN c;",
		},
		rev{id: "rep1", revises: "base", up: "CREATE TABLE rep (n int);", down: "DROP TABLE rep;"},
		rev{id: "rep2", header: "-- sqlbundle:depends-on cc", up: "INSERT INTO rep SELECT n FROM aa;", down: "DELETE FROM rep;"},
		rev{id: "dd", revises: "bb, cc", up: "CREATE INDEX aa_b ON aa (b);", down: "DROP INDEX aa_b;"},
		rev{id: "dd2", revises: "dd"},
		rev{id: "ee", revises: "dd2, rep2", up: "CREATE TABLE ee ();", down: "DROP TABLE ee;"},
		rev{id: "ff", up: "CREATE TABLE ff ();", down: "DROP TABLE ff;"},
	)
}

// TestProgressFromEveryState holds that a script goes on from each state that it
// passes through, whichever way it came there.
func TestProgressFromEveryState(t *testing.T) {
	p, s := branched(t, ""), pgtest.Shared(t, 0)
	for _, args := range [][]string{{"head"}, {"bb,rep1:head"}} {
		upgrade, rollback := p.scripts(args...)
		start := ""
		if from, _, ok := strings.Cut(args[0], ":"); ok {
			start = p.sql("upgrade", "bb") + p.sql("upgrade", "rep1")
			_ = from
		}
		whole := s.Database(t)
		apply(t, whole, start)
		low := stateOf(whole, trackingTable)
		finished(t, whole.PsqlFile(upgrade))
		high := stateOf(whole, trackingTable)
		steps := p.manifest(append([]string{"upgrade"}, args...)...).Steps
		for i, step := range steps {
			t.Run(args[0]+"/"+step.Revision, func(t *testing.T) {
				t.Parallel()
				db := s.Database(t)
				apply(t, db, start)
				finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after="+step.Revision), fmt.Sprintf("step %d/%d", i+1, len(steps)))
				there := fmt.Sprintf("going on after step %d of %d", i+1, len(steps))
				if i == len(steps)-1 {
					there = "nothing to do, the database stands at ff"
				}
				before := everything(db)
				finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_check_only=1"), there)
				same(t, "after looking only", everything(db), before)
				got := db.PsqlFile(upgrade)
				finished(t, got, there)
				if n := strings.Count(got.Stdout, " segment 1/"); n != len(steps)-1-i {
					t.Errorf("%d steps are run, want %d:\n%s", n, len(steps)-1-i, got.Stdout)
				}
				same(t, "at the end", stateOf(db, trackingTable), high)

				// And the same on the way back: from here, or from the end.
				if i%2 == 0 {
					finished(t, db.PsqlFile(rollback, "-v", "sqlbundle_stop_after="+step.Revision))
					finished(t, db.PsqlFile(rollback))
					finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after="+step.Revision))
				} else {
					db = s.Database(t)
					apply(t, db, start)
					finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after="+step.Revision))
				}
				finished(t, db.PsqlFile(rollback))
				same(t, "at the start again", stateOf(db, trackingTable), low)
				finished(t, db.PsqlFile(rollback), "nothing to do")
				same(t, "open progress", progressOf(db), []string{})
			})
		}
	}
}

// TestProgressOnlyThroughItsStates holds that rows which the script has on its
// way, but never together, are a stop.
func TestProgressOnlyThroughItsStates(t *testing.T) {
	p, s := branched(t, ""), pgtest.Shared(t, 0)
	upgrade, rollback := p.scripts("aa:head")
	passed := map[string]bool{"aa": true}
	for _, step := range p.manifest("upgrade", "aa:head").Steps {
		passed[strings.Join(step.HeadsAfter, " ")] = true
	}
	if len(passed) != 9 {
		t.Fatalf("the script passes through %d states", len(passed))
	}
	for rows := range passed {
		db := s.Database(t)
		db.Exec(table(strings.Fields(rows)...))
		for _, script := range []string{upgrade, rollback} {
			finished(t, db.PsqlFile(script, "-v", "sqlbundle_check_only=1"), "guards passed")
		}
	}
	for _, rows := range []string{"", "bb", "bb cc", "rep1", "aa rep2", "bb cc rep2", "dd rep1", "cc rep2", "dd2", "aa bb", "ee ff", "aa zz", "zz"} {
		if passed[rows] {
			t.Fatalf("the script passes through %q", rows)
		}
		t.Run(rows, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(table(strings.Fields(rows)...) + "CREATE TABLE precious AS SELECT 1 AS one")
			says, from := "the tracking table says "+strings.ReplaceAll(rows, " ", ", ")+", this script starts at ", strings.ReplaceAll(rows, " ", ",")
			if rows == "" {
				says, from = "the tracking table says base (nothing is applied), this script starts at ", "base"
			}
			refuses(t, db, upgrade, nil, says+"aa and leads to ff", "sqlbundle upgrade "+from+":TARGET --sql")
			way := "sqlbundle downgrade " + from + ":TARGET --sql"
			if rows == "" {
				way = "There is nothing to take back."
			}
			refuses(t, db, rollback, nil, says+"ff and leads to aa", way)
		})
	}
}

// halfway is a history whose revision "two" stops in its last segment until
// there is a table "gate", and an unrelated revision that stops in the same way.
func halfway(t testing.TB, config string) testProject {
	return made(t, config,
		rev{id: "one", revises: "base", up: "CREATE TABLE one (n int);", down: "DROP TABLE one;"},
		rev{
			id:   "two",
			up:   "ALTER TABLE one ADD COLUMN m int;\n-- sqlbundle:commit\nINSERT INTO one VALUES (1, 2);\n-- sqlbundle:commit\nINSERT INTO gate VALUES (1);",
			down: "ALTER TABLE one DROP COLUMN m;\n-- sqlbundle:commit\nDELETE FROM one;\n-- sqlbundle:commit\nDELETE FROM gate;",
		},
		rev{id: "three", up: "CREATE TABLE three ();", down: "DROP TABLE three;"},
		rev{id: "apart1", revises: "base", up: "CREATE TABLE apart (n int);", down: "DROP TABLE apart;"},
		rev{id: "apart2", up: "INSERT INTO apart VALUES (1);\n-- sqlbundle:commit\nINSERT INTO gate VALUES (7);", down: "DELETE FROM gate;\n-- sqlbundle:commit\nDELETE FROM apart;"},
	)
}

const gate = "CREATE TABLE gate (n int)"

// TestProgressOfOthers holds what a script does about progress in the log that
// is not its own, and that each way out which it names is one.
func TestProgressOfOthers(t *testing.T) {
	s := pgtest.Shared(t, 0)
	// stuck is a database in which an upgrade has stopped inside "two".
	stuck := func(t *testing.T, p testProject) (db *pgtest.DB, upgrade, rollback string) {
		db = s.Database(t)
		upgrade, rollback = p.scripts("three")
		got := db.PsqlFile(upgrade)
		stopped(t, got, `relation "gate" does not exist`)
		same(t, "progress", progressOf(db), []string{"two upgrade 1 done", "two upgrade 2 done"})
		return db, upgrade, rollback
	}
	undo := "ALTER TABLE one DROP COLUMN m; DELETE FROM one;"

	t.Run("of its own", func(t *testing.T) {
		t.Parallel()
		p := halfway(t, "")
		db, upgrade, _ := stuck(t, p)
		db.Exec(gate)
		finished(t, db.PsqlFile(upgrade), "going on inside two, at its segment 3")
		same(t, "rows", db.Query("SELECT n, m FROM one"), [][]string{{"1", "2"}})
		same(t, "open", progressOf(db), []string{})
	})
	t.Run("another bundle that begins there", func(t *testing.T) {
		t.Parallel()
		p := halfway(t, "")
		db, _, _ := stuck(t, p)
		upgrade, _ := p.scripts("one:two")
		db.Exec(gate)
		finished(t, db.PsqlFile(upgrade), "going on inside two, at its segment 3")
	})
	t.Run("a finished segment was edited", func(t *testing.T) {
		t.Parallel()
		p := halfway(t, "")
		db, _, _ := stuck(t, p)
		p.edit("two", "VALUES (1, 2)", "VALUES (1, 3)")
		upgrade, rollback := p.scripts("three")
		refuses(t, db, rollback, nil, "progress inside two is not of this bundle", "sqlbundle_abandon=two")
		message := refuses(t, db, upgrade, nil, "segment 2 of two is done, and it was another one than here", "sqlbundle_abandon=two")
		db.Exec(undo + gate)
		finished(t, db.PsqlFile(upgrade, "-v", wayOut(t, message, "sqlbundle_abandon")), "step 2/3 upgrade two segment 1/3")
		same(t, "rows", db.Query("SELECT n, m FROM one"), [][]string{{"1", "3"}})
	})
	t.Run("an unfinished segment was edited", func(t *testing.T) {
		t.Parallel()
		p := halfway(t, "")
		db, _, _ := stuck(t, p)
		p.edit("two", "INSERT INTO gate VALUES (1)", "CREATE TABLE gate AS SELECT 5 AS n")
		upgrade, _ := p.scripts("three")
		finished(t, db.PsqlFile(upgrade), "going on inside two, at its segment 3")
		same(t, "gate", db.Query("SELECT n FROM gate"), [][]string{{"5"}})
	})
	for name, edit := range map[string][3]string{
		"an earlier segment was cut in two": {"INSERT INTO one", "SELECT 1;\n-- sqlbundle:commit\nINSERT INTO one", "segment 2"},
		"the rest was taken out":            {"-- sqlbundle:commit\nINSERT INTO one VALUES (1, 2);\n-- sqlbundle:commit\nINSERT INTO gate VALUES (1);", "", "segment 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := halfway(t, "")
			db, _, _ := stuck(t, p)
			p.edit("two", edit[0], edit[1])
			upgrade, _ := p.scripts("three")
			refuses(t, db, upgrade, nil, edit[2]+" of two is done, and it was another one than here")
		})
	}
	t.Run("a way back that does not hold it", func(t *testing.T) {
		t.Parallel()
		p := halfway(t, "")
		db, upgrade, _ := stuck(t, p)
		back := file(t, p.sql("downgrade", "one:base"))
		message := refuses(t, db, back, nil, "an upgrade stopped inside two, after 2 of 3 segments", "Finish it with its own script", "sqlbundle_abandon=two")
		db.Exec(undo)
		// What the message says is pasted as it stands.
		finished(t, db.PsqlFile(back, "-v", wayOut(t, message, "sqlbundle_abandon")))
		db.Exec(gate)
		finished(t, db.PsqlFile(upgrade), "step 1/3 upgrade one", "step 2/3 upgrade two segment 1/3")
	})
	t.Run("a stamp", func(t *testing.T) {
		t.Parallel()
		p := halfway(t, "")
		for _, args := range [][]string{{"stamp", "one:three"}, {"stamp", "--purge", "one"}, {"stamp", "--purge", "three"}, {"stamp", "one:base"}} {
			db, _, _ := stuck(t, p)
			script := file(t, p.sql(args...))
			message := refuses(t, db, script, nil, "an upgrade stopped inside two", "sqlbundle_abandon=two")
			db.Exec(undo)
			finished(t, db.PsqlFile(script, "-v", wayOut(t, message, "sqlbundle_abandon")))
			same(t, strings.Join(args, " ")+": open", progressOf(db), []string{})
		}
	})
	t.Run("the rollback", func(t *testing.T) {
		t.Parallel()
		p := halfway(t, "")
		db, upgrade, rollback := stuck(t, p)
		message := refuses(t, db, rollback, nil, "the upgrade stopped inside two: done is segment 1, 2 of 3", "it stopped in 3", "migrations/two.sql:",
			"psql -X -v sqlbundle_stop_after=two -f upgrade.sql", "sqlbundle_abandon=two")
		second, _, _ := stuck(t, p)
		second.Exec(undo)
		finished(t, second.PsqlFile(rollback, "-v", wayOut(t, message, "sqlbundle_abandon")))
		same(t, "by hand", second.Query("SELECT to_regclass('one'), (SELECT count(*) FROM sqlbundle_version)"), [][]string{{`\N`, "0"}})
		db.Exec(gate)
		finished(t, db.PsqlFile(upgrade, "-v", wayOut(t, message, "sqlbundle_stop_after")))
		same(t, "rows", rowsOf(db, trackingTable), []string{"two"})
		finished(t, db.PsqlFile(rollback))
		same(t, "finished and back", rowsOf(db, trackingTable), []string{})
	})
	t.Run("a rollback that stopped", func(t *testing.T) {
		t.Parallel()
		p := halfway(t, "")
		db := s.Database(t)
		upgrade, rollback := p.scripts("three")
		db.Exec(gate)
		finished(t, db.PsqlFile(upgrade))
		db.Exec("DROP TABLE gate")
		stopped(t, db.PsqlFile(rollback), `relation "gate" does not exist`)
		same(t, "progress", progressOf(db), []string{"two downgrade 1 done", "two downgrade 2 done"})
		message := refuses(t, db, upgrade, nil, "a rollback stopped inside two, after 2 of 3 segments", "Finish it: psql -X -v sqlbundle_stop_after=two -f rollback.sql", "sqlbundle_abandon=two")
		other := file(t, p.sql("downgrade", "two:base"))
		refuses(t, db, file(t, p.sql("stamp", "two:one")), nil, "a rollback stopped inside two")
		db.Exec(gate)
		finished(t, db.PsqlFile(rollback, "-v", wayOut(t, message, "sqlbundle_stop_after")), "going on inside two, at its segment 3")
		same(t, "rows", rowsOf(db, trackingTable), []string{"one"})
		finished(t, db.PsqlFile(upgrade), "going on after step 1 of 3")
		db.Exec("DROP TABLE gate")
		stopped(t, db.PsqlFile(rollback), `relation "gate" does not exist`)
		db.Exec(gate)
		finished(t, db.PsqlFile(other), "going on inside two, at its segment 3")
		same(t, "rows", rowsOf(db, trackingTable), []string{})
	})
	t.Run("unrelated", func(t *testing.T) {
		t.Parallel()
		p := halfway(t, "")
		db := s.Database(t)
		apart, _ := p.scripts("apart2")
		stopped(t, db.PsqlFile(apart), `relation "gate" does not exist`)
		log := db.Query("SELECT * FROM sqlbundle_log WHERE open")
		upgrade, rollback := p.scripts("three")
		stopped(t, db.PsqlFile(upgrade), `relation "gate" does not exist`)
		db.Exec(gate)
		finished(t, db.PsqlFile(upgrade))
		finished(t, db.PsqlFile(rollback))
		finished(t, db.PsqlFile(file(t, p.sql("stamp", "three"))))
		same(t, "unrelated progress", db.Query("SELECT * FROM sqlbundle_log WHERE open"), log)
		same(t, "rows", rowsOf(db, trackingTable), []string{"apart1", "three"})
		finished(t, db.PsqlFile(apart), "going on inside apart2, at its segment 2")
		same(t, "apart", db.Query("SELECT n FROM apart"), [][]string{{"1"}})
	})
}

// TestLogOfAnotherMake holds that a log table that is not the script's stays as
// it is, and that one that is missing is made.
func TestLogOfAnotherMake(t *testing.T) {
	s, p := pgtest.Shared(t, 0), halfway(t, "")
	script, _ := p.scripts("three")
	for name, change := range map[string]string{
		"a column is missing":      "ALTER TABLE sqlbundle_log DROP COLUMN before",
		"a column is called other": "ALTER TABLE sqlbundle_log RENAME COLUMN open TO opened",
		"the index is missing":     "DROP INDEX sqlbundle_log_revision_direction_segment_idx",
		"the index is not unique":  "DROP INDEX sqlbundle_log_revision_direction_segment_idx; CREATE INDEX ON sqlbundle_log (revision, direction, segment) WHERE open",
		"a view":                   "ALTER TABLE sqlbundle_log RENAME TO sqlbundle_log_table; CREATE VIEW sqlbundle_log AS SELECT * FROM sqlbundle_log_table",
		"somebody else's":          "DROP TABLE sqlbundle_log; CREATE TABLE sqlbundle_log (at timestamptz, message text); INSERT INTO sqlbundle_log VALUES (now(), 'precious')",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			finished(t, db.PsqlFile(script, "-v", "sqlbundle_stop_after=one"))
			db.Exec(change)
			refuses(t, db, script, nil, "the log table public.sqlbundle_log is of another version, or somebody else's", "Rename that table, or name another: [tracking] log_table.")
			refuses(t, db, script, []string{"-v", "sqlbundle_check_only=1"}, "the log table public.sqlbundle_log")
		})
	}
	t.Run("missing", func(t *testing.T) {
		t.Parallel()
		db := s.Database(t)
		finished(t, db.PsqlFile(script, "-v", "sqlbundle_stop_after=one"))
		db.Exec("DROP TABLE sqlbundle_log;" + gate)
		finished(t, db.PsqlFile(script), "going on after step 1 of 3")
		same(t, "rows", rowsOf(db, trackingTable), []string{"three"})
	})
}

// TestProgressOfStamp holds that a stamp can be run again, and where it stops.
func TestProgressOfStamp(t *testing.T) {
	s, p := pgtest.Shared(t, 0), branched(t, "")
	db := s.Database(t)
	empty := everything(db)
	script := file(t, p.sql("stamp", "ee"))
	finished(t, db.PsqlFile(script, "-v", "sqlbundle_check_only=1"), "beginning with step 1")
	same(t, "after looking", everything(db), empty)
	finished(t, db.PsqlFile(script), "the database stands at ee")
	before := rowsOf(db, trackingTable)
	finished(t, db.PsqlFile(script), "nothing to do, the database stands at ee")
	same(t, "rows", rowsOf(db, trackingTable), before)
	refuses(t, db, file(t, p.sql("stamp", "bb")), nil, "the tracking table says ee", "--purge")
	purge := file(t, p.sql("stamp", "--purge", "bb", "rep1"))
	for range 2 {
		finished(t, db.PsqlFile(purge), "the database stands at bb,rep1")
		same(t, "purged", rowsOf(db, trackingTable), []string{"bb", "rep1"})
	}
}
