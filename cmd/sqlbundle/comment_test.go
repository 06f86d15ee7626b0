package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"

	"sqlbundle/out"
)

// commentShape is what a comment consists of, in order. It fails the test where
// anything stands in it that our own writer does not make: other HTML, a table
// with other columns, a fold that is not closed, a link.
func commentShape(t testing.TB, text string) []string {
	t.Helper()
	src := []byte(text)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser().Parse(gmtext.NewReader(src))
	var shape []string
	open := 0
	lines := func(n ast.Node) string {
		var b strings.Builder
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			b.Write(line.Value(src))
		}
		return b.String()
	}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			html := lines(n)
			if n.HasClosure() {
				html += string(n.ClosureLine.Value(src))
			}
			for line := range strings.Lines(html) {
				line = strings.TrimRight(line, "\n")
				switch {
				case commentMarker.MatchString(line):
				case folded.MatchString(line):
					open++
				case strings.HasPrefix(line, "<details><summary>") && strings.HasSuffix(line, ": nothing to run</summary></details>"):
				case line == "</details>":
					open--
				default:
					t.Errorf("HTML: %q", line)
				}
				if open < 0 || open > 2 {
					t.Errorf("folds are %d deep at %q", open, line)
				}
			}
		case *ast.RawHTML:
			segment := n.Segments.At(0)
			if got := string(segment.Value(src)); got != "<br>" {
				t.Errorf("HTML: %q", got)
			}
		case *ast.Link, *ast.AutoLink, *ast.Image, *extast.FootnoteLink, *extast.Strikethrough, *extast.TaskCheckBox, *ast.Blockquote, *ast.ThematicBreak, *ast.CodeBlock:
			t.Errorf("a %s", n.Kind())
		case *extast.TableRow:
			if n.ChildCount() != 7 && n.ChildCount() != 4 { // of revisions, and of what has changed
				t.Errorf("a row has %d cells: %s", n.ChildCount(), lines(n))
			}
		case *ast.FencedCodeBlock:
			language := string(n.Language(src))
			if !regexp.MustCompile(`^(sql|sh|mermaid|diff)$`).MatchString(language) {
				t.Errorf("a fence of language %q", language)
			}
			for line := range strings.Lines(lines(n)) {
				if quickAction.MatchString(line) {
					t.Errorf("GitLab would carry out %q", line)
				}
			}
			shape = append(shape, "fence "+language)
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindHeading, ast.KindList, ast.KindListItem, ast.KindHTMLBlock, extast.KindTable, extast.KindTableRow, ast.KindParagraph:
			shape = append(shape, n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	if open != 0 {
		t.Errorf("%d folds are not closed", open)
	}
	for line := range strings.Lines(text) {
		if quickAction.MatchString(line) {
			t.Errorf("GitLab would carry out %q", line)
		}
	}
	return shape
}

var (
	bundleDigest  = regexp.MustCompile("\\*\\*Digest\\*\\* `[0-9a-f]{64}`")
	commentMarker = regexp.MustCompile(`^<!-- sqlbundle:[A-Za-z0-9._-]+ -->$`)
	folded        = regexp.MustCompile(`^<details><summary>([^<>]|</?code>)*</summary>$`)
	quickAction   = regexp.MustCompile(`^/[A-Za-z]`)
)

// count is how often a piece is in a shape.
func count(shape []string, piece string) (n int) {
	for _, s := range shape {
		if s == piece {
			n++
		}
	}
	return n
}

// pullRequest is what a branch of six revisions, one of them risky, adds to the
// help desk.
const pullRequest = "testdata/pull_request"

// TestCommentGolden compares the comments of pull requests at the help desk.
func TestCommentGolden(t *testing.T) {
	for name, args := range map[string][]string{
		"pull_request": {"0b6f1e8c47d5:heads"},
		"one":          {"1975ea83b712"},
		"short":        {"0b6f1e8c47d5:heads", "--max-bytes", "6000"},
		"plain":        {"0b6f1e8c47d5:4c1d20b7e3f9", "--dialect", "plain", "--change", "Escalate tickets (HELP-300)", "--key", "desk"},
		"second_head":  {"0b6f1e8c47d5:heads"},
		"nothing":      {"heads:heads"},
		"broken":       {},
		"since_bundle": {"0b6f1e8c47d5:heads", "--since-bundle"},
	} {
		t.Run(name, func(t *testing.T) {
			p := helpdesk(t)
			folder := filepath.Join(filepath.Dir(p.config), "migrations")
			if err := os.CopyFS(folder, os.DirFS(pullRequest)); err != nil {
				t.Fatal(err)
			}
			status := 0
			switch name {
			case "second_head":
				write(t, filepath.Join(folder, "other.sql"), "-- A second line\n-- sqlbundle:revision aa55\n-- sqlbundle:revises 0b6f1e8c47d5\n-- sqlbundle:up\n-- sqlbundle:down\n")
			case "since_bundle":
				args = append(args, p.bundle("0b6f1e8c47d5:b5a8c3e19d70"))
				edited := filepath.Join(folder, "9e40d7f2b8c1_keep_messages_short.sql")
				text, err := os.ReadFile(edited)
				if err != nil {
					t.Fatal(err)
				}
				write(t, edited, strings.Replace(string(text), "varchar(10000)", "varchar(20000)", 1))
			case "broken":
				write(t, filepath.Join(folder, "broken.sql"), "-- Broken\n-- sqlbundle:revision bb66\n-- sqlbundle:revises 0b6f1e8c47d5\n-- sqlbundle:up\nALTER TABLE tickets ADD COLUM a int;\n-- sqlbundle:down\n")
				status = 2
			}
			got, _ := call(t, status, append([]string{"-c", p.config, "comment"}, args...)...)
			// The digest is that of all files, to the byte; the rest is about the comment.
			golden(t, filepath.Join("testdata/comment", name+".md"), bundleDigest.ReplaceAllString(got, "**Digest** `…`"))
			commentShape(t, got)
		})
	}
}

// TestCommentSizes holds that a comment of any length keeps to its limit, that it
// is never broken, and that it says what it leaves out.
func TestCommentSizes(t *testing.T) {
	for _, n := range []int{1, 12, 80, 300} {
		if testing.Short() && n > 12 {
			continue // the same code, for longer
		}
		p := newProject(t, manyRisks(n))
		c, err := (&commentCmd{}).comment(&app{ctx: t.Context(), cli: &cli{Config: p.config}, stdout: io.Discard, stderr: io.Discard})
		if err != nil {
			t.Fatal(err)
		}
		c.Key = "review"
		limited := func(limit int) string {
			c.MaxBytes = limit
			var b strings.Builder
			if err := out.WriteComment(&b, c); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
		whole := limited(1e7)
		shape := commentShape(t, whole)
		if strings.Contains(whole, "not shown") || count(shape, "TableRow") != n || strings.Count(whole, "<details><summary>") < 2*n {
			t.Errorf("%d revisions: a comment without a limit leaves something out", n)
		}
		limits := []int{out.MinCommentBytes, 60_000, 65_536, len(whole) - 1, len(whole)}
		for limit := out.MinCommentBytes; limit < len(whole); limit += 1 + limit/5 {
			limits = append(limits, limit)
		}
		for _, limit := range limits {
			text := limited(limit)
			if len(text) > limit {
				t.Errorf("%d revisions, at most %d bytes: %d", n, limit, len(text))
			}
			rows := count(commentShape(t, text), "TableRow")
			said := strings.Contains(text, fmt.Sprintf("%d revision", n-rows)) && strings.Contains(text, "not in the table")
			if (rows < n) != said {
				t.Errorf("%d revisions, at most %d bytes: %d are in the table, but it says otherwise", n, limit, rows)
			}
			if (limit >= len(whole)) != (text == whole) {
				t.Errorf("%d revisions, at most %d bytes: %d of %d", n, limit, len(text), len(whole))
			}
			if !strings.Contains(text, "**Digest** `") || !strings.HasPrefix(text, "<!-- sqlbundle:review -->\n### ") {
				t.Errorf("%d revisions, at most %d bytes: verdict or digest is missing", n, limit)
			}
		}
		if printed := p.call("comment"); printed != limited(60_000) {
			t.Errorf("%d revisions: the program does not keep to 60000 bytes", n)
		}
	}
}

// manyRisks are n revisions of each of which there is much to say, one on the
// other.
func manyRisks(n int) map[string]string {
	files := map[string]string{"sqlbundle.toml": ""}
	parent := "base"
	for i := range n {
		id := fmt.Sprintf("%012x", i*7919+1)
		down := "-- sqlbundle:down\nDROP TABLE t;\n"
		if i%5 == 4 {
			down = "-- sqlbundle:down irreversible the rows are gone\n"
		}
		files["migrations/"+id+".sql"] = fmt.Sprintf("-- Change number %[1]d of the tables\n-- sqlbundle:revision %[2]s\n-- sqlbundle:revises %[3]s\n-- sqlbundle:up\n"+
			"ALTER TABLE busy ALTER COLUMN c%[1]d TYPE bigint;\nUPDATE busy SET c%[1]d = 0;\nCREATE INDEX ix_%[1]d ON busy (c%[1]d);\n%[4]s", i, id, parent, down)
		parent = id
	}
	return files
}

// TestCommentOfHostileTexts holds that no author's text changes what a comment
// consists of.
func TestCommentOfHostileTexts(t *testing.T) {
	want := strings.Join(commentShape(t, commentOf(t, "harmless")), " ")
	for _, text := range append(hostileLines, "/close", "` ``` ```` ~~~~ |", `\| a | \\| `+"`|`", "::error file=x::y", "@team #12 GH-1 !3 &4 $5 %6 ~7 http://x.example www.x.example", "-->", "<!--", "]]>", "&lt;script&gt;") {
		got := commentOf(t, text)
		if shape := strings.Join(commentShape(t, got), " "); shape != want {
			t.Errorf("%q makes a comment of\n%s\ninstead of\n%s\n%s", text, shape, want, got)
		}
	}
}

// commentOf is a comment about a project with a text wherever an author can write
// one.
func commentOf(t testing.TB, text string) string {
	t.Helper()
	dir := t.TempDir()
	name := ident(cutBytes(text, 60))
	write(t, filepath.Join(dir, "sqlbundle.toml"), "")
	if err := os.MkdirAll(filepath.Join(dir, "migrations"), 0o777); err != nil {
		t.Fatal(err)
	}
	file := "m" + strings.NewReplacer("/", "", "\x00", "").Replace(cutBytes(text, 80)) + ".sql"
	write(t, filepath.Join(dir, "migrations", file), "-- "+text+"\n-- sqlbundle:revision a1\n-- sqlbundle:revises base\n-- sqlbundle:up\n"+
		"ALTER TABLE "+name+" ADD COLUMN "+name+" int DEFAULT random();\n/*\n```\n"+text+"\n</details>\n*/\nCREATE INDEX "+name+" ON "+name+" ("+name+");\n"+
		"-- sqlbundle:down irreversible "+text+"\n")
	var stdout, stderr bytes.Buffer
	status := run(context.Background(), []string{"-c", filepath.Join(dir, "sqlbundle.toml"), "comment", "--change", strings.TrimSpace(strings.ReplaceAll(cutBytes(text, 100), "\n", " "))}, strings.NewReader(""), &stdout, &stderr)
	if status != 0 && status != 2 {
		t.Fatalf("status %d: %s", status, &stderr)
	}
	return stdout.String()
}

func FuzzComment(f *testing.F) {
	for _, text := range append(hostileLines, hostile...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { commentShape(t, commentOf(t, text)) })
}

// TestCommentVerdicts holds that nothing passes for safe that deserves a look, and
// that what is harmless raises no alarm.
func TestCommentVerdicts(t *testing.T) {
	const silence = "-- sqlbundle:nolint unbatched-backfill -- asked for\n"
	for name, c := range map[string]struct {
		up, down string
		want     []string
	}{
		"a new table":       {"CREATE TABLE v (id bigint PRIMARY KEY);\nINSERT INTO v SELECT generate_series(1, 9);", "DROP TABLE v;", []string{"### ✅ Looks safe: 1 revision"}},
		"rows deleted":      {"DELETE FROM t WHERE id > 7;", "INSERT INTO t VALUES (8, 'x');", []string{"### ⚠️ Look closely: 1 revision, and rows that are there are changed or deleted", "**Changes rows of** `public.t`"}},
		"undoes nothing":    {"DELETE FROM t WHERE id > 7;", "", []string{"### ⚠️ Look closely: 1 warning in 1 revision", "**undoes nothing**"}},
		"silenced":          {silence + "UPDATE t SET note = 'x';", "UPDATE t SET note = NULL WHERE id = 1;", []string{"### ⚠️ Look closely: 1 revision, and rows", "**Silenced** by nolint: `"}},
		"named table first": {"-- sqlbundle:nolint delete-without-where -- asked for\nDELETE FROM t;", "", []string{"**Changes rows of** `public.t`, `public.a`"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProject(t, map[string]string{
				"sqlbundle.toml": "",
				"migrations/a1.sql": revisionText("a1", "base", "CREATE TABLE t (id bigint PRIMARY KEY, note text);\n"+
					"CREATE TABLE a (t bigint REFERENCES t ON DELETE CASCADE);\nCREATE INDEX ON a (t);", "-- sqlbundle:down\nDROP TABLE a, t;\n"),
				"migrations/a2.sql": revisionText("a2", "a1", c.up, "-- sqlbundle:down\n"+c.down+"\n"),
			})
			got := p.call("comment", "a1:heads")
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("there is no %q in\n%s", want, got)
				}
			}
		})
	}
}

// TestCommentCommands holds that the commands that a comment names can be run where
// it was made.
func TestCommentCommands(t *testing.T) {
	p := newProject(t, manyRisks(2))
	t.Chdir(filepath.Dir(filepath.Dir(p.config)))
	name := filepath.Join(filepath.Base(filepath.Dir(p.config)), "sqlbundle.toml")
	stdout, _ := call(t, 0, "-c", name, "--var", "x=a b", "comment")
	if want := "\nsqlbundle -c " + name + " --var 'x=a b' bundle heads -o bundle\n"; !strings.Contains(stdout, want) {
		t.Errorf("there is no %q in\n%s", want, stdout)
	}
}
