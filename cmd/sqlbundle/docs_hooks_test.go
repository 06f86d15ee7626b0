package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The hooks of pre-commit call what there is, and the manual names them.
func TestHooksOfPreCommit(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	hooks, manual := read(".pre-commit-hooks.yaml"), read("docs/lint.md")
	ids := regexp.MustCompile(`(?m)^- id: (\S+)$`).FindAllStringSubmatch(hooks, -1)
	entries := regexp.MustCompile(`(?m)^  entry: sqlbundle (.+)$`).FindAllStringSubmatch(hooks, -1)
	if len(ids) != 2 || len(entries) != 2 {
		t.Fatalf("%d hooks, %d entries", len(ids), len(entries))
	}
	for i, id := range ids {
		if !strings.Contains(manual, "- id: "+id[1]+" ") {
			t.Errorf("the manual does not name %s", id[1])
		}
		p := newProject(t, map[string]string{"sqlbundle.toml": "", "migrations/a.sql": revisionText("a", "base", "SELECT 1;", "")})
		args := append([]string{"-c", p.config}, strings.Fields(entries[i][1])...)
		if stdout, _ := call(t, 0, args...); stdout != "no findings\n" {
			t.Errorf("%s says %q", id[1], stdout)
		}
	}
}
