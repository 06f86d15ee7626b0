package lint

import (
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

// mayHoldRows tells whether a table may hold many rows: it is in use, or one of
// the judged statements before has written to it.
func (p *pass) mayHoldRows(s *statement, rel *catalog.Relation) bool {
	return p.old(s, rel.OID) || slices.ContainsFunc(p.preceding(s), func(other *statement) bool { return other.fills(rel.OID) })
}

// preceding are the judged statements that run before one: those of its section
// and of the up sections before.
func (p *pass) preceding(s *statement) []*statement {
	var found []*statement
	for _, section := range p.history.sections {
		if section != s.section && !section.down && (section.index < s.section.index || section == s.section.up) {
			found = append(found, section.statements...)
		}
	}
	return append(found, s.section.statements[:s.index]...)
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
