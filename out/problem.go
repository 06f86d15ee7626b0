package out

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/source"
	"sqlbundle/internal/term"
)

// Problem writes an error as a person reads it: for each problem of a
// [source.ErrorList] the place, the line with a caret, and what to do. Other
// errors are one line. It fails only where w does.
func Problem(w io.Writer, err error, style term.Style) error {
	var b strings.Builder
	var list source.ErrorList
	var one *source.Error
	switch {
	case errors.As(err, &list):
		for _, e := range list {
			writeProblem(&b, e, style)
		}
		if len(list) > 1 {
			fmt.Fprintf(&b, "%s\n", Count(len(list), "error"))
		}
	case errors.As(err, &one):
		writeProblem(&b, one, style)
	default:
		fmt.Fprintf(&b, "%s %s\n", style.Red("sqlbundle:"), sanitizeLines(err.Error()))
	}
	_, werr := io.WriteString(w, b.String())
	return werr
}

func writeProblem(b *strings.Builder, e *source.Error, style term.Style) {
	if e.File == nil {
		fmt.Fprintf(b, "%s %s\n", style.Red("error:"), term.Sanitize(e.Msg))
	} else {
		at := e.File.Position(e.Span.Start)
		fmt.Fprintf(b, "%s %s\n", style.Bold(term.Sanitize(at.String())+":"), term.Sanitize(e.Msg))
		excerpt(b, e, at, style)
	}
	if e.Hint != "" {
		fmt.Fprintf(b, "  %s %s\n", style.Cyan("hint:"), term.Sanitize(e.Hint))
	}
}

// maxExcerpt is how much of a source line is shown, in characters.
const maxExcerpt = 120

// excerpt shows the source line with carets under the span.
func excerpt(b *strings.Builder, e *source.Error, at source.Position, style term.Style) {
	line := []rune(e.File.Line(at.Line))
	if len(line) == 0 {
		return
	}
	first := at.Column - 1
	width := 1
	if end := e.File.Position(e.Span.End); end.Line == at.Line {
		width = max(end.Column-at.Column, 1)
	} else if e.Span.End > e.Span.Start {
		width = max(len(line)-first, 1)
	}
	if first > maxExcerpt-20 {
		cut := first - 20
		line, first = line[cut:], first-cut
	}
	if len(line) > maxExcerpt {
		line = line[:maxExcerpt]
	}
	width = max(min(width, len(line)-first), 1)
	before := term.Sanitize(string(line[:min(first, len(line))]))
	fmt.Fprintf(b, "  %s\n", term.Sanitize(string(line)))
	fmt.Fprintf(b, "  %s%s\n", strings.Repeat(" ", len([]rune(before))), style.Red(strings.Repeat("^", width)))
}

func sanitizeLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = term.Sanitize(line)
	}
	return strings.Join(lines, "\n")
}

// quoted puts a name that is not ours between quotes.
func quoted(s string) string { return `"` + term.Sanitize(s) + `"` }
