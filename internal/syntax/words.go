package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// words is a statement as the scanner sees it. Asking for a token that is not
// there is no mistake: it is of no kind and has no text.
type words struct {
	text   string
	tokens []pgsql.Token
}

// The punctuation that is looked for.
const (
	openParen  = pg.Token_ASCII_40
	closeParen = pg.Token_ASCII_41
	comma      = pg.Token_ASCII_44
	minus      = pg.Token_ASCII_45
	dot        = pg.Token_ASCII_46
	equals     = pg.Token_ASCII_61
)

func (w words) kind(i int) pg.Token {
	if i < 0 || i >= len(w.tokens) {
		return pg.Token_NUL
	}
	return w.tokens[i].Kind
}

// raw is a token as it is written.
func (w words) raw(i int) string {
	if i < 0 || i >= len(w.tokens) {
		return ""
	}
	return w.text[w.tokens[i].Start:w.tokens[i].End]
}

// word is an unquoted word in lower case; empty for every other token.
func (w words) word(i int) string {
	raw := w.raw(i)
	if raw == "" || !isLetter(raw[0]) || w.kind(i) == pg.Token_UIDENT {
		return ""
	}
	return strings.ToLower(raw)
}

// isLetter tells whether a byte may begin a word.
func isLetter(c byte) bool {
	return c == '_' || c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// value is what a word, a quoted identifier, a string or a number stands for
// as the value of an option, in lower case.
func (w words) value(i int) string {
	raw := w.raw(i)
	if len(raw) >= 2 && (raw[0] == '\'' || raw[0] == '"') {
		raw = raw[1 : len(raw)-1]
	}
	return strings.ToLower(raw)
}

// starts tells whether the statement begins with these tokens.
func (w words) starts(kinds ...pg.Token) bool { return w.at(0, kinds...) }

// at tells whether these tokens stand at a place.
func (w words) at(i int, kinds ...pg.Token) bool {
	for k, kind := range kinds {
		if w.kind(i+k) != kind {
			return false
		}
	}
	return true
}

// find is the first place of these tokens in a row; -1 where there is none.
func (w words) find(kinds ...pg.Token) int {
	for i := range w.tokens {
		if w.at(i, kinds...) {
			return i
		}
	}
	return -1
}

// closing is the place of the parenthesis that closes the one at open; the end
// where none does.
func (w words) closing(open int) int {
	depth := 0
	for i := open; i < len(w.tokens); i++ {
		switch w.kind(i) {
		case openParen:
			depth++
		case closeParen:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(w.tokens)
}

// span is the text from the token first to the token last.
func (w words) span(first, last int) source.Span {
	return source.Span{Start: w.tokens[first].Start, End: w.tokens[last].End}
}

// whole is the statement's own span.
func (w words) whole() source.Span {
	if len(w.tokens) == 0 {
		return source.Span{}
	}
	return w.span(0, len(w.tokens)-1)
}
