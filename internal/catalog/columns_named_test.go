package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// The columns that an expression names are the Vars of its analysis.
func TestColumnsNamed(t *testing.T) {
	c := catalog.New(16)
	for _, sql := range []string{
		"CREATE TYPE pair AS (x int, y int)",
		"CREATE TABLE t (id int PRIMARY KEY, a text, b varchar, p pair, v jsonb, n numeric)",
		"CREATE TABLE u (id int, t_id int, a text, c date)",
	} {
		stmts, err := pgsql.Parse(sql)
		if err != nil {
			t.Fatal(err)
		}
		effects.Change(c, stmts[0].Stmt, 0)
	}
	for _, sql := range []string{
		"id = 1", "a || b = 'x'", "-n < 0", "t.id IN (SELECT t_id FROM u WHERE u.a = t.a AND c > 'today')",
		"EXISTS (SELECT FROM u WHERE u.t_id = id)", "(p).x = 1", "v ->> 'k' = a", "t IS NOT NULL", "(t).a = 'x'",
		"id = ANY (ARRAY(SELECT id FROM u))", "CASE WHEN n > 1 THEN a ELSE b END LIKE '%x'", "lower(a) = lower(b::text)",
		"id BETWEEN 1 AND n", "(id, n) = (SELECT 1, 2)", "a IS DISTINCT FROM b", "new.id = old.n", "coalesce(a, b) IS NULL",
		"(SELECT max(s.id) FROM (SELECT id, a FROM u) s WHERE s.a = t.b) = t.n",
	} {
		stmts, err := pgsql.Parse("SELECT " + sql)
		if err != nil {
			t.Fatal(err)
		}
		node := stmts[0].Stmt.GetSelectStmt().TargetList[0].GetResTarget().Val
		rel := c.Relation("", "t")
		if diff := cmp.Diff(c.AnalyzeExpr(rel, node).Expr.Vars, c.ColumnsNamed(rel, node)); diff != "" {
			t.Errorf("%s (-analysis +names):\n%s", sql, diff)
		}
	}
}
