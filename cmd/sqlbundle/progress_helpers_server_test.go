package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// rev is a revision of a history that a test makes. It revises the one before
// it in the list unless it says otherwise, and the first revises base.
type rev struct {
	id, revises string
	// header are further directives; sections stand behind them: require,
	// verify.
	header, sections string
	up, down         string
}

// oldest is the configuration of scripts for every server that is tested.
const oldest = "[project]\ntarget_version = 13\n"

// made is a project of revisions that the test has written.
func made(t testing.TB, config string, revs ...rev) testProject {
	t.Helper()
	files := map[string]string{"sqlbundle.toml": config}
	before := "base"
	for _, r := range revs {
		if r.revises == "" {
			r.revises = before
		}
		before = r.id
		files["migrations/"+r.id+".sql"] = r.text()
	}
	return newProject(t, files)
}

func (r rev) text() string {
	text := "-- " + r.id + "\n-- sqlbundle:revision " + r.id + "\n-- sqlbundle:revises " + r.revises + "\n"
	for _, part := range [...]string{r.header, r.sections} {
		if part != "" {
			text += part + "\n"
		}
	}
	return text + "\n-- sqlbundle:up\n" + r.up + "\n\n-- sqlbundle:down\n" + r.down + "\n"
}

// edit changes a text in a revision's file.
func (p testProject) edit(id, old, fresh string) {
	p.t.Helper()
	name := filepath.Join(filepath.Dir(p.config), "migrations", id+".sql")
	text, err := os.ReadFile(name)
	if err != nil {
		p.t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		p.t.Fatalf("%s has no %q", id, old)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), old, fresh, 1)), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

// scripts are the two scripts of a bundle.
func (p testProject) scripts(args ...string) (upgrade, rollback string) {
	p.t.Helper()
	dir := p.bundle(args...)
	return filepath.Join(dir, "upgrade.sql"), filepath.Join(dir, "rollback.sql")
}

// file is a script in a file of its own.
func file(t testing.TB, script string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "script.sql")
	if err := os.WriteFile(name, []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// everything is what a database holds, with the tool's own tables and whatever
// is named like them.
func everything(db *pgtest.DB) []string {
	lines := append(db.Snapshot(), db.Data()...)
	relations := db.Query(`SELECT format('%I.%I', nspname, relname), relkind,
			(SELECT string_agg(attname || ' ' || atttypid::regtype, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)
		FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
		WHERE relname LIKE '%sqlbundle%' AND nspname NOT LIKE 'pg\_%' ORDER BY 1`)
	for _, r := range relations {
		lines = append(lines, strings.Join(r, " "))
		if r[1] == "r" {
			for _, row := range db.Query("SELECT to_jsonb(t)::text FROM " + r[0] + " t ORDER BY 1") {
				lines = append(lines, r[0]+" "+row[0])
			}
		}
	}
	for _, row := range db.Query("SELECT 'lock ' || classid || ' ' || objid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") {
		lines = append(lines, row[0])
	}
	return lines
}

// finished wants a run to have ended well.
func finished(t testing.TB, got pgtest.Result, says ...string) {
	t.Helper()
	if got.Status != 0 {
		t.Fatalf("psql ends with status %d\n%s%s", got.Status, tail(got.Stdout), got.Stderr)
	}
	for _, text := range says {
		if !strings.Contains(got.Stdout, text) {
			t.Errorf("it does not say %q:\n%s", text, got.Stdout)
		}
	}
}

// stopped wants a run to have ended with one error, whose reason and way out
// hold the texts.
func stopped(t testing.TB, got pgtest.Result, says ...string) {
	t.Helper()
	if got.Status != 3 {
		t.Errorf("psql ends with status %d, want 3\n%s%s", got.Status, tail(got.Stdout), got.Stderr)
	}
	if n := strings.Count(got.Stderr, "ERROR:"); n != 1 {
		t.Errorf("it gives %d errors:\n%s", n, got.Stderr)
	}
	for _, text := range says {
		if !strings.Contains(got.Stderr, text) {
			t.Errorf("it does not say %q:\n%s", text, got.Stderr)
		}
	}
}

// refuses wants a script to stop before it has changed anything, with one
// message that says why and what to do, and gives what it says.
func refuses(t testing.TB, db *pgtest.DB, script string, args []string, says ...string) string {
	t.Helper()
	before := everything(db)
	got := db.PsqlFile(script, args...)
	stopped(t, got, says...)
	if !strings.Contains(got.Stderr, "ERROR:  sqlbundle: ") || !strings.Contains(got.Stderr, "\nHINT:  ") {
		t.Errorf("the message is not of the script, or tells no way out:\n%s", got.Stderr)
	}
	if strings.Contains(got.Stdout, "sqlbundle: step") || strings.Contains(got.Stdout, "sqlbundle: done") {
		t.Errorf("a step was begun, or the end was reached:\n%s", got.Stdout)
	}
	same(t, "after the refusal", everything(db), before)
	return got.Stderr
}

var steering = regexp.MustCompile(`-v (sqlbundle_[a-z_]+=\S+)`)

// wayOut is the variable that a message names, to be pasted behind -v.
func wayOut(t testing.TB, message, variable string) string {
	t.Helper()
	for _, match := range steering.FindAllStringSubmatch(message, -1) {
		if strings.HasPrefix(match[1], variable+"=") {
			return match[1]
		}
	}
	t.Fatalf("no -v %s in the message:\n%s", variable, message)
	return ""
}

// progressOf are the open rows of the log, as "REVISION DIRECTION SEGMENT STATE".
func progressOf(db *pgtest.DB) []string {
	lines := []string{}
	for _, row := range db.Query("SELECT revision, direction, segment, state FROM sqlbundle_log WHERE open ORDER BY 1, 2, 3") {
		lines = append(lines, strings.Join(row, " "))
	}
	return lines
}
