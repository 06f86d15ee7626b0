package out

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

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
		writeProblems(&b, list, style)
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

// maxProblems is how many problems of one file are shown.
const maxProblems = 100

// writeProblems writes a list, of each file as much as anybody reads.
func writeProblems(b *strings.Builder, list source.ErrorList, style term.Style) {
	shown := map[string]int{}
	var names []string
	for _, e := range list {
		name := ""
		if e.File != nil {
			name = e.File.Name
		}
		if shown[name]++; shown[name] == 1 {
			names = append(names, name)
		}
		if shown[name] <= maxProblems {
			writeProblem(b, e, style)
		}
	}
	for _, name := range names {
		if more := shown[name] - maxProblems; more > 0 {
			fmt.Fprintf(b, "%s has %s more\n", style.Bold(term.Sanitize(name)), Count(more, "problem"))
		}
	}
}

func writeProblem(b *strings.Builder, e *source.Error, style term.Style) {
	if e.File == nil {
		fmt.Fprintf(b, "%s %s\n", style.Red("error:"), message(e.Msg))
	} else {
		at := e.File.Position(e.Span.Start)
		fmt.Fprintf(b, "%s %s\n", style.Bold(term.Sanitize(at.String())+":"), message(e.Msg))
		excerpt(b, e, at, style)
	}
	if e.Hint != "" {
		fmt.Fprintf(b, "  %s %s\n", style.Cyan("hint:"), message(e.Hint))
	}
}

// message is a message on one line, of a length that can be read.
func message(text string) string { return shorten(term.Sanitize(text), maxMessage, "…") }

const (
	// maxExcerpt is how much of a source line is shown, in characters, and
	// maxBefore how much of that before the place in a long line.
	maxExcerpt = 120
	maxBefore  = 20
	// maxMessage is how much of a message is shown, in columns: it may quote
	// a name that is none.
	maxMessage = 1000
)

// excerpt shows the source line with carets under the span.
func excerpt(b *strings.Builder, e *source.Error, at source.Position, style term.Style) {
	line := e.File.Line(at.Line)
	if line == "" {
		return
	}
	start := runeOffset(line, at.Column-1)
	end := start
	switch to := e.File.Position(e.Span.End); {
	case to.Line == at.Line:
		end = max(runeOffset(line, to.Column-1), start)
	case to.Line > at.Line:
		end = len(line)
	}
	from := 0
	if at.Column > maxExcerpt-maxBefore {
		from = start
		for n := 0; n < maxBefore && from > 0; n++ {
			_, size := utf8.DecodeLastRuneInString(line[:from])
			from -= size
		}
	}
	to := from + runeOffset(line[from:], maxExcerpt)
	before, marked := term.Sanitize(line[from:min(start, to)]), term.Sanitize(line[min(start, to):min(end, to)])
	fmt.Fprintf(b, "  %s\n", term.Sanitize(line[from:to]))
	fmt.Fprintf(b, "  %s%s\n", strings.Repeat(" ", columns(before)), style.Red(strings.Repeat("^", max(columns(marked), 1))))
}

// runeOffset is where a text's rune of a number, from 0, begins; its length
// where it has fewer.
func runeOffset(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
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
