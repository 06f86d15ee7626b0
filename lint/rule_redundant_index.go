package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var redundantIndex = &Rule{
	ID: "redundant-index", Title: "a longer index does what this one does",
	Group: GroupHistory, Severity: Notice,
	Peers: []string{"mp MP100"},
	Doc: "A btree index serves all queries that its first columns serve. An index on these alone costs time at each write " +
		"and room on disk, and gives little: it is smaller, which counts only where the longer one is much wider. Not " +
		"reported are unique indexes, those of constraints, and pairs of which the longer one has over three columns more. " +
		"Drop the shorter one, or do not make it.",
	check: func(p *pass, s *statement) {
		if s.Before.Incomplete {
			return
		}
		for _, m := range s.madeIndexes() {
			if p.end(s).Object(m.index.OID) == nil || s.section.restores(s.after(), m.index) {
				continue
			}
			for _, other := range s.after().Indexes(m.table.OID) {
				if other.OID < m.index.OID && p.end(s).Object(other.OID) != nil {
					p.reportRedundant(s, m, other)
				}
			}
		}
	},
}

// reportRedundant compares a new index with an older one of the table.
func (p *pass) reportRedundant(s *statement, m madeIndex, other *catalog.Relation) {
	made, old := pgsql.QuoteIdent(m.index.Name), pgsql.QuoteIdent(other.Name)
	switch {
	case sameIndex(m.table, m.index.Index, other.Index):
	case redundant(m.table, m.index.Index, other.Index):
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("index %s on %s adds little: %s begins with the same columns and serves the same queries", made, s.name(m.table), old),
			Help:    "leave it out, unless its being smaller is what you need",
		})
	case redundant(m.table, other.Index, m.index.Index):
		f := Finding{
			Message: fmt.Sprintf("with index %s on %s, the older %s adds little: the new one begins with the same columns", made, s.name(m.table), old),
			Help:    "drop the older one once this is built",
		}
		if m.table.Kind == catalog.Table && !s.byHand() {
			f.Fix = lines(s.SQL()+";", "DROP INDEX CONCURRENTLY "+s.name(other)+";")
		}
		p.reportAt(s, f)
	}
}

// redundant tells whether a longer index of the table makes a shorter one
// superfluous.
func redundant(table *catalog.Relation, shorter, longer *catalog.IndexInfo) bool {
	const wider = 3
	return !shorter.Unique && shorter.Constraint == 0 && covers(table, longer, shorter) &&
		len(longer.Columns)-len(shorter.Columns) <= wider
}
