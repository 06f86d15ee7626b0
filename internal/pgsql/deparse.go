package pgsql

import (
	"fmt"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"
)

// Deparse gives the text of one statement's parse tree, in PostgreSQL's own
// words rather than its author's, without a semicolon. The error says that the
// tree is none that the parser gives.
func Deparse(node *Node) (string, error) {
	tree := &pg_query.ParseResult{Stmts: []*pg_query.RawStmt{{Stmt: node}}}
	text, err := pg_query.Deparse(tree)
	if err != nil {
		return "", fmt.Errorf("writing a parse tree as text: %w", err)
	}
	return text, nil
}

// DeparseExpr gives the text of an expression's parse tree. The error says that
// the tree is none that the parser gives.
func DeparseExpr(node *Node) (string, error) {
	target := &Node{Node: &pg_query.Node_ResTarget{ResTarget: &pg_query.ResTarget{Val: node}}}
	text, err := Deparse(&Node{Node: &pg_query.Node_SelectStmt{SelectStmt: &pg_query.SelectStmt{
		TargetList: []*Node{target}, LimitOption: pg_query.LimitOption_LIMIT_OPTION_DEFAULT, Op: pg_query.SetOperation_SETOP_NONE,
	}}})
	return strings.TrimPrefix(text, "SELECT "), err
}
