package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var lockUpgradeInTransaction = &Rule{
	ID: "lock-upgrade-in-transaction", Title: "a weak lock on a table, then a stronger one: an invitation to deadlock",
	Group: GroupTransaction, Severity: Warning,
	Doc: "The transaction holds a weak lock on a table and then asks for one that excludes others' weak locks. Another " +
		"session that holds such a lock too, and then waits for this one, is a deadlock: the server ends one of the two. An " +
		"ALTER TABLE behind a change of rows also fails where checks of deferred constraints are still waiting (55006). " +
		"Whoever takes the strongest lock first, or splits the transaction, never gets there.",
	check: func(p *pass, s *statement) {
		for _, l := range s.Effects.Locks {
			rel := s.locked(l.OID)
			if !p.inUse(s, rel) || s.held(l.OID) >= l.Mode {
				continue
			}
			if weak, mode := weaker(s, rel, l.Mode); weak != nil && !(l.Mode == effects.AccessExclusive && slices.Contains(p.walked(weak), rel)) {
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("%s has taken %s on %s, and now %s asks for %s: a session that is using the table and comes to wait for this one makes it a deadlock",
						weak.Kind, modeNames[mode], s.name(rel), s.Kind, modeNames[l.Mode]),
					Help: "put the statement with the strongest lock first, or give it a transaction of its own",
					Fix:  s.apart(),
				})
				return
			}
		}
	},
}

// weaker is an earlier statement of the transaction that holds a lock on a
// relation which the mode excludes in other sessions; nil for none. That a
// definition looks at another table in passing does not count, and neither does
// what excludes only other changes of the schema.
func weaker(s *statement, rel *catalog.Relation, mode effects.Mode) (*statement, effects.Mode) {
	for _, other := range s.earlier() {
		held := other.lockOn(rel.OID)
		if held == effects.NoLock || held == effects.ShareUpdateExclusive || held < effects.RowExclusive && len(other.queries()) == 0 {
			continue
		}
		if excludes(held, mode) {
			return other, held
		}
	}
	return nil, effects.NoLock
}
