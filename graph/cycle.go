package graph

import "sqlbundle/internal/source"

// reportCycles reports every group of revisions that need each other: by their
// parents where these alone close a cycle, otherwise by all edges.
func (b *builder) reportCycles(all edges) {
	byParents := make(set, all.count())
	for _, group := range components(b.g.parents) {
		for _, v := range group {
			byParents[v] = true
		}
		b.reportCycle(b.g.parents, group, false)
	}
	for _, group := range components(all) {
		reported := false
		for _, v := range group {
			reported = reported || byParents[v]
		}
		if !reported {
			b.reportCycle(all, group, true)
		}
	}
}

// reportCycle shows one cycle through the group's first member in load order.
func (b *builder) reportCycle(down edges, group []int32, dependency bool) {
	first := group[0]
	for _, v := range group {
		first = min(first, v)
	}
	ring := around(down, group, first)
	shown := make(map[int32]bool, len(ring))
	for _, v := range ring {
		shown[v] = true
	}
	var rest []int32
	for _, v := range group {
		if !shown[v] {
			rest = append(rest, v)
		}
	}
	b.report(first, b.reference(first, ring[1%len(ring)]), &CycleError{
		Cycle: b.g.idsOf(ring), Tangled: b.g.sortedIDs(rest), Dependency: dependency,
	})
}

// reference is where v names w.
func (b *builder) reference(v, w int32) source.Span {
	rev := b.g.revs[v]
	for _, ref := range rev.Parents {
		if found, ok := b.g.ids[ref.ID]; ok && found == w {
			return ref.Span
		}
	}
	for _, ref := range rev.DependsOn {
		if found, ok := b.g.exact(ref.ID); ok && found == w {
			return ref.Span
		}
	}
	return rev.IDSpan
}

// around is a shortest way from first back to first inside the group.
func around(down edges, group []int32, first int32) []int32 {
	inside := make(map[int32]bool, len(group))
	for _, v := range group {
		inside[v] = true
	}
	from := map[int32]int32{} // the revision before this one on the way
	queue := []int32{first}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for _, w := range down.of(v) {
			if w == first {
				return wayTo(v, first, from)
			}
			if _, seen := from[w]; !seen && inside[w] {
				from[w] = v
				queue = append(queue, w)
			}
		}
	}
	return []int32{first}
}

func wayTo(v, first int32, from map[int32]int32) []int32 {
	way := []int32{v}
	for v != first {
		v = from[v]
		way = append(way, v)
	}
	for i, j := 0, len(way)-1; i < j; i, j = i+1, j-1 {
		way[i], way[j] = way[j], way[i]
	}
	return way
}

// components are the strongly connected components of two or more revisions,
// by Tarjan's algorithm with a stack of its own.
func components(down edges) [][]int32 {
	t := &tarjan{
		down: down, index: make([]int32, down.count()), low: make([]int32, down.count()),
		edge: make([]int32, down.count()), onStack: make(set, down.count()),
	}
	for v := range int32(down.count()) {
		if t.index[v] == 0 {
			t.visit(v)
		}
	}
	return t.found
}

type tarjan struct {
	down    edges
	index   []int32 // order of discovery, from 1
	low     []int32
	edge    []int32 // how many neighbours have been looked at
	onStack set
	stack   []int32
	next    int32
	found   [][]int32
}

func (t *tarjan) visit(root int32) {
	calls := []int32{t.enter(root)}
	for len(calls) > 0 {
		v := calls[len(calls)-1]
		if neighbours := t.down.of(v); int(t.edge[v]) < len(neighbours) {
			w := neighbours[t.edge[v]]
			t.edge[v]++
			if t.index[w] == 0 {
				calls = append(calls, t.enter(w))
			} else if t.onStack[w] {
				t.low[v] = min(t.low[v], t.index[w])
			}
			continue
		}
		calls = calls[:len(calls)-1]
		if len(calls) > 0 {
			above := calls[len(calls)-1]
			t.low[above] = min(t.low[above], t.low[v])
		}
		if t.low[v] == t.index[v] {
			t.leave(v)
		}
	}
}

func (t *tarjan) enter(v int32) int32 {
	t.next++
	t.index[v], t.low[v] = t.next, t.next
	t.stack = append(t.stack, v)
	t.onStack[v] = true
	return v
}

func (t *tarjan) leave(v int32) {
	from := len(t.stack) - 1
	for t.stack[from] != v {
		from--
	}
	group := append([]int32(nil), t.stack[from:]...)
	t.stack = t.stack[:from]
	for _, w := range group {
		t.onStack[w] = false
	}
	if len(group) > 1 {
		t.found = append(t.found, group)
	}
}
