package out

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// psqlItem is what psql would do next: send a statement, which runs from its
// first character that is no blank or comment to its semicolon, or run a
// command of its own.
type psqlItem struct {
	start, end int
	command    string // with its backslash; empty for a statement
}

// psqlSplitter splits a script as psql does, line by line, with what it
// carries from one line to the next. It is written from psqlscan.l and shares
// nothing with the loader.
type psqlSplitter struct {
	text  string
	items []psqlItem

	until          string // what ends the literal that is open: ' " or a dollar quote
	escapes        bool   // it is E'…'
	comment        int    // depth of block comments
	start          int    // of the statement that is open; -1 without one
	parens, begins int
	words          []string // the first words of the statement
}

// psqlSplit gives what psql would do with a script, and whether it would reach
// the end with nothing open.
func psqlSplit(script string) (items []psqlItem, complete bool) {
	s := &psqlSplitter{text: script, start: -1}
	for at := 0; at < len(script); {
		end := len(script)
		if i := strings.IndexByte(script[at:], '\n'); i >= 0 {
			end = at + i
		}
		s.line(at, end)
		at = end + 1
	}
	return s.items, s.until == "" && s.comment == 0 && s.start < 0
}

func (s *psqlSplitter) line(at, end int) {
	for at < end {
		switch {
		case s.until != "":
			at = s.literal(at, end)
		case s.comment > 0 || strings.HasPrefix(s.text[at:end], "/*"):
			at = s.block(at, end)
		case strings.HasPrefix(s.text[at:end], "--"):
			if i := strings.IndexByte(s.text[at:end], '\r'); i >= 0 {
				at += i
				break
			}
			return
		case s.text[at] == '\\':
			s.command(at, end)
			return
		default:
			at = s.code(at, end)
		}
	}
}

func (s *psqlSplitter) literal(at, end int) int {
	for ; at < end; at++ {
		if s.escapes && s.text[at] == '\\' {
			at++
			continue
		}
		if strings.HasPrefix(s.text[at:end], s.until) {
			at += len(s.until)
			// A doubled quote goes on with the same kind of literal.
			if s.escapes && at < end && s.text[at] == '\'' {
				continue
			}
			s.until, s.escapes = "", false
			return at
		}
	}
	return end
}

func (s *psqlSplitter) block(at, end int) int {
	for ; at < end; at++ {
		two := s.text[at:min(at+2, end)]
		if two == "/*" {
			s.comment++
			at++
		}
		if two == "*/" {
			s.comment--
			at++
			if s.comment == 0 {
				return at + 1
			}
		}
	}
	return end
}

func (s *psqlSplitter) code(at, end int) int {
	c := s.text[at]
	if strings.IndexByte(" \t\r\f\v", c) >= 0 {
		return at + 1
	}
	if c == ';' && s.parens == 0 && s.begins == 0 {
		if s.start >= 0 {
			s.finish(psqlItem{start: s.start, end: at})
		}
		return at + 1
	}
	// The one variable that is set to whole statements.
	if rest := s.text[at:end]; s.start < 0 && strings.HasPrefix(rest, ":sqlbundle_session") {
		s.finish(psqlItem{start: at, end: at + len(":sqlbundle_session")})
		return at + len(":sqlbundle_session")
	}
	if s.start < 0 {
		s.start = at
	}
	switch {
	case c == '\'' || c == '"':
		s.until = string(c)
	case c == '(':
		s.parens++
	case c == ')' && s.parens > 0:
		s.parens--
	case c == '$':
		return s.dollar(at, end)
	case c == ':':
		return s.colon(at, end)
	case identifier(c) && (c < '0' || c > '9'):
		return s.word(at, end)
	case c >= '0' && c <= '9':
		for at < end && (identifier(s.text[at]) || s.text[at] == '.') {
			at++
		}
		return at
	}
	return at + 1
}

func (s *psqlSplitter) finish(item psqlItem) {
	s.items = append(s.items, item)
	s.start, s.parens, s.begins, s.words = -1, 0, 0, nil
}

func (s *psqlSplitter) command(at, end int) {
	name, _, _ := strings.Cut(s.text[at:end], " ")
	if name == `\gset` {
		s.finish(psqlItem{start: s.start, end: at})
	}
	s.items = append(s.items, psqlItem{start: at, end: end, command: name})
}

func (s *psqlSplitter) dollar(at, end int) int {
	for i := at + 1; i < end; i++ {
		if s.text[i] == '$' {
			s.until = s.text[at : i+1]
			return i + 1
		}
		if !identifier(s.text[i]) || i == at+1 && s.text[i] >= '0' && s.text[i] <= '9' {
			break
		}
	}
	return at + 1
}

// colon skips a cast, or a variable: their names are no words.
func (s *psqlSplitter) colon(at, end int) int {
	if at++; at < end && (s.text[at] == ':' || s.text[at] == '=') {
		return at + 1
	}
	for at < end && identifier(s.text[at]) {
		at++
	}
	return at
}

func (s *psqlSplitter) word(at, end int) int {
	start := at
	if end-at > 1 && (s.text[at] == 'e' || s.text[at] == 'E') && s.text[at+1] == '\'' {
		s.until, s.escapes = "'", true
		return at + 2
	}
	for at < end && (identifier(s.text[at]) || s.text[at] == '$') {
		at++
	}
	word := strings.ToLower(s.text[start:at])
	if len(s.words) < 4 {
		s.words = append(s.words, word)
	}
	opening := strings.Join(s.words, " ")
	routine := false
	for _, kind := range []string{"function", "procedure"} {
		routine = routine || strings.HasPrefix(opening, "create "+kind) || strings.HasPrefix(opening, "create or replace "+kind)
	}
	if routine && s.parens == 0 {
		switch {
		case word == "begin", word == "case" && s.begins > 0:
			s.begins++
		case word == "end" && s.begins > 0:
			s.begins--
		}
	}
	return at
}

func identifier(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// The splitter itself is right about what psql 15 was seen to do.
func TestPsqlSplit(t *testing.T) {
	for script, want := range map[string][]string{
		"SELECT 1; SELECT ';' -- ;\n;\n\\echo x; y\n":                                  {"SELECT 1", "SELECT ';' -- ;\n", `\echo x; y`},
		"SELECT 1 AS a \\gset\nSELECT (1;2);":                                          {"SELECT 1 AS a ", `\gset`, "SELECT (1;2)"},
		"SELECT E'a'\n'b\\', \\! x '":                                                  {`\! x '`},
		"SELECT a[1:E'\\', \\! x ']":                                                   {`\! x ']`},
		"SELECT $a$;\\$a$, e'\\';''', \"\\;\" /* /* ; */ \\ */;":                       {"SELECT $a$;\\$a$, e'\\';''', \"\\;\" /* /* ; */ \\ */"},
		"CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; END; COMMIT;": {"CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; END", "COMMIT"},
	} {
		items, _ := psqlSplit(script)
		var got []string
		for _, item := range items {
			got = append(got, script[item.start:item.end])
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s\n%s", script, d)
		}
	}
}
