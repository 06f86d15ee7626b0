package compiler

import (
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/pgsql"
)

// duplicates is the query that shows the rows in the way of a unique index:
// its key columns and how many rows share them.
func duplicates(n *pg_query.IndexStmt) string {
	var keys, targets []*pgsql.Node
	for _, param := range n.IndexParams {
		key := keyOf(param.GetIndexElem())
		keys = append(keys, key)
		targets = append(targets, pg_query.MakeResTargetNodeWithVal(key, 0))
	}
	count := &pgsql.Node{Node: &pg_query.Node_FuncCall{FuncCall: &pg_query.FuncCall{
		Funcname: []*pgsql.Node{pg_query.MakeStrNode("count")}, AggStar: true,
	}}}
	more := pg_query.MakeAExprNode(pg_query.A_Expr_Kind_AEXPR_OP,
		[]*pgsql.Node{pg_query.MakeStrNode(">")}, count, pg_query.MakeAConstIntNode(1, 0), 0)
	// The index of a table holds no rows of the tables that inherit from it.
	only := proto.Clone(n.Relation).(*pg_query.RangeVar)
	only.Inh = false
	query := &pg_query.SelectStmt{
		TargetList:   append(targets, pg_query.MakeResTargetNodeWithVal(count, 0)),
		FromClause:   []*pgsql.Node{{Node: &pg_query.Node_RangeVar{RangeVar: only}}},
		WhereClause:  indexed(n, keys),
		GroupClause:  keys,
		HavingClause: more,
		LimitOption:  pg_query.LimitOption_LIMIT_OPTION_DEFAULT,
		Op:           pg_query.SetOperation_SETOP_NONE,
	}
	text, err := pgsql.Deparse(&pgsql.Node{Node: &pg_query.Node_SelectStmt{SelectStmt: query}})
	if err != nil {
		// The rows are still to be found in the table.
		return "SELECT * FROM " + oneLine(qualified(n.Relation.Schemaname, n.Relation.Relname))
	}
	return oneLine(text)
}

// keyOf is the expression that a key column stands for.
func keyOf(e *pg_query.IndexElem) *pgsql.Node {
	key := e.GetExpr()
	if key == nil {
		key = pg_query.MakeColumnRefNode([]*pgsql.Node{pg_query.MakeStrNode(e.GetName())}, 0)
	}
	if len(e.GetCollation()) > 0 {
		clause := &pg_query.CollateClause{Arg: key, Collname: e.Collation}
		return &pgsql.Node{Node: &pg_query.Node_CollateClause{CollateClause: clause}}
	}
	return key
}

// indexed is the condition under which a row meets others: the index's own,
// and that none of its keys is NULL unless one NULL equals another.
func indexed(n *pg_query.IndexStmt, keys []*pgsql.Node) *pgsql.Node {
	if n.NullsNotDistinct {
		return n.WhereClause
	}
	conditions := make([]*pgsql.Node, len(keys), len(keys)+1)
	for i, key := range keys {
		// A composite value that holds a NULL is not IS NOT NULL.
		null := &pgsql.Node{Node: &pg_query.Node_AConst{AConst: &pg_query.A_Const{Isnull: true}}}
		conditions[i] = pg_query.MakeAExprNode(pg_query.A_Expr_Kind_AEXPR_DISTINCT, []*pgsql.Node{pg_query.MakeStrNode("=")}, key, null, 0)
	}
	if n.WhereClause != nil {
		conditions = append(conditions, n.WhereClause)
	}
	if len(conditions) == 1 {
		return conditions[0]
	}
	return pg_query.MakeBoolExprNode(pg_query.BoolExprType_AND_EXPR, conditions, 0)
}

// oneLine writes literals and names that hold line ends with escapes.
func oneLine(text string) string {
	if !strings.ContainsAny(text, "\r\n") {
		return text
	}
	tokens, err := pgsql.Scan(text)
	if err != nil {
		return strings.Join(strings.Fields(text), " ")
	}
	var b strings.Builder
	end := 0
	for _, t := range tokens {
		b.WriteString(strings.NewReplacer("\n", " ", "\r", " ").Replace(text[end:t.Start]))
		b.WriteString(escapedToken(text[t.Start:t.End]))
		end = t.End
	}
	return b.String()
}

// escapedToken is a token without line ends.
func escapedToken(token string) string {
	switch {
	case !strings.ContainsAny(token, "\r\n"):
		return token
	case strings.HasPrefix(token, `"`):
		return `U&` + strings.NewReplacer("!", "!!", "\n", "!000a", "\r", "!000d").Replace(token) + ` UESCAPE '!'`
	case strings.HasPrefix(token, "'"):
		token = "E" + token
	}
	return strings.NewReplacer("\n", `\n`, "\r", `\r`).Replace(token)
}
