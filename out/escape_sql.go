package out

import (
	"fmt"
	"strings"

	"sqlbundle/internal/term"
)

// sqlComment makes lines of `-- ` comment of a text. Line breaks begin a new
// comment; whatever else could end one, or move a terminal's cursor, is made
// visible.
func sqlComment(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		b.WriteString(strings.TrimRight("-- "+sqlInline(line), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// sqlInline makes a text that can stand within a `-- ` comment: one line,
// nothing that a terminal acts on.
func sqlInline(text string) string {
	return term.Sanitize(text)
}

// ascii writes other characters as {U+2014}: in what the script itself sends,
// a database of any encoding must be able to read them.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "{U+%04X}", r)
		}
	}
	return b.String()
}
