package out

import (
	"fmt"
	"io"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"sqlbundle/internal/term"
)

// diffContext is how many lines stand around a change.
const diffContext = 3

// Diff writes what tells two texts of a file apart, in unified form; nothing
// where they are equal. For a terminal the text is made safe to show; elsewhere
// it stays as it is, so that it can be applied.
func Diff(w io.Writer, name, before, after string, style term.Style) error {
	if before == after {
		return nil
	}
	d := differ{style: style}
	fmt.Fprintf(&d.b, "%s\n%s\n", style.Bold(d.shown("--- a/"+name)), style.Bold(d.shown("+++ b/"+name)))
	list := diffLines(before, after)
	for start := 0; start < len(list); {
		first, end := hunk(list, start)
		if first == end {
			break
		}
		d.hunk(list, first, end)
		start = end
	}
	_, err := io.WriteString(w, d.b.String())
	return err
}

// diffLine is a line with its line break, and ' ', '-' or '+'.
type diffLine struct {
	sign byte
	text string
}

// diffLines are the lines of both texts: what goes stands before what comes.
func diffLines(before, after string) []diffLine {
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // or the outcome would depend on the machine
	a, b, known := dmp.DiffLinesToRunes(before, after)
	signs := map[diffmatchpatch.Operation]byte{diffmatchpatch.DiffEqual: ' ', diffmatchpatch.DiffDelete: '-', diffmatchpatch.DiffInsert: '+'}
	var list []diffLine
	for _, d := range dmp.DiffCharsToLines(dmp.DiffMainRunes(a, b, false), known) {
		for line := range strings.Lines(d.Text) {
			list = append(list, diffLine{signs[d.Type], line})
		}
	}
	return list
}

// hunk finds the next changes from a line on, with the lines around them; changes
// whose surroundings touch are one. It is empty where there are none.
func hunk(list []diffLine, from int) (first, end int) {
	last := -1
	for i := from; i < len(list) && (last < 0 || i-last <= 2*diffContext); i++ {
		if list[i].sign == ' ' {
			continue
		}
		if last < 0 {
			first = max(from, i-diffContext)
		}
		last = i
	}
	if last < 0 {
		return 0, 0
	}
	return first, min(last+diffContext+1, len(list))
}

// differ writes a diff.
type differ struct {
	b     strings.Builder
	style term.Style
}

// shown is a line as it may be shown.
func (d *differ) shown(text string) string {
	if d.style.Colour || d.style.Width > 0 {
		return term.Sanitize(text)
	}
	return text
}

func (d *differ) hunk(list []diffLine, first, end int) {
	place := func(without byte) string {
		before, here := 0, 0
		for i, line := range list[:end] {
			switch {
			case line.sign == without:
			case i < first:
				before++
			default:
				here++
			}
		}
		if here > 0 {
			before++
		}
		return fmt.Sprintf("%d,%d", before, here)
	}
	fmt.Fprintf(&d.b, "%s\n", d.style.Cyan("@@ -"+place('+')+" +"+place('-')+" @@"))
	for _, line := range list[first:end] {
		text, whole := strings.CutSuffix(line.text, "\n")
		text = d.shown(string(line.sign) + text)
		switch line.sign {
		case '-':
			text = d.style.Red(text)
		case '+':
			text = d.style.Green(text)
		}
		d.b.WriteString(text + "\n")
		if !whole {
			d.b.WriteString("\\ No newline at end of file\n")
		}
	}
}
