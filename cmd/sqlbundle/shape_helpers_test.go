package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/out"
)

// sample is a project that the repository holds, or one that a test has made.
type sample struct {
	name string
	testProject
}

// samples are all projects of the repository that scripts are made of.
func samples(t *testing.T) []sample {
	t.Helper()
	list := []sample{{"helpdesk", helpdesk(t)}}
	cases, err := filepath.Glob("../../compiler/testdata/*/case.toml")
	if err != nil || len(cases) < 20 {
		t.Fatalf("only %d cases of the compiler, %v", len(cases), err)
	}
	for _, name := range cases {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var c struct{ Config string }
		if err := toml.Unmarshal(text, &c); err != nil {
			t.Fatal(err)
		}
		list = append(list, copied(t, filepath.Dir(name), c.Config))
	}
	configs, err := filepath.Glob("../../internal/crash/testdata/*/*.toml")
	if err != nil || len(configs) < 6 {
		t.Fatalf("only %d histories to be cut, %v", len(configs), err)
	}
	for _, name := range configs {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, copied(t, filepath.Dir(name), string(text)))
		list[len(list)-1].name += "/" + filepath.Base(name)
	}
	return list
}

func copied(t *testing.T, folder, config string) sample {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "project")
	if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	p := testProject{t, filepath.Join(dir, "sqlbundle.toml")}
	if err := os.WriteFile(p.config, []byte(config), 0o666); err != nil {
		t.Fatal(err)
	}
	return sample{filepath.Base(filepath.Dir(filepath.Dir(folder))) + "/" + filepath.Base(folder), p}
}

// databases are the configured ones.
func (p testProject) databases() []string {
	p.t.Helper()
	a := &app{ctx: context.Background(), cli: &cli{Config: p.config}, stdout: io.Discard, stderr: io.Discard}
	loaded, _, err := a.load()
	if err != nil {
		p.t.Fatal(err)
	}
	return loaded.databases()
}

// written is a script with the plan that it is of, and where its statements
// stand.
type written struct {
	plan   *compiler.Plan
	script string
	ranges []out.Range
}

// both are the script of an upgrade to all heads and the one of its way back.
func (p testProject) both(database string) []written {
	p.t.Helper()
	a := &app{ctx: context.Background(), cli: &cli{Config: p.config}, stdout: io.Discard, stderr: io.Discard}
	loaded, g, err := a.load()
	if err != nil {
		p.t.Fatal(err)
	}
	req, err := a.request(loaded, database)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Direction, req.Targets = graph.Upgrade, []string{"heads"}
	plan, err := compiler.Compile(g, req)
	if err != nil {
		p.t.Fatal(err)
	}
	back, err := compiler.WayBack(g, req, plan)
	if err != nil {
		p.t.Fatal(err)
	}
	list := []written{{plan: plan}, {plan: back}}
	for i := range list {
		var b bytes.Buffer
		if list[i].ranges, err = out.Script(&b, list[i].plan); err != nil {
			p.t.Fatal(err)
		}
		list[i].script = b.String()
	}
	return list
}

// piece is what the script has of a segment, from its banner to the next one's.
type piece struct {
	step     *compiler.Step
	segment  *compiler.Segment
	from, to int // of the script
}

// parts are the script's, in its order.
func (w written) parts(t *testing.T) []piece {
	t.Helper()
	const banner = "\n-- ======== "
	var places [][2]int
	for at := strings.Index(w.script, banner); at >= 0; {
		end := strings.Index(w.script[at+1:], banner)
		next := len(w.script)
		if end >= 0 {
			next = at + 1 + end
		}
		head, _, _ := strings.Cut(w.script[at+len(banner):next], "\n")
		if strings.HasPrefix(head, "step ") && strings.Contains(head, ", segment ") {
			places = append(places, [2]int{at + 1, next})
		}
		if at = next; end < 0 {
			break
		}
	}
	if len(places) != w.plan.Segments() {
		t.Fatalf("there are %d banners of segments, and %d segments", len(places), w.plan.Segments())
	}
	var parts []piece
	for _, step := range w.plan.Steps {
		for _, segment := range step.Segments {
			parts = append(parts, piece{step, segment, places[len(parts)][0], places[len(parts)][1]})
		}
	}
	return parts
}

// machinery are the lines of a part that hold nothing that the revision's
// author has written.
func (w written) machinery(p piece) []string {
	authored := w.authored(p)
	lines := []string{}
	at := p.from
	for _, line := range strings.SplitAfter(w.script[p.from:p.to], "\n") {
		end := at + len(line)
		own := slices.ContainsFunc(w.ranges, func(r out.Range) bool { return r.Offset < end && at < r.Offset+r.Length })
		at = end
		line = strings.TrimRight(line, " \t\r\n")
		switch {
		case own || line == "":
		case authored[line] > 0:
			authored[line]--
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// authored are the lines around a segment's statements that its author has
// written, with how often each may stand there: comments, and settings that are
// made again.
func (w written) authored(p piece) map[string]int {
	lines := map[string]int{}
	take := func(text string, n int) {
		for _, line := range strings.Split(text, "\n") {
			lines[strings.TrimRight(line, " \t\r")] += n
		}
	}
	const often = 1 << 20
	for _, st := range p.segment.Statements {
		take(st.Lead, 1)
		take(st.Trail, 1)
		// What sets a time limit is made again where a directive has changed it.
		if st.OnlySets {
			take(st.SQL()+";", often)
		}
	}
	for _, st := range p.segment.Earlier {
		take(st.SQL()+";", often)
	}
	if p.segment.Begin != "BEGIN" {
		take(p.segment.Begin+";", 1)
	}
	if p.segment.Number == 1 && p.step.Revision != nil {
		for _, line := range strings.Split(p.step.Revision.Message, "\n") {
			lines["-- "+line]++
		}
	}
	if p.last() {
		take(p.step.Tail(w.plan.Database), 1)
	}
	return lines
}

func (p piece) last() bool { return p.segment == p.step.Segments[len(p.step.Segments)-1] }

// inOrder wants the texts to stand in another one, one behind the other.
func inOrder(t *testing.T, what, text string, parts []string) {
	t.Helper()
	at := 0
	for _, part := range parts {
		i := strings.Index(text[at:], part)
		if i < 0 {
			t.Errorf("%s: it does not stand there, or not in its place:\n%s", what, part)
			return
		}
		at += i + len(part)
	}
}

// statementsOf are a section's statements, in their author's order.
func statementsOf(section []*compiler.Segment) []string {
	var list []string
	for _, segment := range section {
		for _, st := range segment.Statements {
			list = append(list, st.SQL())
		}
	}
	return slices.Clip(list)
}
