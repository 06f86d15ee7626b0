package revisions

import (
	"strings"
	"time"
	"unicode"

	"sqlbundle/internal/source"
)

// New is a revision that is about to be written. The zero value of a field
// leaves its directive out, but for the id, which is required.
type New struct {
	ID string
	// Message may have several lines: the first becomes the message, the rest
	// the description. No text of it can become a directive or code.
	Message string
	// Parents are the ids that it revises; none for a new base.
	Parents []string
	// DependsOn are ids and labels, Labels the branch labels that it declares.
	DependsOn, Labels []string
	Created           time.Time
	// Empty gives it an up and a down section with nothing in them, whatever
	// the template says: for a merge, which can then be undone.
	Empty bool
}

// Header is the directives that identify the revision, one a line and without
// the last line break.
func (n New) Header() string {
	lines := []string{"revision " + n.ID, "revises " + n.revises()}
	if len(n.DependsOn) > 0 {
		lines = append(lines, "depends-on "+strings.Join(n.DependsOn, ", "))
	}
	if len(n.Labels) > 0 {
		lines = append(lines, "labels "+strings.Join(n.Labels, ", "))
	}
	if created := n.created(); created != "" {
		lines = append(lines, "created "+created)
	}
	return "-- " + prefix + strings.Join(lines, "\n-- "+prefix)
}

func (n New) revises() string {
	if len(n.Parents) == 0 {
		return "base"
	}
	return strings.Join(n.Parents, ", ")
}

func (n New) created() string {
	if n.Created.IsZero() {
		return ""
	}
	return n.Created.UTC().Format(time.RFC3339)
}

// comment is the message as it stands behind `-- `: each further line brings
// its own.
func (n New) comment() string {
	lines := messageLines(n.Message)
	for i, line := range lines[1:] {
		lines[i+1] = strings.TrimRight("-- "+line, " ")
	}
	return strings.Join(lines, "\n")
}

// messageLines are the lines of a message, at least one, without empty ones at
// either end.
func messageLines(message string) []string {
	message = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(message, "\ufffd"))
	lines := strings.Split(message, "\n")
	for i, line := range lines {
		lines[i] = harmless(line)
	}
	for len(lines) > 1 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 1 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// harmless is a line of a message as a file may hold it: control characters
// become blanks, bidirectional ones go, and what would be a directive, or look
// like one, is put in quotes.
func harmless(line string) string {
	line = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case bidirectional(r):
			return -1
		}
		return r
	}, line))
	comment := source.NewFile("", "-- "+line)
	all := source.Span{End: len(comment.Text)}
	if _, is := directiveIn(comment, all); is || misspelt(comment, all) != nil {
		return `"` + line + `"`
	}
	return line
}

// maxSlug is how many characters of a message stand in a file name.
const maxSlug = 40

// Slug is a message's first line as a part of a file name: its words in lower
// case, joined by underscores, as Alembic writes them. One that is too long is
// cut, loses its last, broken word, and ends in an underscore. It is empty for
// a message without a letter or digit.
func Slug(message string) string {
	words := strings.FieldsFunc(messageLines(message)[0], func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	slug := []rune(strings.ToLower(strings.Join(words, "_")))
	if len(slug) <= maxSlug {
		return string(slug)
	}
	cut := string(slug[:maxSlug])
	if i := strings.LastIndexByte(cut, '_'); i >= 0 {
		cut = cut[:i]
	}
	return cut + "_"
}
