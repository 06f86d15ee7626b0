package graph

import (
	"slices"

	"sqlbundle/revisions"
)

// Applied are the revisions that are applied where the version table holds
// these rows: the rows' own and all that they stand on, in the order in which
// an upgrade from nothing runs them.
func (g *Graph) Applied(rows []string) ([]*revisions.Revision, error) {
	from, err := g.rowPlaces(rows)
	if err != nil {
		return nil, err
	}
	applied := g.below.closure(from)
	order, _ := g.sorted(applied, applied, from)
	slices.Reverse(order)
	return g.pick(order), nil
}

// Below are the rows of a version table on which nothing but a revision is
// missing: the ends of all that it stands on, sorted.
func (g *Graph) Below(id string) []string {
	v, ok := g.ids[id]
	if !ok {
		return nil
	}
	below := g.below.of(v)
	return g.sortedIDs(g.tips(g.below.closure(below), g.below.closure(below)))
}

// StandsOn are the revisions that one names as parents or dependencies: they are
// applied before it. It is nil for an unknown id.
func (g *Graph) StandsOn(id string) []*revisions.Revision {
	v, ok := g.ids[id]
	if !ok {
		return nil
	}
	return g.pick(g.below.of(v))
}
