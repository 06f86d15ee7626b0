package source

import (
	"sort"
	"strings"
)

// Error is one problem of the user's input, with the place where it stands.
// File may be nil where there is no place to show.
type Error struct {
	File *File
	Span Span
	// Msg says what is wrong, in lower case, without the position.
	Msg string
	// Hint says what to do; may be empty.
	Hint string
	// Rule is the id of the lint rule that reports the same thing as a
	// finding; empty for problems that lint cannot report.
	Rule string
}

// Error is file:line:column: message, on one line.
func (e *Error) Error() string {
	if e.File == nil {
		return e.Msg
	}
	return e.File.Position(e.Span.Start).String() + ": " + e.Msg
}

// ErrorList is every problem that was found, in order of place.
type ErrorList []*Error

// Add appends a problem.
func (l *ErrorList) Add(e *Error) { *l = append(*l, e) }

// Err sorts the list by file, then place, and returns it as an error, or nil
// where it is empty.
func (l ErrorList) Err() error {
	if len(l) == 0 {
		return nil
	}
	sort.SliceStable(l, func(i, j int) bool {
		a, b := l[i], l[j]
		if a.name() != b.name() {
			return a.name() < b.name()
		}
		return a.at() < b.at()
	})
	return l
}

// at is the offset in the author's text.
func (e *Error) at() int {
	if e.File == nil {
		return 0
	}
	return e.File.originalOffset(e.Span.Start)
}

func (e *Error) name() string {
	if e.File == nil {
		return ""
	}
	return e.File.Name
}

// Error is one line per problem.
func (l ErrorList) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives [errors.As] each problem.
func (l ErrorList) Unwrap() []error {
	errs := make([]error, len(l))
	for i, e := range l {
		errs[i] = e
	}
	return errs
}
