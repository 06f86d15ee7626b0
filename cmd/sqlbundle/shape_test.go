package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/compiler"
	"sqlbundle/graph"
)

// The lines that may stand around a segment beside what its author wrote.
const (
	aroundTransaction = 10
	aroundOther       = 15
	aroundBatch       = 85 // a loop
)

// TestShapeOfSegments counts what stands around the authors' statements in the
// scripts of all projects.
func TestShapeOfSegments(t *testing.T) {
	counted := 0
	for _, p := range samples(t) {
		for _, database := range p.databases() {
			for _, w := range p.both(database) {
				what := strings.Join([]string{p.name, database, string(w.plan.Direction)}, " ")
				counted += w.count(t, what)
			}
		}
	}
	if counted < 300 {
		t.Errorf("only %d segments were looked at", counted)
	}
}

// count looks at all segments of a script, and gives their number.
func (w written) count(t *testing.T, what string) int {
	t.Helper()
	parts := w.parts(t)
	for _, p := range parts {
		limit := aroundTransaction
		if p.segment.Transaction == 0 {
			limit = aroundOther
		}
		if p.segment.Batch != nil {
			limit = aroundBatch
		}
		if p.last() {
			limit += max(0, len(p.step.Tracking)-1)
		}
		if lines := w.machinery(p); len(lines) > limit {
			t.Errorf("%s: %d lines stand around segment %d of %s, at most %d may:\n%s", what, len(lines), p.segment.Number, p.step.ID(), limit, strings.Join(lines, "\n"))
		}
	}
	return len(parts)
}

// TestShapeHasLimits holds that the count does not grow with what a revision
// holds: with its statements, and with what is in them.
func TestShapeHasLimits(t *testing.T) {
	long := func(format string) string {
		var b strings.Builder
		for i := range 20 {
			fmt.Fprintf(&b, format+"\n", i)
		}
		return b.String()
	}
	for name, up := range map[string]string{
		"plain":              long("INSERT INTO t VALUES (%d);"),
		"words with accents": long("INSERT INTO t VALUES ('Café %d');"),
		"backslashes":        long(`INSERT INTO t VALUES ('C:\temp\%d');`),
		"comments":           long("-- Was für ein Wert\nINSERT INTO t VALUES (%d);"),
		"settings":           "SET work_mem = '8MB';\n-- sqlbundle:commit\n" + long("UPDATE t SET a = %d;"),
		"functions":          long("CREATE FUNCTION f%d() RETURNS int LANGUAGE sql AS $$ SELECT 1 -- é\n$$;"),
		"several of either":  long("ALTER TABLE t ADD COLUMN c%[1]d int;\nCREATE UNIQUE INDEX CONCURRENTLY ix%[1]d ON t (c%[1]d);"),
	} {
		t.Run(name, func(t *testing.T) {
			p := made(t, "", rev{id: "aa", up: up, down: up})
			for _, w := range p.both("") {
				w.count(t, string(w.plan.Direction))
			}
		})
	}
}

// TestShapeOfQueries holds that a query costs a few lines.
func TestShapeOfQueries(t *testing.T) {
	const each = 5
	script := func(n int) string {
		queries := strings.Repeat("SELECT true;\n", n)
		return made(t, "", rev{id: "aa", sections: "-- sqlbundle:require\n" + queries + "-- sqlbundle:verify\n" + queries}).sql("upgrade", "head")
	}
	few, many := strings.Count(script(1), "\n"), strings.Count(script(11), "\n")
	if each := each + 1; many-few > 2*10*each {
		t.Errorf("20 queries more are %d lines more", many-few)
	}
}

// TestShapeKeepsStatements holds that each statement stands in the scripts byte
// for byte as in its file, once and in its author's order.
func TestShapeKeepsStatements(t *testing.T) {
	seen := 0
	for _, p := range samples(t) {
		for _, database := range p.databases() {
			for _, w := range p.both(database) {
				what := strings.Join([]string{p.name, database, string(w.plan.Direction)}, " ")
				seen += w.keeps(t, what)
				w.ofFiles(t, what, p)
			}
		}
	}
	if seen < 400 {
		t.Errorf("only %d statements were looked at", seen)
	}
}

// keeps looks at where the script says that its statements are.
func (w written) keeps(t *testing.T, what string) int {
	t.Helper()
	var want []string
	for _, step := range w.plan.Steps {
		var section []string
		if s := compiler.Section(step.Revision, step.Direction, w.plan.Database); s != nil {
			for _, st := range s.Statements {
				section = append(section, st.SQL())
			}
		}
		own := statementsOf(step.Segments)
		want = append(want, own...)
		// BEGIN and COMMIT written by hand are none of the segments' statements.
		inOrder(t, what+" "+step.ID(), strings.Join(section, "\n;\n"), own)
		if step.Direction == graph.Upgrade && len(own) > len(section) {
			t.Errorf("%s %s: %d statements, and %d in the file", what, step.ID(), len(own), len(section))
		}
	}
	var got []string
	end := 0
	for _, r := range w.ranges {
		if r.Offset < end {
			t.Errorf("%s: statements overlap", what)
		}
		end = r.Offset + r.Length
		got = append(got, w.script[r.Offset:end])
		if w.script[end] != ';' && !strings.HasPrefix(w.script[end:], "\n$sqlbundle_sql$;") {
			t.Errorf("%s: no semicolon behind %s", what, got[len(got)-1])
		}
		if before := w.script[:r.Offset]; !strings.HasSuffix(before, "\n") {
			t.Errorf("%s: a statement does not begin its line: %s", what, got[len(got)-1])
		}
	}
	same(t, what, got, want)
	for _, p := range w.parts(t) {
		inOrder(t, what+" "+p.step.ID(), w.script[p.from:p.to], statementsOf([]*compiler.Segment{p.segment}))
	}
	return len(got)
}

// ofFiles looks for the statements in the files themselves.
func (w written) ofFiles(t *testing.T, what string, p sample) {
	t.Helper()
	for _, step := range w.plan.Steps {
		for _, segment := range step.Segments {
			for _, st := range segment.Statements {
				text, err := os.ReadFile(filepath.Join(filepath.Dir(p.config), filepath.FromSlash(st.File.Name)))
				if err != nil {
					t.Fatal(err)
				}
				if sql := st.SQL(); !strings.Contains(string(text), sql) && !strings.Contains(string(text), "${") {
					t.Errorf("%s: %s does not hold what the script runs:\n%s", what, st.File.Name, sql)
				}
			}
		}
	}
}

// checkCommands wants the commands to print what a bundle of the project has,
// for each database.
func checkCommands(t *testing.T, p testProject, bundle, up, down string) {
	t.Helper()
	for _, database := range p.databases() {
		dir, flags := "", []string{}
		if database != "" {
			flags = []string{"--database", database}
		}
		if len(p.databases()) > 1 {
			dir = database
		}
		dir = filepath.Join(p.bundle(append(flags, bundle)...), dir)
		for name, command := range map[string][]string{"upgrade.sql": {"upgrade", up}, "rollback.sql": {"downgrade", down}} {
			if command[1] == "" {
				continue
			}
			want, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			command = append(command, flags...)
			same(t, strings.Join(command, " "), p.sql(command...), string(want))
		}
	}
}

// TestShapeOfCommands holds that the commands print what a bundle has.
func TestShapeOfCommands(t *testing.T) {
	for _, p := range samples(t) {
		t.Run(p.name, func(t *testing.T) {
			down := ""
			for _, database := range p.databases() {
				back := p.both(database)[1].plan
				down = strings.Join(back.From, ",") + ":base"
				if len(back.Irreversible) > 0 {
					down = "" // the command refuses, and the bundle's script when it is run
					break
				}
			}
			checkCommands(t, testProject{t, p.config}, "heads", "heads", down)
		})
	}
	t.Run("ranges", func(t *testing.T) {
		p := branched(t, "")
		for _, r := range [][3]string{
			{"head", "head", "head:base"},
			{"heads", "base:heads", "heads:base"},
			{"aa:cc", "aa:cc", "cc:aa"},
			{"aa:dd2", "aa:dd2", "dd2:aa"},
			{"bb,cc:dd", "bb,cc:dd", ""},
			{"bb,rep1:ee", "bb,rep1:ee", ""},
			{"rep2", "rep2", "rep2:base"},
			{"ff:head", "ff:head", ""},
		} {
			checkCommands(t, p, r[0], r[1], r[2])
		}
	})
	t.Run("several heads", func(t *testing.T) {
		p := made(t, "",
			rev{id: "aa"}, rev{id: "zz1"}, rev{id: "zz2"}, rev{id: "bb1", revises: "aa"}, rev{id: "bb2"},
			rev{id: "cc1", revises: "aa"}, rev{id: "cc2", header: "-- sqlbundle:depends-on bb2"}, rev{id: "own1", revises: "base"}, rev{id: "own2"})
		checkCommands(t, p, "heads", "heads", "cc2,own2,zz2:base")
		checkCommands(t, p, "heads", "heads", "own2,zz2,cc2:base")
		checkCommands(t, p, "aa:heads", "aa:heads", "")
		checkCommands(t, teams(t), "heads", "heads", "rep002:base")
	})
}
