package pgsql

import (
	"errors"
	"strings"
	"testing"
)

// deep are texts that nest or chain n times.
var deep = map[string]func(n int) string{
	"parentheses": func(n int) string { return "SELECT " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n) },
	"plus":        func(n int) string { return "SELECT 1" + strings.Repeat("+1", n) },
	"concat":      func(n int) string { return "SELECT a" + strings.Repeat("||b", n) },
	"operator":    func(n int) string { return "SELECT a" + strings.Repeat(" OPERATOR(pg_catalog.+) b", n) },
	"any":         func(n int) string { return "SELECT a" + strings.Repeat("+ANY(b)", n) },
	"cast":        func(n int) string { return "SELECT 1" + strings.Repeat("::int", n) },
	"collate":     func(n int) string { return "SELECT a" + strings.Repeat(` COLLATE "C"`, n) },
	"time zone":   func(n int) string { return "SELECT a" + strings.Repeat(" AT TIME ZONE b", n) },
	"not":         func(n int) string { return "SELECT " + strings.Repeat("NOT ", n) + "a" },
	"minus":       func(n int) string { return "SELECT " + strings.Repeat("- ", n) + "a" },
	"is":          func(n int) string { return "SELECT a" + strings.Repeat(" IS NULL", n) },
	"isnull":      func(n int) string { return "SELECT a" + strings.Repeat(" ISNULL", n) },
	"function":    func(n int) string { return "SELECT " + strings.Repeat("f(", n) + "1" + strings.Repeat(")", n) },
	"array":       func(n int) string { return "SELECT " + strings.Repeat("ARRAY[", n) + "1" + strings.Repeat("]", n) },
	"index":       func(n int) string { return "SELECT " + strings.Repeat("a[", n) + "1" + strings.Repeat("]", n) },
	"subquery": func(n int) string {
		return strings.Repeat("SELECT * FROM (", n) + "SELECT 1" + strings.Repeat(") x", n)
	},
	"case": func(n int) string {
		return "SELECT " + strings.Repeat("CASE WHEN a THEN ", n) + "1" + strings.Repeat(" END", n)
	},
	"cases": func(n int) string {
		return "SELECT CASE WHEN a THEN 1 ELSE 2 END" + strings.Repeat("+CASE WHEN a AND b THEN 1 ELSE 2 END", n)
	},
	"in brackets": func(n int) string { return "SELECT f((1,2), a[1])" + strings.Repeat("+f((1,2), a[1])", n) },
	"union":       func(n int) string { return "SELECT 1,2" + strings.Repeat(" UNION SELECT 1,2", n) },
	"except":      func(n int) string { return "SELECT 1" + strings.Repeat(" EXCEPT ALL SELECT 1 WHERE a AND b", n) },
	"join":        func(n int) string { return "SELECT 1 FROM a" + strings.Repeat(" JOIN b ON a.x=b.x AND a.y=b.y", n) },
	"cross join":  func(n int) string { return "SELECT 1 FROM a" + strings.Repeat(" CROSS JOIN b", n) },
	"atomic": func(n int) string {
		return strings.Repeat("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC ", n) + "SELECT 1;" + strings.Repeat(" END;", n)
	},
}

// TestDeep parses what is nested ever deeper. The process must survive it, and
// the error says what to do.
func TestDeep(t *testing.T) {
	for name, make := range deep {
		t.Run(name, func(t *testing.T) {
			sizes := []int{100, 3000, 4500, 9500, 100_000}
			if name == "plus" || name == "parentheses" {
				sizes = append(sizes, 1_000_000)
			}
			for _, n := range sizes {
				stmts, err := Parse(make(n))
				var syntax *SyntaxError
				switch {
				case err == nil && n > 9500:
					t.Errorf("%d levels parse", n)
				case err == nil:
					Walk(stmts[0].Stmt, func(any) bool { return true })
				case !errors.As(err, &syntax):
					t.Errorf("%d levels: %T", n, err)
				case n <= 100 && name != "is" && name != "isnull":
					t.Errorf("%d levels: %v", n, err)
				case n > 100 && syntax.Hint == "" && name != "is" && name != "isnull":
					t.Errorf("%d levels: no hint with %v", n, err)
				}
			}
		})
	}
}

// TestLong parses what is long without being deep: no guard may stand in its
// way.
func TestLong(t *testing.T) {
	const n = 6000
	for name, text := range map[string]string{
		"values":       "INSERT INTO t VALUES (1, 2+3)" + strings.Repeat(",(1, -2+3::int)", n),
		"list":         "SELECT a FROM t WHERE a IN (1" + strings.Repeat(",2", n) + ")",
		"and":          "SELECT true" + strings.Repeat(" AND a = 1 AND NOT b", n),
		"or":           "SELECT true" + strings.Repeat(" OR a = 1 AND b IS NOT NULL", n),
		"case":         "SELECT CASE" + strings.Repeat(" WHEN a = 1 THEN b + 2", n) + " END",
		"columns":      "CREATE TABLE t (a int" + strings.Repeat(", b int NOT NULL DEFAULT 1+1", n) + ")",
		"atomic":       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC" + strings.Repeat(" SELECT a + 1;", n) + " END",
		"string":       "SELECT '" + strings.Repeat("+-*/", n) + "'",
		"comment":      "SELECT 1 /*" + strings.Repeat("+", n) + "*/",
		"dollar quote": "DO $$" + strings.Repeat("a := 1 + 1;", n) + "$$",
		"joins":        "SELECT 1 FROM a JOIN b ON a = b" + strings.Repeat(", a JOIN b ON a = b", n),
		"deep and not": "SELECT (((a + 1)))" + strings.Repeat(", ((a + 1) * (b - 1))", n),
	} {
		if _, err := Parse(text); err != nil {
			t.Errorf("%s: %.200v", name, err)
		}
	}
}
