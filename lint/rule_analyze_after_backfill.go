package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
)

var analyzeAfterBackfill = &Rule{
	ID: "analyze-after-backfill", Title: "the planner does not know the rows that were put in",
	Group: GroupData, Severity: Notice, OptIn: true,
	Peers: []string{"mp MP088"},
	Doc: "A column or a table is filled, and until autovacuum comes by, the planner works with statistics from before: it " +
		"may choose plans that take minutes for what needs milliseconds. ANALYZE takes seconds, and locks out nobody who " +
		"reads or writes.",
	check: func(p *pass, s *statement) {
		rel := s.filled()
		if rel == nil || rel.Persistence == catalog.Temporary {
			return
		}
		for other := range s.later(p.history.upgrade()) {
			again := other.filled()
			if other.analyzes(rel.OID) || again != nil && again.OID == rel.OID || other.after().Object(rel.OID) == nil {
				return
			}
		}
		table := s.name(rel)
		p.reportAt(s, Finding{
			Mechanical: true,
			Message:    fmt.Sprintf("%s is filled, and queries on it are planned by what was known before", table),
			Help:       "let the server look at the rows",
			Fix:        lines(s.text(), "ANALYZE "+table+";"),
		})
	},
}

// filled is the table that a statement fills: all of its rows are changed, or
// those of a query are put into it; nil for none.
func (s *statement) filled() *catalog.Relation {
	for _, c := range s.rowChanges() {
		query := c.insert.GetSelectStmt().GetSelectStmt()
		if c.what == "UPDATE" && s.inFull(c) || c.what == "INSERT" && query != nil && len(query.ValuesLists) == 0 && len(query.FromClause) > 0 {
			return c.table
		}
	}
	if n := s.node().GetCopyStmt(); n.GetIsFrom() {
		return s.relation(n.Relation)
	}
	into := s.node().GetCreateTableAsStmt().GetInto()
	if into == nil {
		into = s.node().GetSelectStmt().GetIntoClause()
	}
	if into == nil || into.SkipData {
		return nil
	}
	return s.after().RangeVar(into.Rel)
}

// analyzes tells whether the statement is ANALYZE of a relation, or of all.
func (s *statement) analyzes(oid catalog.OID) bool {
	n := s.node().GetVacuumStmt()
	if n == nil || n.IsVacuumcmd && !isOn(n.Options, "analyze") {
		return false
	}
	for _, target := range n.Rels {
		rel := s.relation(target.GetVacuumRelation().GetRelation())
		if rel != nil && (rel.OID == oid || slices.ContainsFunc(s.Before.Descendants(rel.OID), func(part *catalog.Relation) bool { return part.OID == oid })) {
			return true
		}
	}
	return len(n.Rels) == 0
}
