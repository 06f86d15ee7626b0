package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var banLockTable = &Rule{
	ID: "ban-lock-table", Title: "LOCK TABLE keeps others out until the commit",
	Group: GroupLocks, Severity: Warning,
	Peers: []string{"mp MP065"},
	Doc: "From SHARE on a table lock stops all writes, ACCESS EXCLUSIVE the reads too, and it lasts until the transaction " +
		"ends, whatever that does meanwhile. A statement takes the locks that it needs by itself. To take first and in a " +
		"fixed order what later statements will need anyway avoids deadlocks: that is sound, under a short lock_timeout.",
	check: func(p *pass, s *statement) {
		if s.node().GetLockStmt() == nil {
			return
		}
		var locked []*catalog.Relation
		severity, mode := Notice, effects.NoLock
		for _, l := range s.Effects.Locks {
			rel := s.locked(l.OID)
			if l.Mode < effects.Share || !p.inUse(s, rel) || slices.ContainsFunc(rel.Parents, func(parent catalog.OID) bool { return s.lockOn(parent) >= l.Mode }) {
				continue
			}
			locked, mode = append(locked, rel), l.Mode
			if !s.neededLater(rel.OID, l.Mode) {
				severity = Warning
			}
		}
		if len(locked) == 0 {
			return
		}
		help := "leave it out: each statement takes the locks that it needs"
		if severity == Notice {
			help = "later statements need the lock anyway: keep lock_timeout short, and lock in the same order everywhere"
		}
		p.reportAt(s, Finding{
			Severity: severity, Help: help,
			Message: fmt.Sprintf("until the commit nobody can %s %s", forbids(mode), s.list(locked)),
		})
	},
}

// neededLater tells whether the statement is the first of its transaction to lock
// a relation, and a later one takes that lock anyway.
func (s *statement) neededLater(oid catalog.OID, mode effects.Mode) bool {
	needs := func(later *statement) bool { return later.node().GetLockStmt() == nil && later.lockOn(oid) >= mode }
	return s.held(oid) == effects.NoLock && slices.ContainsFunc(s.rest(), needs)
}

// forbids says in words what nobody else can do with a table under a lock of SHARE
// or more.
func forbids(mode effects.Mode) string {
	if mode == effects.AccessExclusive {
		return "read or write"
	}
	return "write"
}
