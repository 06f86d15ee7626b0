package main

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/graph"
	"sqlbundle/internal/config"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// in is a project with these locations and this file_template.
func in(template string, locations ...string) *project {
	cfg := config.Default()
	cfg.Project.Migrations, cfg.Project.FileTemplate = locations, template
	return &project{config: cfg, dir: "."}
}

func TestBesides(t *testing.T) {
	for _, test := range []struct{ template, parent, want string }{
		{"{id}_{slug}", "m/a.sql", "m"},
		{"{id}_{slug}", "m/team/a.sql", "m/team"},
		{"{year}/{id}", "m/2026/a.sql", "m"},
		{"{year}/{id}", "m/team/2026/a.sql", "m/team"},
		{"{year}/{month}/{id}", "m/2026/11/a.sql", "m"},
		{"{year}/{month}/{id}", "m/11/a.sql", "m/11"},
		{"{year}/{id}", "m/a.sql", "m"},
		{"{year}/{id}", "m/team/a.sql", "m/team"},
		{"{id}/{slug}", "m/team/a1/a.sql", "m/team"},
		{"v{epoch}/{id}", "m/v1795168800/a.sql", "m"},
		{"[x/{id}", "m/[x/a.sql", "m/[x"},
		{"{year}/{id}", "m/inner/2026/a.sql", "m/inner"},
	} {
		rev := &revisions.Revision{File: source.NewFile(test.parent, "")}
		if got := besides(in(test.template, "m", "m/inner"), rev); got != test.want {
			t.Errorf("%s beside %s: %s, want %s", test.template, test.parent, got, test.want)
		}
	}
	// Never above the location.
	rev := &revisions.Revision{File: source.NewFile("m/2026/a.sql", "")}
	if got := besides(in("{year}/{id}", "m/2026"), rev); got != "m/2026" {
		t.Error(got)
	}
}

func TestFileName(t *testing.T) {
	n := revisions.New{ID: "a1", Message: "Add x"}
	for _, test := range []struct{ template, folder, want string }{
		{"{id}_{slug}", "m", "m/a1_add_x.sql"},
		{"{id}_{slug}", ".", "a1_add_x.sql"},
		{"../{slug}", "m/x", "m/add_x.sql"},
		{"{slug}", ".hidden", ".hidden/add_x.sql"},
		{".{slug}", "m", ""},
		{".x/{slug}", "m", ""},
		{"{id}", "m/a\x1b", ""},
	} {
		got, err := fileName(in(test.template, "m", ".hidden", "."), test.folder, n)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s in %q: %q, %v", test.template, test.folder, got, err)
		}
	}
}

func TestSplitWords(t *testing.T) {
	for text, want := range map[string][]string{
		"pg_format -i":           {"pg_format", "-i"},
		"  a\t b\n":              {"a", "b"},
		`sh -c 'a "b" c' ""`:     {"sh", "-c", `a "b" c`, ""},
		`"a b"c'd' e\ f`:         {"a bcd", `e\`, "f"},
		`--file={file} $HOME ;|`: {"--file={file}", "$HOME", ";|"},
		"it's":                   nil,
		`"a`:                     nil,
	} {
		got, err := splitWords(text)
		if d := cmp.Diff(want, got); d != "" && err == nil || (err != nil) != (want == nil) {
			t.Errorf("%s: %v %s", text, err, d)
		}
	}
}

// A random id is free, whatever the graph holds; a given one is not replaced.
func TestFinish(t *testing.T) {
	a := &app{cli: &cli{}}
	g, err := graph.New([]*revisions.Revision{{ID: "a1", File: source.NewFile("a", ""), Labels: []revisions.Ref{{ID: "l"}}}})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for range 100 {
		n, err := a.finish(in("{id}", "m"), g, revisions.New{})
		if err != nil || len(n.ID) != 12 || seen[n.ID] {
			t.Fatalf("%q: %v", n.ID, err)
		}
		seen[n.ID] = true
	}
	var name *graph.NameError
	if _, err := a.finish(in("{id}", "m"), g, revisions.New{ID: "l"}); !errors.As(err, &name) {
		t.Errorf("the id is a label: %v", err)
	}
	if _, err := a.finish(in("{id}", "m"), g, revisions.New{Labels: []string{"a1"}}); !errors.As(err, &name) {
		t.Errorf("the label is an id: %v", err)
	}
}
