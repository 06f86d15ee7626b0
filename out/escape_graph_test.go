package out

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"sqlbundle/internal/term"
)

var attacks = []string{
	"", "plain", `"`, `\`, `\"`, `\\N`, "a\nb", "a\r\nb", "&quot;", "&#34;", "#quot;", "#35;",
	`"] click r0 "javascript:alert(1)"`, "<script>alert(1)</script>", "</div>", "`code`", "%%{init: {}}%%",
	"%% x", "end", "1. one", "- one", "    four", "style x:#f00;", "classDef a:#f;", "fa:fa-bell", "ﬂ°°34¶ß",
	"\x1b[31m", "\u202e", "\u2028", "\x00", "über 表 🙂", "__proto__", "$$x$$", "---\ntitle: x\n---", "\xff",
}

func TestEscapes(t *testing.T) {
	for _, text := range attacks {
		checkDOT(t, text)
		checkMermaid(t, text)
	}
	if got, want := dotString(`a"b`, `c\d`), `"a\"b\nc\\d"`; got != want {
		t.Errorf("dotString: %s, want %s", got, want)
	}
	if got, want := mermaidString(`it's`, `ok, a`), `"it#39;s<br/>ok, a"`; got != want {
		t.Errorf("mermaidString: %s, want %s", got, want)
	}
}

// checkDOT reads a quoted string back as Graphviz does: one that ends early,
// has a line break, or says something else than the text is an error.
func checkDOT(t *testing.T, text string) {
	t.Helper()
	quoted := dotString(text, text)
	inside := strings.TrimSuffix(strings.TrimPrefix(quoted, `"`), `"`)
	if len(inside) != len(quoted)-2 || !regexp.MustCompile(`^([^"\\\x00-\x1f]|\\["\\n])*$`).MatchString(inside) {
		t.Fatalf("%q becomes %s", text, quoted)
	}
	read := strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n").Replace(inside)
	want := term.Sanitize(text)
	if read = html.UnescapeString(read); read != want+"\n"+want {
		t.Fatalf("%q becomes %s, which reads %q", text, quoted, read)
	}
}

// checkMermaid reads a quoted string back as Mermaid does.
func checkMermaid(t *testing.T, text string) {
	t.Helper()
	quoted := mermaidString(text, text)
	inside := strings.TrimSuffix(strings.TrimPrefix(quoted, `"`), `"`)
	half, again, ok := strings.Cut(inside, "<br/>")
	if len(inside) != len(quoted)-2 || !ok || half != again {
		t.Fatalf("%q becomes %s", text, quoted)
	}
	if !regexp.MustCompile(`^([A-Za-z0-9, ]|[^\x00-\x7f\p{C}\p{Z}¶ﬂ]|#[0-9]+;)*$`).MatchString(half) {
		t.Fatalf("%q becomes %s", text, quoted)
	}
	read := html.UnescapeString(strings.ReplaceAll(half, "#", "&#"))
	if want := strings.Join(strings.Fields(term.Sanitize(text)), " "); read != want {
		t.Fatalf("%q becomes %s, which reads %q, want %q", text, quoted, read, want)
	}
}

func FuzzDOTString(f *testing.F) {
	for _, text := range attacks {
		f.Add(text)
	}
	f.Fuzz(checkDOT)
}

func FuzzMermaidString(f *testing.F) {
	for _, text := range attacks {
		f.Add(text)
	}
	f.Fuzz(checkMermaid)
}

// FuzzListing prints a revision full of a text: each form has as many lines as
// it would have with any other text, and nothing that a terminal acts upon.
func FuzzListing(f *testing.F) {
	for _, text := range attacks {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		revs := sampleRevisions("a1 <-\nb2 <- a1 {a1} [l]")
		for _, r := range revs {
			r.Message = "m" + text
		}
		l := history(t, revs, "")
		d := Drawing{Graph: l.Graph, Revisions: l.Revisions, Style: term.Style{Width: 40}}
		for name, got := range map[string]string{
			"history": written(t, HistoryText, l),
			"text":    written(t, GraphText, d),
		} {
			noControls(t, got)
			if lines := strings.Count(got, "\n"); lines != len(revs) {
				t.Errorf("%s has %d lines:\n%s", name, lines, got)
			}
		}
	})
}
