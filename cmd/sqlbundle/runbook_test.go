package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gmtext "github.com/yuin/goldmark/text"
)

// runbook is the README.md of a bundle.
func runbook(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRunbookGolden compares the runbooks of nights at the help desk.
func TestRunbookGolden(t *testing.T) {
	for name, args := range map[string][]string{
		"night":     {"c5e2b7a91f60:1975ea83b712", "--change", "Teams and priorities (HELP-19, HELP-27)"},
		"long":      {"1975ea83b712:f1c84b6e0d93"},
		"nothing":   {"head:head"},
		"analytics": {"c5e2b7a91f60:2e6b8f41d0c7", "--database", "analytics"},
	} {
		t.Run(name, func(t *testing.T) {
			database := "main"
			if len(args) < 3 || args[1] != "--database" {
				args = append(args, "--database", database)
			} else {
				database = args[2]
			}
			got := runbook(t, filepath.Join(helpdesk(t).bundle(args...), database))
			golden(t, filepath.Join("testdata/runbook", name+".md"), got)
			firstScreen(t, got)
		})
	}
}

// hardNight is what a DBA does not like to see.
var hardNight = map[string]string{
	"sqlbundle.toml": "[project]\nmetadata = [\"duration\"]\n[bundle]\ntransaction = \"all\"\nlock_timeout = \"0\"\n[tracking]\nschema = \"\"\n",
	"migrations/1.sql": `-- Tables
-- sqlbundle:revision a1
-- sqlbundle:revises base
-- sqlbundle:up
CREATE TABLE orders (id int PRIMARY KEY, amount numeric, note text, customer int);
CREATE TABLE customers (id int PRIMARY KEY);
-- sqlbundle:down
DROP TABLE orders, customers;
`,
	"migrations/2.sql": `-- Larger numbers
-- sqlbundle:revision a2
-- sqlbundle:revises a1
-- sqlbundle:author DBA team
-- sqlbundle:duration 20 min on a copy
-- sqlbundle:require
SELECT count(*) < 1e9 FROM orders;
-- sqlbundle:up
ALTER TABLE orders ALTER id TYPE bigint, ALTER amount TYPE numeric(8, 2);
UPDATE orders SET note = '' WHERE note IS NULL;
-- sqlbundle:down
ALTER TABLE orders ALTER id TYPE int, ALTER amount TYPE numeric;
-- sqlbundle:verify
SELECT count(*) = 0 FROM orders WHERE note IS NULL;
`,
	"migrations/3.sql": `-- Customers go
-- sqlbundle:revision a3
-- sqlbundle:revises a2
-- sqlbundle:up
ALTER TABLE orders ALTER note SET NOT NULL, DROP COLUMN customer;
DROP TABLE customers;
DO $$BEGIN EXECUTE 'SELECT ' || now(); END$$;
-- sqlbundle:down irreversible the customers are gone
`,
	"migrations/4.sql": `-- One note each
-- sqlbundle:revision a4
-- sqlbundle:revises a3
-- sqlbundle:up
CREATE UNIQUE INDEX CONCURRENTLY orders_note ON orders (note);
-- sqlbundle:down
DROP INDEX CONCURRENTLY orders_note;
`,
}

// TestRunbookOfHardNight compares the runbook of a night with a revision that has
// no way back, a rewrite, conditions, and code that nobody can look into.
func TestRunbookOfHardNight(t *testing.T) {
	got := runbook(t, newProject(t, hardNight).bundle("a1:head"))
	golden(t, filepath.Join("testdata/runbook", "hard.md"), got)
	screen := firstScreen(t, got)
	for _, want := range []string{
		"**No way back** once one of these has begun: `a3`", "while code runs that nobody can look into (steps 1, 2)", "**Can fail on the data**: steps 1, 2, 3",
		"**Waits for locks** without limit", "**Throws away** `public.orders.customer`, `public.customers`", "something of what step 2 may do",
	} {
		if !strings.Contains(screen, want) {
			t.Errorf("the first screen does not say %q", want)
		}
	}
}

// golden compares with a file, which -update writes.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// firstScreen holds that what comes before the first heading but one fits on a
// terminal.
func firstScreen(t *testing.T, text string) string {
	t.Helper()
	screen, _, ok := strings.Cut(text, "\n## ")
	lines := strings.Split(screen, "\n")
	if !ok || len(lines) > 40 {
		t.Errorf("the first screen has %d lines:\n%s", len(lines), screen)
	}
	for _, line := range lines {
		if n := len([]rune(line)); n > 100 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	return screen
}

// TestRunbookOfManySteps holds that the first screen stays one, and that a runbook
// grows with its steps and not faster.
func TestRunbookOfManySteps(t *testing.T) {
	size := map[int]int{}
	for _, n := range []int{30, 300} {
		files := map[string]string{"sqlbundle.toml": "[project]\nmetadata = [\"ticket\"]\n[database.a_name_that_is_as_long_as_names_can_be_in_postgresql_hm]\n"}
		parent := "base"
		for i := range n {
			id := fmt.Sprintf("r%04d_%s", i, strings.Repeat("x", 50))
			table := fmt.Sprintf("%q.%q", strings.Repeat("s", 60), fmt.Sprintf("%s%d", strings.Repeat("t", 55), i%90))
			files[fmt.Sprintf("migrations/%04d.sql", i)] = header(id, parent, strings.Repeat("long ", 60)) + fmt.Sprintf(`-- sqlbundle:up
ALTER TABLE %[1]s ALTER c%[2]d TYPE int;
UPDATE %[1]s SET d = 1;
CREATE UNIQUE INDEX CONCURRENTLY ON %[1]s (c%[2]d);
CALL p();
-- sqlbundle:down irreversible %[3]s
`, table, i, strings.Repeat("why ", 60))
			parent = id
		}
		p := newProject(t, files)
		text := runbook(t, p.bundle("head", "--change", strings.Repeat("change ", 28)))
		firstScreen(t, text)
		size[n] = len(text)
	}
	if size[300] > 11*size[30] {
		t.Errorf("a runbook of 30 steps has %d bytes, one of 300 has %d", size[30], size[300])
	}
}

// hostileLines try to be markup, links or names, wherever a runbook shows a text.
var hostileLines = []string{
	"<script>alert(1)</script> <!-- x -->", "# a [link](http://x.example) ![i](x.png) **b** `c` ``` | @team #12", "</details> ~~~ $x$ :smile:",
}

// TestRunbookOfHostileTexts holds that no author's text adds a heading, an item, a
// table, HTML or a link to a runbook, or ends a block of code.
func TestRunbookOfHostileTexts(t *testing.T) {
	shape := func(text string) []string {
		table := `"` + strings.ReplaceAll(cutBytes(text, 60), `"`, `""`) + `"`
		p := newProject(t, map[string]string{
			"sqlbundle.toml": fmt.Sprintf("[project]\nmetadata = [\"ticket\", \"duration\"]\n[tracking]\ntable = %q\nschema = %q\n", cutBytes(text, 55), cutBytes(text, 55)),
			"migrations/a" + strings.NewReplacer("/", "", "\x00", "").Replace(cutBytes(text, 80)) + ".sql": "-- " + text + "\n-- sqlbundle:revision a1\n-- sqlbundle:revises base\n-- sqlbundle:author " + text + "\n" +
				"-- sqlbundle:ticket " + text + "\n-- sqlbundle:duration " + text + "\n\n-- sqlbundle:require\nSELECT '" + text + "' = ''\n/*\n```\n" + text + "\n*/;\n" +
				"-- sqlbundle:up\nALTER TABLE " + table + " ADD COLUMN " + table + " int NOT NULL;\nCREATE UNIQUE INDEX CONCURRENTLY ON " + table + " (" + table + ");\n" +
				"-- sqlbundle:verify\nSELECT '" + text + "' = '';\n-- sqlbundle:down irreversible " + text + "\n",
		})
		var kinds []string
		source := []byte(runbook(t, p.bundle("head", "--change", text)))
		tree := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser().Parse(gmtext.NewReader(source))
		_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			kind := n.Kind().String()
			if entering && kind == "ListItem" && strings.HasPrefix(string(n.FirstChild().Lines().Value(source)), "Lint, ") {
				// How many there are depends on the names.
				for child := n.FirstChild().FirstChild(); child != nil; child = child.NextSibling() {
					if child.Kind() != ast.KindText && child.Kind() != ast.KindCodeSpan {
						t.Errorf("a finding on %s has a %s", text, child.Kind())
					}
				}
				return ast.WalkSkipChildren, nil
			}
			if entering && kind != "Text" && kind != "String" {
				kinds = append(kinds, kind)
			}
			return ast.WalkContinue, nil
		})
		return kinds
	}
	want := shape("plain words")
	for _, text := range hostileLines {
		same(t, "the runbook of "+text, shape(text), want)
	}
}

// TestChangeIsOneLine holds that no --change brings a line into a script.
func TestChangeIsOneLine(t *testing.T) {
	p := newProject(t, map[string]string{"sqlbundle.toml": "", "migrations/a1.sql": "-- a\n-- sqlbundle:revision a1\n-- sqlbundle:revises base\n-- sqlbundle:up\n"})
	for _, text := range []string{"a\n\\! touch CANARY", "a\r", "\x1b[2J", "\u2028", strings.Repeat("x", 201)} {
		p.refuse("bundle", "head", "-o", filepath.Join(t.TempDir(), "x"), "--change", text)
	}
}

// cutBytes is the beginning of a text of ASCII characters.
func cutBytes(text string, n int) string { return text[:min(len(text), n)] }

// TestBundleDiffIsSmall holds that a revision on top changes of each file what is
// about it, and adds the rest: lines of the steps before stay as they are.
func TestBundleDiffIsSmall(t *testing.T) {
	p := helpdesk(t)
	short := filepath.Join(p.bundle("c5e2b7a91f60:1975ea83b712", "--database", "main"), "main")
	long := filepath.Join(p.bundle("c5e2b7a91f60:4d1a9c3e7b28", "--database", "main"), "main")
	for name, most := range map[string]int{"README.md": 20, "upgrade.sql": 40, "rollback.sql": 60, "manifest.json": 30} {
		var lines [2][]string
		for i, dir := range []string{short, long} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			lines[i] = strings.Split(string(text), "\n")
		}
		there := map[string]int{}
		for _, line := range lines[1] {
			there[line]++
		}
		var gone []string
		for _, line := range lines[0] {
			if there[line]--; there[line] < 0 {
				gone = append(gone, line)
			}
		}
		if len(gone) > most {
			t.Errorf("%s: of %d lines %d are gone:\n%s", name, len(lines[0]), len(gone), strings.Join(gone, "\n"))
		}
	}
}
