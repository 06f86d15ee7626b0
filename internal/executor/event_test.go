package executor

import (
	"strings"
	"testing"

	"sqlbundle/internal/term"
)

// TestTextLines holds that what the server says in several lines is shown in
// several, none of which looks like one of this program's.
func TestTextLines(t *testing.T) {
	for kind, want := range map[Kind]string{
		Noticed: "INFO:  one\n    sqlbundle: done\\x1b\nDETAIL:  two\n    three\n",
		Failed:  "ERROR:  one\n    sqlbundle: done\\x1b\nDETAIL:  two\n    three\n",
	} {
		var b strings.Builder
		if err := Text(&b, Event{Event: kind, Severity: "INFO", Message: "one\nsqlbundle: done\x1b", Detail: "two\nthree"}, term.Style{}); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Errorf("%s: %q, want %q", kind, b.String(), want)
		}
	}
}
