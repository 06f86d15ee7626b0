package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var missingAnalyzeAfterTypeChange = &Rule{
	ID: "missing-analyze-after-type-change", Title: "the column has no statistics until the table is analyzed", Group: GroupData, Severity: Notice,
	Peers: []string{"mp MP088", "pg-schema-diff IMPACTS_DATABASE_PERFORMANCE"},
	Doc: "ALTER COLUMN TYPE throws away what ANALYZE has found out about the column, even if the new type only is a longer " +
		"varchar, and a new index on an expression has no statistics at all. Until autovacuum comes by, the planner guesses, " +
		"and queries that were fast may not be. Run ANALYZE in a transaction of its own behind it.",
	check: func(p *pass, s *statement) {
		for _, r := range s.retypes() {
			if r.column == nil || !p.inUse(s, r.table) || !usesColumn(s.Before, r.table, r.column.Num) || p.analyzed(s, r.table.OID, r.column.Num) {
				continue
			}
			table, column := s.name(r.table), pgsql.QuoteIdent(r.cmd.Name)
			p.reportAt(s, Finding{
				Span: r.span, Mechanical: true,
				Message: fmt.Sprintf("the planner knows nothing of the values of %s.%s until the table is analyzed", table, column),
				Help:    "analyze the column behind it, in a transaction of its own",
				Fix:     lines(s.text(), s.boundary(), "ANALYZE "+table+" ("+column+");"),
			})
		}
		n := s.node().GetIndexStmt()
		table := s.relation(n.GetRelation())
		if s.Effects.Refused != nil || !p.inUse(s, table) {
			return
		}
		for _, e := range n.GetIndexParams() {
			if e.GetIndexElem().GetExpr() != nil && !p.analyzed(s, table.OID, 0) {
				p.reportAt(s, Finding{
					Mechanical: true,
					Message:    fmt.Sprintf("the planner knows nothing of the values of the indexed expression until %s is analyzed", s.name(table)),
					Help:       "analyze the table behind it, in a transaction of its own",
					Fix:        lines(s.text(), s.boundary(), "ANALYZE "+s.name(table)+";"),
				})
				return
			}
		}
	},
}

// usesColumn tells whether an index, a constraint or a partition key of a table
// has to do with a column.
func usesColumn(c *catalog.Catalog, rel *catalog.Relation, num int16) bool {
	mentions := func(e *catalog.Expr) bool { return e != nil && e.Mentions(num) }
	key := func(k catalog.IndexColumn) bool { return k.Num == num || mentions(k.Expr) }
	return slices.ContainsFunc(rel.Key, key) ||
		slices.ContainsFunc(c.Indexes(rel.OID), func(index *catalog.Relation) bool {
			i := index.Index
			return slices.ContainsFunc(i.Columns, key) || slices.Contains(i.Include, num) || mentions(i.Predicate)
		}) ||
		slices.ContainsFunc(c.Constraints(rel.OID), func(k *catalog.Constraint) bool { return slices.Contains(k.Columns, num) })
}

// analyzed tells whether a later statement analyzes a column of a table, or with
// 0 all that there is of it: for an index on an expression nothing less will do.
func (p *pass) analyzed(s *statement, table catalog.OID, num int16) bool {
	for other := range s.later(p.history.upgradeAnalyses()) {
		if other.analyzesColumn(table, num) {
			return true
		}
	}
	return false
}

func (s *statement) analyzesColumn(table catalog.OID, num int16) bool {
	n := s.node().GetVacuumStmt()
	if n == nil || n.IsVacuumcmd && !slices.ContainsFunc(n.Options, func(o *pgsql.Node) bool { return o.GetDefElem().GetDefname() == "analyze" }) {
		return false
	}
	return len(n.Rels) == 0 || slices.ContainsFunc(n.Rels, func(node *pgsql.Node) bool {
		rel, columns := s.relation(node.GetVacuumRelation().GetRelation()), catalog.Strings(node.GetVacuumRelation().GetVaCols())
		if rel == nil || rel.OID != table && !isParent(s.Before, rel.OID, table) {
			return false
		}
		return len(columns) == 0 || num > 0 && int(num) <= len(rel.Columns) && slices.Contains(columns, rel.Columns[num-1].Name)
	})
}

// isParent tells whether a table is a part of another one, or inherits from it.
func isParent(c *catalog.Catalog, parent, table catalog.OID) bool {
	return slices.ContainsFunc(c.Descendants(parent), func(rel *catalog.Relation) bool { return rel.OID == table })
}
