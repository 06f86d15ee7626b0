package out

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"

	"sqlbundle/internal/term"
)

// samples are two bundles that differ in every way; x stands in each text.
func samples(x string) (a, b *Contents) {
	lock := func(mode, relation string) EffectsJSON {
		return EffectsJSON{Locks: &[]LockJSON{{relation, mode}}, Rewrites: &[]string{}, Scans: &[]string{}, TablesCreated: &[]string{}}
	}
	statement := func(sql string, line int, e EffectsJSON) StatementJSON {
		kind, _, _ := strings.Cut(sql, " ")
		return StatementJSON{SQL: sql, Kind: kind, File: "m/" + x + ".sql", Line: line, Column: 1, EffectsJSON: e}
	}
	one, two := 1, 2
	step := func(id string, segments ...SegmentJSON) StepJSON {
		for i := range segments {
			segments[i].Number = i + 1
		}
		return StepJSON{Revision: id, Direction: "upgrade", Segments: segments, Tracking: []OpJSON{{Op: "insert", To: id}}}
	}
	in := func(transaction *int, statements ...StatementJSON) SegmentJSON {
		return SegmentJSON{Transaction: transaction, Statements: statements}
	}
	revision := func(id, message, path, sum string) RevisionJSON {
		return RevisionJSON{ID: id, Message: message, Path: path, SHA256: sum, Meta: map[string]string{}}
	}
	strong, weak := lock("AccessExclusiveLock", "public.t"), lock("ShareUpdateExclusiveLock", "public.t")
	rewriting := strong
	rewriting.Rewrites, rewriting.Unknown = &[]string{"public.t"}, []string{x}
	finding := func(rule, revision, message string) FindingJSON {
		return FindingJSON{Rule: rule, Severity: "warning", File: "m/" + x, Line: 7, Column: 1, Revision: revision, Message: message}
	}
	function := func(body string) string {
		return "CREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n" + body + "\n  -- " + x + "\nEND $$"
	}
	was := Manifest{
		Format: 1, Tool: Tool{"sqlbundle", "0.1.0"}, Database: "main", Direction: "upgrade", From: []string{}, To: []string{"e5"}, TargetVersion: 14,
		Settings: SettingsJSON{LockTimeout: "5s", Transaction: "revision"}, PlanDigest: "one",
		Revisions: []RevisionJSON{
			revision("a1", "Make t", "m/a1.sql", "1"), revision("b2", "Old "+x, "m/b2.sql", "2"), revision("c3", "Gone", "m/c3.sql", "3"),
			revision("d4", "Same statements", "m/d4.sql", "4"), revision("e5", "Moves", "m/e5.sql", "5"), revision("f6", "Another id", "m/f6.sql", "6"),
		},
		Steps: []StepJSON{
			step("a1", in(&one, statement("CREATE TABLE t (id int)", 3, lock("AccessExclusiveLock", "public.t")))),
			step("b2",
				in(&one, statement("ALTER TABLE t ADD COLUMN n varchar(10)", 5, strong), statement(function("  RETURN 1;"), 6, EffectsJSON{})),
				in(&two, statement("UPDATE t SET n = 'x'", 12, weak))),
			step("c3", in(&one, statement("DROP TABLE "+x, 4, strong))),
			step("d4", in(&one, statement("CREATE INDEX i ON t (n)", 4, lock("ShareLock", "public.t")))),
			step("e5", in(&one, statement("GRANT SELECT ON t TO r", 4, EffectsJSON{}))),
			step("f6", in(&one, statement("REVOKE SELECT ON t FROM r", 4, EffectsJSON{}))),
		},
		Findings: []FindingJSON{finding("old-rule", "c3", x), finding("stays", "a1", "stays")},
	}
	now := was
	now.PlanDigest, now.To, now.Change = "two", []string{"f7", x}, x
	now.Settings.LockTimeout = "10s"
	now.Revisions = []RevisionJSON{
		revision("a1", "Make t", "m/a1.sql", "1b"), revision("e5", "Moves", "m/e5.sql", "5"), revision("b2", "New "+x, "m/"+x+".sql", "2b"),
		revision("d4", "Same statements", "m/d4.sql", "4"), revision("f7", "Another id", "m/f7.sql", "6"), revision("g8", x, "m/g8.sql", "8"),
	}
	batch := in(nil, statement("UPDATE t SET n = 'x'", 12, weak))
	batch.Batch = &BatchJSON{Key: []string{"id", x}, Size: 1000}
	added := step("g8", in(&two, statement("ALTER TABLE t ADD "+x+";\n"+x, 4, rewriting)))
	added.Require = []StatementJSON{statement("SELECT "+x, 2, EffectsJSON{})}
	now.Steps = []StepJSON{
		was.Steps[0],
		was.Steps[4],
		step("b2",
			in(&one, statement(function("  RETURN 2;"), 5, EffectsJSON{}), statement("ALTER TABLE t ADD COLUMN n varchar(20)", 9, rewriting)),
			batch),
		step("d4", in(nil, statement("CREATE INDEX i ON t (n)", 4, weak))),
		step("f7", in(&one, statement("REVOKE SELECT ON t FROM r", 4, EffectsJSON{}))),
		added,
	}
	now.Findings = []FindingJSON{was.Findings[1], finding("new-rule", "g8", x)}
	bundle := func(name string, m Manifest, down string) *Contents {
		var script strings.Builder
		for _, step := range m.Steps {
			for _, segment := range step.Segments {
				for i := range segment.Statements {
					s := &segment.Statements[i]
					offset, length := script.Len(), len(s.SQL)
					s.Offset, s.Length = &offset, &length
					script.WriteString(s.SQL + ";\n")
				}
			}
		}
		data, err := json.Marshal(m)
		if err != nil {
			panic(err)
		}
		files := []File{
			{ManifestFile, data},
			{RollbackFile, []byte("-- ======== step 1/1: downgrade a1, segment 1/1, a transaction\n-- Make t\nBEGIN;\n" + down + "\nCOMMIT;\n")},
			{UpgradeFile, []byte(script.String())},
			{"notes " + x, data},
		}
		p, err := ReadPart("", files)
		if err != nil {
			panic(err)
		}
		return &Contents{Name: name, Parts: []Part{p}}
	}
	return bundle("old "+x, was, "DROP TABLE t;"), bundle("new "+x, now, "DROP TABLE t CASCADE; -- "+x)
}

func changesOf(t testing.TB, a, b *Contents) *Changes {
	t.Helper()
	c, err := Compare(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func writtenChanges(t testing.TB, c *Changes, style term.Style) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, f := range ChangeFormats() {
		var b strings.Builder
		if err := f.Write(&b, ChangeReport{c, style}); err != nil {
			t.Fatal(err)
		}
		texts[f.Name] = b.String()
	}
	return texts
}

func TestChanges(t *testing.T) {
	c := changesOf(t, first(samples("note")), second(samples("note")))
	plain, coloured := writtenChanges(t, c, term.Style{}), writtenChanges(t, c, term.Style{Colour: true})
	golden(t, "changes/plain.txt", plain["text"])
	golden(t, "changes/coloured.txt", coloured["text"])
	golden(t, "changes/changes.md", plain["markdown"])
	golden(t, "changes/changes.json", plain["json"])
	if coloured["markdown"] != plain["markdown"] || coloured["json"] != plain["json"] {
		t.Error("colours change what is no text for a terminal")
	}
	if got := regexp.MustCompile(`\x1b\[\d+m`).ReplaceAllString(coloured["text"], ""); got != plain["text"] {
		t.Error("colours change more than the colour")
	}
	hostile := changesOf(t, first(samples(awkwardText)), second(samples(awkwardText)))
	texts := writtenChanges(t, hostile, term.Style{})
	golden(t, "changes/hostile.txt", texts["text"])
	golden(t, "changes/hostile.md", texts["markdown"])
}

const awkwardText = "a`b```\n</details>\n\n@team #1 | x\x1b[2J\u202e<script>\n```\n# h"

func first(a, _ *Contents) *Contents  { return a }
func second(_, b *Contents) *Contents { return b }

func TestChangesOfNothing(t *testing.T) {
	a, b := first(samples("x")), first(samples("x"))
	b.Parts[0].Problems = nil
	c := changesOf(t, a, b)
	texts := writtenChanges(t, c, term.Style{})
	if c.Differ || c.Summary() != "no difference" || !strings.HasSuffix(texts["text"], "no difference between old x and old x\n") {
		t.Errorf("%t %q\n%s", c.Differ, c.Summary(), texts["text"])
	}
	if !strings.HasPrefix(texts["text"], "warning: A: there is no SHA256SUMS\n") {
		t.Errorf("no warning:\n%s", texts["text"])
	}
}

// A manifest that was decoded from anything is compared without a panic, and in
// time that grows with its size.
func TestChangesOfLargeBundles(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	large := func() *Contents {
		m := Manifest{Format: 1}
		for range 300 {
			var statements []StatementJSON
			for range 30 {
				statements = append(statements, StatementJSON{SQL: strings.Repeat(fmt.Sprintf("SELECT %d\n", random.IntN(1e6)), 20), Kind: "SELECT"})
			}
			m.Steps = append(m.Steps, StepJSON{Revision: fmt.Sprint(random.IntN(400)), Segments: []SegmentJSON{{Statements: statements}}})
		}
		return &Contents{Parts: []Part{{Manifest: &m, Files: []File{{ManifestFile, nil}}}}}
	}
	texts := writtenChanges(t, changesOf(t, large(), large()), term.Style{Colour: true})
	if len(texts["text"]) < 1000 {
		t.Error(texts["text"])
	}
}

func TestCompareNeedsAPair(t *testing.T) {
	script := &Contents{Parts: []Part{{Files: []File{{"other.sql", nil}}}}}
	if _, err := Compare(script, first(samples("x"))); err == nil {
		t.Error("a script is compared with nothing")
	}
	for name, files := range map[string][]File{
		"no JSON":       {{ManifestFile, []byte("{")}},
		"another form":  {{ManifestFile, []byte(`{"format": 2}`)}},
		"nothing":       nil,
		"no manifest":   {{"a", nil}, {"b", nil}},
		"another thing": {{"a.txt", nil}},
	} {
		if _, err := ReadPart("", files); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

// ownHTML is what the Markdown of changes holds of HTML.
var ownHTML = regexp.MustCompile(`^(<details><summary>(Changed|Added|Removed) revision( <code>\w+</code>)?</summary>\n|</details>\n)$`)

// shownText is a text of Markdown without its escapes.
func shownText(source []byte) string {
	text := strings.NewReplacer(markdownBreak, "\u200b", "&#36;", "\u200b$").Replace(string(source))
	return regexp.MustCompile(`\\([!-/:-@\[-`+"`"+`{-~])`).ReplaceAllString(text, "$1")
}

func checkChanges(t *testing.T, x string) {
	t.Helper()
	c := changesOf(t, first(samples(x)), second(samples(x)))
	texts := writtenChanges(t, c, term.Style{})
	for line := range strings.Lines(texts["text"]) {
		if line = strings.TrimSuffix(line, "\n"); term.Sanitize(line) != line {
			t.Errorf("the text has %q", line)
		}
	}
	if !json.Valid([]byte(texts["json"])) {
		t.Error("the JSON is none")
	}
	source := texts["markdown"]
	folds, depth := 0, 0
	_ = ast.Walk(markdownTree(source), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			lines := n.Lines()
			text := source[lines.At(0).Start:lines.At(lines.Len()-1).Stop]
			if !ownHTML.MatchString(text) {
				t.Errorf("%q: HTML %q in\n%s", x, text, source)
			}
			if folds++; text == "</details>\n" {
				depth--
			} else {
				depth++
			}
			if depth < 0 || depth > 1 {
				t.Errorf("%q: folds are not closed\n%s", x, source)
			}
		case *ast.RawHTML, *ast.Link, *ast.AutoLink, *ast.Image, *ast.Heading, *ast.Blockquote, *ast.ThematicBreak, *ast.CodeBlock:
			t.Errorf("%q: %s in\n%s", x, n.Kind(), source)
		case *ast.Text:
			if _, code := n.Parent().(*ast.CodeSpan); !code && linked.MatchString(shownText(n.Segment.Value([]byte(source)))) {
				t.Errorf("%q: a link in %q", x, n.Segment.Value([]byte(source)))
			}
		}
		return ast.WalkContinue, nil
	})
	if folds != 12 || depth != 0 {
		t.Errorf("%q: %d ends of folds, depth %d\n%s", x, folds, depth, source)
	}
}

func TestChangesAreInert(t *testing.T) {
	for _, x := range append(hostileMarkdown, awkwardText) {
		checkChanges(t, x)
	}
}

func FuzzChanges(f *testing.F) {
	for _, x := range append(hostileMarkdown, awkwardText) {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x string) { checkChanges(t, x) })
}
