package catalog

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// grouping is what a query with GROUP BY uses outside of aggregates.
type grouping struct {
	inside int
	used   []Address
}

func (g *grouping) use(col column) {
	if g.inside == 0 {
		g.used = append(g.used, col.refs...)
	}
}

// groupBy is GROUP BY. A query that uses other columns of a table than it groups
// by depends on the primary key that makes them unique
// (check_functional_grouping, pg_constraint.c).
func (a *analyst) groupBy(s *scope, out output, n *pg.SelectStmt, used *grouping) {
	var grouped []Address
	for _, node := range flatGroups(n.GroupClause) {
		switch v := node.Node.(type) {
		case *pg.Node_ColumnRef:
			before := &grouping{}
			s.group = before
			a.groupColumn(s, out, n, node)
			s.group = nil
			grouped = append(grouped, before.used...)
		case *pg.Node_AConst:
			if i := int(v.AConst.GetIval().GetIval()); i > 0 && i <= len(n.TargetList) {
				grouped = append(grouped, a.columnsOf(s, n.TargetList[i-1].GetResTarget().GetVal())...)
			}
		default:
			a.expr(s, node)
			grouped = append(grouped, a.columnsOf(s, node)...)
		}
	}
	for _, use := range used.used {
		if !slices.Contains(grouped, use) {
			a.primaryKeyWithin(use.OID, grouped)
		}
	}
}

// groupColumn is a name in GROUP BY: of a column of FROM first, then of the
// output.
func (a *analyst) groupColumn(s *scope, out output, n *pg.SelectStmt, node *pgsql.Node) {
	fields := node.GetColumnRef().Fields
	name := fields[0].GetString_().GetSval()
	if len(fields) > 1 || slices.ContainsFunc(s.items, func(it *item) bool {
		_, ok := it.find(name)
		return ok && !it.hidden
	}) {
		a.expr(s, node)
		return
	}
	for _, target := range n.TargetList {
		if target.GetResTarget().GetName() == name {
			a.expr(s, target.GetResTarget().Val)
			return
		}
	}
	if !out.open {
		a.expr(s, node)
	}
}

// columnsOf are the columns that an expression uses.
func (a *analyst) columnsOf(s *scope, node *pgsql.Node) []Address {
	s.group = &grouping{}
	a.expr(s, node)
	used := s.group.used
	s.group = nil
	return used
}

// flatGroups are the expressions of GROUP BY, those of grouping sets too.
func flatGroups(nodes []*pgsql.Node) []*pgsql.Node {
	var flat []*pgsql.Node
	for _, node := range nodes {
		switch n := node.Node.(type) {
		case *pg.Node_GroupingSet:
			flat = append(flat, flatGroups(n.GroupingSet.Content)...)
		case *pg.Node_RowExpr:
			flat = append(flat, flatGroups(n.RowExpr.Args)...)
		default:
			flat = append(flat, node)
		}
	}
	return flat
}

// primaryKeyWithin notes the dependency on a table's primary key, if all of its
// columns are grouped by and it is not deferrable.
func (a *analyst) primaryKeyWithin(table OID, grouped []Address) {
	for _, k := range a.c.Constraints(table) {
		if k.Kind != PrimaryKey || k.Deferrable {
			continue
		}
		if !slices.ContainsFunc(k.Columns, func(num int16) bool { return !slices.Contains(grouped, Address{table, num}) }) {
			a.ref(Address{OID: k.OID})
		}
	}
}
