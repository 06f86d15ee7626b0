package histories

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/config"
	"sqlbundle/internal/oracle"
	"sqlbundle/internal/pgtest"
	"sqlbundle/lint"
	"sqlbundle/revisions"
)

var (
	truth = flag.Bool("truth", false, "compare lint with a server over the projects in -dir")
	told  = flag.String("told", "", "print each finding of this rule, or of all; squawk: what that gets wrong")
)

// project is one as lint sees it, and what came of its statements.
type project struct {
	name       string
	target     int
	path       string
	before     []revision
	histories  []*compiler.History
	revisions  []*revisions.Revision
	findings   []lint.Finding
	statements []*judged
	// ours and squawks are the times that the linters took.
	ours, squawks time.Duration
	// noise is what squawk said beside its rules about locks and with them.
	noise int
}

// judged is a statement with what a server and the linters have to say.
type judged struct {
	*compiler.Statement
	name string // of its section
	text string // of the section's file for squawk
	line int    // of its first in that
	// refused is what the server had against it; empty where it ran.
	refused string
	// stopped is the table on which it makes others wait for work that grows
	// with the rows; empty for none.
	stopped string
	// found and squawk are the rules about such work that fired.
	found, squawk []string
}

// TestLintTruthVersions asks a server which statements keep others from a table
// in use while they read it in full, rewrite it or build an index on it, and
// compares that with what lint's rules about such work have found.
func TestLintTruthVersions(t *testing.T) {
	list := []string{"../../examples/helpdesk", "testdata/truth"}
	if *truth {
		list = folders(t)
	}
	pgtest.Each(t, func(t *testing.T, server *pgtest.Server) {
		var all tally
		for _, folder := range list {
			t.Run(filepath.Base(folder), func(t *testing.T) {
				p, err := open(folder, server.Major)
				if err != nil {
					t.Fatal(err)
				}
				if p.target > server.Major {
					t.Skipf("made for %d", p.target)
				}
				p.measure(t, server)
				p.squawk(t, server.Major)
				all.add(p)
			})
		}
		all.log(t)
		if !*truth && (all.wrong() || all.sum().right == 0) {
			t.Error("lint differs from the server, or there was nothing to compare")
		}
	})
}

// open reads a project and lints it, each revision on top of all before it.
func open(folder string, major int) (*project, error) {
	text, err := os.ReadFile(filepath.Join(folder, config.FileName))
	if err != nil {
		return nil, err
	}
	start := time.Now()
	cfg, err := config.Load(config.FileName, text)
	if err != nil {
		return nil, err
	}
	names := databases(cfg)
	g, err := readGraph(folder, cfg, names)
	if err != nil {
		return nil, err
	}
	baseline, err := readBaseline(folder)
	if err != nil {
		return nil, err
	}
	p := &project{name: filepath.Base(folder), target: cfg.Project.TargetVersion, path: cfg.Bundle.SearchPath, revisions: g.Revisions()}
	if err := p.lint(g, cfg, names, baseline); err != nil {
		return nil, err
	}
	p.ours = time.Since(start)
	before, err := readPlain(filepath.Join(folder, "before"))
	if err == nil && len(before) > 0 {
		p.before = before[0].revisions
	}
	p.lay()
	return p, nil
}

// readBaseline reads what makes the things that the project takes to be there.
func readBaseline(folder string) (*revisions.Baseline, error) {
	files, err := fs.Glob(os.DirFS(folder), "before/*.sql")
	if err != nil || len(files) == 0 {
		return nil, err
	}
	return revisions.LoadBaseline(os.DirFS(folder), files[0])
}

func (p *project) lint(g *graph.Graph, cfg *config.Config, databases []string, baseline *revisions.Baseline) error {
	in := lint.Input{Graph: g, Revisions: p.revisions, Problems: compiler.Problems(p.revisions, p.target), Whole: true}
	var heads []string
	for _, rev := range g.RealHeads() {
		heads = append(heads, rev.ID)
	}
	for _, name := range databases {
		history, err := compiler.Follow(g, compiler.Request{
			From: heads, Baseline: baseline, Database: name, TargetVersion: p.target,
			Settings: compiler.Settings{
				SearchPath: p.path, LockTimeout: cfg.Bundle.LockTimeout, StatementTimeout: cfg.Bundle.StatementTimeout,
				Role: cfg.Bundle.Role, Transaction: compiler.Mode(cfg.Bundle.Transaction),
			},
		}, nil, func(*revisions.Revision) bool { return true })
		if err != nil {
			return err
		}
		in.Histories = append(in.Histories, history)
	}
	p.histories, p.findings = in.Histories, lint.Run(in)
	return nil
}

// lay lists the statements and gives each the findings that it is about.
func (p *project) lay() {
	for _, h := range p.histories {
		for _, r := range h.Revisions {
			p.section(r.Revision.ID+" up", r.Up)
			p.section(r.Revision.ID+" down", r.Down)
		}
	}
	at := map[string][]lint.Finding{}
	for _, f := range p.findings {
		if f.File != nil && f.Severity != lint.Notice && slow[f.Rule] {
			at[f.File.Name] = append(at[f.File.Name], f)
		}
	}
	for _, s := range p.statements {
		for _, f := range at[s.File.Name] {
			if f.Span.Start >= s.Span.Start && f.Span.Start < s.Span.End {
				s.found = append(s.found, f.Rule)
			}
		}
	}
}

func (p *project) section(name string, run *compiler.Run) {
	if run == nil {
		return
	}
	var text strings.Builder
	line := 1
	first := len(p.statements)
	for _, segment := range run.Segments {
		for _, s := range segment.Statements {
			sql := s.SQL() + ";\n"
			p.statements = append(p.statements, &judged{Statement: s, name: name, line: line})
			text.WriteString(sql)
			line += strings.Count(sql, "\n")
		}
	}
	for _, s := range p.statements[first:] {
		s.text = text.String()
	}
}

// measure lets the server run the project: each revision up, and down again in a
// rehearsal.
func (p *project) measure(t *testing.T, server *pgtest.Server) {
	t.Helper()
	ctx := context.Background()
	bySource := map[*compiler.Statement]*judged{}
	for _, s := range p.statements {
		bySource[s.Statement] = s
	}
	for _, h := range p.histories {
		session, err := oracle.Open(ctx, server, server.Database(t).Name)
		if err != nil {
			t.Fatal(err)
		}
		m := &measuring{session: session, path: p.path, judged: bySource}
		err = m.all(ctx, p.before, h)
		session.Close(ctx)
		if err != nil {
			t.Fatal(fmt.Errorf("%s: %w", p.name, err))
		}
	}
}
