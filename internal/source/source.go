// Package source holds the text of files and points into it.
//
// Everything below works in byte offsets; line and column are made only when a
// position is printed. Columns are 1-based Unicode code points, so that text,
// JSON and editors show the same number.
//
// Invariants: a [File] never changes after it was made; a [Span] is half open
// and lies within its file's text.
package source

import (
	"fmt"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// File is a named text. Name is slash-separated and relative to the project
// folder: it is what users see.
type File struct {
	Name string
	// Text is what is scanned and parsed. It differs from the author's text
	// only where variables were substituted.
	Text string

	original string
	edits    []Edit
	once     sync.Once
	lines    []int // offset of each line's first byte in original
}

// Edit says that Text[Start:End] stands for original[OrigStart:OrigEnd].
type Edit struct {
	Start, End         int
	OrigStart, OrigEnd int
}

// NewFile makes a file from its name and text.
func NewFile(name, text string) *File {
	return &File{Name: name, Text: text, original: text}
}

// NewEdited makes a file whose text was made from original by edits, which are
// in order and do not overlap. Positions are those in original.
func NewEdited(name, original, text string, edits []Edit) *File {
	return &File{Name: name, Text: text, original: original, edits: edits}
}

// Slice is the text of a span.
func (f *File) Slice(s Span) string { return f.Text[s.Start:s.End] }

// Edited tells whether any part of the span came out of a substitution.
func (f *File) Edited(s Span) bool {
	for _, e := range f.edits {
		if e.Start < s.End && s.Start < e.End {
			return true
		}
	}
	return false
}

// Untouched tells whether nothing of the span, nor what adjoins it, came out of
// a substitution: only then can the author's text be edited there.
func (f *File) Untouched(s Span) bool {
	for _, e := range f.edits {
		if e.Start <= s.End && s.Start <= e.End {
			return false
		}
	}
	return true
}

// Replacement is what is to stand in place of a span.
type Replacement struct {
	Span Span
	Text string
}

// Replace is the author's text with other text in place of spans of Text, which
// are untouched, do not overlap and come in order.
func (f *File) Replace(list []Replacement) string {
	var b strings.Builder
	at := 0
	for _, r := range list {
		start := f.originalOffset(r.Span.Start)
		b.WriteString(f.original[at:start])
		b.WriteString(r.Text)
		at = start + r.Span.End - r.Span.Start
	}
	b.WriteString(f.original[at:])
	return b.String()
}

// Span is the bytes from Start up to, not including, End.
type Span struct{ Start, End int }

// Position is a place as people and editors name it: 1-based line and 1-based
// column in code points.
type Position struct {
	File   string
	Line   int
	Column int
}

// String is file:line:column.
func (p Position) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// Position finds line and column of a byte offset of Text.
func (f *File) Position(offset int) Position {
	at := f.originalOffset(offset)
	f.index()
	line := sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > at }) - 1
	column := utf8.RuneCountInString(f.original[f.lines[line]:at]) + 1
	return Position{File: f.Name, Line: line + 1, Column: column}
}

// Line is the author's text of a 1-based line, without its line break.
func (f *File) Line(n int) string {
	f.index()
	if n < 1 || n > len(f.lines) {
		return ""
	}
	end := len(f.original)
	if n < len(f.lines) {
		end = f.lines[n]
	}
	return strings.TrimRight(f.original[f.lines[n-1]:end], "\r\n")
}

func (f *File) originalOffset(offset int) int {
	shift := 0
	for _, e := range f.edits {
		if offset < e.Start {
			break
		}
		if offset < e.End {
			return e.OrigStart
		}
		shift = e.OrigEnd - e.End
	}
	return min(max(offset+shift, 0), len(f.original))
}

func (f *File) index() {
	f.once.Do(func() {
		f.lines = append(f.lines, 0)
		for i := 0; i < len(f.original); i++ {
			if f.original[i] == '\n' {
				f.lines = append(f.lines, i+1)
			}
		}
	})
}
