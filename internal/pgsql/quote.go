package pgsql

import (
	"strings"

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

func reserved(s string) bool {
	result, err := pg_query.Scan(s)
	if err != nil || len(result.Tokens) != 1 {
		return true
	}
	kind := result.Tokens[0].KeywordKind
	return kind != pg_query.KeywordKind_NO_KEYWORD && kind != pg_query.KeywordKind_UNRESERVED_KEYWORD
}
