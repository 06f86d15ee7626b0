// Package pgsql is the only caller of pg_query: PostgreSQL's own scanner and
// parser (version 16's grammar).
//
// In goes a text, out come tokens and statements with byte offsets into that
// text. libpg_query mixes bytes and characters; the conversion is made here
// and nowhere else.
package pgsql

import (
	"errors"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"
	"github.com/pganalyze/pg_query_go/v5/parser"
)

// Grammar is the major version whose grammar the parser has.
const Grammar = 16

// Node is a node of PostgreSQL's parse tree.
type Node = pg_query.Node

// Token is one token of PostgreSQL's scanner, comments included.
type Token struct {
	Start, End int
	Kind       pg_query.Token
	// Keyword holds for reserved and unreserved key words alike.
	Keyword bool
}

// Comment tells whether the token is a comment.
func (t Token) Comment() bool {
	return t.Kind == pg_query.Token_SQL_COMMENT || t.Kind == pg_query.Token_C_COMMENT
}

// SyntaxError is what the scanner or the parser did not like. Offset is the
// byte where it stopped; Hint says what to do, if there is more to say than to
// mend it.
type SyntaxError struct {
	Offset int
	Msg    string
	Hint   string
}

func (e *SyntaxError) Error() string { return e.Msg }

// Parse gives the parse tree of a text that holds exactly one statement.
// The error is a [*SyntaxError]; that of a tree too deep to be parsed has a
// hint.
func Parse(text string) ([]*pg_query.RawStmt, error) {
	if err := checkDepth(text); err != nil {
		return nil, err
	}
	result, err := pg_query.Parse(text)
	if err != nil {
		return nil, syntaxError(text, err)
	}
	return result.Stmts, nil
}

// syntaxError turns libpg_query's position, a 1-based character, into a byte.
func syntaxError(text string, err error) error {
	var pe *parser.Error
	if !errors.As(err, &pe) {
		// All that can go wrong with the message is its depth.
		return &SyntaxError{Msg: "the statement is nested too deeply: " + err.Error(), Hint: deepHint}
	}
	offset, n := len(text), 1
	for i := range text {
		if n == pe.Cursorpos {
			offset = i
			break
		}
		n++
	}
	if pe.Cursorpos == 0 {
		offset = 0
	}
	if strings.HasPrefix(pe.Message, "memory exhausted") {
		// The grammar's stack has a fixed size (YYMAXDEPTH).
		return &SyntaxError{Offset: offset, Msg: "the statement is nested too deeply for PostgreSQL's parser", Hint: deepHint}
	}
	return &SyntaxError{Offset: offset, Msg: strings.TrimSpace(pe.Message)}
}
