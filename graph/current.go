package graph

import (
	"sort"

	"sqlbundle/revisions"
)

// Current is the revisions that the rows of a version table stand for, sorted
// by id: the rows, and the tips of branches that are applied only because
// something depends on them.
func (g *Graph) Current(rows []string) ([]*revisions.Revision, error) {
	places, err := g.rowPlaces(rows)
	if err != nil {
		return nil, err
	}
	found := g.pick(g.currentPlaces(places))
	sort.Slice(found, func(i, j int) bool { return found[i].ID < found[j].ID })
	return found, nil
}

func (g *Graph) currentPlaces(rows []int32) []int32 {
	applied := g.below.closure(rows)
	tip := append(set(nil), applied...)
	for v, in := range applied {
		if in {
			for _, p := range g.parents.of(int32(v)) {
				tip[p] = false
			}
		}
	}
	return tip.list()
}

// Unrelated is the ids of all revisions that share no revision with ids: what
// they need, by parents or dependencies, themselves included, and what the ids
// need have nothing in common. It is sorted; ids of no revision count for
// nothing.
func (g *Graph) Unrelated(ids []string) []string {
	var from []int32
	for _, id := range ids {
		if v, ok := g.ids[id]; ok {
			from = append(from, v)
		}
	}
	related := g.allChildren.closure(g.below.closure(from).list())
	var rest []int32
	for v := range related {
		if !related[v] {
			rest = append(rest, int32(v))
		}
	}
	return g.sortedIDs(rest)
}
