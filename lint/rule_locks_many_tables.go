package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var locksManyTables = &Rule{
	ID: "locks-many-tables", Title: "one transaction locks many tables",
	Group: GroupTransaction, Severity: Warning,
	Peers: []string{"mp MP110"},
	Doc: "Each lock is kept until the transaction ends. While the third table's lock is waited for, the first two are " +
		"unavailable already, and the more tables there are, the likelier some application holds one of them and wants " +
		"another. One transaction for each table keeps every outage as short as its own statement.",
	checkSection: func(p *pass, x *section) {
		for _, transaction := range x.transactions() {
			p.countLocked(transaction)
		}
	},
}

// countLocked reports the statement with which a transaction has locked more
// tables than is allowed; a partitioned table counts once.
func (p *pass) countLocked(transaction []*statement) {
	seen := map[catalog.OID]bool{}
	var tables []string
	severity := Notice // all of it is over at once, or given up soon
	var reached *statement
	for _, s := range transaction {
		if p.limitOf(s, "lock_timeout").none() || p.slow(s) != "" {
			severity = ""
		}
		for _, l := range s.Effects.Locks {
			if top := p.lockedTable(s, l); top != nil && !seen[top.OID] {
				seen[top.OID] = true
				tables = append(tables, s.name(top))
			}
		}
		if reached == nil && len(tables) > p.in.Config.mostLocked() {
			reached = s
		}
	}
	if reached == nil {
		return
	}
	f := Finding{
		Severity: severity,
		Message: fmt.Sprintf("this transaction keeps %d tables locked at once (%s): each wait for one of them keeps the others waiting",
			len(tables), shorten(tables)),
		Help: "give each table a transaction of its own",
	}
	if p.locksBefore(reached) {
		f.Fix = reached.apart()
	}
	p.reportAt(reached, f)
}

// lockedTable is the table in use behind a lock that counts; nil for another
// one.
func (p *pass) lockedTable(s *statement, l effects.Lock) *catalog.Relation {
	rel := s.locked(l.OID)
	if l.Mode < effects.ShareRowExclusive || !p.inUse(s, rel) || !rel.Kind.IsTable() && !rel.Kind.HasStorage() {
		return nil
	}
	return root(s.Before, rel)
}

// locksBefore tells whether the transaction has locked a table before the
// statement, so that a boundary between the two makes a difference.
func (p *pass) locksBefore(s *statement) bool {
	for _, other := range s.earlier() {
		for _, l := range other.Effects.Locks {
			if p.lockedTable(other, l) != nil {
				return true
			}
		}
	}
	return false
}

// mostLocked is how many tables a transaction may lock.
func (c *Config) mostLocked() int {
	if c.MaxLockedTables > 0 {
		return c.MaxLockedTables
	}
	return 2
}
