package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// looked is what preflight.sql has shown.
type looked struct {
	pgtest.Result
	rows []looks
}

// looks is a row of it.
type looks struct{ check, status, detail string }

// look runs a preflight with the options of a session, and reads its table.
func look(t testing.TB, db *pgtest.DB, script, options string, args ...string) looked {
	t.Helper()
	cmd := db.Command(append(args, "-f", script)...)
	cmd.Env = append(cmd.Env, "PGOPTIONS="+options)
	got := looked{Result: db.Run(cmd)}
	_, table, ok := strings.Cut(got.Stdout, "-+-")
	if !ok {
		t.Fatalf("it shows no table:\n%s%s", got.Stdout, got.Stderr)
	}
	_, table, _ = strings.Cut(table, "\n")
	for _, line := range strings.Split(table, "\n") {
		if cells := strings.SplitN(line, "|", 3); len(cells) == 3 {
			got.rows = append(got.rows, looks{strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])})
		}
	}
	stops := got.statuses("stop")
	if want := min(3*len(stops), 3); got.Status != want || (want == 0) != (got.Stderr == "") || !strings.Contains(got.Stdout, "sqlbundle: preflight: ") {
		t.Errorf("status %d, and it says stop for %v\n%s", got.Status, stops, got.Stderr)
	}
	return got
}

// statuses are the checks that say something.
func (l looked) statuses(status string) []string {
	var names []string
	for _, r := range l.rows {
		if r.status == status {
			names = append(names, r.check)
		}
	}
	return slices.Compact(names)
}

// of are the rows of a check.
func (l looked) of(check string) (rows []looks) {
	for _, r := range l.rows {
		if r.check == check {
			rows = append(rows, r)
		}
	}
	return rows
}

// says wants a row with a status and a detail that begins and goes on like this.
func (l looked) says(t testing.TB, check, status string, parts ...string) {
	t.Helper()
	for _, r := range l.of(check) {
		found := r.status == status
		for _, part := range parts {
			found = found && strings.Contains(r.detail, part)
		}
		if found {
			return
		}
	}
	t.Errorf("%s does not say %s %q: %q\n%s", check, status, parts, l.of(check), l.Stderr)
}

// fine wants all checks to say ok, but for these, and for the slots: they belong
// to the server.
func (l looked) fine(t testing.TB, but ...string) {
	t.Helper()
	for _, r := range l.rows {
		if r.status != "ok" && r.check != "replication slots" && r.check != "standbys" && !slices.Contains(but, r.check) {
			t.Errorf("%s says %s: %s", r.check, r.status, r.detail)
		}
	}
	for _, check := range []string{
		"server", "database", "read-only", "role", "search_path", "tracking table", "position", "other run", "objects", "free names", "extensions", "owner",
		"privileges", "create", "invalid indexes", "sizes", "locks", "transactions", "prepared transactions", "wraparound vacuum", "standbys", "replication slots", "publications",
	} {
		if len(l.of(check)) == 0 {
			t.Errorf("there is no row for %s", check)
		}
	}
}

// replaced is a copy of a script in which texts are replaced, pairs of old and new.
func replaced(t testing.TB, script string, edits ...string) string {
	t.Helper()
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	changed := string(text)
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(changed, edits[i]) {
			t.Fatalf("%s has no %q", filepath.Base(script), edits[i])
		}
		changed = strings.ReplaceAll(changed, edits[i], edits[i+1])
	}
	return file(t, changed)
}
