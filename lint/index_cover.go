package lint

import (
	"slices"
	"strconv"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// sameIndex tells whether two indexes of a table hold the same entries in the
// same order; whether they are unique does not count.
func sameIndex(table *catalog.Relation, a, b *catalog.IndexInfo) bool {
	return a.Method == b.Method && !a.Exclusion && !b.Exclusion && len(a.Columns) == len(b.Columns) &&
		sameKeys(table, a.Columns, b.Columns) && slices.Equal(a.Include, b.Include) && sameExpr(a.Predicate, b.Predicate)
}

// covers tells whether a btree index serves whatever another of the table does:
// it is full, begins with the other's columns, and holds what that includes.
func covers(table *catalog.Relation, longer, shorter *catalog.IndexInfo) bool {
	return longer.Method == "btree" && shorter.Method == "btree" && longer.Valid &&
		longer.Predicate == nil && shorter.Predicate == nil && len(longer.Columns) >= len(shorter.Columns) &&
		sameKeys(table, longer.Columns[:len(shorter.Columns)], shorter.Columns) && holds(longer, shorter.Include)
}

// holds tells whether an index has all columns, as keys or included.
func holds(info *catalog.IndexInfo, columns []int16) bool {
	for _, num := range columns {
		asKey := slices.ContainsFunc(info.Columns, func(col catalog.IndexColumn) bool { return col.Num == num })
		if !asKey && !slices.Contains(info.Include, num) {
			return false
		}
	}
	return true
}

func sameKeys(table *catalog.Relation, a, b []catalog.IndexColumn) bool {
	for i := range a {
		if !sameKey(table, a[i], b[i]) {
			return false
		}
	}
	return true
}

// sameKey compares one column of two indexes of a table.
func sameKey(table *catalog.Relation, a, b catalog.IndexColumn) bool {
	return a.Num == b.Num && sameExpr(a.Expr, b.Expr) && collationOf(table, a) == collationOf(table, b) && a.Opclass == b.Opclass &&
		a.Descending == b.Descending && a.NullsFirst == b.NullsFirst && !a.OpclassOptions && !b.OpclassOptions
}

// collationOf is the collation that an index column is sorted by; empty for the
// default of its type.
func collationOf(table *catalog.Relation, col catalog.IndexColumn) string {
	if col.Collation == "" && col.Num > 0 && int(col.Num) <= len(table.Columns) {
		return table.Columns[col.Num-1].Collation
	}
	return col.Collation
}

// sameExpr tells whether two expressions over one table are the same, whatever
// its columns were called when they were written.
func sameExpr(a, b *catalog.Expr) bool {
	if a == nil || b == nil {
		return a == b
	}
	text := expressionByNumber(a)
	return text != "" && text == expressionByNumber(b)
}

// expressionByNumber writes an expression with numbers in place of its columns'
// names.
func expressionByNumber(e *catalog.Expr) string {
	node, _ := proto.Clone(e.Node).(*pgsql.Node)
	pgsql.Walk(node, func(message any) bool {
		ref, ok := message.(*pg.ColumnRef)
		if !ok || len(ref.Fields) == 0 {
			return true
		}
		if num, ok := e.Num(ref.Fields[len(ref.Fields)-1].GetString_().GetSval()); ok {
			ref.Fields = []*pgsql.Node{pg.MakeStrNode("#" + strconv.Itoa(int(num)))}
		}
		return true
	})
	return expression(node)
}

// keyColumns are the numbers of the columns that an index's keys stand on,
// expressions too, each once.
func keyColumns(info *catalog.IndexInfo) []int16 {
	var nums []int16
	for _, col := range info.Columns {
		if col.Expr == nil {
			nums = append(nums, col.Num)
			continue
		}
		for _, v := range col.Expr.Vars {
			nums = append(nums, v.Num)
		}
	}
	slices.Sort(nums)
	return slices.Compact(nums)
}
