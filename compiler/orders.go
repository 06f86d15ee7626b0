package compiler

import (
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

// BothOrders plays two branches that part behind the common revisions, one
// behind the other, in both orders.
func (h *History) BothOrders(common, a, b []*revisions.Revision) (ab, ba Outcome) {
	r := h.start.aside()
	r.play(common)
	other := r.aside()
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
