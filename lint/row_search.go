package lint

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// inFull tells whether a change goes through all rows of its table: no condition
// says which, or none that an index could serve. An INSERT goes through none. Of
// a table that the history has not made, nobody knows the indexes: there only a
// missing condition counts.
func (s *statement) inFull(c rowChange) bool {
	if c.what == "INSERT" {
		return false
	}
	search := rowSearch{s.Before, c}
	return !slices.ContainsFunc(c.where, func(n *pgsql.Node) bool { return c.table.Unknown || search.served(n) })
}

// rowSearch is the search for the rows that a query means.
type rowSearch struct {
	*catalog.Catalog
	rowChange
}

// served tells whether an index can find the rows for which a condition holds,
// or a LIMIT keeps their number small.
func (r rowSearch) served(condition *pgsql.Node) bool {
	switch n := condition.GetNode().(type) {
	case *pg.Node_BoolExpr:
		switch n.BoolExpr.Boolop {
		case pg.BoolExprType_AND_EXPR:
			return slices.ContainsFunc(n.BoolExpr.Args, r.served)
		case pg.BoolExprType_OR_EXPR:
			return !slices.ContainsFunc(n.BoolExpr.Args, func(arg *pgsql.Node) bool { return !r.served(arg) })
		}
		return false
	case *pg.Node_AExpr:
		return !negated(n.AExpr) && (r.indexed(n.AExpr.Lexpr) || r.indexed(n.AExpr.Rexpr))
	case *pg.Node_NullTest:
		return r.indexed(n.NullTest.Arg)
	case *pg.Node_SubLink:
		return r.servedBySubquery(n.SubLink)
	case *pg.Node_CurrentOfExpr:
		return true
	}
	return r.indexed(condition)
}

// negated tells whether an operator holds for nearly all values.
func negated(x *pg.A_Expr) bool {
	name := x.Name[len(x.Name)-1].GetString_().GetSval()
	return name == "<>" || strings.HasPrefix(name, "!") ||
		x.Kind == pg.A_Expr_Kind_AEXPR_NOT_BETWEEN || x.Kind == pg.A_Expr_Kind_AEXPR_DISTINCT
}

// servedBySubquery is the same for IN (SELECT …). A query over the table itself
// has to be served in its turn.
func (r rowSearch) servedBySubquery(n *pg.SubLink) bool {
	query := n.Subselect.GetSelectStmt()
	if n.SubLinkType != pg.SubLinkType_ANY_SUBLINK || query == nil {
		return false
	}
	if query.LimitCount != nil {
		return true
	}
	for _, from := range query.FromClause {
		name := from.GetRangeVar()
		if rel := r.RangeVar(name); name != nil && rel != nil && rel.OID == r.table.OID {
			inner := r
			if inner.alias = name.Relname; name.Alias != nil {
				inner.alias = name.Alias.Aliasname
			}
			return query.WhereClause != nil && inner.served(query.WhereClause)
		}
	}
	return r.indexed(n.Testexpr)
}

// indexed tells whether an operand is what an index of the table begins with, or
// the row's own address.
func (r rowSearch) indexed(operand *pgsql.Node) bool {
	if row := operand.GetRowExpr(); row != nil {
		return slices.ContainsFunc(row.Args, r.indexed)
	}
	if cast := operand.GetTypeCast(); cast != nil {
		return r.indexed(cast.Arg)
	}
	col, name := r.column(operand)
	if name == "ctid" {
		return true
	}
	for _, index := range r.Indexes(r.table.OID) {
		if !index.Index.Valid || len(index.Index.Columns) == 0 {
			continue
		}
		first := index.Index.Columns[0]
		if col != nil && first.Num == col.Num {
			return true
		}
		if first.Expr != nil && name == "" && operand != nil && expression(first.Expr.Node) == expression(operand) {
			return true
		}
	}
	return false
}

// column is the table's column that an operand names; name is the operand's last
// part.
func (r rowSearch) column(operand *pgsql.Node) (col *catalog.Column, name string) {
	parts := pgsql.Names(operand.GetColumnRef().GetFields())
	if len(parts) == 0 || len(parts) > 1 && parts[len(parts)-2] != r.alias {
		return nil, ""
	}
	name = parts[len(parts)-1]
	return r.table.Column(name), name
}

// fewRows tells whether a change concerns no more rows than it names by a key,
// or than a LIMIT lets through.
func (s *statement) fewRows(c rowChange) bool {
	search := rowSearch{s.Before, c}
	return c.table.Unknown && len(c.where) > 0 || search.few(c.where)
}

// few is the same for conditions that all hold.
func (r rowSearch) few(conditions []*pgsql.Node) bool {
	var fixed []int16
	for _, condition := range conditions {
		nums, limited := r.fixes(condition)
		if limited {
			return true
		}
		fixed = append(fixed, nums...)
	}
	return slices.ContainsFunc(r.Indexes(r.table.OID), func(index *catalog.Relation) bool {
		return index.Index.Unique && !slices.ContainsFunc(index.Index.Columns, func(col catalog.IndexColumn) bool {
			return col.Num == 0 || !slices.Contains(fixed, col.Num)
		})
	})
}

// fixes are the columns that a condition compares with values of its own;
// limited holds where it lets few rows through by itself.
func (r rowSearch) fixes(condition *pgsql.Node) (columns []int16, limited bool) {
	switch n := condition.GetNode().(type) {
	case *pg.Node_BoolExpr:
		switch n.BoolExpr.Boolop {
		case pg.BoolExprType_AND_EXPR:
			for _, arg := range n.BoolExpr.Args {
				nums, also := r.fixes(arg)
				columns, limited = append(columns, nums...), limited || also
			}
			return columns, limited
		case pg.BoolExprType_OR_EXPR:
			many := func(arg *pgsql.Node) bool { return !r.few([]*pgsql.Node{arg}) }
			return nil, !slices.ContainsFunc(n.BoolExpr.Args, many)
		}
	case *pg.Node_AExpr:
		if between := n.AExpr.Kind == pg.A_Expr_Kind_AEXPR_BETWEEN; !between && (negated(n.AExpr) || !isEqual(n.AExpr)) {
			return nil, false
		}
		left, name := r.column(n.AExpr.Lexpr)
		right, other := r.column(n.AExpr.Rexpr)
		switch {
		case name == "ctid" || other == "ctid" || n.AExpr.Rexpr.GetSubLink().GetSubselect().GetSelectStmt().GetLimitCount() != nil:
			return nil, true
		case left != nil && right == nil && !strange(n.AExpr.Rexpr):
			return []int16{left.Num}, false
		case right != nil && left == nil && !strange(n.AExpr.Lexpr):
			return []int16{right.Num}, false
		}
	case *pg.Node_SubLink:
		return nil, n.SubLink.Subselect.GetSelectStmt().GetLimitCount() != nil
	case *pg.Node_CurrentOfExpr:
		return nil, true
	}
	return nil, false
}

func isEqual(x *pg.A_Expr) bool { return x.Name[len(x.Name)-1].GetString_().GetSval() == "=" }

// strange tells whether an operand is a column of another table.
func strange(operand *pgsql.Node) bool { return len(operand.GetColumnRef().GetFields()) > 1 }
