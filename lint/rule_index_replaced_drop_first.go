package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var indexReplacedDropFirst = &Rule{
	ID: "index-replaced-drop-first", Title: "no index serves the queries until the new one is built",
	Group: GroupHistory, Severity: Notice,
	Doc: "An index is dropped, and only later one that begins with the same column is built. In between, for as long as the " +
		"build takes, queries on that column read the whole table. Build the new index first, under a new name; then drop " +
		"the old one; then rename the new one if it is to have the old name.",
	check: func(p *pass, s *statement) {
		if s.Before.Incomplete {
			return
		}
		for _, gone := range s.goneIndexes() {
			if !p.inUse(s, gone.table) || !p.old(s, gone.index.OID) || leads(s.after(), gone) {
				continue
			}
			if by := p.replacement(s, gone); by != nil {
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("queries on %s have no index from here until %s is built", s.name(gone.table), pgsql.QuoteIdent(by.Name)),
					Help:    "build the new index first, under a name of its own; then drop this one, and rename the new one",
				})
			}
		}
	},
}

// leads tells whether an index that stays begins as one that goes.
func leads(c *catalog.Catalog, gone madeIndex) bool {
	return slices.ContainsFunc(c.Indexes(gone.table.OID), func(other *catalog.Relation) bool {
		return beginAlike(gone.table, gone.index.Index, other.Index) && other.Index.Predicate == nil && other.Index.Valid
	})
}

// replacement is the index that a later statement builds and that begins as one
// that goes; nil where there is none, and where both happen in one transaction:
// others wait for its end.
func (p *pass) replacement(s *statement, gone madeIndex) *catalog.Relation {
	for later := range s.later(p.history.upgradeOf(gone.table.OID)) {
		if s.segment.Transaction != 0 && s.segment.Transaction == later.segment.Transaction {
			continue
		}
		for _, m := range later.madeIndexes() {
			if m.table.OID == gone.table.OID && beginAlike(m.table, gone.index.Index, m.index.Index) && sameTypes(gone, m.table) {
				return m.index
			}
		}
	}
	return nil
}

// sameTypes tells whether the columns of an index that goes keep their types: it
// may have to go for the time in which one changes.
func sameTypes(gone madeIndex, now *catalog.Relation) bool {
	return !slices.ContainsFunc(keyColumns(gone.index.Index), func(num int16) bool {
		return num > 0 && !gone.table.Columns[num-1].Type.Same(now.Columns[num-1].Type)
	})
}

// beginAlike tells whether two indexes of a table have the same method and first
// column.
func beginAlike(table *catalog.Relation, a, b *catalog.IndexInfo) bool {
	return a.Method == b.Method && len(a.Columns) > 0 && len(b.Columns) > 0 && sameKeys(table, a.Columns[:1], b.Columns[:1])
}
