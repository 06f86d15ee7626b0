package syntax

import (
	"testing"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// FuzzEffects asks every question about whatever parses, and those from tokens
// about whatever scans.
func FuzzEffects(f *testing.F) {
	for _, c := range newerCases {
		f.Add(c.sql)
	}
	for _, c := range transactionCases {
		f.Add(c.sql)
	}
	for _, c := range kindCases {
		f.Add(c.sql)
	}
	for sql := range otherBreaks {
		f.Add(sql)
	}
	for _, sql := range []string{
		`SELECT U&"a\0041" value`, `CREATE TABLE "a""b" (c numeric(1,`, `REINDEX ((((`, `'`, `)`, `é = $1`,
		`ALTER SUBSCRIPTION a SET (b = (c`, `CREATE SUBSCRIPTION WITH (`, `WITH ((`, `"`,
	} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		if len(sql) > 10_000 {
			return
		}
		all, err := pgsql.Scan(sql)
		if err != nil {
			return
		}
		var tokens []pgsql.Token
		for _, token := range all {
			if !token.Comment() && token.Kind != pg.Token_ASCII_59 {
				tokens = append(tokens, token)
			}
		}
		if RawKind(sql, tokens) == "" {
			t.Errorf("%q has no kind", sql)
		}
		if ok, why := RawInTransaction(sql, tokens); ok != (why == "") {
			t.Errorf("%q: %v, but why is %q", sql, ok, why)
		}
		stmts, err := pgsql.Parse(sql)
		if err != nil {
			return
		}
		for _, stmt := range stmts {
			checkParsed(t, sql, tokens, stmt.Stmt)
		}
	})
}

func checkParsed(t *testing.T, sql string, tokens []pgsql.Token, node *pgsql.Node) {
	if kind := Kind(node); kind == "" || kind == unknown {
		t.Errorf("%q is %q", sql, kind)
	}
	Settings(node)
	Breaks(node, sql)
	TempTables(node)
	Relations(node)
	AddsEnumValue(node)
	refusedOn13, _ := InTransaction(node, 13)
	since := newest + 1
	for target := newest; target >= 13; target-- {
		if ok, _ := InTransaction(node, target); ok != refusedOn13 {
			t.Errorf("%q: in a transaction differs by version", sql)
		}
		got := Newer(sql, tokens, node, target)
		if got == nil {
			continue
		}
		if got.Since <= target || got.What == "" {
			t.Errorf("%d %q: got %+v", target, sql, got)
		}
		if got.Span.Start < 0 || got.Span.End < got.Span.Start || got.Span.End > len(sql) {
			t.Errorf("%d %q: span %+v", target, sql, got.Span)
		}
		since = min(since, target)
	}
	// What one version does not know, no older one knows.
	for target := since; target >= 13; target-- {
		if since <= newest && Newer(sql, tokens, node, target) == nil {
			t.Errorf("%q is newer than %d, not newer than %d", sql, since, target)
		}
	}
}
