package lint_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/lint"
	"sqlbundle/revisions"
)

// Rules about sections and rules about the whole history tell of the same
// statements at one time: with -race, they must not write to the same memory.
func TestRulesSideBySide(t *testing.T) {
	fsys := fstest.MapFS{"m/0.sql": &fstest.MapFile{Data: []byte(revision("r0", "base",
		"-- sqlbundle:up\nCREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint PRIMARY KEY REFERENCES a);\n"))}}
	const most = 60
	for i := 1; i <= most; i++ {
		first, second := "a", "b"
		if i%2 == 0 {
			first, second = second, first
		}
		fsys[fmt.Sprintf("m/%d.sql", i)] = &fstest.MapFile{Data: []byte(revision(fmt.Sprintf("r%d", i), fmt.Sprintf("r%d", i-1), fmt.Sprintf(
			"-- sqlbundle:up\nALTER TABLE %[1]s ADD c%[3]d float DEFAULT random();\nALTER TABLE %[2]s ADD c%[3]d float DEFAULT random();\n"+
				"-- sqlbundle:down\nALTER TABLE %[2]s DROP c%[3]d;\nALTER TABLE %[1]s DROP c%[3]d;\n", first, second, i)))}
	}
	revs, err := revisions.Load(context.Background(), fsys, revisions.Options{Locations: []string{"m"}})
	if err != nil {
		t.Fatal(err)
	}
	g, err := graph.New(revs)
	if err != nil {
		t.Fatal(err)
	}
	req := compiler.Request{From: []string{fmt.Sprintf("r%d", most)}, TargetVersion: 15, Settings: compiler.Settings{Transaction: compiler.PerRevision}}
	history, err := compiler.Follow(g, req, nil, func(*revisions.Revision) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	in := lint.Input{Graph: g, Revisions: revs, Histories: []*compiler.History{history}, Whole: true}
	found := map[string]int{}
	for _, f := range lint.Run(in) {
		found[f.Rule]++
	}
	for _, rule := range []string{"inconsistent-lock-order", "adding-field-with-default"} {
		if found[rule] < most/2 {
			t.Errorf("%s is told %d times", rule, found[rule])
		}
	}

	// Nobody waits for the rest.
	done := make(chan struct{})
	close(done)
	in.Done = done
	for _, f := range lint.Run(in) {
		if f.Rule == "adding-field-with-default" {
			t.Fatal("sections are judged although nobody waits for it")
		}
	}
}
