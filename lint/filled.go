package lint

import (
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

// mayHoldRows tells whether a table may hold many rows: it is in use, or one of
// the judged statements before has written to it.
func (p *pass) mayHoldRows(s *statement, rel *catalog.Relation) bool {
	if p.old(s, rel.OID) {
		return true
	}
	for other := range s.before(p.history.upgradeOf(rel.OID)) {
		if other.fills(rel.OID) {
			return true
		}
	}
	return false
}

// fills tells whether a statement writes rows into a table, or makes it with the
// rows of a query.
func (s *statement) fills(oid catalog.OID) bool {
	into := s.node().GetCreateTableAsStmt().GetInto()
	if into == nil {
		into = s.node().GetSelectStmt().GetIntoClause()
	}
	if into != nil && !into.SkipData {
		made := s.after().RangeVar(into.Rel)
		return made != nil && made.OID == oid
	}
	return s.lockOn(oid) == effects.RowExclusive && s.node().GetLockStmt() == nil
}
