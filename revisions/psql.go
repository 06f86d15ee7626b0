package revisions

import (
	"strings"

	"sqlbundle/internal/source"
)

// psqlReader reads a statement as psql does (psqlscan.l, PostgreSQL 15 to 18),
// to make sure that psql sends exactly this statement and takes none of it for
// a command.
//
// psql scans line by line and without the grammar, so that it can lose its way
// where the server does not: an E'…' that goes on in the next line goes on
// without escapes, a name behind a colon is a variable and no key word, and
// numbers with underscores or letters are newer than some of its versions.
type psqlReader struct {
	text string
	at   int
	// depth is of parentheses and BEGIN … END.
	depth splitDepth
	// names are what it would take for variables of its own.
	names []string
	// problem is where it would not read the statement, if anywhere.
	problem *psqlProblem
}

// psqlProblem is what psql would do with a part of a statement.
type psqlProblem struct {
	span      source.Span // in the statement
	msg, hint string
}

// readAsPsql reads the text of a statement, without its semicolon.
func readAsPsql(text string) *psqlReader {
	r := &psqlReader{text: text}
	for r.at < len(text) && r.problem == nil {
		r.token()
	}
	if r.problem == nil && !r.depth.closed() {
		r.endless(0)
	}
	return r
}

func (r *psqlReader) token() {
	c, next := r.text[r.at], byte(0)
	if r.at+1 < len(r.text) {
		next = r.text[r.at+1]
	}
	switch {
	case c == '\'' || c == '"':
		r.quoted(c)
	case (c == 'e' || c == 'E') && next == '\'':
		r.escaped()
	case c == '$':
		r.dollar()
	case nameStart(c):
		r.word()
	case c >= '0' && c <= '9':
		r.number()
	case c == ':':
		r.colon()
	case c == '-' && next == '-':
		r.at = lineEnd(r.text, r.at)
	case c == '/' && next == '*':
		r.comment()
	case c == '\\':
		r.fail(1, "a backslash, as psql reads this statement, is a command of psql", "write the statement in another way")
	case c == ';' && r.depth.closed():
		r.endless(r.at)
	default:
		r.depth.paren(c)
		r.at++
	}
}

// fail reports the next bytes.
func (r *psqlReader) fail(length int, msg, hint string) {
	r.problem = &psqlProblem{span: source.Span{Start: r.at, End: min(r.at+length, len(r.text))}, msg: msg, hint: hint}
}

// endless reports a statement that psql would not end where the server does.
func (r *psqlReader) endless(start int) {
	r.problem = &psqlProblem{
		span: source.Span{Start: start, End: len(r.text)},
		msg:  "psql would not see where this statement ends",
		hint: "quote a name that is spelt like BEGIN, CASE or END; put a blank after a colon",
	}
}

// quoted skips a string or an identifier up to its quote. A doubled quote
// begins another one at once, which comes to the same.
func (r *psqlReader) quoted(quote byte) {
	end := strings.IndexByte(r.text[r.at+1:], quote)
	if end < 0 {
		r.endless(r.at)
		return
	}
	r.at += end + 2
}

// escaped skips E'…'. psql reads a further line of it as '…'.
func (r *psqlReader) escaped() {
	start := r.at
	r.at += 2
	for first := true; r.at < len(r.text); {
		switch rest := r.text[r.at:]; {
		case rest[0] == '\\' && !first:
			r.fail(1, "psql reads the further lines of E'…' without escapes: it would end this string in another place",
				"write the string on one line, or join several with ||, an E before each")
			return
		case rest[0] == '\\' || strings.HasPrefix(rest, "''"):
			r.at += 2
		case rest[0] == '\'':
			r.at++
			next, ok := continued(r.text, r.at)
			if !ok {
				return
			}
			first, r.at = false, next
		default:
			r.at++
		}
	}
	r.endless(start)
}

// continued finds where a string goes on behind a quote: in another line, with
// nothing but blanks and comments between (PostgreSQL 16, 4.1.2.1).
func continued(text string, at int) (next int, ok bool) {
	newLine := false
	for at < len(text) {
		switch c := text[at]; {
		case c == '\n' || c == '\r':
			newLine = true
			at++
		case blank(c):
			at++
		case strings.HasPrefix(text[at:], "--"):
			at = lineEnd(text, at)
		default:
			return at + 1, newLine && c == '\''
		}
	}
	return at, false
}

// dollar skips a parameter, a dollar-quoted string, or a dollar sign.
func (r *psqlReader) dollar() {
	end := r.at + 1
	for end < len(r.text) && nameByte(r.text[end]) {
		end++
	}
	first := r.at + 1
	if end >= len(r.text) || r.text[end] != '$' || first < end && !nameStart(r.text[first]) {
		r.at = first
		return
	}
	tag := r.text[r.at : end+1]
	length := strings.Index(r.text[end+1:], tag)
	if length < 0 {
		r.endless(r.at)
		return
	}
	r.at = end + 1 + length + len(tag)
}

func (r *psqlReader) word() {
	start := r.at
	for r.at < len(r.text) && (nameByte(r.text[r.at]) || r.text[r.at] == '$') {
		r.at++
	}
	r.depth.word(r.text[start:r.at])
}

// number skips a number. Before PostgreSQL 16 an underscore or a letter in it
// begins a name, and a name may hold dollar signs.
func (r *psqlReader) number() {
	start := r.at
	for r.at < len(r.text) && (nameByte(r.text[r.at]) || r.text[r.at] == '.') {
		r.at++
	}
	if r.at < len(r.text) && r.text[r.at] == '$' {
		length := r.at - start + 1
		r.at = start
		r.fail(length, "psql may read the number and the dollar sign as one word", "put a blank before the dollar sign")
	}
}

func (r *psqlReader) comment() {
	end, ok := blockEnd(r.text, r.at)
	if !ok {
		r.endless(r.at)
		return
	}
	r.at = end
}

// colon skips a cast, an assignment, or a colon with the variable behind it.
// The script unsets those variables first; what cannot be unset is refused.
func (r *psqlReader) colon() {
	rest := r.text[r.at+1:]
	if strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "=") {
		r.at += 2
		return
	}
	if strings.HasPrefix(rest, "{") {
		r.variable(3, ":{…}")
		return
	}
	name, quotes := psqlName(rest)
	length := 1 + len(name) + quotes
	switch {
	case name == "":
	case psqlOwn(name):
		r.variable(length, ":"+name)
		return
	default:
		r.names = append(r.names, name)
	}
	r.at += length
}

func (r *psqlReader) variable(length int, what string) {
	r.fail(length, "psql would replace "+what+" by the value of a variable of its own", "put a blank after the colon")
}

// psqlName reads a variable's name behind a colon as psql does: letters,
// digits, underscores and all bytes from 0x80 on, with how many quotes stand
// round it.
func psqlName(s string) (name string, quotes int) {
	if s != "" && (s[0] == '\'' || s[0] == '"') {
		end := strings.IndexByte(s[1:], s[0])
		if end < 0 {
			return "", 0
		}
		name, rest := psqlName(s[1 : 1+end])
		if rest != 0 || len(name) != end {
			return "", 0
		}
		return name, 2
	}
	i := 0
	for i < len(s) && nameByte(s[i]) {
		i++
	}
	return s[:i], 0
}

// nameStart holds for what begins a name, nameByte for what goes on in one,
// the dollar sign apart.
func nameStart(b byte) bool { return nameByte(b) && (b < '0' || b > '9') }

func nameByte(b byte) bool { return b >= 0x80 || idRune(rune(b)) }

// psqlOwn are the variables that psql sets itself or that cannot be unset
// (psql's manual page, Variables, PostgreSQL 18), and the script's own.
func psqlOwn(name string) bool {
	if strings.HasPrefix(strings.ToLower(name), "sqlbundle") {
		return true
	}
	switch name {
	case "AUTOCOMMIT", "COMP_KEYWORD_CASE", "DBNAME", "ECHO", "ECHO_HIDDEN", "ENCODING", "ERROR",
		"FETCH_COUNT", "HIDE_TABLEAM", "HIDE_TOAST_COMPRESSION", "HISTCONTROL", "HISTFILE",
		"HISTSIZE", "HOST", "IGNOREEOF", "LASTOID", "LAST_ERROR_MESSAGE", "LAST_ERROR_SQLSTATE",
		"ON_ERROR_ROLLBACK", "ON_ERROR_STOP", "PIPELINE_COMMAND_COUNT", "PIPELINE_RESULT_COUNT",
		"PIPELINE_SYNC_COUNT", "PORT", "PROMPT1", "PROMPT2", "PROMPT3", "QUIET", "ROW_COUNT",
		"SERVER_VERSION_NAME", "SERVER_VERSION_NUM", "SERVICE", "SERVICEFILE", "SHELL_ERROR",
		"SHELL_EXIT_CODE", "SHOW_ALL_RESULTS", "SHOW_CONTEXT", "SINGLELINE", "SINGLESTEP",
		"SQLSTATE", "USER", "VERBOSITY", "VERSION", "VERSION_NAME", "VERSION_NUM", "WATCH_INTERVAL":
		return true
	}
	return false
}
