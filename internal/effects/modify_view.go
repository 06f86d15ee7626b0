package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// lockUnderView is a change of a view: of the table under it where the server
// can tell which rows are meant (rewriteTargetView, rewriteHandler.c), or what
// an INSTEAD OF trigger does.
func (r *run) lockUnderView(view *catalog.Relation, c change) []change {
	for _, t := range r.Triggers(view.OID) {
		if t.Timing == "instead" && (c.insert && slices.Contains(t.Events, "insert") ||
			c.update && slices.Contains(t.Events, "update") || c.remove && slices.Contains(t.Events, "delete")) {
			r.read(view.OID, AccessShare, false, nil)
			r.runTrigger(t)
			return nil
		}
	}
	query := view.Query.GetSelectStmt()
	if view.Unknown || query == nil {
		r.unknown("what changing view %s changes", r.QualifiedName(view))
		return nil
	}
	if !updatable(query) {
		r.refuse("55000", "cannot change view %s: it is not a simple selection from one table", r.QualifiedName(view))
	}
	for _, used := range view.Uses {
		r.read(used, AccessShare, false, nil)
	}
	base := r.baseOfView(view)
	if base == nil {
		return nil
	}
	below := c
	below.table, below.only = base.OID, !query.FromClause[0].GetRangeVar().Inh
	below.given, below.set = r.underView(view, base, c.given), r.underView(view, base, c.set)
	below.kept, below.values = r.underView(view, base, c.kept), nil
	below.columns = r.underView(view, base, c.columns)
	return r.lockTarget(below)
}

// updatable tells whether a view's query leaves no doubt which rows of one table
// its rows are (PostgreSQL 16, "CREATE VIEW", Updatable Views).
func updatable(query *pg.SelectStmt) bool {
	if query.Larg != nil || len(query.ValuesLists) > 0 || len(query.FromClause) != 1 || query.FromClause[0].GetRangeVar() == nil {
		return false
	}
	return query.WithClause == nil && len(query.DistinctClause) == 0 && len(query.GroupClause) == 0 &&
		query.HavingClause == nil && query.LimitCount == nil && query.LimitOffset == nil
}

// baseOfView is the one relation in an updatable view's FROM.
func (r *run) baseOfView(view *catalog.Relation) *catalog.Relation {
	name := view.Query.GetSelectStmt().FromClause[0].GetRangeVar().Relname
	var base *catalog.Relation
	for _, used := range view.Uses {
		rel, ok := r.Object(used).(*catalog.Relation)
		if ok && (base == nil || rel.Name == name) {
			base = rel
		}
	}
	return base
}

// underView are the columns of the base table that columns of a view are.
func (r *run) underView(view, base *catalog.Relation, nums []int16) []int16 {
	targets := view.Query.GetSelectStmt().TargetList
	var found []int16
	for _, num := range nums {
		if int(num) > len(view.Columns) {
			continue
		}
		name := view.Columns[num-1].Name
		for _, node := range targets {
			target := node.GetResTarget()
			fields := catalog.Strings(target.GetVal().GetColumnRef().GetFields())
			if len(fields) > 0 && (target.Name == name || target.Name == "" && fields[len(fields)-1] == name) {
				name = fields[len(fields)-1]
			}
		}
		if col := base.Column(name); col != nil {
			found = append(found, col.Num)
		}
	}
	return found
}
