package pgsql_test

import (
	"testing"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

func TestDeparse(t *testing.T) {
	for sql, want := range map[string]string{
		`select  "A", lower(b) from only s.t where (a or b) and c='x\y'`: `SELECT "A", lower(b) FROM ONLY s.t WHERE (a OR b) AND c = E'x\\y'`,
		"select 'a\nb' -- why":          "SELECT 'a\nb'",
		`create index i on t (a desc);`: `CREATE INDEX i ON t USING btree (a DESC)`,
	} {
		if got, err := pgsql.Deparse(parseOne(t, sql)); got != want || err != nil {
			t.Errorf("%s: got %q, %v", sql, got, err)
		}
	}
	// No statement is a bare string.
	if got, err := pgsql.Deparse(pg_query.MakeStrNode("x")); err == nil {
		t.Errorf("a string gives %q", got)
	}
}
