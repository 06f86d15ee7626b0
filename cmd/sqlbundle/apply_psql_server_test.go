package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/pgtest"
)

// TestApplyAsPsqlVersions holds that the executor does with the bundles of all
// projects what psql does: it prints the same, ends alike, and leaves the same
// schema, data, tracking table and log; and so do bundles in the plain dialect.
func TestApplyAsPsqlVersions(t *testing.T) {
	all := samples(t)
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		role(t, s, "golden_owner")
		role(t, s, "golden_deployer")
		for i, p := range all {
			if i%3 != s.Major%3 {
				continue // each version takes every third project
			}
			for _, database := range p.databases() {
				t.Run(p.name+"/"+database, func(t *testing.T) {
					t.Parallel()
					appliesAsPsql(t, s, p, database)
				})
			}
		}
	})
}

func appliesAsPsql(t *testing.T, s *pgtest.Server, p sample, database string) {
	args := []string{"heads"}
	if database != "" {
		args = append(args, "--database", database)
	}
	dir := p.bundle(append(args, "--dialect", "psql")...)
	if database != "" {
		dir = filepath.Join(dir, database)
	}
	byHand, ours, plain := s.Database(t), s.Database(t), s.Database(t)
	for _, setup := range setups(t, p) {
		for _, db := range []*pgtest.DB{byHand, ours, plain} {
			db.Exec(setup)
		}
	}
	plainDir := plainBundle(t, p, args)
	state := func(db *pgtest.DB) state {
		st := stateOf(db, "public.none")
		st.Data = unlike(db, st.Data)
		return st
	}
	for _, scripts := range [][]string{{"preflight.sql", "upgrade.sql", "verify.sql"}, {"rollback.sql"}, {"upgrade.sql"}} {
		var want []string
		status := 0
		for _, name := range scripts {
			if status == 0 {
				got := byHand.PsqlFile(filepath.Join(dir, name), "-A", "-t", "-F", "|")
				status = got.Status
				want = append(want, printed(got.Stdout)...)
				want = append(want, refusal(got.Stderr)...)
			}
		}
		got, err := applied(t, ours, dir, executor.Options{Rollback: scripts[0] == "rollback.sql", NoPreflight: len(scripts) == 1, NoVerify: len(scripts) == 1})
		same(t, strings.Join(scripts, ", ")+" prints", unlike(ours, got), unlike(byHand, want))
		if (err == nil) != (status == 0) {
			t.Errorf("psql ends with %d, the executor with %v", status, err)
		}
		left := state(byHand)
		same(t, strings.Join(scripts, ", ")+" leaves", state(ours), left)
		if plainDir != "" {
			appliesPlain(t, p, plain, filepath.Join(plainDir, database), scripts[0] == "rollback.sql", len(scripts) == 1, status == 0)
			if status != 0 {
				plainDir = "" // it drops nothing by itself, and does not go back from inside a revision
				continue
			}
			same(t, strings.Join(scripts, ", ")+" in the plain dialect leaves", state(plain), left)
		}
	}
}

// onlyPsql are the projects for which there is no script in the plain dialect.
var onlyPsql = regexp.MustCompile("sqlbundle.toml:|the plain dialect (needs|has no guard|guards by)")

// plainBundle makes a project's bundle in the plain dialect; empty where it has
// none.
func plainBundle(t *testing.T, p sample, args []string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "plain")
	var stderr strings.Builder
	status := run(t.Context(), append([]string{"-c", p.config, "bundle", "-o", dir, "--dialect", "plain"}, args...), strings.NewReader(""), io.Discard, &stderr)
	switch {
	case status == 0:
		return dir
	case status != 2 || !onlyPsql.MatchString(stderr.String()):
		t.Fatalf("status %d\n%s", status, &stderr)
	}
	return ""
}

// theRest is the command that a message names.
var theRest = regexp.MustCompile(`Make the rest: sqlbundle ((?:upgrade|downgrade) [^;.]*? --after [\w.]+/\d+)`)

// appliesPlain applies a bundle in the plain dialect, and where the server cannot
// tell whether a statement has succeeded, does what the message says of one that
// has.
func appliesPlain(t *testing.T, p sample, db *pgtest.DB, dir string, back, only, succeeds bool) {
	t.Helper()
	_, err := applied(t, db, dir, executor.Options{Rollback: back, NoPreflight: only, NoVerify: only})
	var refused *executor.Refused
	for errors.As(err, &refused) && strings.Contains(refused.Message, "the server cannot tell whether it has succeeded") {
		command := theRest.FindStringSubmatch(refused.Hint)
		if command == nil {
			t.Fatalf("no way on: %s", refused.Hint)
		}
		got := db.PsqlFile(file(t, p.call(strings.Fields(command[1])...)), "-v", "ON_ERROR_STOP=1")
		if err = nil; got.Status != 0 {
			err = &executor.Refused{Message: got.Stderr, Hint: got.Stderr}
		}
	}
	if (err == nil) != succeeds {
		t.Errorf("in the plain dialect it ends with %v", err)
	}
}

// setups prepare a project's database.
func setups(t *testing.T, p sample) []string {
	t.Helper()
	var list []string
	if text, err := os.ReadFile(filepath.Join(filepath.Dir(p.config), "case.toml")); err == nil {
		var c struct{ Setup string }
		if err := toml.Unmarshal(text, &c); err != nil {
			t.Fatal(err)
		}
		list = append(list, c.Setup)
	}
	if text, err := os.ReadFile(filepath.Join(filepath.Dir(p.config), "setup.sql")); err == nil {
		list = append(list, string(text))
	}
	return list
}

// applied runs the executor and gives what psql would print.
func applied(t *testing.T, db *pgtest.DB, dir string, o executor.Options) ([]string, error) {
	t.Helper()
	var lines []string
	_, err := applying(t, db, dir, o, func(e executor.Event) {
		switch e.Event {
		case executor.Said, executor.SegmentBegun:
			lines = append(lines, e.Message)
		case executor.Checked:
			lines = append(lines, e.Check+"|"+e.Status+"|"+e.Detail)
		case executor.Failed:
			lines = append(lines, "ERROR:  "+e.Message)
		case executor.Rowed:
			for _, row := range e.Rows {
				values := make([]string, len(row))
				for i, v := range row {
					if v != nil {
						values[i] = *v
					}
				}
				if line := strings.Join(values, "|"); line != "" {
					lines = append(lines, line)
				}
			}
		}
	})
	return lines, err
}

var (
	row   = regexp.MustCompile(`^ ([a-z_ -]+?) +\| (ok|warn|stop) +\| (.*?) *$`)
	frame = regexp.MustCompile(`^ +check +\| status|^-+\+-|^$`)
)

// printed are the lines of psql's standard output; rows of the preflight without
// their frame.
func printed(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSuffix(line, "\n"); !frame.MatchString(line) {
			list = append(list, row.ReplaceAllString(line, "$1|$2|$3"))
		}
	}
	return list
}

// refusal is the last error that psql tells.
func refusal(stderr string) []string {
	at := strings.LastIndex(stderr, "ERROR:  ")
	if at < 0 {
		return nil
	}
	line, _, _ := strings.Cut(stderr[at:], "\n")
	return []string{line}
}

var varying = regexp.MustCompile(`done in [\d.]+ s|"(started_at|done_at|client)": *("[^"]*"|null)|PostgreSQL [\d.]+ \(.*\)`)

// unlike takes out of lines in what two runs may differ.
func unlike(db *pgtest.DB, lines []string) []string {
	for i, line := range lines {
		lines[i] = varying.ReplaceAllString(strings.ReplaceAll(line, db.Name, "DB"), "#")
	}
	return lines
}
