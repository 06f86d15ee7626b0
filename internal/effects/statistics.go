package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// createStatistics is CREATE STATISTICS, which other sessions hardly notice
// (PostgreSQL 16, section "CREATE STATISTICS"; CreateStatistics, statscmds.c).
func (r *run) createStatistics(n *pg.CreateStatsStmt) {
	r.e.Section = "CREATE STATISTICS"
	if len(n.Relations) != 1 || n.Relations[0].GetRangeVar() == nil {
		r.refuse("0A000", "only a single relation is allowed in CREATE STATISTICS")
	}
	if len(n.Defnames) == 0 {
		r.since(16, "CREATE STATISTICS without a name")
	}
	rel := r.relation(n.Relations[0].GetRangeVar(), catalog.Table)
	if rel == nil {
		return
	}
	if !rel.Kind.IsTable() && rel.Kind != catalog.MaterializedView {
		r.refuse("42809", "cannot define statistics for relation %q", rel.Name)
	}
	r.lock(rel.OID, ShareUpdateExclusive, "statistics of its columns are defined")
	schema, name := catalog.Split(n.Defnames)
	in := rel.In
	if name != "" {
		in = r.schemaFor(schema).OID
	} else {
		name = r.statisticsName(rel, n)
	}
	if r.Find(catalog.ClassStatistics, in, name) != nil {
		if n.IfNotExists {
			return
		}
		r.refuse("42710", "statistics object %q already exists", name)
	}
	refs := r.statisticsParts(rel, n)
	o := made(r, &catalog.Other{Head: head(catalog.ClassStatistics, in, name), Relation: rel.OID})
	self := catalog.Address{OID: o.OID}
	for _, ref := range refs {
		kind := catalog.Normal
		if ref.OID == rel.OID {
			kind = catalog.Auto
		}
		r.Depend(self, kind, ref)
	}
}

// statisticsParts checks the columns and expressions of a statistics object and
// gives what it depends on.
func (r *run) statisticsParts(rel *catalog.Relation, n *pg.CreateStatsStmt) []catalog.Address {
	var refs []catalog.Address
	seen := map[string]bool{}
	expressions := 0
	for _, node := range n.Exprs {
		name := statisticsColumn(node.GetStatsElem())
		if name == "" {
			if r.Version < 14 {
				r.refuse("0A000", "only simple column references are allowed in CREATE STATISTICS")
			}
			refs = append(refs, r.AnalyzeExpr(rel, node.GetStatsElem().GetExpr()).Refs...)
			expressions++
			continue
		}
		col := r.statisticsColumnOf(rel, name)
		if seen[name] {
			r.refuse("42701", "duplicate column name in statistics definition")
		}
		seen[name] = true
		refs = append(refs, catalog.Address{OID: rel.OID, Sub: col.Num})
		rel = r.mustRelation(rel.OID)
	}
	switch {
	case len(n.Exprs) > 8:
		r.refuse("54011", "cannot have more than 8 columns in statistics")
	case len(n.Exprs) < 2 && expressions == 0:
		r.refuse("42P17", "extended statistics require at least 2 columns")
	case len(seen) == 0:
		refs = append(refs, catalog.Address{OID: rel.OID})
	}
	return refs
}

// statisticsColumn is the column that an element names; empty for expressions.
func statisticsColumn(elem *pg.StatsElem) string {
	if elem.GetName() != "" {
		return elem.GetName()
	}
	fields := elem.GetExpr().GetColumnRef().GetFields()
	if len(fields) == 0 {
		return ""
	}
	return fields[len(fields)-1].GetString_().GetSval()
}

// statisticsColumnOf is a column that statistics can be kept of: its type must
// have an order.
func (r *run) statisticsColumnOf(rel *catalog.Relation, name string) *catalog.Column {
	if slices.Contains(systemColumns, name) {
		r.refuse("0A000", "statistics creation on system columns is not supported")
	}
	if !rel.Unknown && rel.Column(name) == nil {
		r.refuse("42703", "column %q does not exist", name)
	}
	col := r.indexedColumn(rel, name)
	if _, ok := r.defaultOpclass("btree", col.Type); !ok && r.lacksOpclass("btree", col.Type) {
		r.refuse("0A000", "column %q cannot be used in statistics because its type %s has no default btree operator class", name, r.FormatType(col.Type))
	}
	return col
}

// statisticsName is what the server calls a statistics object (16).
func (r *run) statisticsName(rel *catalog.Relation, n *pg.CreateStatsStmt) string {
	var names []string
	for _, node := range n.Exprs {
		if name := statisticsColumn(node.GetStatsElem()); name != "" {
			names = append(names, name)
		} else {
			names = append(names, "expr")
		}
	}
	return r.ChooseStatisticsName(rel.Name, nameAddition(names), rel.In)
}

// alterStatistics is ALTER STATISTICS … SET STATISTICS: no relation is locked.
func (r *run) alterStatistics(n *pg.AlterStatsStmt) {
	r.e.Section = "ALTER STATISTICS"
	schema, name := catalog.Split(n.Defnames)
	if r.Lookup(catalog.ClassStatistics, schema, name) == nil && !n.MissingOk {
		r.notMade("statistics object", name)
	}
}
