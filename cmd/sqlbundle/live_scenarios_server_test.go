package main

import (
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// TestLiveScenario10 asks where the example stands, as the scenario has it.
func TestLiveScenario10(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	p := helpdesk(t, "${DATABASE_URL}", db.URL())
	p.call("upgrade", "rep002", "--no-preflight", "--no-verify")
	// The tip of the main branch is applied because rep002 needs it.
	same(t, "current", p.call("current"), "rep002\n")
	p.call("upgrade", "rep003", "--no-preflight", "--no-verify")
	same(t, "current", p.call("current"), "4d1a9c3e7b28\nrep003\n")
	says(t, p.call("history", "-i"), "rep002 (4d1a9c3e7b28) -> rep003 (reporting) (current), Report satisfaction by month\n")
	says(t, p.call("history", "-r", "rep001:current"), "rep003", "rep002", "rep001")
	p.call("upgrade", "head", "--no-preflight", "--no-verify")
	same(t, "current", p.call("current", "--check-heads"), "0b6f1e8c47d5 (head)\n")
	says(t, p.call("history", "-i"), "-> 0b6f1e8c47d5 (knowledge-base, main, reporting) (head) (current), ")
}

// TestLiveScenario16 stamps the example.
func TestLiveScenario16(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	p := helpdesk(t, "${DATABASE_URL}", db.URL())
	db.Exec("CREATE TABLE users (id int)")
	before := stateOf(db, trackingTable)
	for _, step := range []struct{ args, want []string }{
		{[]string{"1975ea83b712"}, []string{"1975ea83b712"}},
		{[]string{"head"}, []string{"0b6f1e8c47d5"}},
		{[]string{"rep002", "27c6a30d7c24", "--purge"}, []string{"27c6a30d7c24", "rep002"}},
		{[]string{"27c6a30d7c24,rep002:rep003"}, []string{"rep003"}},
		{[]string{"base", "--purge"}, nil},
		{[]string{"head"}, []string{"0b6f1e8c47d5"}},
		{[]string{"base"}, nil},
	} {
		p.call(append([]string{"stamp"}, step.args...)...)
		after := stateOf(db, trackingTable)
		same(t, strings.Join(step.args, " "), after.Rows, step.want)
		after.Rows = nil
		same(t, "what a stamp has run", after, before)
	}
}

// TestLiveScenario17 plays the upgrade of the example that rows stop half-way.
func TestLiveScenario17(t *testing.T) {
	s := pgtest.Shared(t, 0)
	whole, db := s.Database(t), s.Database(t)
	p := helpdesk(t, "${DATABASE_URL}", db.URL())
	const spoil = "SET helpdesk.keep_updated_at = 'on'; UPDATE tickets SET resolved_at = "
	const of = " WHERE id = (SELECT min(id) FROM tickets WHERE status = 'in_progress')"
	p.call("upgrade", "e4087bd2f6a3", "--no-preflight", "--no-verify")
	p.call("upgrade", "rep005", "--no-preflight", "--no-verify")
	rows := rowsOf(db, trackingTable)
	db.Exec(spoil + "created_at" + of)
	_, stderr := call(t, 3, "-c", p.config, "upgrade", "head", "--no-preflight")
	says(t, stderr, `check constraint "ck_tickets_resolved_at" of relation "tickets" is violated`, "at migrations/d26f8a13c7e0_")
	same(t, "rows", rowsOf(db, trackingTable), rows)
	same(t, "progress", progressOf(db), []string{"d26f8a13c7e0 upgrade 1 done"})
	_, stderr = call(t, 3, "-c", p.config, "downgrade", "d26f8a13c7e0@-1")
	says(t, stderr, "the upgrade stopped inside d26f8a13c7e0: done is segment 1 of 2")
	db.Exec(spoil + "NULL" + of)
	p.call("upgrade", "head", "--no-preflight")
	finished(t, whole.PsqlFile(filepath.Join(p.bundle("head"), "main", "upgrade.sql")))
	same(t, "at the end", stateOf(db, trackingTable), stateOf(whole, trackingTable))
	same(t, "progress", progressOf(db), []string{})
	p.call("downgrade", "base")
	same(t, "what is left", stateOf(db, trackingTable).Data, []string{})
}

// TestLiveScenario19 is a deployment without a bundle, by exit statuses alone.
func TestLiveScenario19(t *testing.T) {
	t.Parallel()
	p, db := twoSteps(t), pgtest.Shared(t, 0).Database(t)
	p.t = t
	p.on(db, 0, "upgrade", "aa")
	before := stateOf(db, trackingTable)
	p.on(db, 1, "current", "--check-heads")
	p.on(db, 0, "upgrade", "head", "--check-only")
	same(t, "after looking", stateOf(db, trackingTable), before)
	end := blocked(t, db, "t")
	stdout, stderr := p.on(db, 3, "upgrade", "head", "--retries", "1", "--no-preflight")
	says(t, stdout, "canceling statement due to lock timeout, again in ")
	says(t, stderr, "canceling statement due to lock timeout")
	end()
	p.on(db, 0, "upgrade", "head")
	p.on(db, 0, "current", "--check-heads")
	p.on(db, 0, "downgrade", "aa")
	after := stateOf(db, trackingTable)
	same(t, "after the way back", after.Schema, before.Schema)
	same(t, "rows", after.Rows, before.Rows)
}
