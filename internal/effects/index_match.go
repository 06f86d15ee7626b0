package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// sameIndex tells whether the index of a partition is what an index of its
// parent asks for (CompareIndexInfo, index.c): names, DESC and storage
// parameters do not count.
func (r *run) sameIndex(own, parent *catalog.Relation) bool {
	a, b := own.Index, parent.Index
	if a.Unique != b.Unique || a.NullsNotDistinct != b.NullsNotDistinct || a.Method != b.Method ||
		len(a.Columns) != len(b.Columns) || len(a.Include) != len(b.Include) || a.Exclusion || b.Exclusion {
		return false
	}
	ours, theirs := r.mustRelation(a.Table), r.mustRelation(b.Table)
	for i := range a.Columns {
		if !r.sameIndexColumn(own, parent, i) {
			return false
		}
	}
	for i, num := range b.Include {
		if mapColumn(theirs, ours, num) != a.Include[i] {
			return false
		}
	}
	return r.sameExpr(ours, a.Predicate, theirs, b.Predicate)
}

// sameIndexColumn compares one column of the key.
func (r *run) sameIndexColumn(own, parent *catalog.Relation, i int) bool {
	a, b := own.Index.Columns[i], parent.Index.Columns[i]
	ours, theirs := r.mustRelation(own.Index.Table), r.mustRelation(parent.Index.Table)
	if mapColumn(theirs, ours, b.Num) != a.Num || !r.sameExpr(ours, a.Expr, theirs, b.Expr) {
		return false
	}
	return partCollation(ours, a) == partCollation(theirs, b) &&
		r.opfamily(own.Index, a, r.partType(ours, a)) == r.opfamily(parent.Index, b, r.partType(theirs, b))
}

// partCollation is the collation of an index column; empty for the default of
// the type.
func partCollation(table *catalog.Relation, col catalog.IndexColumn) string {
	if col.Collation == "" && col.Num > 0 {
		return table.Columns[col.Num-1].Collation
	}
	return col.Collation
}

// partType is the type of an index column.
func (r *run) partType(table *catalog.Relation, col catalog.IndexColumn) catalog.Type {
	if col.Num > 0 {
		return table.Columns[col.Num-1].Type
	}
	if col.Expr != nil {
		return r.AnalyzeExpr(table, col.Expr.Node).Type
	}
	return catalog.Type{}
}

// mapColumn is the number that a column of one table has in another, by its
// name; 0 for none.
func mapColumn(from, to *catalog.Relation, num int16) int16 {
	if num < 1 || int(num) > len(from.Columns) {
		return 0
	}
	if col := to.Column(from.Columns[num-1].Name); col != nil {
		return col.Num
	}
	return 0
}

// mapColumns are the columns of another table that have the same names.
func mapColumns(from, to *catalog.Relation, nums []int16) []int16 {
	mapped := make([]int16, 0, len(nums))
	for _, num := range nums {
		if n := mapColumn(from, to, num); n != 0 {
			mapped = append(mapped, n)
		}
	}
	return mapped
}

// mapExpr is an expression over the columns of one table as one over those of
// another (map_variable_attnos).
func mapExpr(from, to *catalog.Relation, e *catalog.Expr) *catalog.Expr {
	if e == nil {
		return nil
	}
	mapped := *e
	mapped.Node = e.Current(from)
	mapped.Vars = nil
	for _, v := range e.Vars {
		num := mapColumn(from, to, v.Num)
		name := v.Name
		if num > 0 {
			name = to.Columns[num-1].Name
		}
		mapped.Vars = append(mapped.Vars, catalog.Var{Name: name, Num: num})
	}
	return &mapped
}

// sameExpr tells whether two expressions over two tables are the same, columns
// of the same name being the same.
func (r *run) sameExpr(ra *catalog.Relation, a *catalog.Expr, rb *catalog.Relation, b *catalog.Expr) bool {
	if a == nil || b == nil {
		return a == b
	}
	return exprText(a.Current(ra)) == exprText(b.Current(rb))
}

// exprText is an expression in the parser's own words.
func exprText(node *pgsql.Node) string {
	target := &pg.Node{Node: &pg.Node_ResTarget{ResTarget: &pg.ResTarget{Val: node}}}
	text, err := pgsql.Deparse(&pg.Node{Node: &pg.Node_SelectStmt{SelectStmt: &pg.SelectStmt{
		TargetList: []*pgsql.Node{target}, LimitOption: pg.LimitOption_LIMIT_OPTION_DEFAULT, Op: pg.SetOperation_SETOP_NONE,
	}}})
	if err != nil {
		return node.String()
	}
	return strings.TrimPrefix(text, "SELECT ")
}
