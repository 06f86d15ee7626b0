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
// byte where it stopped.
type SyntaxError struct {
	Offset int
	Msg    string
}

func (e *SyntaxError) Error() string { return e.Msg }

// Scan splits a text into tokens. The text must not hold a NUL byte, which
// would silently end it. The error is a [*SyntaxError].
func Scan(text string) ([]Token, error) {
	result, err := pg_query.Scan(text)
	if err != nil {
		return nil, syntaxError(text, err)
	}
	tokens := make([]Token, len(result.Tokens))
	for i, t := range result.Tokens {
		tokens[i] = Token{
			Start: int(t.Start), End: int(t.End), Kind: t.Token,
			Keyword: t.KeywordKind != pg_query.KeywordKind_NO_KEYWORD,
		}
	}
	return tokens, nil
}

// Parse gives the parse tree of a text that holds exactly one statement.
// The error is a [*SyntaxError].
func Parse(text string) ([]*pg_query.RawStmt, error) {
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
		return &SyntaxError{Msg: err.Error()}
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
	return &SyntaxError{Offset: offset, Msg: strings.TrimSpace(pe.Message)}
}
