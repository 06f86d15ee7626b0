package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var inconsistentLockOrder = &Rule{
	ID: "inconsistent-lock-order", Title: "two tables are locked in the opposite order elsewhere",
	Group: GroupHistory, Severity: Warning,
	Doc: "Two sessions that lock the same two tables in opposite orders can end up waiting for each other; after a second " +
		"the server ends one of them. The other place may be another revision that has not gone out, or the applications: " +
		"those write the referenced row first and the referencing one then. A lock_timeout below deadlock_timeout (1 s) " +
		"ends the wait first.",
	checkHistory: func(p *pass) {
		type order struct{ first, second catalog.OID }
		pending := map[order][]lockPair{}
		seen := map[*statement]bool{}
		for _, x := range p.history.sections {
			for _, transaction := range x.transactions() {
				for _, pair := range p.lockPairs(transaction) {
					first, second := pair.first.OID, pair.second.OID
					if f, found := p.opposed(pair, pending[order{second, first}]); found && !seen[pair.then] {
						seen[pair.then] = true
						p.reportAt(pair.then, f)
					}
					if p.pending(pair.then) && !x.down {
						pending[order{first, second}] = append(pending[order{first, second}], pair)
					}
				}
			}
		}
	},
}

// lockPair is two tables that a transaction locks one after the other, each in
// the mode of its first lock that applications would notice.
type lockPair struct {
	first, second   *catalog.Relation
	held, asked     effects.Mode
	statement, then *statement
}

// lockPairs are those of a transaction. What one statement locks has no order.
func (p *pass) lockPairs(transaction []*statement) []lockPair {
	type taken struct {
		rel  *catalog.Relation
		mode effects.Mode
		by   *statement
	}
	var locks []taken
	var pairs []lockPair
	seen := map[catalog.OID]bool{}
	for _, s := range transaction {
		earlier := len(locks)
		for _, l := range s.Effects.Locks {
			rel := s.locked(l.OID)
			if l.Mode < effects.RowExclusive || seen[l.OID] || !p.inUse(s, rel) || !rel.Kind.IsTable() {
				continue
			}
			seen[l.OID] = true
			locks = append(locks, taken{rel, l.Mode, s})
			if ms := p.limitOf(s, "lock_timeout"); ms.known && ms.milliseconds > 0 && ms.milliseconds < 1000 {
				continue
			}
			for _, before := range locks[:earlier] {
				pairs = append(pairs, lockPair{before.rel, rel, before.mode, l.Mode, before.by, s})
			}
		}
	}
	return pairs
}

// opposed finds what locks a pair's tables the other way round: the transaction
// of another revision that has not gone out, of which the earlier ones are given,
// or applications that follow a foreign key.
func (p *pass) opposed(pair lockPair, others []lockPair) (Finding, bool) {
	s := pair.then
	found := func(format string, more ...any) (Finding, bool) {
		return Finding{
			Message: fmt.Sprintf(format, append([]any{s.name(pair.first), s.name(pair.second)}, more...)...),
			Help:    "lock the tables in the same order everywhere, referenced ones first; or split the transaction",
			Fix:     s.apart(),
		}, true
	}
	if p.pending(s) && !s.section.down {
		for _, other := range others {
			o := other.then.section
			if o.revision != s.section.revision && excludes(other.held, pair.asked) && excludes(other.asked, pair.held) {
				return found("%s is locked before %s here, and behind it in revision %s (%s): run at once, the two wait for each other",
					o.revision.ID, other.then.File.Position(other.then.Span.Start))
			}
		}
	}
	if pair.held == effects.AccessExclusive && pair.asked == effects.AccessExclusive && references(s.Before, pair.first, pair.second) {
		return found("%s is locked before %s, which it references: applications write the two in the other order, and each waits for the other")
	}
	return Finding{}, false
}

// pending tells whether a statement's revision is known not to have gone out.
func (p *pass) pending(s *statement) bool {
	return p.in.Released != nil && !p.in.Released[s.section.revision.ID]
}

// references tells whether a table has a foreign key to another, and not the
// other way round as well.
func references(c *catalog.Catalog, from, to *catalog.Relation) bool {
	return hasKeyTo(c, from, to) && !hasKeyTo(c, to, from)
}

func hasKeyTo(c *catalog.Catalog, from, to *catalog.Relation) bool {
	for _, k := range c.Constraints(from.OID) {
		if k.Kind == catalog.ForeignKey && k.References == to.OID {
			return true
		}
	}
	return false
}
