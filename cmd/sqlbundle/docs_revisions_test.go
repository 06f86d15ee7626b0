package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestRevisionExamples compiles the examples of docs/revisions.md, both ways
// and for both databases.
func TestRevisionExamples(t *testing.T) {
	dir := t.TempDir()
	settings := filepath.Join(dir, "sqlbundle.toml")
	write(t, settings, "[vars]\ntime_zone = \"UTC\"\n[database.main]\n[database.analytics]\n")
	write(t, filepath.Join(dir, "sql", "sla_due_at.sql"),
		"CREATE FUNCTION sla_due_at(timestamptz) RETURNS timestamptz LANGUAGE sql AS 'SELECT $1';\n")
	examples := regexp.MustCompile("(?ms)^```sql\n(.*?)^```$").FindAllStringSubmatch(read(t, "docs/revisions.md"), -1)
	if len(examples) < 8 {
		t.Fatalf("only %d examples were found", len(examples))
	}
	for i, example := range examples {
		write(t, filepath.Join(dir, "migrations", fmt.Sprintf("%02d.sql", i)), example[1])
	}
	for _, database := range []string{"main", "analytics"} {
		script := tool(t, "-c", settings, "upgrade", "heads", "--sql", "--database", database)
		want := fmt.Sprintf("step %d/%[1]d", len(examples))
		if !strings.Contains(script, want) {
			t.Errorf("the script for %s has no %s:\n%s", database, want, script)
		}
	}
	// One of the examples is irreversible.
	tool(t, "-c", settings, "downgrade", "1975ea83b712:base", "--sql")
}
