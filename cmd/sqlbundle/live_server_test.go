package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// on runs a command on a database of the test, and wants an exit status.
func (p testProject) on(db *pgtest.DB, status int, args ...string) (stdout, stderr string) {
	p.t.Helper()
	return call(p.t, status, append([]string{"-c", p.config, args[0], "--database", db.URL()}, args[1:]...)...)
}

// place is where sqlbundle current says that a database stands.
func (p testProject) place(db *pgtest.DB) string {
	p.t.Helper()
	stdout, stderr := p.on(db, 0, "current")
	return strings.TrimSpace(stdout + stderr)
}

// twoSteps is a history with a batch and a build.
func twoSteps(t testing.TB) testProject {
	return made(t, oldest+"[bundle]\nlock_timeout = '300ms'\n",
		rev{id: "aa", up: "CREATE TABLE t (id int PRIMARY KEY, n int);\nINSERT INTO t SELECT generate_series(1, 10);", down: "DROP TABLE t;"},
		rev{
			id: "bb", up: "ALTER TABLE t ADD COLUMN m int DEFAULT 1;\n-- sqlbundle:batch key=id size=3\nUPDATE t SET n = id;\nCREATE INDEX CONCURRENTLY t_n ON t (n);",
			down: "DROP INDEX t_n;\nALTER TABLE t DROP COLUMN m;", sections: "-- sqlbundle:verify\nSELECT bool_and(n = id) FROM t",
		})
}

// TestLiveAsPsql holds that upgrade, downgrade and stamp leave what their scripts
// leave, though each begins where the database stands: schema, data, tracking
// table and log.
func TestLiveAsPsql(t *testing.T) {
	s := pgtest.Shared(t, 0)
	cases := []sample{{"two steps", twoSteps(t)}}
	for _, p := range samples(t) {
		switch strings.TrimPrefix(p.name, "compiler/") {
		case "alembic", "all", "batches", "branches", "by_hand", "enum_values", "tracking_found":
			cases = append(cases, p)
		}
	}
	if len(cases) != 8 {
		t.Fatalf("%d cases", len(cases))
	}
	for _, p := range cases {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			byHand, ours := s.Database(t), s.Database(t)
			for _, setup := range setups(t, p) {
				byHand.Exec(setup)
				ours.Exec(setup)
			}
			p := testProject{t, p.config}
			compare := func(what string) {
				t.Helper()
				got, want := stateOf(ours, "public.none"), stateOf(byHand, "public.none")
				got.Data, want.Data = unlike(ours, got.Data), unlike(byHand, want.Data)
				same(t, what, got, want)
			}
			apply(t, byHand, p.sql("upgrade", "heads", "--dialect", "psql"))
			stdout, _ := p.on(ours, 0, "upgrade", "heads", "--no-preflight")
			says(t, stdout, "sqlbundle: done in", "sqlbundle: verified")
			compare("upgrade")
			heads := strings.ReplaceAll(strings.Join(headsOf(p), ","), " ", "")
			apply(t, byHand, p.sql("downgrade", heads+":base", "--dialect", "psql"))
			p.on(ours, 0, "downgrade", "base")
			compare("downgrade")
			apply(t, byHand, p.sql("stamp", "heads", "--dialect", "psql"))
			p.on(ours, 0, "stamp", "heads")
			compare("stamp")
			apply(t, byHand, p.sql("stamp", heads+":base", "--dialect", "psql"))
			p.on(ours, 0, "stamp", "base")
			compare("stamp base")
		})
	}
}

func headsOf(p testProject) []string {
	var ids []string
	for _, r := range p.load().RealHeads() {
		ids = append(ids, r.ID)
	}
	return ids
}

// TestLiveStepByStep goes up and down by relative targets, and holds that what
// is asked in between tells where the database stands.
func TestLiveStepByStep(t *testing.T) {
	t.Parallel()
	p, db := twoSteps(t), pgtest.Shared(t, 0).Database(t)
	p.t = t
	same(t, "of nothing", p.place(db), "")
	stdout, stderr := p.on(db, 0, "upgrade", "+1")
	says(t, stdout, "ok    position", "sqlbundle: upgrade from base to aa, 1 step", "the database stands at aa", "sqlbundle: verified")
	same(t, "notes", stderr, "")
	same(t, "after +1", p.place(db), "aa")
	_, stderr = p.on(db, 1, "current", "--check-heads")
	says(t, stderr, "the database is not at all heads: it stands at aa; heads: bb")
	stdout, _ = p.on(db, 0, "history", "-i")
	same(t, "history", stdout, "aa -> bb (head), bb\n<base> -> aa (current), aa\n")
	stdout, _ = p.on(db, 0, "history", "-r", "current:")
	same(t, "history from here", stdout, "aa -> bb (head), bb\n<base> -> aa, aa\n")
	stdout, _ = p.on(db, 0, "history", "-i", "-v", "-r", ":current")
	says(t, stdout, "Rev: aa (current)\n", "Parent: <base>\n")
	stdout, _ = p.on(db, 0, "show", "current")
	says(t, stdout, "Rev: aa\n")

	p.on(db, 0, "upgrade", "head", "--no-preflight")
	same(t, "after head", p.place(db), "bb (head)")
	p.on(db, 0, "current", "--check-heads")
	before := everything(db)
	stdout, _ = p.on(db, 0, "upgrade", "head")
	says(t, stdout, "nothing to do, the database stands at bb")
	if strings.Contains(stdout, "ok    server") {
		t.Errorf("a preflight for nothing:\n%s", stdout)
	}
	p.on(db, 0, "downgrade", "-1", "--check-only")
	same(t, "after looking", everything(db), before)
	_, stderr = p.on(db, 2, "upgrade", "+1")
	says(t, stderr, "+1")
	p.on(db, 0, "downgrade", "-1")
	same(t, "after -1", p.place(db), "aa")
	p.on(db, 0, "downgrade", "-1")
	same(t, "after -1", p.place(db), "")
	_, stderr = p.on(db, 2, "downgrade", "-1")
	says(t, stderr, "nothing is applied")
	p.on(db, 0, "downgrade", "base")

	var history []struct {
		ID      string `json:"id"`
		Current *bool  `json:"current"`
	}
	p.on(db, 0, "upgrade", "aa", "--no-preflight", "--no-verify")
	stdout, _ = p.on(db, 0, "history", "-i", "--format", "json")
	if err := json.Unmarshal([]byte(stdout), &history); err != nil || len(history) != 2 || *history[0].Current || !*history[1].Current {
		t.Errorf("%v\n%s", err, stdout)
	}
	if strings.Contains(p.call("history", "--format", "json"), "current") {
		t.Error("what no database was asked for is in the history")
	}
}

// TestLivePurge holds that a stamp with --purge asks nothing of the table.
func TestLivePurge(t *testing.T) {
	t.Parallel()
	p, db := twoSteps(t), pgtest.Shared(t, 0).Database(t)
	p.t = t
	db.Exec(table("nn"))
	p.on(db, 0, "stamp", "aa", "--purge")
	same(t, "rows", rowsOf(db, trackingTable), []string{"aa"})
}

// TestLiveConfigured finds databases by the configuration: the first, one by its
// name, each with its own sections.
func TestLiveConfigured(t *testing.T) {
	s := pgtest.Shared(t, 0)
	main, analytics := s.Database(t), s.Database(t)
	p := helpdesk(t, "${DATABASE_URL}", main.URL(), "${ANALYTICS_URL}", analytics.URL())
	stdout, stderr := call(t, 0, "-c", p.config, "upgrade", "1975ea83b712", "--no-preflight")
	says(t, stderr, "for the database main; --database names another of: main, analytics")
	says(t, stdout, "the database stands at 1975ea83b712")
	p.call("upgrade", "rep001", "--database", "analytics", "--no-preflight")
	same(t, "main", rowsOf(main, trackingTable), []string{"1975ea83b712"})
	same(t, "analytics", rowsOf(analytics, trackingTable), []string{"rep001"})
	same(t, "current", p.call("current", "--database", "analytics"), "rep001\n")
	says(t, p.call("current", "-v"), "Current revision(s) for "+main.Name+" at ", "\nRev: 1975ea83b712\n")
	// A bundle says which database it is for.
	p.call("apply", filepath.Join(p.bundle("rep001:rep002", "--database", "analytics"), "analytics"))
	same(t, "analytics", rowsOf(analytics, trackingTable), []string{"rep002"})
	says(t, p.refuse("current", "--database", "analytic"), `there is no database "analytic"`, "did you mean")
}

// TestLiveReadsOnly holds that where no run is asked for, nothing is written: a
// standby can be asked, and who has no right to write.
func TestLiveReadsOnly(t *testing.T) {
	t.Parallel()
	p, db := twoSteps(t), pgtest.Shared(t, 0).Database(t)
	p.t = t
	p.on(db, 0, "upgrade", "aa", "--no-preflight")
	db.Exec("ALTER DATABASE " + db.Name + " SET default_transaction_read_only = on")
	same(t, "current", p.place(db), "aa")
	p.on(db, 0, "history", "-i")
	_, stderr := p.on(db, 3, "upgrade", "head", "--no-preflight")
	says(t, stderr, "this server or session is read-only")
	db.Exec("SET transaction_read_only = off; ALTER DATABASE " + db.Name + " RESET default_transaction_read_only")
	holder := holds(t, db, "public.sqlbundle_version")
	_, stderr = p.on(db, 0, "current")
	says(t, stderr, "a run is at work, pid ")
	_, stderr = p.on(db, 3, "upgrade", "head", "--no-preflight")
	says(t, stderr, "another run holds the lock")
	if err := holder.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}
