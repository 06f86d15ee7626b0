package out

import (
	"cmp"
	"regexp"
	"strings"
)

// renames are the ids that revisions have now, by those that they had.
type renames map[string]string

var (
	idWord   = regexp.MustCompile(`[\pL\pN_.-]+`)
	quotedID = regexp.MustCompile(`'[^'/]+['/]`)
)

// in is a text of the program's own with the ids of now.
func (n renames) in(text string) string {
	if len(n) == 0 {
		return text
	}
	return idWord.ReplaceAllStringFunc(text, func(word string) string { return cmp.Or(n[word], word) })
}

// inBack is a way back with the ids of now. A statement of the author's can have
// the same word for something else, so outside the script's own lines only a
// literal that is an id counts, as in what is done to the tracking table.
func (n renames) inBack(text string) string {
	if len(n) == 0 {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.Contains(line, "sqlbundle") {
			line = n.in(line)
		} else {
			line = quotedID.ReplaceAllStringFunc(line, func(s string) string {
				return "'" + cmp.Or(n[s[1:len(s)-1]], s[1:len(s)-1]) + s[len(s)-1:]
			})
		}
		b.WriteString(line)
	}
	return b.String()
}
