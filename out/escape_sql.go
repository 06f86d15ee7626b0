package out

import (
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
