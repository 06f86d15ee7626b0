package out

import (
	"fmt"
	"strings"
	"unicode"

	"sqlbundle/internal/term"
)

// dotString is text as a quoted string of the DOT language, in which nothing
// is an escape sequence, an entity or the end. Lines are separated by \n.
func dotString(lines ...string) string {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, `&`, `&amp;`)
	safe := make([]string, len(lines))
	for i, line := range lines {
		safe[i] = escape.Replace(term.Sanitize(line))
	}
	return `"` + strings.Join(safe, `\n`) + `"`
}

// mermaidString is text as a quoted string of Mermaid's flowcharts, in which
// nothing is markup, Markdown, HTML, a comment, a directive or the end: of
// ASCII only letters, digits, commas and single blanks stand for themselves,
// the rest is written as entity codes. Lines are separated by <br/>.
func mermaidString(lines ...string) string {
	safe := make([]string, len(lines))
	for i, line := range lines {
		safe[i] = mermaidText(line)
	}
	return `"` + strings.Join(safe, "<br/>") + `"`
}

func mermaidText(line string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(term.Sanitize(line)), " ") {
		if mermaidPlain(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}

// mermaidPlain tells which characters stand for themselves. The pilcrow and the
// fl ligature do not: Mermaid's renderer marks entity codes with them.
func mermaidPlain(r rune) bool {
	switch {
	case r > unicode.MaxASCII:
		return unicode.IsPrint(r) && r != '¶' && r != 'ﬂ'
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return true
	}
	return r == ' ' || r == ','
}
