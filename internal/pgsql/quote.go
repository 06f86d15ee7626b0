package pgsql

import (
	"strings"
	"sync"

	pg_query "github.com/pganalyze/pg_query_go/v5"
)

// QuoteLiteral makes a string literal. It is right with
// standard_conforming_strings on, which every script sets first.
func QuoteLiteral(s string) string {
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// QuoteIdent makes an identifier, quoted exactly where quote_ident quotes:
// anything but lower-case letters, digits and underscores, and key words that
// are not unreserved (PostgreSQL 16, 9.4, quote_ident).
func QuoteIdent(s string) string {
	if plainIdent(s) && !reserved(s) {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

func plainIdent(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '_' && (c < 'a' || c > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// keywords remembers what reserved has found of the few names that may be key
// words: the scanner is dear, and some of them are the commonest of names.
var keywords sync.Map

func reserved(s string) bool {
	if !mayBeKeyword(s) {
		return false
	}
	if is, ok := keywords.Load(s); ok {
		return is.(bool)
	}
	is := scannedReserved(s)
	keywords.Store(s, is)
	return is
}

func scannedReserved(s string) bool {
	result, err := pg_query.Scan(s)
	if err != nil || len(result.Tokens) != 1 {
		return true
	}
	kind := result.Tokens[0].KeywordKind
	return kind != pg_query.KeywordKind_NO_KEYWORD && kind != pg_query.KeywordKind_UNRESERVED_KEYWORD
}

// mayBeKeyword spares most names the scanner, which is dear: the grammar has a
// token for each key word, of its name or of that with _P behind it.
func mayBeKeyword(s string) bool {
	const longest = 32
	if len(s) > longest {
		return false
	}
	var room [longest + 2]byte
	upper := append(room[:0], s...)
	for i, c := range upper {
		if 'a' <= c && c <= 'z' {
			upper[i] = c - 'a' + 'A'
		}
	}
	if _, ok := pg_query.Token_value[string(upper)]; ok {
		return true
	}
	_, ok := pg_query.Token_value[string(append(upper, "_P"...))]
	return ok
}
