package out

import (
	"regexp"
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"sqlbundle/internal/term"
)

// What is compared line by line and word by word; larger texts are shown as gone
// and come. go-diff's own limit is a clock, which would decide what is printed.
const (
	maxDiffLines = 2000
	maxDiffWords = 400
	// maxContext is how many characters of a line that did not change are shown.
	maxContext = 120
)

// textLines are the lines of two texts, without line breaks.
func textLines(before, after string) []diffLine {
	var list []diffLine
	if strings.Count(before, "\n")+strings.Count(after, "\n") > maxDiffLines {
		for line := range strings.Lines(before) {
			list = append(list, diffLine{'-', line})
		}
		for line := range strings.Lines(after) {
			list = append(list, diffLine{'+', line})
		}
	} else {
		// The last line of either counts as ended: it is no file's.
		ended := func(s string) string {
			if s != "" && !strings.HasSuffix(s, "\n") {
				s += "\n"
			}
			return s
		}
		list = diffLines(ended(before), ended(after))
	}
	for i := range list {
		list[i].text = term.Sanitize(strings.TrimSuffix(list[i].text, "\n"))
	}
	return list
}

// nearChanges are the lines that changed, with the lines around them, and a line …
// for what is left out between. At most so many are given; then it says how many
// are left.
func nearChanges(list []diffLine, limit int) (near []diffLine, left int) {
	for start := 0; start < len(list); {
		first, end := hunk(list, start)
		if first == end {
			break
		}
		if first > 0 {
			near = append(near, diffLine{' ', "…"})
		}
		for _, line := range list[first:end] {
			if line.sign == ' ' {
				line.text = cut(line.text, maxContext)
			}
			near = append(near, line)
		}
		start = end
	}
	if len(near) > limit {
		return near[:limit], len(near) - limit
	}
	return near, 0
}

// paintedLines colours lines; words that changed within a line are bold.
func paintedLines(list []diffLine, style term.Style) []string {
	lines := make([]string, len(list))
	for i := 0; i < len(list); {
		goneEnd := i
		for goneEnd < len(list) && list[goneEnd].sign == '-' {
			goneEnd++
		}
		comeEnd := goneEnd
		for comeEnd < len(list) && list[comeEnd].sign == '+' {
			comeEnd++
		}
		if comeEnd == i {
			lines[i] = "  " + list[i].text
			i++
			continue
		}
		gone, come := list[i:goneEnd], list[goneEnd:comeEnd]
		for n := range gone {
			lines[i+n] = style.Red("- " + gone[n].text)
		}
		for n := range come {
			lines[goneEnd+n] = style.Green("+ " + come[n].text)
		}
		if style.Colour {
			for n := range min(len(gone), len(come)) {
				if a, b, ok := paintedWords(gone[n].text, come[n].text, style); ok {
					lines[i+n], lines[goneEnd+n] = style.Red("- "+a), style.Green("+ "+b)
				}
			}
		}
		i = comeEnd
	}
	return lines
}

var words = regexp.MustCompile(`[\pL\pN_]+|\s+|.`)

// paintedWords makes the words bold that tell two lines apart; not ok where the
// lines have little in common, or are long.
func paintedWords(before, after string, style term.Style) (a, b string, ok bool) {
	wordsA, wordsB := words.FindAllString(before, maxDiffWords+1), words.FindAllString(after, maxDiffWords+1)
	if len(wordsA) > maxDiffWords || len(wordsB) > maxDiffWords {
		return "", "", false
	}
	var known []string
	numbers := map[string]rune{}
	runes := func(list []string) []rune {
		out := make([]rune, len(list))
		for i, word := range list {
			n, ok := numbers[word]
			if !ok {
				n = rune(len(known))
				numbers[word], known = n, append(known, word)
			}
			out[i] = n
		}
		return out
	}
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0
	diffs := dmp.DiffMainRunes(runes(wordsA), runes(wordsB), false)
	same := 0
	for _, d := range diffs {
		var text strings.Builder
		for _, r := range d.Text {
			text.WriteString(known[r])
		}
		switch d.Type {
		case diffmatchpatch.DiffEqual:
			a, b = a+text.String(), b+text.String()
			same += len(strings.TrimSpace(text.String()))
		case diffmatchpatch.DiffDelete:
			a += style.Bold(text.String())
		case diffmatchpatch.DiffInsert:
			b += style.Bold(text.String())
		}
	}
	return a, b, 2*same >= min(len(before), len(after))
}

// differences are what only one of two lists has, with - and +, in order.
func differences(f FieldChange) []diffLine {
	var list []diffLine
	for _, at := range align(f.A, f.B) {
		switch {
		case at.b < 0:
			list = append(list, diffLine{'-', term.Sanitize(f.A[at.a])})
		case at.a < 0:
			list = append(list, diffLine{'+', term.Sanitize(f.B[at.b])})
		}
	}
	return list
}

// single tells whether a fact has at most one value.
func (f *FieldChange) single() bool {
	return len(f.A) <= 1 && len(f.B) <= 1 && !slices.Contains([]string{"locks", "rewrites", "scans", "tables_created", "unknown"}, f.Field)
}

// valueWords is the one value, or what stands for none.
func valueWords(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return term.Sanitize(strings.Join(list, ", "))
}
