package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/pgtest"
	"sqlbundle/out"
)

// broken is the history of a revision that has three segments and stops in the
// second one while there are two rows of one key.
func broken(t testing.TB) testProject {
	return made(t, oldest,
		rev{id: "aa", up: "CREATE TABLE t (id int, n int);\nINSERT INTO t VALUES (1, 1), (1, 2);", down: "DROP TABLE t;"},
		rev{id: "bb", up: "ALTER TABLE t ADD COLUMN m int;\nCREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id);\nALTER TABLE t ADD COLUMN o int;", down: "ALTER TABLE t DROP COLUMN o;\nDROP INDEX CONCURRENTLY t_id;\nALTER TABLE t DROP COLUMN m;"},
		rev{id: "cc", up: "CREATE TABLE u (id int);", down: "DROP TABLE u;"},
		rev{id: "side", revises: "aa", up: "CREATE TABLE side (id int);", down: "DROP TABLE side;"})
}

const mend = "DELETE FROM t WHERE n = 2"

// TestLiveInside plays an upgrade that stops inside a revision: it goes on, or
// is taken back, from whatever the command is by then.
func TestLiveInside(t *testing.T) {
	s := pgtest.Shared(t, 0)
	half := func(t *testing.T) (testProject, *pgtest.DB) {
		t.Parallel()
		p, db := broken(t), s.Database(t)
		stdout, stderr := p.on(db, 3, "upgrade", "cc")
		says(t, stdout, "step 2/3 upgrade bb segment 2/3")
		says(t, stderr, "could not create unique index", "CREATE INDEX at migrations/bb.sql:7 failed, as told above; nothing of it is left")
		same(t, "progress", progressOf(db), []string{"bb upgrade 1 done"})
		return p, db
	}
	inside := regexp.MustCompile(`^aa \(branchpoint\)\nsqlbundle: inside bb: 1 of 3 segments of its upgrade are done, since 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
	untouched := func(t *testing.T, p testProject) state {
		db := s.Database(t)
		p.on(db, 0, "upgrade", "aa", "--no-preflight")
		return stateOf(db, trackingTable)
	}

	t.Run("goes on", func(t *testing.T) {
		p, db := half(t)
		if got := p.place(db); !inside.MatchString(got) {
			t.Errorf("it stands at %q", got)
		}
		db.Exec(mend)
		stdout, _ := p.on(db, 0, "upgrade", "cc")
		says(t, stdout, "ok    position               going on inside bb, at its segment 2", "step 1/2 upgrade bb segment 2/3", "the database stands at cc")
		whole := s.Database(t)
		p.on(whole, 0, "upgrade", "aa")
		whole.Exec(mend)
		p.on(whole, 0, "upgrade", "cc")
		same(t, "at the end", stateOf(db, trackingTable), stateOf(whole, trackingTable))
		same(t, "progress", progressOf(db), []string{})
	})
	t.Run("first of several", func(t *testing.T) {
		p, db := half(t)
		db.Exec(mend)
		stdout, _ := p.on(db, 0, "upgrade", "heads", "--no-preflight")
		says(t, stdout, "going on inside bb, at its segment 2", "step 1/3 upgrade bb segment 3/3", "the database stands at cc,side")
	})
	t.Run("one step", func(t *testing.T) {
		p, db := half(t)
		_, stderr := p.on(db, 3, "upgrade", "bb@+1", "--no-preflight")
		says(t, stderr, "bb@+1 is counted anew by the next run, from where the database stands then; this one was to lead to bb")
		db.Exec(mend)
		p.on(db, 0, "upgrade", "bb@+1", "--no-preflight")
		same(t, "rows", rowsOf(db, trackingTable), []string{"bb"})
	})
	t.Run("by its script", func(t *testing.T) {
		p, db := half(t)
		db.Exec(mend)
		finished(t, db.Psql(p.sql("upgrade", "cc")), "going on inside bb, at its segment 2", "the database stands at cc")
	})
	t.Run("begun by its script", func(t *testing.T) {
		t.Parallel()
		p, db := broken(t), s.Database(t)
		if got := db.Psql(p.sql("upgrade", "heads")); got.Status != 3 {
			t.Fatalf("psql ends with status %d\n%s", got.Status, got.Stderr)
		}
		db.Exec(mend)
		p.on(db, 0, "upgrade", "heads", "--no-preflight")
		same(t, "rows", rowsOf(db, trackingTable), []string{"cc", "side"})
	})
	t.Run("elsewhere", func(t *testing.T) {
		p, db := half(t)
		before := everything(db)
		for _, args := range [][]string{{"upgrade", "side"}, {"upgrade", "aa"}, {"stamp", "cc"}, {"stamp", "cc", "--check-only"}} {
			stdout, stderr := p.on(db, 3, args...)
			same(t, "standard output", stdout, "")
			says(t, stderr, "ERROR:  sqlbundle: the database is inside bb: 1 of 3 segments of its upgrade are done",
				"HINT:  Nothing has been changed. Either finish that: sqlbundle upgrade bb; or take it back: sqlbundle downgrade bb@-1; or undo by hand what is done of it, and add --abandon bb.")
		}
		same(t, "after the refusals", everything(db), before)
		stdout, _ := p.on(db, 3, "upgrade", "side", "--log-format", "json")
		var last executor.Event
		lines := strings.Split(strings.TrimSpace(stdout), "\n")
		if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.Event != executor.Ended || *last.Exit != 3 {
			t.Errorf("%v\n%s", err, stdout)
		}
	})
	for _, target := range []string{"-1", "aa", "bb@-1"} {
		t.Run("taken back to "+target, func(t *testing.T) {
			p, db := half(t)
			stdout, _ := p.on(db, 0, "downgrade", target)
			says(t, stdout, "taking back what the upgrade of bb has done before it stopped, segment 1", "the database stands at aa")
			same(t, "left", stateOf(db, trackingTable), untouched(t, p))
			same(t, "progress", progressOf(db), []string{})
		})
	}
	t.Run("taken back and on", func(t *testing.T) {
		p, db := half(t)
		p.on(db, 0, "downgrade", "base")
		same(t, "left", stateOf(db, trackingTable).Data, []string{})
		same(t, "rows", rowsOf(db, trackingTable), []string{})
	})
	t.Run("taken back beside a branch", func(t *testing.T) {
		p, db := half(t)
		finished(t, db.Psql(p.sql("downgrade", "bb:aa")))
		p.on(db, 0, "upgrade", "side", "--no-preflight")
		p.on(db, 3, "upgrade", "cc", "--no-preflight")
		same(t, "rows", rowsOf(db, trackingTable), []string{"side"})
		p.on(db, 0, "downgrade", "base")
		same(t, "rows", rowsOf(db, trackingTable), []string{})
	})
	t.Run("another team's branch", func(t *testing.T) {
		p, db := half(t)
		p.file("migrations/other.sql", revisionText("other", "base", "CREATE TABLE other (id int);", "-- sqlbundle:down\nDROP TABLE other;\n"))
		p.file("migrations/other2.sql", revisionText("other2", "other", "CREATE TABLE other2 (id int);", "-- sqlbundle:down\nDROP TABLE other2;\n"))
		p.on(db, 0, "upgrade", "other2", "--no-preflight")
		same(t, "rows", rowsOf(db, trackingTable), []string{"aa", "other2"})
		p.on(db, 0, "downgrade", "other2@-1")
		p.on(db, 0, "downgrade", "bb@-1")
		same(t, "rows", rowsOf(db, trackingTable), []string{"aa", "other"})
	})
	t.Run("given up", func(t *testing.T) {
		p, db := half(t)
		db.Exec("ALTER TABLE t DROP COLUMN m; " + mend)
		stdout, _ := p.on(db, 0, "upgrade", "cc", "--abandon", "bb", "--no-preflight")
		says(t, stdout, "step 1/2 upgrade bb segment 1/3", "the database stands at cc")
	})
}

// TestLiveInsideDowngrade plays a way back that stops inside a revision.
func TestLiveInsideDowngrade(t *testing.T) {
	t.Parallel()
	db := pgtest.Shared(t, 0).Database(t)
	p := made(t, oldest,
		rev{id: "aa", up: "CREATE TABLE t (id int);", down: "DROP TABLE t;"},
		rev{id: "bb", up: "CREATE TABLE u (id int);", down: "DROP TABLE u;\n-- sqlbundle:commit\nSELECT 1 / count(*) FROM t;"},
		rev{id: "zz", revises: "aa", up: "CREATE TABLE z (id int);", down: "DROP TABLE z;"})
	p.on(db, 0, "upgrade", "heads", "--no-preflight")
	_, stderr := p.on(db, 3, "downgrade", "bb@-1")
	says(t, stderr, "division by zero")
	same(t, "rows", rowsOf(db, trackingTable), []string{"bb", "zz"})
	stdout, stderr := p.on(db, 1, "current", "--check-heads", "--format", "json")
	var current out.CurrentJSON
	if err := json.Unmarshal([]byte(stdout), &current); err != nil {
		t.Fatal(err)
	}
	u := current.Unfinished[0]
	if current.AtHeads || !slices.Equal(current.Rows, []string{"bb", "zz"}) || u.Revision != "bb" || u.Direction != "downgrade" || u.Done != 1 || u.Segments != 2 {
		t.Errorf("%+v", current)
	}
	says(t, stderr, "inside bb: 1 of 2 segments of its downgrade are done", "the database is not at all heads: it stands at bb, zz, with a revision unfinished; heads: bb, zz")
	_, stderr = p.on(db, 3, "upgrade", "heads")
	says(t, stderr, "inside bb", "finish that: sqlbundle downgrade bb@-1; or undo by hand")
	db.Exec("INSERT INTO t VALUES (1)")
	// From several rows the way to base would begin with another branch.
	stdout, _ = p.on(db, 0, "downgrade", "base")
	says(t, stdout, "going on inside bb, at its segment 2", "step 1/3 downgrade bb segment 2/2", "the database stands at base")
}
