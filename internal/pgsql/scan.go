package pgsql

import (
	"fmt"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"
	"github.com/pganalyze/pg_query_go/v5/parser"
	"google.golang.org/protobuf/encoding/protowire"
)

// Scan splits a text into tokens. The text must not hold a NUL byte, which
// would silently end it. The error is a [*SyntaxError].
//
// It reads the scanner's message field by field: a Go value a token, as
// [pg_query.Scan] makes them, would take as long as the scanning.
func Scan(text string) ([]Token, error) {
	message, err := parser.ScanToProtobuf(text)
	if err != nil {
		return nil, syntaxError(text, err)
	}
	tokens := make([]Token, 0, len(message)/10)
	err = fields(message, func(number protowire.Number, _ uint64, value []byte) error {
		if number != resultTokens {
			return nil
		}
		token, err := scanToken(value)
		tokens = append(tokens, token)
		return err
	})
	if err != nil {
		return nil, &SyntaxError{Msg: "reading the scanner's tokens: " + err.Error()}
	}
	mendUnicode(text, tokens)
	return tokens, nil
}

// mendUnicode gives tokens of the forms U&'…' and U&"…" their ends, which
// libpg_query 5.1 sets to no byte or one behind their beginning. Only blanks
// stand between a token and the next, for comments are tokens.
func mendUnicode(text string, tokens []Token) {
	for i := range tokens {
		if kind := tokens[i].Kind; kind != pg_query.Token_USCONST && kind != pg_query.Token_UIDENT {
			continue
		}
		next := len(text)
		if i+1 < len(tokens) {
			next = tokens[i+1].Start
		}
		tokens[i].End = len(strings.TrimRight(text[:next], " \t\n\r\f"))
	}
}

// The fields of ScanResult and ScanToken in pg_query.proto.
const (
	resultTokens = 2
	tokenStart   = 1
	tokenEnd     = 2
	tokenKind    = 4
	tokenKeyword = 5
)

func scanToken(message []byte) (token Token, err error) {
	err = fields(message, func(number protowire.Number, n uint64, _ []byte) error {
		switch number {
		case tokenStart:
			token.Start = int(n)
		case tokenEnd:
			token.End = int(n)
		case tokenKind:
			token.Kind = pg_query.Token(n)
		case tokenKeyword:
			token.Keyword = pg_query.KeywordKind(n) != pg_query.KeywordKind_NO_KEYWORD
		}
		return nil
	})
	return token, err
}

// fields gives each field of a message: a number, or the bytes of a message
// within.
func fields(message []byte, give func(protowire.Number, uint64, []byte) error) error {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		var value uint64
		var inner []byte
		switch kind {
		case protowire.VarintType:
			value, n = protowire.ConsumeVarint(message)
		case protowire.BytesType:
			inner, n = protowire.ConsumeBytes(message)
		default:
			return fmt.Errorf("field %d has the unknown type %d", number, kind)
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		if err := give(number, value, inner); err != nil {
			return err
		}
	}
	return nil
}
