package pgsql

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestExp(t *testing.T) {
	kind := os.Getenv("KIND")
	n, _ := strconv.Atoi(os.Getenv("N"))
	if kind == "" {
		return
	}
	var s string
	switch kind {
	case "paren":
		s = "SELECT " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n)
	case "plus":
		s = "SELECT 1" + strings.Repeat("+1", n)
	case "not":
		s = "SELECT " + strings.Repeat("NOT ", n) + "true"
	case "minus":
		s = "SELECT " + strings.Repeat("- ", n) + "1"
	case "sub":
		s = strings.Repeat("SELECT * FROM (", n) + "SELECT 1" + strings.Repeat(") x", n)
	case "case":
		s = "SELECT " + strings.Repeat("CASE WHEN true THEN ", n) + "1" + strings.Repeat(" END", n)
	case "union":
		s = "SELECT 1" + strings.Repeat(" UNION ALL SELECT 1", n)
	case "func":
		s = "SELECT " + strings.Repeat("f(", n) + "1" + strings.Repeat(")", n)
	case "and":
		s = "SELECT true" + strings.Repeat(" AND true", n)
	case "array":
		s = "SELECT " + strings.Repeat("ARRAY[", n) + "1" + strings.Repeat("]", n)
	case "join":
		s = "SELECT * FROM a" + strings.Repeat(" JOIN b USING (c)", n)
	case "cast":
		s = "SELECT 1" + strings.Repeat("::int", n)
	case "values":
		s = "INSERT INTO t VALUES (1)" + strings.Repeat(",(1)", n)
	case "concat":
		s = "SELECT 'a'" + strings.Repeat("||'b'", n)
	}
	start := time.Now()
	stmts, err := Parse(s)
	msg := fmt.Sprint(err)
	if len(msg) > 200 {
		msg = msg[:200]
	}
	var v int
	if err == nil {
		Walk(stmts[0].Stmt, func(any) bool { v++; return true })
	}
	fmt.Println(kind, n, len(stmts), msg, v, time.Since(start))
}
