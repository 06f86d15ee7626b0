package lint

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// indexed tells whether an index finds the rows that a foreign key of a table is
// about. A partitioned table may have one on each partition.
func indexed(c *catalog.Catalog, rel *catalog.Relation, fk *catalog.Constraint) bool {
	columns := columnNames(rel, fk.Columns)
	return indexedBy(c, rel, columns)
}

func indexedBy(c *catalog.Catalog, rel *catalog.Relation, columns []string) bool {
	if rel.Unknown || rel.Kind == catalog.ForeignTable {
		return true
	}
	var nums []int16
	for _, name := range columns {
		if col := rel.Column(name); col != nil {
			nums = append(nums, col.Num)
		}
	}
	for _, index := range c.Indexes(rel.OID) {
		if serves(index.Index, nums) {
			return true
		}
	}
	parts := c.Children(rel.OID)
	if rel.Kind != catalog.Partitioned || len(parts) == 0 {
		return false
	}
	for _, part := range parts {
		if !indexedBy(c, part, columns) {
			return false
		}
	}
	return true
}

// serves tells whether an index begins with columns, in any order, and leaves out
// no row that has values in them.
func serves(info *catalog.IndexInfo, columns []int16) bool {
	if !info.Valid || len(info.Columns) < len(columns) || !slices.Contains([]string{"btree", "hash", "gist"}, info.Method) {
		return false
	}
	for _, num := range columns {
		leads := func(col catalog.IndexColumn) bool { return col.Num == num }
		if !slices.ContainsFunc(info.Columns[:len(columns)], leads) {
			return false
		}
	}
	return info.Predicate == nil || onlyNotNull(info.Predicate, info.Predicate.Node, columns)
}

// onlyNotNull tells whether a condition says of some of the columns that they are
// not NULL, and nothing else.
func onlyNotNull(e *catalog.Expr, node *pgsql.Node, columns []int16) bool {
	if and := node.GetBoolExpr(); and != nil && and.Boolop == pg.BoolExprType_AND_EXPR {
		return !slices.ContainsFunc(and.Args, func(arg *pgsql.Node) bool { return !onlyNotNull(e, arg, columns) })
	}
	test := node.GetNullTest()
	fields := test.GetArg().GetColumnRef().GetFields()
	if test.GetNulltesttype() != pg.NullTestType_IS_NOT_NULL || len(fields) == 0 {
		return false
	}
	num, ok := e.Num(fields[len(fields)-1].GetString_().GetSval())
	return ok && slices.Contains(columns, num)
}
