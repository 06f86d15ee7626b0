package lint_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/source"
	"sqlbundle/lint"
	"sqlbundle/revisions"
)

// TestBranches has two revisions on the tables of the examples, and a merge.
func TestBranches(t *testing.T) {
	function := func(result string) string {
		return "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN " + result + "; END $$;"
	}
	for _, c := range []struct{ name, a, b, rule string }{
		{"two defaults", "ALTER TABLE orders ALTER ref SET DEFAULT 1;", "ALTER TABLE orders ALTER ref SET DEFAULT 2;", "conflicting-branches"},
		{"one default", "ALTER TABLE orders ALTER ref SET DEFAULT 1;", "ALTER TABLE orders ALTER ref SET NOT NULL;", ""},
		{"two bodies", function("NULL"), function("OLD"), "conflicting-branches"},
		{"one body", function("NULL"), function("NULL"), ""},
		{"drop in a DO", "DO $$ BEGIN ALTER TABLE users DROP COLUMN age; END $$;", "CREATE VIEW v AS SELECT age FROM users;", "conflicting-branches"},
		{"another branch's table", "CREATE TABLE t1 (i bigint PRIMARY KEY);", "CREATE TABLE t2 (i bigint REFERENCES t1);", "missing-revision-dependency"},
		{"another branch's column", "ALTER TABLE users ADD zz int;", "CREATE INDEX CONCURRENTLY zi ON users (zz);", "missing-revision-dependency"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := false
			for _, f := range lint.Run(merged(t, lint.ExampleTables(), c.a, c.b)) {
				two := f.Rule == "conflicting-branches" || f.Rule == "missing-revision-dependency"
				if found = found || f.Rule == c.rule; two && c.rule == "" {
					t.Errorf("%s: %s", f.Rule, f.Message)
				}
			}
			if !found && c.rule != "" {
				t.Errorf("%s says nothing", c.rule)
			}
		})
	}
}

// merged is an input of four revisions: the first one, released, two on it and
// one that joins them.
func merged(t *testing.T, texts ...string) lint.Input {
	t.Helper()
	fsys := fstest.MapFS{}
	for i, text := range append(texts, "") {
		parents := [][]string{nil, {"r1"}, {"r1"}, {"r2", "r3"}}[i]
		header := revisions.New{ID: fmt.Sprintf("r%d", i+1), Parents: parents}.Header()
		fsys[fmt.Sprintf("m/%d.sql", i+1)] = &fstest.MapFile{Data: []byte(header + "\n-- sqlbundle:up\n" + text)}
	}
	revs, err := revisions.Load(context.Background(), fsys, revisions.Options{Locations: []string{"m"}})
	if err != nil {
		t.Fatal(err)
	}
	g, err := graph.New(revs)
	if err != nil {
		t.Fatal(err)
	}
	released := map[string]bool{"r1": true}
	in := lint.Input{Graph: g, Problems: source.ErrorList{}, Whole: true, Released: released}
	for _, rev := range g.Revisions() {
		if !released[rev.ID] {
			in.Revisions = append(in.Revisions, rev)
		}
	}
	req := compiler.Request{From: []string{"r4"}, TargetVersion: 15, Settings: compiler.Settings{Transaction: compiler.PerRevision}}
	history, err := compiler.Follow(g, req, released, func(rev *revisions.Revision) bool { return !released[rev.ID] })
	if err != nil {
		t.Fatal(err)
	}
	in.Histories = []*compiler.History{history}
	return in
}
