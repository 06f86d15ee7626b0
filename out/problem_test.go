package out

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"sqlbundle/internal/source"
	"sqlbundle/internal/term"
)

func problemText(t testing.TB, err error) string {
	t.Helper()
	var b strings.Builder
	if err := Problem(&b, err, term.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestProblem(t *testing.T) {
	file := source.NewFile("a.sql", "SELECT 'é表' FRM x;\n\tSELECT "+strings.Repeat("1, ", 100)+"y z;\nfirst\nlast\n\n\r\r\r\r")
	long := strings.Index(file.Text, "y z")
	for _, test := range []struct {
		err  error
		want string
	}{
		{errors.New("plain\x1b\nlines"), "sqlbundle: plain\\x1b\nlines\n"},
		{&source.Error{Msg: "no place", Hint: "do"}, "error: no place\n  hint: do\n"},
		// A wide character takes two columns, and is one.
		{
			&source.Error{File: file, Span: source.Span{Start: 15, End: 18}, Msg: "m"},
			"a.sql:1:13: m\n  SELECT 'é表' FRM x;\n               ^^^\n",
		},
		{
			&source.Error{File: file, Span: source.Span{Start: long, End: long + 3}, Msg: "m"},
			"a.sql:2:309: m\n  , 1, 1, 1, 1, 1, 1, y z;\n                      ^^^\n",
		},
		// What goes on in the next line is marked to the end of this one.
		{
			&source.Error{File: file, Span: source.Span{Start: long + 7, End: long + 14}, Msg: "m"},
			"a.sql:3:3: m\n  first\n    ^^^\n",
		},
		{&source.Error{File: file, Span: source.Span{Start: len(file.Text), End: len(file.Text)}, Msg: "m"}, "a.sql:6:5: m\n"},
		{
			&source.Error{File: source.NewFile("a\nb", "x"+strings.Repeat("\r", 300)), Span: source.Span{Start: 301, End: 301}, Msg: "m\x1b"},
			"a\\x0ab:1:302: m\\x1b\n  x\n   ^\n",
		},
		{source.ErrorList{{Msg: "a"}, {File: source.NewFile("b", ""), Msg: "c"}}, "error: a\nb:1:1: c\n2 errors\n"},
	} {
		if got := problemText(t, test.err); got != test.want {
			t.Errorf("%s\nwant\n%s", got, test.want)
		}
	}
}

// Of many problems as many are shown as anybody reads, of each file.
func TestManyProblems(t *testing.T) {
	var list source.ErrorList
	msg := "m" + strings.Repeat("m", 1<<16)
	for _, name := range []string{"a", "b"} {
		file := source.NewFile(name, strings.Repeat("x", 1<<20))
		for i := range 10_000 {
			list.Add(&source.Error{File: file, Span: source.Span{Start: i * 100, End: i*100 + 1}, Msg: msg})
		}
	}
	got := problemText(t, list)
	for _, want := range []string{"a has 9900 problems more\n", "b has 9900 problems more\n", "20000 errors\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if n := strings.Count(got, ": m"); n != 200 || len(got) > 200*(maxMessage+3*maxExcerpt) {
		t.Errorf("%d problems, %d bytes", n, len(got))
	}
}

// FuzzProblem shows a problem anywhere in any text: nothing panics, nothing
// gets through that a terminal would act on.
func FuzzProblem(f *testing.F) {
	f.Add("a.sql", "SELECT 1;\r\nx", "message", 3, 12)
	f.Add("\xff", strings.Repeat("\r", 300)+"\x00", "\x1b]0;x\x07", 250, 1000)
	f.Add("é\n", strings.Repeat("表", 300), "\u202e", 700, 3)
	f.Fuzz(func(t *testing.T, name, text, msg string, start, end int) {
		file := source.NewFile(name, text)
		got := problemText(t, source.ErrorList{
			{File: file, Span: source.Span{Start: start, End: end}, Msg: msg, Hint: msg},
			{File: source.NewEdited(name, text, "xy"+text, []source.Edit{{Start: 0, End: 2, OrigStart: 0, OrigEnd: 0}}), Span: source.Span{Start: start, End: end}, Msg: msg},
		})
		for i, line := range strings.Split(got, "\n") {
			if strings.IndexFunc(line, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) >= 0 {
				t.Errorf("line %d holds what a terminal acts on: %q", i+1, line)
			}
		}
		if lines := strings.Count(got, "\n"); lines > 9 {
			t.Errorf("%d lines:\n%s", lines, got)
		}
		problemText(t, fmt.Errorf("%s", msg))
	})
}
