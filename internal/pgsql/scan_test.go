package pgsql

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	pg_query "github.com/pganalyze/pg_query_go/v5"
)

// Scan must say what pg_query's own decoder says.
func TestScanEqualsPgQuery(t *testing.T) {
	for _, text := range []string{
		"", "-- only a comment", "SELECT 1;",
		"CREATE TABLE \"ü\" (a int DEFAULT E'\\n'); /* b /* c */ */ SELECT $x$;$x$, a::text, b[1:n] FROM t -- end",
	} {
		got, err := Scan(text)
		if err != nil {
			t.Fatal(err)
		}
		result, err := pg_query.Scan(text)
		if err != nil {
			t.Fatal(err)
		}
		want := []Token{}
		for _, token := range result.Tokens {
			want = append(want, Token{
				Start: int(token.Start), End: int(token.End), Kind: token.Token,
				Keyword: token.KeywordKind != pg_query.KeywordKind_NO_KEYWORD,
			})
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s\n%s", text, d)
		}
	}
}

// Every byte that is no blank belongs to a token, also in the forms with
// Unicode escapes, of which libpg_query does not know the end.
func TestScanWholeTokens(t *testing.T) {
	for text, want := range map[string][]string{
		`SELECT U&'\0041'`:                         {"SELECT", `U&'\0041'`},
		"U&\"a\"\"b\"  ;u&'x' UESCAPE '!' -- c":    {`U&"a""b"`, ";", "u&'x'", "UESCAPE", "'!'", "-- c"},
		"a U&'é;'\n 'b'\r\f/* c */U&'' d":          {"a", "U&'é;'\n 'b'", "/* c */", "U&''", "d"},
		"N'a' x'1' b'0' $$;$$ E'a\\'b'\n'c' \"d\"": {"N", "'a'", "x'1'", "b'0'", "$$;$$", "E'a\\'b'\n'c'", `"d"`},
	} {
		tokens, err := Scan(text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, token := range tokens {
			got = append(got, text[token.Start:token.End])
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s\n%s", text, d)
		}
	}
}

// Positions are bytes, whatever stands before them.
func TestSyntaxErrorOffset(t *testing.T) {
	for text, want := range map[string]int{
		"SELECT 'é' FRM x y": 16, "SELECT 1 FRM x": 13, "SELECT 'abc": 7, "SELECT (": 8,
	} {
		_, err := Parse(text)
		if err == nil {
			_, err = Scan(text)
		}
		if se, ok := err.(*SyntaxError); !ok || se.Offset != want {
			t.Errorf("%s: %#v, want the offset %d", text, err, want)
		}
	}
}
