package lint

import (
	"slices"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/catalog"
	"sqlbundle/revisions"
)

// lineage knows of each revision what it stands on.
type lineage struct {
	order []*revisions.Revision
	at    map[string]int
	// below has a bit for each revision that one stands on, itself among them.
	below [][]uint64
}

// newLineage takes the revisions in an order in which each stands behind what it
// stands on.
func newLineage(g *graph.Graph, order []*revisions.Revision) *lineage {
	l := &lineage{order: order, at: map[string]int{}}
	for i, rev := range order {
		l.at[rev.ID] = i
		bits := make([]uint64, i/64+1)
		bits[i/64] |= 1 << (i % 64)
		for _, below := range g.StandsOn(rev.ID) {
			if j, ok := l.at[below.ID]; ok {
				for w, word := range l.below[j] {
					bits[w] |= word
				}
			}
		}
		l.below = append(l.below, bits)
	}
	return l
}

// has tells whether a set of revisions holds the one at a place.
func has(set []uint64, i int) bool { return i/64 < len(set) && set[i/64]&(1<<(i%64)) != 0 }

// standsOn tells whether one revision stands on another, or is it.
func (l *lineage) standsOn(id, other string) bool {
	j, known := l.at[other]
	return known && has(l.line(id), j)
}

// line is what a revision stands on, itself among them; nothing for one that is
// unknown.
func (l *lineage) line(id string) []uint64 {
	if i, known := l.at[id]; known {
		return l.below[i]
	}
	return nil
}

// lineage is that of all revisions, found once.
func (p *pass) lineage() *lineage {
	return p.lines.get(func() *lineage {
		order, err := p.in.Graph.Applied(idsOf(p.in.Graph.RealHeads()))
		if err != nil {
			order = nil
		}
		return newLineage(p.in.Graph, order)
	})
}

// branches are two lines that a merge joins: what both stand on, and what only
// the one and only the other has.
type branches struct{ common, a, b []*revisions.Revision }

// parted takes the lines below two parents of a merge apart.
func (l *lineage) parted(a, b string) branches {
	var parts branches
	belowA, belowB := l.line(a), l.line(b)
	for i, rev := range l.order {
		switch in, too := has(belowA, i), has(belowB, i); {
		case in && too:
			parts.common = append(parts.common, rev)
		case in:
			parts.a = append(parts.a, rev)
		case too:
			parts.b = append(parts.b, rev)
		}
	}
	return parts
}

// Branches are the revisions of the lines that the merges among some revisions
// join, beside those revisions themselves: lint must see what they do.
func Branches(g *graph.Graph, judged []*revisions.Revision) []*revisions.Revision {
	merges := slices.DeleteFunc(slices.Clone(judged), func(r *revisions.Revision) bool { return len(r.Parents) < 2 })
	if len(merges) == 0 {
		return nil
	}
	order, err := g.Applied(idsOf(g.RealHeads()))
	if err != nil {
		return nil
	}
	l := newLineage(g, order)
	some := make([]uint64, len(order)/64+1)
	for _, merge := range merges {
		for w, word := range l.apart(g.Parents(merge.ID)) {
			some[w] |= word
		}
	}
	var found []*revisions.Revision
	for i, rev := range order {
		if has(some, i) {
			found = append(found, rev)
		}
	}
	return found
}

// apart are the revisions that some of these stand on, and not all.
func (l *lineage) apart(ids []string) []uint64 {
	some, all := make([]uint64, len(l.order)/64+1), slices.Clone(l.line(ids[0]))
	for _, id := range ids {
		below := l.line(id)
		all = all[:min(len(all), len(below))]
		for w, word := range below {
			some[w] |= word
			if w < len(all) {
				all[w] &= word
			}
		}
	}
	for w, word := range all {
		some[w] &^= word
	}
	return some
}

// pairsOf are all pairs of a list.
func pairsOf(list []string) [][2]string {
	var found [][2]string
	for i, a := range list {
		for _, b := range list[i+1:] {
			found = append(found, [2]string{a, b})
		}
	}
	return found
}

func idsOf(revs []*revisions.Revision) []string {
	ids := make([]string, len(revs))
	for i, rev := range revs {
		ids[i] = rev.ID
	}
	return ids
}

// use is what a branch does with an object: the first statement that touches it.
type use struct {
	statement *statement
	// changes holds where it changes the object and does not only read it.
	changes bool
}

// uses are the objects that the up sections of a branch touch.
func (p *pass) uses(branch []*revisions.Revision) map[catalog.OID]use {
	found := map[catalog.OID]use{}
	for _, rev := range branch {
		replayed := p.history.all[rev.ID]
		if replayed == nil || replayed.Up == nil {
			continue
		}
		for _, s := range newSection(rev, replayed.Up, 0).statements {
			for _, l := range s.Effects.Locks {
				if _, known := found[l.OID]; !known {
					found[l.OID] = use{statement: s}
				}
			}
			for _, oid := range catalog.Changed(s.Before, s.after()) {
				if u := found[oid]; !u.changes {
					found[oid] = use{s, true}
				}
			}
		}
	}
	return found
}

// replayedBy finds the revisions of a history by their ids.
func replayedBy(h *compiler.History) map[string]*compiler.Replayed {
	all := map[string]*compiler.Replayed{}
	for _, r := range h.Revisions {
		all[r.Revision.ID] = r
	}
	return all
}
