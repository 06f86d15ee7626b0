package out

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"sqlbundle/internal/term"
)

// hostileMarkdown are texts that Markdown, GitHub or GitLab would make something of.
var hostileMarkdown = []string{
	"plain words", "add ticket_priority, 10:30", "# heading", "#12 and owner/repo#12", "GH-12", "- item", "+ item", "* item", "1. one", "2) two", "> quote",
	"=====", "---", "***", "```sql", "~~~", "~~gone~~", "*a* _b_ __c__ `d`", "_a_", "a_b_c", "<script>alert(1)</script>", "<!-- sqlbundle:x -->", "</details>",
	"[link](http://x.example)", "![image](x.png)", "[^1]", "[x]: http://x.example", "<http://x.example>", "http://x.example/?a=1", "https://x.example", "www.x.example",
	"mail me@x.example", "mailto:me@x.example", "@team and @org/team", "a | b", "| a |", "|---|", `\| \`, "&lt; &amp; &#64;team", "R&D &12", "$x$ $$y$$ %12 !12 ~bug ~\"a b\"",
	":smile: :+1:", "a\nb", "a  b  ", "    code", "\ttab", "line\r\n- item", "/close", "a\n/merge", "`a` and `b`", "a `@team` b", "`x` - y", "` ` `", "\x1b[2J", "\u202eevil", "` `` ```", "`", " a ", "``", "", " ", "1", "1.", "^alert#3", "[[_TOC_]]", "- [ ] task",
	"@\u200bteam", "\\@team", "Add \\*", "&copy;", "a\\", "\\", "ends in \\|", "::x::y::", ":a:b:", "Привет_мир _да_", "a_*b*_c", "1234567890. x",
}

// linked is what GitHub and GitLab make of text that no parser of Markdown sees.
var linked = regexp.MustCompile(`(?i)[@#!%~&$^]["\w]|://|www\.|\bGH-\d|:[\w+-]+:`)

// markdownTree parses as GitHub does.
func markdownTree(source string) ast.Node {
	p := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithParserOptions(parser.WithAutoHeadingID())).Parser()
	return p.Parse(text.NewReader([]byte(source)))
}

// kinds are the kinds of nodes in a tree, in order, neighbouring texts as one.
func kinds(n ast.Node) []string {
	var list []string
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		kind := n.Kind().String()
		if entering && (kind != "Text" && kind != "String" || len(list) == 0 || list[len(list)-1] != "Text") {
			list = append(list, strings.Replace(kind, "String", "Text", 1))
		}
		return ast.WalkContinue, nil
	})
	return list
}

var (
	tags    = regexp.MustCompile(`</?(p|code|td|pre)( class="language-sql")?>`)
	entries = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&")
)

// rendered is what a reader sees of Markdown; its tags are those of p, code and pre.
func rendered(t *testing.T, source string) string {
	t.Helper()
	var b strings.Builder
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(source), &b); err != nil {
		t.Fatal(err)
	}
	rest := tags.ReplaceAllString(b.String(), "")
	if strings.ContainsAny(rest, "<>") {
		t.Errorf("%q has tags: %s", source, rest)
	}
	return entries.Replace(rest)
}

func checkMarkdown(t *testing.T, hostile string) {
	t.Helper()
	is := func(what, source, want string) {
		t.Helper()
		if got := strings.Join(kinds(markdownTree(source)), " "); got != want {
			t.Errorf("%s: %q becomes %q: %s", what, hostile, source, got)
		}
	}
	visible := strings.ReplaceAll(strings.Join(strings.Fields(term.Sanitize(hostile)), " "), "\u200b", "")
	source := markdownText(hostile)
	if visible != "" {
		is("text", source, "Document Paragraph Text")
		is("text in a list", "- "+source+"\n- x", "Document List ListItem TextBlock Text ListItem TextBlock Text")
		is("text in a heading", "## "+source, "Document Heading Text")
		is("text in a paragraph", "x\n"+source+"\ny", "Document Paragraph Text")
		got := strings.TrimRight(rendered(t, source), "\n")
		if strings.ReplaceAll(got, "\u200b", "") != visible {
			t.Errorf("text: %q is shown as %q", hostile, got)
		}
		if linked.MatchString(got) || strings.Contains(source, "$") {
			t.Errorf("text: %q becomes %q, in which there is a link", hostile, source)
		}
	}
	source = markdownCode(hostile)
	is("code", source, "Document Paragraph CodeSpan Text")
	is("code in a list", "- "+source+", x", "Document List ListItem TextBlock CodeSpan Text")
	if want := term.Sanitize(hostile); want != "" && strings.TrimRight(rendered(t, source), "\n") != want {
		t.Errorf("code: %q is shown as %q", hostile, rendered(t, source))
	}
	const table = "Document Table TableHeader TableCell Text TableCell Text TableRow TableCell"
	source = "| a | b |\n|---|---|\n| " + markdownCell(hostile) + " | end |"
	tree := markdownTree(source)
	row := tree.FirstChild().LastChild()
	if row.Kind() != extast.KindTableRow || row.ChildCount() != 2 || row.LastChild().ChildCount() != 1 || !strings.HasPrefix(strings.Join(kinds(tree), " "), table) {
		t.Errorf("cell: %q becomes %q: %s", hostile, source, kinds(tree))
	}
	source = "- x\n\n" + markdownFence("sql", hostile) + "\nend"
	is("fence", source, "Document List ListItem TextBlock Text FencedCodeBlock Paragraph Text")
	for line := range strings.Lines(markdownFence("sql", "a\n"+hostile)) {
		if regexp.MustCompile(`^/[A-Za-z]`).MatchString(line) {
			t.Errorf("fence: %q has a line that GitLab carries out: %q", hostile, line)
		}
	}
	checkHTML(t, hostile, visible)
	checkProse(t, hostile)
}

// checkHTML holds that a text within a tag is text.
func checkHTML(t *testing.T, hostile, visible string) {
	t.Helper()
	source := markdownHTML(hostile)
	if got := strings.ReplaceAll(html.UnescapeString(source), "\u200b", ""); got != visible || strings.ContainsAny(source, "<>$") {
		t.Errorf("HTML: %q becomes %q", hostile, source)
	}
	if linked.MatchString(html.UnescapeString(source)) {
		t.Errorf("HTML: %q becomes %q, in which there is a link", hostile, source)
	}
	if got := strings.Join(kinds(markdownTree("<details><summary>"+source+"</summary>\n\nx\n\n</details>\n")), " "); got != "Document HTMLBlock Paragraph Text HTMLBlock" {
		t.Errorf("HTML: %q becomes %q: %s", hostile, source, got)
	}
}

// checkProse holds that a text with code in backticks is text and code.
func checkProse(t *testing.T, hostile string) {
	t.Helper()
	source := "x: " + markdownProse(hostile)
	for _, kind := range kinds(markdownTree("- " + source))[4:] {
		if kind != "Text" && kind != "CodeSpan" {
			t.Errorf("prose: %q becomes %q, with a %s", hostile, source, kind)
		}
	}
}

func TestMarkdownIsInert(t *testing.T) {
	for _, hostile := range hostileMarkdown {
		checkMarkdown(t, hostile)
	}
	for in, want := range map[string]string{
		"Add ticket_priority: HELP-12 (50 %)": "Add ticket_priority: HELP-12 (50 %)", // what is harmless stays readable
		"cc @team, #12":                       "cc @&#8203;team, #&#8203;12",
	} {
		if got := markdownText(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, hostile := range hostileMarkdown {
		f.Add(hostile)
	}
	f.Fuzz(func(t *testing.T, hostile string) { checkMarkdown(t, hostile) })
}
