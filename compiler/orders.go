package compiler

import (
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/revisions"
)

// Outcome is what a sequence of up sections leads to.
type Outcome struct {
	End *catalog.Catalog
	// Refused are the statements that the server would refuse, in order.
	Refused []Refused
}

// Refused is a statement that the server would refuse, and why.
type Refused struct {
	Revision  *revisions.Revision
	Statement *revisions.Statement
	Why       *effects.Refusal
}

// Orders plays branches of a history. It stands behind the common revisions of
// the last ones, so merges of one line that come in order cost no more than it.
type Orders struct {
	start, at *replay
	played    []*revisions.Revision
}

// Orders gives a player, for one goroutine.
func (h *History) Orders() *Orders { return &Orders{start: h.start} }

// Both plays two branches that part behind the common revisions, one behind the
// other, in both orders.
func (o *Orders) Both(common, a, b []*revisions.Revision) (ab, ba Outcome) {
	n := len(o.played)
	if o.at == nil || n > len(common) || !slices.Equal(o.played, common[:n]) {
		o.at, n = o.start.aside(), 0
	}
	o.at.play(common[n:])
	o.played = common
	r, other := o.at.aside(), o.at.aside()
	ab.Refused = append(r.play(a), r.play(b)...)
	ba.Refused = append(other.play(b), other.play(a)...)
	ab.End, ba.End = r.catalog, other.catalog
	return ab, ba
}

// aside is a replay that goes on by itself from where this one stands.
func (r *replay) aside() *replay {
	other := *r
	other.catalog, other.revised, other.keep = r.catalog.Copy(), nil, false
	return &other
}

// play runs the up sections of revisions and gives what was refused.
func (r *replay) play(revs []*revisions.Revision) []Refused {
	var refused []Refused
	for _, rev := range revs {
		r.watch = func(s *revisions.Statement, e *effects.Effects) {
			if e.Refused != nil {
				refused = append(refused, Refused{rev, s, e.Refused})
			}
		}
		r.revision(rev)
	}
	r.watch = nil
	return refused
}
