package compiler_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/config"
	"sqlbundle/internal/pgtest"
	"sqlbundle/internal/source"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

var update = flag.Bool("update", false, "write the golden files anew")

// project is revisions with their configuration.
type project struct {
	config *config.Config
	graph  *graph.Graph
}

// load reads revisions below migrations; the text is that of the
// configuration.
func load(fsys fs.FS, text string) (*project, error) { return loadIn(fsys, text, inOrder) }

func inOrder([]*revisions.Revision) {}

// loadIn is load with the revisions put into another order first.
func loadIn(fsys fs.FS, text string, reorder func([]*revisions.Revision)) (*project, error) {
	cfg, err := config.Load("sqlbundle.toml", []byte(text))
	if err != nil {
		return nil, err
	}
	o := revisions.Options{Locations: cfg.Project.Migrations, Metadata: cfg.Project.Metadata}
	for _, d := range cfg.Databases {
		o.Databases = append(o.Databases, d.Name)
	}
	o.Var = func(name string) (string, bool) { value, ok := cfg.Vars[name]; return value, ok }
	revs, err := revisions.Load(context.Background(), fsys, o)
	if err != nil {
		return nil, err
	}
	reorder(revs)
	g, err := graph.New(revs)
	return &project{cfg, g}, err
}

// request reads a command such as `upgrade a1,b7:heads`, as the command line
// does; `--database NAME` and `--purge` may follow the verb.
func (p *project) request(command string) (compiler.Request, error) {
	c := p.config
	req := compiler.Request{
		TargetVersion: c.Project.TargetVersion,
		Settings: compiler.Settings{
			LockRetries: c.Bundle.LockRetries, LockTimeout: c.Bundle.LockTimeout, StatementTimeout: c.Bundle.StatementTimeout,
			Role: c.Bundle.Role, SearchPath: c.Bundle.SearchPath, Transaction: compiler.Mode(c.Bundle.Transaction),
			Tracking: compiler.Tracking{Style: string(c.Tracking.Style), Schema: c.Tracking.Schema, Table: c.Tracking.Table, LogTable: c.Tracking.LogTable, Log: c.Tracking.Log},
		},
	}
	if len(c.Databases) > 0 {
		req.Database = c.Databases[0].Name
	}
	words := strings.Fields(command)
	req.Direction = graph.Direction(words[0])
	words = words[1:]
	for len(words) > 0 && strings.HasPrefix(words[0], "--") {
		if words[0] == "--purge" {
			req.Purge, words = true, words[1:]
			continue
		}
		req.Database, words = words[1], words[2:]
	}
	var err error
	req.From, req.Targets, _, err = p.graph.SplitRanges(words)
	return req, err
}

// compile makes the plan of a command.
func (p *project) compile(command string) (*compiler.Plan, error) {
	req, err := p.request(command)
	if err != nil {
		return nil, err
	}
	return compiler.Compile(p.graph, req)
}

// script is a plan as psql reads it, and its manifest.
func script(t testing.TB, plan *compiler.Plan) (sql, manifest string) {
	t.Helper()
	var s, m bytes.Buffer
	ranges, err := out.Script(&s, plan)
	if err != nil {
		t.Fatal(err)
	}
	if err := out.WriteManifest(&m, plan, ranges, nil); err != nil {
		t.Fatal(err)
	}
	return s.String(), m.String()
}

// golden compares a text with a file, which -update writes.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v; write it with: go test ./compiler -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

// problems prints what is wrong: a line for each problem, its hint behind it.
func problems(err error) string {
	var list source.ErrorList
	if !errors.As(err, &list) {
		return fmt.Sprint(err)
	}
	var b strings.Builder
	for _, e := range list {
		at := e.File.Position(e.Span.Start)
		fmt.Fprintf(&b, "%d:%d %s", at.Line, at.Column, e.Msg)
		if e.Rule != "" {
			fmt.Fprintf(&b, " [%s]", e.Rule)
		}
		if e.Hint != "" {
			fmt.Fprintf(&b, " | %s", e.Hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// oneByOne runs the statements of a plan's steps as their authors wrote them,
// each by itself and with the limits of its directive; each revision begins
// with a clean session, with its statements in one transaction where together
// is set.
func oneByOne(t *testing.T, db *pgtest.DB, plan *compiler.Plan, before string, together bool) {
	t.Helper()
	conn := db.Connect().PgConn()
	exec := func(sql string) []*pgconn.Result {
		t.Helper()
		results, err := conn.Exec(context.Background(), sql).ReadAll()
		if err != nil {
			t.Fatalf("%v\n%s", err, sql)
		}
		return results
	}
	limit := func(name, value string) (old string) {
		if value == "" {
			return ""
		}
		old = string(exec("SHOW " + name)[0].Rows[0][0])
		exec("SET " + name + " = '" + value + "'")
		return old
	}
	for _, step := range plan.Steps {
		exec("DISCARD ALL")
		exec(before)
		section := compiler.Section(step.Revision, step.Direction, plan.Database)
		if section == nil {
			continue
		}
		if together {
			exec("BEGIN")
		}
		for _, statement := range section.Statements {
			var lock, time string
			if l := statement.Timeout; l != nil {
				lock, time = limit("lock_timeout", l.Lock), limit("statement_timeout", l.Statement)
			}
			exec(statement.SQL())
			limit("lock_timeout", lock)
			limit("statement_timeout", time)
		}
		if together {
			exec("COMMIT")
		}
	}
}

// same compares two values.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
