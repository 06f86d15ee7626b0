package main

import (
	"fmt"
	"strings"
	"testing"
)

// liveDesk is a project whose first revision, a01, has gone out: its tables are
// in use.
func liveDesk(t *testing.T) testProject {
	t.Helper()
	p := newProject(t, map[string]string{"sqlbundle.toml": "", "migrations/a01.sql": revisionText("a01", "base",
		"CREATE TABLE tickets (id bigint PRIMARY KEY, subject text, state text, created_at timestamptz);",
		"-- sqlbundle:down\nDROP TABLE tickets;\n")})
	p.call("release")
	return p
}

func revisionText(id, parent, up, down string) string {
	return fmt.Sprintf("-- %s\n-- sqlbundle:revision %s\n-- sqlbundle:revises %s\n-- sqlbundle:up\n%s\n%s", id, id, parent, up, down)
}

// add writes the next revision of a project, a section for each way.
func (p testProject) add(id, parent, up, down string) {
	p.t.Helper()
	p.file("migrations/"+id+".sql", revisionText(id, parent, up, "-- sqlbundle:down\n"+down+"\n"))
}

// file writes a file of the project.
func (p testProject) file(name, text string) {
	p.t.Helper()
	write(p.t, strings.TrimSuffix(p.config, "sqlbundle.toml")+name, text)
}

// lint is what lint finds in a range, with its status.
func (p testProject) lint(status int, rng string) string {
	p.t.Helper()
	stdout, _ := call(p.t, status, "-c", p.config, "lint", rng)
	return stdout
}

// nothing wants lint to have found nothing.
func nothing(t *testing.T, text string) {
	t.Helper()
	if text != "no findings\n" {
		t.Errorf("a false alarm:\n%s", text)
	}
}

func TestScenario21RenameWithoutDowntime(t *testing.T) {
	p := liveDesk(t)
	p.add("b01", "a01", "ALTER TABLE tickets RENAME COLUMN subject TO title;", "ALTER TABLE tickets RENAME COLUMN title TO subject;")
	says(t, p.lint(0, "a01:heads"), "b01.sql:5:1: warning:", "subject", "[renaming-column]", "hint:")

	// Expand, copy, contract, each released before the next one; between the last
	// two the programs switch to the new name.
	p.add("b01", "a01", "ALTER TABLE tickets ADD COLUMN title text;\n"+
		"CREATE FUNCTION copy_title() RETURNS trigger LANGUAGE plpgsql AS $$\n"+
		"BEGIN NEW.title := coalesce(NEW.title, NEW.subject); RETURN NEW; END $$;\n"+
		"-- sqlbundle:nolint adding-trigger -- it sets one column of the row itself\n"+
		"CREATE TRIGGER copy_title BEFORE INSERT OR UPDATE ON tickets FOR EACH ROW EXECUTE FUNCTION copy_title();",
		"DROP TRIGGER copy_title ON tickets;\nDROP FUNCTION copy_title;\nALTER TABLE tickets DROP COLUMN title;")
	nothing(t, p.lint(0, "b01"))
	p.call("release")
	p.add("b02", "b01", "UPDATE tickets SET title = subject;", "SELECT 1;")
	says(t, p.lint(0, "b02"), "b02.sql:5:1: warning:", "[unbatched-backfill]")
	p.add("b02", "b01", "UPDATE tickets SET title = subject WHERE title IS NULL AND id BETWEEN 1 AND 5000;", "SELECT 1;")
	nothing(t, p.lint(0, "b02"))
	p.call("release")
	p.file("migrations/b03.sql", revisionText("b03", "b02",
		"DROP TRIGGER copy_title ON tickets;\nDROP FUNCTION copy_title;\nALTER TABLE tickets DROP COLUMN subject;",
		"-- sqlbundle:down irreversible the programs use title\n"))
	contract := p.lint(0, "b03")
	says(t, contract, "b03.sql:7:1: warning:", "tickets.subject", "[ban-drop-column]")
	if strings.Contains(contract, "[renaming-column]") {
		t.Errorf("nothing is renamed:\n%s", contract)
	}
}

func TestScenario22IndexOnLiveTable(t *testing.T) {
	p := liveDesk(t)
	p.add("b01", "a01", "CREATE INDEX ix_tickets_state ON tickets (state);", "DROP INDEX CONCURRENTLY ix_tickets_state;")
	says(t, p.lint(1, "a01:heads"), "b01.sql:5:1: error:", "tickets", "[require-concurrent-index-creation]",
		"instead:", "CREATE INDEX CONCURRENTLY ix_tickets_state ON tickets (state);")

	p.add("b01", "a01", "CREATE INDEX CONCURRENTLY ix_tickets_state ON tickets (state);", "DROP INDEX CONCURRENTLY ix_tickets_state;")
	nothing(t, p.lint(0, "a01:heads"))
	// Inside of the revision that makes the table nobody waits.
	p.add("b01", "a01", "CREATE TABLE notes (id bigint PRIMARY KEY, ticket bigint);\nCREATE INDEX ON notes (ticket);", "DROP TABLE notes;")
	if text := p.lint(0, "a01:heads"); strings.Contains(text, "concurrent") {
		t.Errorf("a false alarm:\n%s", text)
	}
}

func TestScenario23NotNullOnLiveTable(t *testing.T) {
	p := liveDesk(t)
	const undo = "ALTER TABLE tickets ALTER COLUMN state DROP NOT NULL;"
	p.add("b01", "a01", "ALTER TABLE tickets ALTER COLUMN state SET NOT NULL;", undo)
	says(t, p.lint(1, "a01:heads"), "b01.sql:5:1: error:", "tickets", "[adding-not-nullable-field]", "instead:", "NOT VALID", "VALIDATE CONSTRAINT")

	p.add("b01", "a01", "ALTER TABLE tickets ADD CONSTRAINT tickets_state_known CHECK (state IS NOT NULL) NOT VALID;\n-- sqlbundle:commit\n"+
		"ALTER TABLE tickets VALIDATE CONSTRAINT tickets_state_known;", "ALTER TABLE tickets DROP CONSTRAINT tickets_state_known;")
	p.add("b02", "b01", "ALTER TABLE tickets ALTER COLUMN state SET NOT NULL;\nALTER TABLE tickets DROP CONSTRAINT tickets_state_known;",
		"ALTER TABLE tickets ADD CONSTRAINT tickets_state_known CHECK (state IS NOT NULL) NOT VALID;\n-- sqlbundle:commit\n"+
			"ALTER TABLE tickets VALIDATE CONSTRAINT tickets_state_known;\n"+undo)
	if text := p.lint(0, "a01:heads"); strings.Contains(text, "adding-not-nullable-field") {
		t.Errorf("a validated CHECK proves it:\n%s", text)
	}
}

func TestScenario24EditedAfterRelease(t *testing.T) {
	p := liveDesk(t)
	if text := p.lint(0, "heads"); strings.Contains(text, "after-release") {
		t.Errorf("a false alarm:\n%s", text)
	}
	p.file("migrations/a01.sql", revisionText("a01", "base", "CREATE TABLE tickets (id bigint PRIMARY KEY, title text);", "-- sqlbundle:down\nDROP TABLE tickets;\n"))
	says(t, p.lint(1, "heads"), "migrations/a01.sql:2:23: error: revision a01 has been released", "[revision-edited-after-release]", "hint: take the edit back")
}

func TestScenario25WayBack(t *testing.T) {
	p := liveDesk(t)
	const up = "ALTER TABLE tickets ADD COLUMN priority int;"
	for _, down := range []string{"", "-- sqlbundle:down\n"} {
		p.file("migrations/b01.sql", revisionText("b01", "a01", up, down))
		says(t, p.lint(0, "a01:heads"), "migrations/b01.sql:2:23: warning:", "b01", "[irreversible-revision]", "hint:", "irreversible REASON")
	}
	p.file("migrations/b01.sql", revisionText("b01", "a01", up, "-- sqlbundle:down irreversible the priorities are in use elsewhere\n"))
	nothing(t, p.lint(0, "a01:heads"))
}
