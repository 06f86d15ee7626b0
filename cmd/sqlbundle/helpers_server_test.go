package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgtest"
	"sqlbundle/out"
)

// call runs the program in this process and wants an exit status.
func call(t testing.TB, status int, args ...string) (stdout, stderr string) {
	t.Helper()
	var o, e bytes.Buffer
	if got := run(context.Background(), args, strings.NewReader(""), &o, &e); got != status {
		t.Fatalf("sqlbundle %s: exit status %d, want %d\n%s", strings.Join(args, " "), got, status, &e)
	}
	return o.String(), e.String()
}

// testProject is a project in a folder of the test's own.
type testProject struct {
	t      testing.TB
	config string
}

// newProject writes files into a new folder; sqlbundle.toml is one of them.
func newProject(t testing.TB, files map[string]string) testProject {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return testProject{t, filepath.Join(dir, "sqlbundle.toml")}
}

// helpdesk is a copy of the example, whose configuration is edited: pairs of
// an old and a new text.
func helpdesk(t testing.TB, edits ...string) testProject {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "helpdesk")
	if err := os.CopyFS(dir, os.DirFS("../../examples/helpdesk")); err != nil {
		t.Fatal(err)
	}
	p := testProject{t, filepath.Join(dir, "sqlbundle.toml")}
	text, err := os.ReadFile(p.config)
	if err != nil {
		t.Fatal(err)
	}
	changed := string(text)
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(changed, edits[i]) {
			t.Fatalf("the example's configuration has no %q", edits[i])
		}
		changed = strings.Replace(changed, edits[i], edits[i+1], 1)
	}
	if err := os.WriteFile(p.config, []byte(changed), 0o666); err != nil {
		t.Fatal(err)
	}
	return p
}

// call runs a command on the project that has to succeed.
func (p testProject) call(args ...string) string {
	p.t.Helper()
	stdout, _ := call(p.t, 0, append([]string{"-c", p.config}, args...)...)
	return stdout
}

// refuse runs a command that has to end with status 2, and gives what it says.
func (p testProject) refuse(args ...string) string {
	p.t.Helper()
	stdout, stderr := call(p.t, 2, append([]string{"-c", p.config}, args...)...)
	if stdout != "" {
		p.t.Errorf("a refused command prints to standard output:\n%s", stdout)
	}
	return stderr
}

// sql is the script of a command.
func (p testProject) sql(args ...string) string {
	p.t.Helper()
	return p.call(append(args, "--sql")...)
}

// bundle writes a bundle into a folder of its own.
func (p testProject) bundle(args ...string) string {
	p.t.Helper()
	dir := filepath.Join(p.t.TempDir(), "bundle")
	p.call(append([]string{"bundle", "-o", dir}, args...)...)
	return dir
}

// load reads the project as the program does.
func (p testProject) load() *graph.Graph {
	p.t.Helper()
	a := &app{ctx: context.Background(), cli: &cli{Config: p.config}, stdout: io.Discard, stderr: io.Discard}
	_, g, err := a.load()
	if err != nil {
		p.t.Fatal(err)
	}
	return g
}

// steps are the revisions between a start and a target, in the graph's order.
func (p testProject) steps(target string, from ...string) []graph.Step {
	p.t.Helper()
	steps, err := p.load().Upgrade(from, target)
	if err != nil {
		p.t.Fatal(err)
	}
	return steps
}

// manifest is what --format json says of a script.
func (p testProject) manifest(args ...string) out.Manifest {
	p.t.Helper()
	var m out.Manifest
	if err := json.Unmarshal([]byte(p.sql(append(args, "--format", "json")...)), &m); err != nil {
		p.t.Fatal(err)
	}
	return m
}

// oneByOne runs the statements of steps as their authors wrote them, each by
// itself; before is run in front of each revision, which begins with a clean
// session.
func oneByOne(t testing.TB, db *pgtest.DB, database, before string, steps []graph.Step) {
	t.Helper()
	conn := db.Connect().PgConn()
	exec := func(sql string) {
		t.Helper()
		if _, err := conn.Exec(context.Background(), sql).ReadAll(); err != nil {
			t.Fatalf("%v\n%s", err, sql)
		}
	}
	for _, step := range steps {
		exec("DISCARD ALL")
		exec(before)
		if section := compiler.Section(step.Revision, step.Direction, database); section != nil {
			for _, statement := range section.Statements {
				exec(statement.SQL())
			}
		}
	}
}

// apply runs a script that has to succeed, and gives its standard output.
func apply(t testing.TB, db *pgtest.DB, script string, args ...string) string {
	t.Helper()
	got := db.Psql(script, args...)
	if got.Status != 0 {
		t.Fatalf("psql ends with status %d\n%s%s", got.Status, tail(got.Stdout), got.Stderr)
	}
	return got.Stdout
}

// applyFile runs a script's file that has to succeed.
func applyFile(t testing.TB, db *pgtest.DB, name string) {
	t.Helper()
	if got := db.PsqlFile(name); got.Status != 0 {
		t.Fatalf("%s: psql ends with status %d\n%s%s", filepath.Base(name), got.Status, tail(got.Stdout), got.Stderr)
	}
}

func tail(text string) string { return text[max(0, len(text)-1000):] }

// state is what a database holds.
type state struct {
	Schema, Data []string
	// Rows are the tracking table's; nil without such a table.
	Rows []string
}

const trackingTable = "public.sqlbundle_version"

// stateOf looks at a database whose tracking table has this name.
func stateOf(db *pgtest.DB, table string) state {
	_, name, _ := strings.Cut(table, ".")
	name = strings.Trim(name, `"`)
	s := state{Schema: db.Snapshot(name), Data: still(db.Data(name))}
	if db.Query("SELECT to_regclass('" + table + "')")[0][0] != `\N` {
		s.Rows = rowsOf(db, table)
	}
	return s
}

// rowsOf are the tracking table's rows, sorted.
func rowsOf(db *pgtest.DB, table string) []string {
	rows := []string{}
	for _, row := range db.Query("SELECT version_num FROM " + table + ` ORDER BY version_num COLLATE "C"`) {
		rows = append(rows, row[0])
	}
	return rows
}

// started is earlier than whatever a test does.
var started = time.Now().Add(-time.Hour)

var timestamp = regexp.MustCompile(`"\d{4}-\d\d-\d\dT[\d:.]+\+00:00"`)

// still replaces times that a test has made by one word.
func still(lines []string) []string {
	for i, line := range lines {
		lines[i] = timestamp.ReplaceAllStringFunc(line, func(text string) string {
			at, err := time.Parse(`"`+time.RFC3339Nano+`"`, text)
			if err != nil || at.Before(started) {
				return text
			}
			return "now"
		})
	}
	return lines
}

// same compares two states, or parts of them.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// clone makes a database that is a copy of another one, to which nobody may be
// connected.
func clone(t testing.TB, db *pgtest.DB) *pgtest.DB {
	t.Helper()
	copied := db.Server.Database(t)
	if err := db.Server.DropDatabase(copied.Name); err != nil {
		t.Fatal(err)
	}
	psql(t, db.Server.Command("postgres", "-c", "CREATE DATABASE "+copied.Name+" TEMPLATE "+db.Name))
	return copied
}

// psql runs a command that has to succeed.
func psql(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
}

// role makes a role that is gone when the test ends; call it before the
// database is made in which it owns something.
func role(t testing.TB, s *pgtest.Server, quoted string) {
	t.Helper()
	psql(t, s.Command("postgres", "-c", "DROP ROLE IF EXISTS "+quoted, "-c", "CREATE ROLE "+quoted))
	t.Cleanup(func() { psql(t, s.Command("postgres", "-c", "DROP ROLE "+quoted)) })
}
