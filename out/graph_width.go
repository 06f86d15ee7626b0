package out

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// columns is how many columns a text without control characters takes on a
// terminal: two for wide East Asian characters, none for combining marks.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// shorten cuts a text to a number of columns; dots stand for what is cut off.
func shorten(text string, limit int, dots string) string {
	if len(text) <= limit || columns(text) <= limit { // nothing is wider than its bytes
		return text
	}
	left := limit - columns(dots)
	var b strings.Builder
	for _, r := range text {
		if left -= runeColumns(r); left < 0 {
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimRight(b.String(), " ") + dots
}
