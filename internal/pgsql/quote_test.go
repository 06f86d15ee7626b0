package pgsql

import (
	"strings"
	"testing"

	pg_query "github.com/pganalyze/pg_query_go/v5"
)

// TestQuoteIdent asks the scanner about every token of the grammar.
func TestQuoteIdent(t *testing.T) {
	for token := range pg_query.Token_value {
		name := strings.ToLower(strings.TrimSuffix(token, "_P"))
		result, err := pg_query.Scan(name)
		if err != nil || len(result.Tokens) != 1 {
			continue
		}
		kind := result.Tokens[0].KeywordKind
		quoted := kind != pg_query.KeywordKind_NO_KEYWORD && kind != pg_query.KeywordKind_UNRESERVED_KEYWORD
		if got := QuoteIdent(name) != name; got != quoted {
			t.Errorf("QuoteIdent(%q) quotes: %t, want %t", name, got, quoted)
		}
	}
	for name, want := range map[string]string{
		"select": `"select"`, "char": `"char"`, "current_date": `"current_date"`, "abort": "abort", "t_1": "t_1",
		"Upper": `"Upper"`, `a"b`: `"a""b"`, "": `""`, "1a": `"1a"`, "é": `"é"`,
		strings.Repeat("long_", 20): strings.Repeat("long_", 20),
	} {
		if got := QuoteIdent(name); got != want {
			t.Errorf("QuoteIdent(%q) is %s, want %s", name, got, want)
		}
	}
}
