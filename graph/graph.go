// Package graph is the directed acyclic graph of revisions, with Alembic's
// semantics.
//
// In: revisions in load order, the rows of a version table, and targets as
// people type them (`head`, `left@+2`, `a1,b7:heads`). Out: the steps of an
// upgrade, a downgrade or a stamp, each with its operations on the version
// table, and the answers of the commands that only read (heads, history,
// current).
//
// Two kinds of edges lead down from a revision: to its parents and to the
// revisions that it depends on. A line of development is made of parents alone;
// what has to be applied first is made of both.
//
// Invariants: a [Graph] never changes after [New] and has no cycle; load order
// breaks all ties, so equal input gives equal plans; each question costs time
// linear in the number of revisions and edges, but for a logarithm in the order
// of a plan; nothing recurses.
package graph

import (
	"sort"

	"sqlbundle/revisions"
)

// Graph is the revisions and how they stand on each other.
type Graph struct {
	revs  []*revisions.Revision
	ids   map[string]int32 // revision by id
	owner map[string]int32 // revision by the label that it declares
	names []string         // all labels, in load order

	parents     edges // declared order
	deps        edges // resolved, declared order
	below       edges // parents, then dependencies that no ancestor declares too
	children    edges // by parents, load order
	allChildren edges // by parents and dependencies, load order
	order       []int32
	rank        []int32 // position in order; all that a revision needs ranks lower

	heads, realHeads, bases []int32
	labels                  labelling
}

// Len is the number of revisions.
func (g *Graph) Len() int { return len(g.revs) }

// Revisions are all revisions, in load order.
func (g *Graph) Revisions() []*revisions.Revision {
	return append([]*revisions.Revision(nil), g.revs...)
}

// Lookup is the revision with exactly this id, or nil.
func (g *Graph) Lookup(id string) *revisions.Revision {
	if v, ok := g.ids[id]; ok {
		return g.revs[v]
	}
	return nil
}

// Heads are the revisions that no other names as a parent, in load order.
func (g *Graph) Heads() []*revisions.Revision { return g.pick(g.heads) }

// RealHeads are the heads that no other revision depends on, in load order:
// the rows of the version table after everything has been applied.
func (g *Graph) RealHeads() []*revisions.Revision { return g.pick(g.realHeads) }

// Bases are the revisions without parents, in load order.
func (g *Graph) Bases() []*revisions.Revision { return g.pick(g.bases) }

// IsHead tells whether no revision names this one as a parent.
func (g *Graph) IsHead(id string) bool {
	v, ok := g.ids[id]
	return ok && len(g.children.of(v)) == 0
}

// IsRealHead tells whether no revision names this one as a parent or depends
// on it. A head which is not a real one is called an effective head.
func (g *Graph) IsRealHead(id string) bool {
	v, ok := g.ids[id]
	return ok && len(g.allChildren.of(v)) == 0
}

// IsBranchPoint tells whether several revisions name this one as a parent.
func (g *Graph) IsBranchPoint(id string) bool {
	v, ok := g.ids[id]
	return ok && len(g.children.of(v)) > 1
}

// IsMergePoint tells whether this revision has several parents.
func (g *Graph) IsMergePoint(id string) bool {
	v, ok := g.ids[id]
	return ok && len(g.parents.of(v)) > 1
}

// Parents are the ids of a revision's parents in declared order; none for a
// base and for an id that does not exist.
func (g *Graph) Parents(id string) []string { return g.neighbours(id, g.parents) }

// Dependencies are the ids of the revisions that a revision depends on, labels
// resolved, in declared order.
func (g *Graph) Dependencies(id string) []string { return g.neighbours(id, g.deps) }

// Children are the ids of the revisions that name this one as a parent, sorted.
func (g *Graph) Children(id string) []string {
	found := g.neighbours(id, g.children)
	sort.Strings(found)
	return found
}

// Labels are all labels that apply to a revision, its own and those that
// spread to it along its line, sorted.
func (g *Graph) Labels(id string) []string {
	v, ok := g.ids[id]
	if !ok {
		return nil
	}
	return g.labels.of(v)
}

func (g *Graph) neighbours(id string, e edges) []string {
	v, ok := g.ids[id]
	if !ok {
		return nil
	}
	return g.idsOf(e.of(v))
}

func (g *Graph) pick(list []int32) []*revisions.Revision {
	found := make([]*revisions.Revision, len(list))
	for i, v := range list {
		found[i] = g.revs[v]
	}
	return found
}

func (g *Graph) id(v int32) string { return g.revs[v].ID }

func (g *Graph) idsOf(list []int32) []string {
	found := make([]string, len(list))
	for i, v := range list {
		found[i] = g.id(v)
	}
	return found
}

// sortedIDs is idsOf in order of the ids.
func (g *Graph) sortedIDs(list []int32) []string {
	found := g.idsOf(list)
	sort.Strings(found)
	return found
}
