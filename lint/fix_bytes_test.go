package lint_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"sqlbundle/revisions"
)

// Whatever stands around the statements of a revision stays to the byte: with
// comments before each, behind each and between it and its semicolon, on one
// line with it, indented, with line breaks of either kind, without a last
// semicolon.
func TestFixKeepsTheRest(t *testing.T) {
	for name, way := range map[string]struct {
		before, after string
		crlf, open    bool
	}{
		"comments": {"/* %d before */\n\t", " /* %d ; */", false, false},
		"one line": {"/* %d é */", "", false, false},
		"crlf":     {"-- %d ;\n  ", "\n-- %d behind\n", true, false},
		"open end": {"", " -- %d\n", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			fixes := 0
			for _, e := range failingExamples(t) {
				start := map[string]string{}
				for name, text := range e.files() {
					start[name] = decorated(t, name, text, way.before, way.after)
					if way.open {
						start[name] = strings.TrimSuffix(strings.TrimSpace(start[name]), ";")
					}
					if way.crlf {
						start[name] = strings.ReplaceAll(start[name], "\n", "\r\n")
					}
				}
				fixed := e.fix(t, start)
				fixes += len(fixed.Taken)
				for name, text := range fixed.Texts {
					unchangedAround(t, e.File, name, start[name], text)
					if lone := strings.Count(text, "\n") - strings.Count(text, "\r\n"); way.crlf && lone > 0 {
						t.Errorf("%s: %d line breaks of another kind:\n%q", e.File, lone, text)
					}
				}
			}
			if fixes < 60 {
				t.Errorf("only %d findings are mended", fixes)
			}
		})
	}
}

// statements are those of a revision's text.
func statements(t *testing.T, name, text string) []*revisions.Statement {
	t.Helper()
	fsys := fstest.MapFS{name: &fstest.MapFile{Data: []byte(text)}}
	revs, err := revisions.Load(t.Context(), fsys, revisions.Options{Locations: []string{"m"}})
	if len(revs) != 1 {
		t.Fatalf("%v\n%s", err, text)
	}
	var list []*revisions.Statement
	for _, section := range revs[0].Sections {
		list = append(list, section.Statements...)
	}
	return list
}

// decorated puts something before and behind each statement, numbered.
func decorated(t *testing.T, name, text, before, after string) string {
	t.Helper()
	number := func(format string, i int) string {
		if !strings.Contains(format, "%d") {
			return format
		}
		return fmt.Sprintf(format, i)
	}
	var b strings.Builder
	at := 0
	for i, s := range statements(t, name, text) {
		b.WriteString(text[at:s.Span.Start] + number(before, i) + s.SQL() + number(after, i))
		at = s.Span.End
	}
	return b.String() + text[at:]
}

// unchangedAround finds what stands between the statements of a text in another
// one, in order, from its first byte to its last.
func unchangedAround(t *testing.T, file, name, before, after string) {
	t.Helper()
	at, rest := 0, after
	for i, s := range statements(t, name, before) {
		gap := before[at:s.Span.Start]
		found := strings.Index(rest, gap)
		if found < 0 || i == 0 && found > 0 {
			t.Errorf("%s: %q is gone from\n%s", file, gap, after)
			return
		}
		rest, at = rest[found+len(gap):], s.Span.End
	}
	if !strings.HasSuffix(rest, before[at:]) {
		t.Errorf("%s: %q is not the end of\n%s", file, before[at:], after)
	}
}
