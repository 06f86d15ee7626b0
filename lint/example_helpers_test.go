package lint_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/source"
	"sqlbundle/lint"
	"sqlbundle/revisions"
)

// example is an example's text, taken apart.
type example struct {
	// Settings are the values of lines such as `--- target 18`, by name.
	Settings map[string]string
	// Released are the revision files that have gone out, Files the others; both
	// in order, with a header each.
	Released, Files []string
}

// parseExample takes an example's text apart and makes revision files of it.
func parseExample(text string) example {
	e := example{Settings: map[string]string{}}
	var parts []part
	current := &part{word: "revision"}
	for line := range strings.Lines(text) {
		word, rest, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "--- ")), " ")
		switch {
		case !strings.HasPrefix(line, "--- "):
			current.sql += line
		case word == "history" || word == "revision" || word == "down":
			parts = append(parts, *current)
			current = &part{word: word, attributes: rest}
		default:
			e.Settings[word] = rest
		}
	}
	e.number(append(parts, *current))
	return e
}

// part is what stands between two lines of an example that begin one.
type part struct{ word, attributes, sql string }

// number makes files of the parts, the tables of all examples first.
func (e *example) number(parts []part) {
	parts = append([]part{{word: "history", sql: lint.ExampleTables()}}, parts...)
	n := 0
	var text strings.Builder
	list := &e.Released
	flush := func() {
		if text.Len() > 0 {
			*list = append(*list, text.String())
		}
		text.Reset()
	}
	for i, p := range parts {
		switch {
		case p.word == "down":
			text.WriteString("-- sqlbundle:down\n" + p.sql)
			continue
		case strings.TrimSpace(p.sql) == "" && (i+1 == len(parts) || parts[i+1].word != "down"):
			continue
		}
		flush()
		if list = &e.Files; p.word == "history" {
			list = &e.Released
		}
		header := revisions.New{ID: fmt.Sprintf("r%d", n+1)}
		if n > 0 {
			header.Parents = []string{fmt.Sprintf("r%d", n)}
		}
		n++
		text.WriteString(header.Header() + "\n")
		if !strings.Contains(p.sql, "-- sqlbundle:up") {
			text.WriteString("-- sqlbundle:up" + strings.ReplaceAll(" "+p.attributes, " no-transaction", " notransaction") + "\n")
		}
		text.WriteString(p.sql)
	}
	flush()
}

// judge lints an example's files, with what it says has gone out.
func (e example) judge(t *testing.T, config lint.Config) []lint.Finding {
	t.Helper()
	return lint.Run(e.input(t, config, nil))
}

// files are the texts of an example's files by name, those that have gone out
// first.
func (e example) files() map[string]string {
	texts := map[string]string{}
	for i, text := range append(append([]string(nil), e.Released...), e.Files...) {
		texts[fmt.Sprintf("m/%03d.sql", i+1)] = text
	}
	return texts
}

// input is an example as lint takes it, with other texts for some files.
func (e example) input(t *testing.T, config lint.Config, other map[string]string) lint.Input {
	t.Helper()
	in, err := e.tryInput(config, other)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// tryInput is input for texts that may be no revisions.
func (e example) tryInput(config lint.Config, other map[string]string) (lint.Input, error) {
	fsys, released := fstest.MapFS{}, map[string]bool{}
	for name, text := range e.files() {
		if changed, ok := other[name]; ok {
			text = changed
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for i := range e.Released {
		released["r"+strconv.Itoa(i+1)] = true
	}
	revs, err := revisions.Load(context.Background(), fsys, revisions.Options{Locations: []string{"m"}})
	var problems source.ErrorList
	if err != nil && !errors.As(err, &problems) {
		return lint.Input{}, err
	}
	g, err := graph.New(revs)
	if err != nil {
		return lint.Input{}, err
	}
	in := lint.Input{Graph: g, Problems: problems, Whole: true, Released: released, Config: config}
	for _, rev := range g.Revisions() {
		if !released[rev.ID] {
			in.Revisions = append(in.Revisions, rev)
		}
	}
	target := e.target()
	in.Problems = append(in.Problems, compiler.Problems(in.Revisions, target)...)
	var heads []string
	for _, rev := range g.RealHeads() {
		heads = append(heads, rev.ID)
	}
	req := compiler.Request{From: heads, TargetVersion: target, Settings: compiler.Settings{LockTimeout: "2s", Transaction: compiler.PerRevision}}
	if set, ok := e.Settings["lock_timeout"]; ok {
		req.Settings.LockTimeout = set
	}
	history, err := compiler.Follow(g, req, released, func(rev *revisions.Revision) bool { return !released[rev.ID] })
	if err != nil {
		return lint.Input{}, err
	}
	in.Histories = []*compiler.History{history}
	return in, nil
}

// target is the major version that the example is for.
func (e example) target() int {
	if set := e.Settings["target"]; set != "" {
		major, _, _ := strings.Cut(set, ".")
		n, _ := strconv.Atoi(major)
		return n
	}
	return 15
}
