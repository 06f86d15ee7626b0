package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDemo runs the whole demo as make demo does, and looks for what each part
// has to show.
func TestDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out tests that need a server")
	}
	t.Chdir("../..")
	tool := filepath.Join(t.TempDir(), "sqlbundle")
	if out, err := exec.Command("go", "build", "-o", tool, "./cmd/sqlbundle").CombinedOutput(); err != nil {
		t.Fatalf("building the tool: %v\n%s", err, out)
	}
	var out bytes.Buffer
	d := &demo{out: &out, tool: tool, folder: filepath.Join(t.TempDir(), "helpdesk")}
	if err := d.run(); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	rest := out.String()
	for _, want := range []string{
		"==== 1. ", "graph\n", "1975ea83b712",
		"==== 2. ", "upgrade head --sql\n", "CREATE INDEX CONCURRENTLY",
		"==== 3. ", "bundle head", "main/manifest.json", "main/rollback.sql",
		"==== 4. ", "main/upgrade.sql\n", "version_num", "0b6f1e8c47d5", "main/rollback.sql\n", "The tracking table is empty",
		"analytics/upgrade.sql\n", "0b6f1e8c47d5", "analytics/rollback.sql\n", "The tracking table is empty",
		"nothing but the tool's own tables is left",
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("the demo does not show %q, or not in its place:\n%s", want, &out)
		}
		rest = after
	}
}

func TestDemoNeedsTheTool(t *testing.T) {
	d := &demo{out: new(bytes.Buffer), tool: filepath.Join(t.TempDir(), "sqlbundle")}
	if err := d.run(); err == nil || !strings.Contains(err.Error(), "make demo") {
		t.Errorf("the error is %v", err)
	}
}
