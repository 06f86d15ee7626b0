package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var creatingMatviewWithData = &Rule{
	ID: "creating-matview-with-data", Title: "a query runs while the transaction holds a lock that stops writes",
	Group: GroupData, Severity: Notice,
	Peers: []string{"mp MP096"},
	Doc: "CREATE MATERIALIZED VIEW and CREATE TABLE AS run their query to the end, which may take minutes. An earlier " +
		"statement of the transaction has locked a table, and locks last until the commit: all that time is added to how " +
		"long others wait. Create the view in a transaction of its own, or WITH NO DATA and fill it later.",
	check: func(p *pass, s *statement) {
		into := s.node().GetCreateTableAsStmt().GetInto()
		if into == nil {
			into = s.node().GetSelectStmt().GetIntoClause()
		}
		if into == nil || into.SkipData || !p.readsInUse(s) {
			return
		}
		held, mode := p.heaviest(s)
		if mode < effects.Share {
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("while the query for %s runs, %s stays locked, and %s", pgsql.QuoteIdent(into.Rel.GetRelname()), s.name(held), stops(mode)),
			Help:    "create it in a transaction of its own, before the lock is taken or after it is given back",
			Fix:     lines(nextTransaction, s.File.Slice(s.Span)+";"),
		})
	},
}

// readsInUse tells whether a statement reads rows of a relation in use.
func (p *pass) readsInUse(s *statement) bool {
	for _, list := range [][]effects.Touch{s.Effects.Scans, s.Effects.MayScan} {
		for _, touch := range list {
			if p.inUse(s, s.locked(touch.OID)) {
				return true
			}
		}
	}
	return false
}

// heaviest is the relation in use on which the transaction holds the strongest
// lock before the statement, and the lock.
func (p *pass) heaviest(s *statement) (held *catalog.Relation, mode effects.Mode) {
	for _, other := range s.earlier() {
		for _, l := range other.Effects.Locks {
			rel := other.locked(l.OID)
			if l.Mode > mode && p.inUse(s, rel) && s.after().Object(l.OID) != nil {
				held, mode = rel, l.Mode
			}
		}
	}
	return held, mode
}
