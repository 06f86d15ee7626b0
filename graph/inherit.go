package graph

import "sort"

// edge is one dependency: v depends on w.
type edge struct{ v, w int32 }

// inheritedDependencies are the dependencies that an ancestor along parents
// declares too: planning leaves them out.
//
// Only a dependency that several revisions declare can be one. These are
// looked at 64 at a time, one bit each, in one pass over the stretch of the
// order in which their declarers stand.
func (g *Graph) inheritedDependencies() map[edge]bool {
	shared := g.sharedDependencies()
	inherited := map[edge]bool{}
	if len(shared) == 0 {
		return inherited
	}
	own := make([]uint64, len(g.revs))   // what the revision declares
	above := make([]uint64, len(g.revs)) // what its ancestors declare
	for len(shared) > 0 {
		batch := shared[:min(64, len(shared))]
		shared = shared[len(batch):]
		g.inheritBatch(batch, own, above, inherited)
	}
	return inherited
}

// declarers are the revisions that declare one dependency, and the ranks
// between which they stand.
type declarers struct {
	dep       int32
	by        []int32
	low, high int32
}

// sharedDependencies are the dependencies that several revisions declare, in
// order of the lowest of these.
func (g *Graph) sharedDependencies() []declarers {
	var shared []declarers
	by := g.deps.reversed()
	for w := range int32(len(g.revs)) {
		list := by.of(w)
		if len(list) < 2 {
			continue
		}
		d := declarers{dep: w, by: list, low: g.rank[list[0]], high: g.rank[list[0]]}
		for _, v := range list {
			d.low, d.high = min(d.low, g.rank[v]), max(d.high, g.rank[v])
		}
		shared = append(shared, d)
	}
	sort.Slice(shared, func(i, j int) bool { return shared[i].low < shared[j].low })
	return shared
}

func (g *Graph) inheritBatch(batch []declarers, own, above []uint64, inherited map[edge]bool) {
	low, high := batch[0].low, batch[0].high
	for bit, d := range batch {
		high = max(high, d.high)
		for _, v := range d.by {
			own[v] |= 1 << bit
		}
	}
	for _, v := range g.order[low : high+1] {
		above[v] = 0
		for _, p := range g.parents.of(v) {
			if g.rank[p] >= low {
				above[v] |= above[p] | own[p]
			}
		}
	}
	for bit, d := range batch {
		for _, v := range d.by {
			if above[v]&(1<<bit) != 0 {
				inherited[edge{v, d.dep}] = true
			}
			own[v] &^= 1 << bit
		}
	}
}
