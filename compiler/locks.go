package compiler

import (
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

// Locks are the strongest locks that the segment takes on each relation that was
// there before it, in the order of their names: the order in which they would
// have to be taken at once.
func (s *Segment) Locks() []effects.Lock { return strongest([]*Segment{s}) }

// Locks are those of the transaction that begins with a segment, by the indexes
// of its step and in that; where others of its segments were done by an earlier
// run, those of the segments that are left.
func (p *Plan) Locks(step, segment int) []effects.Lock {
	number := p.Steps[step].Segments[segment].Transaction
	var list []*Segment
	for ; step < len(p.Steps); step, segment = step+1, 0 {
		for _, here := range p.Steps[step].Segments[segment:] {
			if here.Transaction != number {
				return strongest(list)
			}
			list = append(list, here)
		}
	}
	return strongest(list)
}

// strongest are the locks of segments that follow each other, as in
// [Segment.Locks].
func strongest(segments []*Segment) []effects.Lock {
	var locks []effects.Lock
	at := map[catalog.OID]int{}
	for _, segment := range segments {
		for _, st := range segment.Statements {
			if st.Effects == nil {
				continue
			}
			for _, l := range st.Effects.Locks {
				i, known := at[l.OID]
				switch {
				case segments[0].Makes(l.OID):
				case !known:
					at[l.OID] = len(locks)
					locks = append(locks, l)
				case l.Mode > locks[i].Mode:
					locks[i].Mode, locks[i].Why = l.Mode, l.Why
				}
			}
		}
	}
	slices.SortFunc(locks, func(a, b effects.Lock) int { return strings.Compare(a.Relation, b.Relation) })
	return locks
}

// Makes tells whether the segment itself has made a relation: nobody else can
// see it yet.
func (s *Segment) Makes(oid catalog.OID) bool { return oid >= s.next }
