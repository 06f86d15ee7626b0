package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var duplicateIndex = &Rule{
	ID: "duplicate-index", Title: "the table has this index already",
	Group: GroupHistory, Severity: Warning,
	Peers: []string{"mp MP100"},
	Doc: "Two indexes with the same method, columns, order, operator classes, expressions and condition answer the same " +
		"queries, and every write pays for both. A constraint counts too: UNIQUE and PRIMARY KEY each bring an index of " +
		"their own. Leave the new one out; or, where it is to replace the old one, drop that in the same release.",
	check: func(p *pass, s *statement) {
		if s.Before.Incomplete {
			return
		}
		for _, m := range s.madeIndexes() {
			older := p.duplicateOf(s, m)
			if older == nil || p.end(s).Object(m.index.OID) == nil || s.section.restores(s.after(), m.index) {
				continue
			}
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("index %s does what %s already does: every write to %s pays for both, and no query gains",
					pgsql.QuoteIdent(m.index.Name), pgsql.QuoteIdent(older.Name), s.name(m.table)),
				Help: "leave it out, or drop the older one in a later statement if this is to replace it",
			})
		}
	},
}

// duplicateOf is an older index of the same table that does what a new one does
// and stays; nil for none. One that is to make rows unique which nothing did
// before does more.
func (p *pass) duplicateOf(s *statement, m madeIndex) *catalog.Relation {
	for _, older := range s.after().Indexes(m.table.OID) {
		if older.OID >= m.index.OID || p.end(s).Object(older.OID) == nil || !older.Index.Valid {
			continue
		}
		unique := m.index.Index.Unique && (!older.Index.Unique || older.Index.NullsNotDistinct != m.index.Index.NullsNotDistinct)
		if !unique && sameIndex(m.table, older.Index, m.index.Index) {
			return older
		}
	}
	return nil
}
