package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const bundlesPage = "docs/bundles.md"

// everyMessage is a revision whose scripts hold each message that there is.
const everyMessage = `-- Every message
-- sqlbundle:revision a1
-- sqlbundle:revises base
-- sqlbundle:require
SELECT true;
-- sqlbundle:up
CREATE TABLE t (id int);
CREATE UNIQUE INDEX CONCURRENTLY i ON t (id);
CREATE INDEX CONCURRENTLY ON t (id);
-- sqlbundle:verify
SELECT true;
-- sqlbundle:down irreversible on purpose
`

// bundleOf writes a bundle with every message and returns its files.
func bundleOf(t *testing.T, schema string) map[string]string {
	t.Helper()
	dir := newProject(t, map[string]string{
		"sqlbundle.toml":    "[tracking]\nschema = \"" + schema + "\"\n[database.main]\nname = \"desk\"\n",
		"migrations/a1.sql": everyMessage,
	}).bundle("head")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(text)
	}
	return files
}

// firstCells are the code words in the first column of a page's table, found
// by its head.
func firstCells(t *testing.T, page, head string) []string {
	t.Helper()
	_, table, ok := strings.Cut(read(t, page), "\n| "+head+" |")
	if !ok {
		t.Fatalf("%s has no table that begins with %q", page, head)
	}
	var cells []string
	for _, line := range strings.Split(table, "\n")[2:] {
		if !strings.HasPrefix(line, "|") {
			break
		}
		for _, code := range inlineCode.FindAllString(strings.Split(line, "|")[1], -1) {
			cells = append(cells, strings.Trim(code, "`"))
		}
	}
	return cells
}

// TestBundlesMessages looks up each message of the page in the scripts; `…`
// stands for what differs.
func TestBundlesMessages(t *testing.T) {
	var scripts strings.Builder
	for _, schema := range []string{"public", ""} {
		for name, text := range bundleOf(t, schema) {
			if strings.HasSuffix(name, ".sql") {
				scripts.WriteString(text)
			}
		}
	}
	all := strings.ReplaceAll(scripts.String(), "''", "'")
	messages := firstCells(t, bundlesPage, "message")
	for _, message := range messages {
		for _, part := range strings.Split(message, "…") {
			if part = strings.TrimSpace(part); !strings.Contains(all, part) {
				t.Errorf("no script says %q (%s)", part, message)
			}
		}
	}
	if len(messages) < 15 {
		t.Errorf("only %d messages were found", len(messages))
	}
}

// TestBundlesFiles compares the page with what a bundle holds, with the log
// table that a script makes, and with the variables that it looks at.
func TestBundlesFiles(t *testing.T) {
	files := bundleOf(t, "public")
	var names []string
	for name := range files {
		names = append(names, name)
	}
	same := func(what string, got, want []string) {
		t.Helper()
		slices.Sort(got)
		slices.Sort(want)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (- the bundle, + the page)\n%s", what, d)
		}
	}
	same("files", firstCells(t, bundlesPage, "file"), names)

	script := files["upgrade.sql"]
	columns := submatches(`(\w+) (?:text|int|bigint|boolean|timestamptz)\b`,
		regexp.MustCompile(`(?s)CREATE TABLE \S+sqlbundle_log \((.*?)\);`).FindString(script))
	same("columns", firstCells(t, bundlesPage, "column"), columns)

	variables := submatches(`\\if :\{\?(sqlbundle_\w+)\} \\else`, script)
	mentioned := slices.Compact(slices.Sorted(slices.Values(submatches(`-v (sqlbundle_\w+)=`, read(t, bundlesPage)))))
	same("variables", mentioned, variables)
}

// submatches are the first groups of all matches.
func submatches(pattern, text string) []string {
	var found []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		found = append(found, m[1])
	}
	return found
}
