package main

import (
	"os"
	"path/filepath"
	"testing"

	"sqlbundle/internal/pgtest"
)

// teams is a project of two branches, the second one's last revision needing
// one of the first.
func teams(t *testing.T) testProject {
	t.Helper()
	p := startedProject(t)
	p.call("revision", "-m", "Add ticket priority", "--rev-id", "def456")
	p.write("def456", "ALTER TABLE tickets ADD COLUMN priority text;", "ALTER TABLE tickets DROP COLUMN priority;")
	reporting := filepath.Join(filepath.Dir(p.config), "migrations", "reporting")
	if err := os.MkdirAll(reporting, 0o777); err != nil {
		t.Fatal(err)
	}
	p.call("revision", "-m", "Create reports", "--rev-id", "rep001", "--head", "base", "--branch-label", "reporting",
		"--version-path", "migrations/reporting")
	p.write("rep001", "CREATE TABLE reports (id int);", "DROP TABLE reports;")
	p.call("revision", "-m", "Report priorities", "--rev-id", "rep002", "--head", "reporting@head", "--depends-on", "def456")
	p.write("rep002", "CREATE VIEW priorities AS SELECT priority FROM tickets;", "DROP VIEW priorities;")
	return p
}

func TestScenario11BranchInItsFolder(t *testing.T) {
	p, db := teams(t), pgtest.Shared(t, 0).Database(t)
	if _, err := os.Stat(filepath.Join(filepath.Dir(p.config), "migrations", "reporting", "rep002_report_priorities.sql")); err != nil {
		t.Error("a revision of the branch does not stand in its folder:", err)
	}
	apply(t, db, p.sql("upgrade", "rep001"))
	same(t, "rows", rowsOf(db, trackingTable), []string{"rep001"})
}

func TestScenario12SeveralBranches(t *testing.T) {
	p, db := teams(t), pgtest.Shared(t, 0).Database(t)
	heads := p.call("heads")
	says(t, heads, "def456", "rep002")
	says(t, p.refuse("upgrade", "head", "--sql"), "def456", "rep002", "heads")
	apply(t, db, p.sql("upgrade", "heads"))
	// The dependency of a row is implied by it.
	same(t, "rows", rowsOf(db, trackingTable), []string{"rep002"})
	apply(t, db, p.sql("downgrade", "rep002:reporting@base"))
	same(t, "rows", rowsOf(db, trackingTable), []string{"def456"})
	apply(t, db, p.sql("upgrade", "def456:reporting@head"))
	same(t, "rows", rowsOf(db, trackingTable), []string{"rep002"})
}

func TestScenario13Merge(t *testing.T) {
	p, db := teams(t), pgtest.Shared(t, 0).Database(t)
	p.call("revision", "-m", "Index tickets", "--rev-id", "fff999", "--head", "main@head")
	p.write("fff999", "CREATE INDEX ix ON tickets (priority);", "DROP INDEX ix;")
	p.call("merge", "main@head", "reporting@head", "-m", "Merge reporting", "--rev-id", "aaa000")
	apply(t, db, p.sql("upgrade", "fff999"))
	apply(t, db, p.sql("upgrade", "fff999:rep002"))
	same(t, "rows before the merge", rowsOf(db, trackingTable), []string{"fff999", "rep002"})
	before := stateOf(db, trackingTable)
	apply(t, db, p.sql("upgrade", "fff999,rep002:head"))
	same(t, "rows after the merge", rowsOf(db, trackingTable), []string{"aaa000"})
	apply(t, db, p.sql("downgrade", "aaa000:fff999"))
	same(t, "after the way back", stateOf(db, trackingTable), before)
}

func TestScenario14NeedsAnotherBranch(t *testing.T) {
	p, db := teams(t), pgtest.Shared(t, 0).Database(t)
	script := p.sql("upgrade", "reporting@head")
	says(t, script, "upgrade abc123", "upgrade def456", "upgrade rep002")
	apply(t, db, script)
	same(t, "rows", rowsOf(db, trackingTable), []string{"rep002"})
}
