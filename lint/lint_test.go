package lint_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/source"
	"sqlbundle/lint"
	"sqlbundle/revisions"
)

// run judges revisions given by file; each line is `rule severity place`.
func run(t *testing.T, files map[string]string, config lint.Config) []string {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys["m/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	revs, err := revisions.Load(context.Background(), fsys, revisions.Options{Locations: []string{"m"}})
	var problems source.ErrorList
	if err != nil && !errors.As(err, &problems) {
		t.Fatal(err)
	}
	g, err := graph.New(revs)
	if err != nil {
		t.Fatal(err)
	}
	problems = append(problems, compiler.Problems(revs, 14)...)
	for _, e := range problems {
		if e.Rule == "" {
			t.Fatal(e)
		}
	}
	var lines []string
	for _, f := range lint.Run(lint.Input{Graph: g, Revisions: revs, Problems: problems, Whole: true, Config: config}) {
		lines = append(lines, fmt.Sprintf("%s %s %s", f.Rule, f.Severity, f.File.Position(f.Span.Start)))
	}
	return lines
}

func revision(id, parent, body string) string {
	return "-- sqlbundle:revision " + id + "\n-- sqlbundle:revises " + parent + "\n" + body
}

// Each rule is well formed.
func TestRules(t *testing.T) {
	last := ""
	for _, r := range lint.Rules() {
		if r.ID <= last || r.Title == "" || r.Doc == "" || r.Group == "" || r.Severity == "" || strings.ToLower(r.ID) != r.ID {
			t.Errorf("the rule %q behind %q is not well formed", r.ID, last)
		}
		last = r.ID
		if lint.Find(r.ID) == nil {
			t.Errorf("the rule %s is not found", r.ID)
		}
	}
}

func TestRun(t *testing.T) {
	const empty = "-- sqlbundle:up\n"
	const one = "-- sqlbundle:up\nSELECT 1;\n"
	off := map[string]lint.Severity{"empty-revision": lint.Off}
	for name, test := range map[string]struct {
		files  map[string]string
		config lint.Config
		want   []string
	}{
		"two heads": {
			map[string]string{"a.sql": revision("a", "base", one), "b.sql": revision("b", "a", one), "c.sql": revision("c", "a", one)},
			lint.Config{},
			[]string{"multiple-heads error m/c.sql:1:23"},
		},
		"a merge is empty by nature": {
			map[string]string{"a.sql": revision("a", "base", one), "b.sql": revision("b", "base", one), "c.sql": revision("c", "a, b", empty)},
			lint.Config{},
			nil,
		},
		"severity": {
			map[string]string{"a.sql": revision("a", "base", empty)},
			lint.Config{Severities: map[string]lint.Severity{"empty-revision": lint.Notice}},
			[]string{"empty-revision notice m/a.sql:3:1"},
		},
		"severity by path": {
			map[string]string{"a.sql": revision("a", "base", empty), "b.sql": revision("b", "a", empty)},
			lint.Config{PathSeverities: []lint.PathSeverities{{
				Match: func(path string) bool { return path == "m/b.sql" }, Severities: off,
			}}},
			[]string{"empty-revision warning m/a.sql:3:1"},
		},
		"refused stays an error": {
			map[string]string{"a.sql": revision("a", "base", "-- sqlbundle:nolint syntax-error\n-- sqlbundle:up\nSELEC;\n")},
			lint.Config{Severities: map[string]lint.Severity{"syntax-error": lint.Off}},
			[]string{"unused-ignore warning m/a.sql:3:21", "syntax-error error m/a.sql:5:1"},
		},
		"nolint for the file": {
			map[string]string{"a.sql": revision("a", "base", "-- sqlbundle:nolint empty-revision -- later\n"+empty)},
			lint.Config{RequireReason: true},
			nil,
		},
		"queries": {
			map[string]string{"a.sql": revision("a", "base", "-- sqlbundle:require\nSELEC true;\nSELECT a IS JSON FROM t;\n"+one+
				"-- sqlbundle:verify\n-- sqlbundle:nolint empty-revision\nSELECT true;\n")},
			lint.Config{},
			[]string{
				"syntax-error error m/a.sql:4:1", "newer-syntax-than-target error m/a.sql:5:10", "unused-ignore warning m/a.sql:9:21",
			},
		},
		"queries are nothing to do": {
			map[string]string{"a.sql": revision("a", "base", "-- sqlbundle:require\nSELECT true;\n"+empty+"-- sqlbundle:verify\nSELECT true;\n")},
			lint.Config{},
			[]string{"empty-revision warning m/a.sql:5:1"},
		},
		"nolint without a reason, of an unknown rule": {
			map[string]string{"a.sql": revision("a", "base", "-- sqlbundle:up\n-- sqlbundle:nolint multipel-heads\nSELECT 1;\n")},
			lint.Config{RequireReason: true},
			[]string{"ignore-without-reason error m/a.sql:4:1", "unused-ignore warning m/a.sql:4:21"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(test.want, run(t, test.files, test.config)); d != "" {
				t.Error(d)
			}
		})
	}
}
