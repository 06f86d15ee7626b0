package psql

import "strings"

// found is what ended the reading of a statement.
type found byte

const (
	endOfLine found = iota
	semicolon
	backslash
)

// inside is what the scanner is in at the end of a line.
type inside byte

const (
	code    inside = iota
	literal        // '…'
	escapes        // E'…', or '…' without standard_conforming_strings
	quoted         // "…"
	dollar
	comment
)

// buffer is a text that is being read: a line of the script, or the value of a
// variable that stands in the one below.
type buffer struct {
	text string
	at   int
	// name is the variable's; empty for a line.
	name string
	// offset is where the line begins in the script.
	offset int
}

// scanner reads a script line by line as psqlscan.l does, and keeps in between
// what it carries from one line to the next.
type scanner struct {
	stack []buffer
	// out is the statement as far as it is read; start is where it begins in
	// the script, -1 where in a variable.
	out   []byte
	start int

	in       inside
	tag      string // of a dollar quote
	depth    int    // of block comments
	standard bool   // standard_conforming_strings
	parens   int
	begins   int      // BEGIN … END in the body of an SQL function
	words    []string // the first words of the statement
	vars     func(name string) (string, bool)
	expanded int // how many variables the line has

	// static reads without variables: one at the beginning of a statement counts
	// for nothing.
	static bool
	// plain reads as any client does: there are no variables.
	plain bool
}

// begin starts a line; false where psql passes over it: an empty one.
func (s *scanner) begin(line string, offset int) bool {
	if offset == 0 {
		without := strings.TrimPrefix(line, "\ufeff")
		offset, line = len(line)-len(without), without
	}
	if line == "" && s.in == code {
		return false
	}
	if len(s.out) > 0 {
		s.out = append(s.out, '\n')
	}
	s.stack, s.expanded = append(s.stack[:0], buffer{text: line, offset: offset}), 0
	return true
}

// rest is what is left of the text on top.
func (s *scanner) rest() string {
	b := &s.stack[len(s.stack)-1]
	return b.text[b.at:]
}

// at is where the scanner is in the script.
func (s *scanner) at() int { return s.stack[0].offset + s.stack[0].at }

// skip passes over bytes.
func (s *scanner) skip(n int) { s.stack[len(s.stack)-1].at += n }

// pop drops texts that have been read; false where the line has ended too.
func (s *scanner) pop() bool {
	for s.rest() == "" {
		if len(s.stack) == 1 {
			return false
		}
		s.stack = s.stack[:len(s.stack)-1]
	}
	return true
}

// emit takes bytes into the statement.
func (s *scanner) emit(n int) {
	s.add(s.rest()[:n])
	s.skip(n)
}

func (s *scanner) add(text string) {
	if len(s.out) == 0 && text != "" {
		s.start = -1
		if len(s.stack) == 1 {
			s.start = s.stack[0].offset + s.stack[0].at
		}
	}
	s.out = append(s.out, text...)
}

// next reads to the end of the statement, to a command or to the line's end.
// The semicolon is part of the statement, the backslash is passed over.
func (s *scanner) next() found {
	for s.pop() {
		rest := s.rest()
		switch s.in {
		case literal:
			s.until("'")
		case quoted:
			s.until(`"`)
		case dollar:
			s.until(s.tag)
		case escapes:
			s.escaped(rest)
		case comment:
			s.comment(rest)
		case code:
			if f := s.code(rest); f != endOfLine {
				return f
			}
		}
	}
	return endOfLine
}

// until reads to the end of a literal, a quoted name or a dollar quote. That a
// doubled quote stands for one needs no thought: the second opens it anew.
func (s *scanner) until(end string) {
	i := strings.Index(s.rest(), end)
	if i < 0 {
		s.emit(len(s.rest()))
		return
	}
	s.emit(i + len(end))
	s.in = code
}

func (s *scanner) escaped(rest string) {
	for i := 0; i < len(rest); i++ {
		switch {
		case rest[i] == '\\':
			i++
		case rest[i] == '\'' && i+1 < len(rest) && rest[i+1] == '\'':
			i++ // goes on with escapes, unlike what a new literal would have
		case rest[i] == '\'':
			s.emit(i + 1)
			s.in = code
			return
		}
	}
	s.emit(len(rest))
}

// comment reads on in a block comment; they nest.
func (s *scanner) comment(rest string) {
	for i := 0; i < len(rest); i++ {
		switch {
		case strings.HasPrefix(rest[i:], "/*"):
			s.depth++
			i++
		case strings.HasPrefix(rest[i:], "*/"):
			s.depth--
			i++
			if s.depth == 0 {
				s.emit(i + 1)
				s.in = code
				return
			}
		}
	}
	s.emit(len(rest))
}

// code reads one token outside of literals and comments.
func (s *scanner) code(rest string) found {
	switch c := rest[0]; {
	case blank(c) || strings.HasPrefix(rest, "--"):
		s.blanks(rest)
	case strings.HasPrefix(rest, "/*"):
		s.in, s.depth = comment, 1
		s.emit(2)
	case c == '\'':
		s.quote(1, !s.standard)
	case c == '"':
		s.in = quoted
		s.emit(1)
	case c == '$':
		s.dollar(rest)
	case c == ':' && s.plain:
		s.emit(1)
	case c == ':':
		s.colon(rest)
	case c == '\\' && !s.plain && len(rest) > 1 && (rest[1] == ';' || rest[1] == ':'):
		s.skip(1)
		s.emit(1)
		if rest[1] == ';' {
			s.words = nil
		}
	case c == '\\':
		s.skip(1)
		return backslash
	case c == ';':
		s.emit(1)
		if s.parens == 0 && s.begins == 0 {
			s.words = nil
			return semicolon
		}
	case c == '(':
		s.parens++
		s.emit(1)
	case c == ')':
		s.parens = max(0, s.parens-1)
		s.emit(1)
	case letter(c):
		s.word(rest)
	case digit(c):
		s.number(rest)
	default:
		s.emit(1)
	}
	return endOfLine
}

// blanks passes over blanks and a comment to the line's end. psql sends them
// within a statement, and none before one.
func (s *scanner) blanks(rest string) {
	n := 0
	for n < len(rest) && blank(rest[n]) {
		n++
	}
	if n == 0 {
		if n = strings.IndexAny(rest, "\r\n"); n < 0 {
			n = len(rest)
		}
	}
	if len(s.out) > 0 {
		s.emit(n)
	} else {
		s.skip(n)
	}
}

// quote opens a literal behind a prefix.
func (s *scanner) quote(n int, escaped bool) {
	s.in = literal
	if escaped {
		s.in = escapes
	}
	s.emit(n)
}

func (s *scanner) dollar(rest string) {
	n := 1
	for n < len(rest) && (letter(rest[n]) || n > 1 && digit(rest[n])) {
		n++
	}
	if n < len(rest) && rest[n] == '$' {
		s.in, s.tag = dollar, rest[:n+1]
		s.emit(n + 1)
		return
	}
	s.emit(1)
}

// word reads an identifier, or a prefix with its literal, and counts the BEGIN
// and END of an SQL function's body.
func (s *scanner) word(rest string) {
	lower := strings.ToLower(rest[:min(3, len(rest))])
	switch {
	case strings.HasPrefix(lower, "e'"):
		s.quote(2, true)
		return
	case strings.HasPrefix(lower, "b'"), strings.HasPrefix(lower, "x'"):
		s.quote(2, false)
		return
	case lower == "u&'":
		s.quote(3, false)
		return
	case lower == `u&"`:
		s.in = quoted
		s.emit(3)
		return
	case strings.HasPrefix(lower, "n'"):
		s.emit(1)
		return
	}
	n := 1
	for n < len(rest) && (letter(rest[n]) || digit(rest[n]) || rest[n] == '$') {
		n++
	}
	s.count(strings.ToLower(rest[:n]))
	s.emit(n)
}

func (s *scanner) count(word string) {
	if len(s.words) < 4 {
		s.words = append(s.words, word)
	}
	if !routine(s.words) || s.parens > 0 {
		return
	}
	switch {
	case word == "begin", word == "case" && s.begins > 0:
		s.begins++
	case word == "end" && s.begins > 0:
		s.begins--
	}
}

// routine tells whether a statement makes a function or a procedure.
func routine(words []string) bool {
	if len(words) > 3 && words[1] == "or" && words[2] == "replace" {
		words = append([]string{words[0]}, words[3])
	}
	return len(words) > 1 && words[0] == "create" && (words[1] == "function" || words[1] == "procedure")
}

// number reads digits, with the letter that may follow: it begins no literal.
func (s *scanner) number(rest string) {
	n := 1
	for n < len(rest) && (digit(rest[n]) || rest[n] == '.') {
		n++
	}
	if n < len(rest) && letter(rest[n]) {
		n++
	}
	s.emit(n)
}

// colon reads a variable, or what only begins like one.
func (s *scanner) colon(rest string) {
	if len(rest) > 1 && (rest[1] == ':' || rest[1] == '=') {
		s.emit(2)
		return
	}
	ref := reference(rest)
	if ref.name == "" {
		s.emit(1)
		return
	}
	if s.static {
		s.emitStatic(ref.length)
		return
	}
	value, ok := s.vars(ref.name)
	switch {
	case ref.form == '?':
		s.add(map[bool]string{true: "TRUE", false: "FALSE"}[ok])
		s.skip(ref.length)
	case !ok, ref.form == 0 && (s.expanding(ref.name) || s.expanded == mostExpanded):
		s.emit(ref.length)
	case ref.form == '\'':
		s.add(quoteLiteral(value))
		s.skip(ref.length)
	case ref.form == '"':
		s.add(`"` + strings.ReplaceAll(value, `"`, `""`) + `"`)
		s.skip(ref.length)
	default:
		s.skip(ref.length)
		s.expanded++
		s.stack = append(s.stack, buffer{text: value, name: ref.name})
	}
}

func (s *scanner) emitStatic(n int) {
	if len(s.out) == 0 {
		s.skip(n)
	} else {
		s.emit(n)
	}
}

// mostExpanded bounds what variables in variables can make of a line; no script
// of ours has a thousandth of it.
const mostExpanded = 10000

// expanding tells whether a variable stands in its own value.
func (s *scanner) expanding(name string) bool {
	for _, b := range s.stack {
		if b.name == name {
			return true
		}
	}
	return false
}

// ref is a variable in a text: plain, as a literal ('), as a name ("), or
// whether it is set (?).
type ref struct {
	name   string
	form   byte
	length int
}

// reference reads a variable at the beginning of a text; the name is empty
// where there is none.
func reference(text string) ref {
	form, closing, at := byte(0), "", 1
	switch {
	case strings.HasPrefix(text, ":'"), strings.HasPrefix(text, `:"`):
		form, closing, at = text[1], text[1:2], 2
	case strings.HasPrefix(text, ":{?"):
		form, closing, at = '?', "}", 3
	}
	end := at
	for end < len(text) && (letter(text[end]) || digit(text[end])) {
		end++
	}
	if end == at || !strings.HasPrefix(text[end:], closing) {
		return ref{}
	}
	return ref{name: text[at:end], form: form, length: end + len(closing)}
}

// quoteLiteral is what psql puts in for :'name' (PQescapeLiteral of libpq).
func quoteLiteral(value string) string {
	quoted := "'" + strings.ReplaceAll(value, "'", "''") + "'"
	if strings.Contains(value, `\`) {
		return " E" + strings.ReplaceAll(quoted, `\`, `\\`)
	}
	return quoted
}

func blank(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v'
}
func digit(c byte) bool { return c >= '0' && c <= '9' }
func letter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
