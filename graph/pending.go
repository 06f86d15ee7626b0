package graph

import "math"

const noSlot int32 = math.MaxInt32

// pending answers one question of an [ordering]: of the pending lines, which is
// the first whose revision stands above a given one?
//
// Each revision hangs below its first ancestor in a tree, so that all above
// it in the tree is one stretch of positions, whose lowest slot a segment tree
// knows. The edges that are not in the tree, those of merges and dependencies,
// are followed one by one as long as what they come from is still to be put
// out.
type pending struct {
	g          *Graph
	first, end []int32 // the stretch of each revision; end is exclusive
	lowestIn   []int32 // segment tree over the slots
	crossStart []int32 // by position: other edges that lead there
	cross      []int32 // the revisions that they come from
	skip       []int32 // the next edge that may still count
	gone       set     // revisions that have been put out
	seen       []int32 // by revision: the last question that came by
	question   int32
}

// newPending builds the answer for the state that an ordering has come to.
func newPending(o *ordering) *pending {
	n := len(o.waits)
	p := &pending{g: o.g, gone: make(set, n), seen: make([]int32, n), lowestIn: make([]int32, 2*n)}
	p.layTree(o.within)
	p.layCross(o.within)
	for v := range p.gone {
		p.gone[v] = !o.within[v] || !o.wanted[v] && o.waits[v] == 0
	}
	for _, v := range o.out {
		p.gone[v] = true
	}
	for i := range p.lowestIn {
		p.lowestIn[i] = noSlot
	}
	for v, s := range o.slot {
		if s != 0 {
			p.put(int32(v), s)
		}
	}
	return p
}

// treeParent is the first revision below v that counts, or -1.
func (p *pending) treeParent(v int32, within set) int32 {
	for _, d := range p.g.below.of(v) {
		if within[d] {
			return d
		}
	}
	return -1
}

func (p *pending) layTree(within set) {
	n := len(within)
	size := make([]int32, n)
	for i := n - 1; i >= 0; i-- {
		v := p.g.order[i]
		size[v]++
		if d := p.treeParent(v, within); within[v] && d >= 0 {
			size[d] += size[v]
		}
	}
	p.first, p.end = make([]int32, n), make([]int32, n)
	free := make([]int32, n) // the next position inside each stretch
	root := int32(0)
	for _, v := range p.g.order {
		next := &root
		if d := p.treeParent(v, within); within[v] && d >= 0 {
			next = &free[d]
		}
		p.first[v], p.end[v] = *next, *next+size[v]
		*next += size[v]
		free[v] = p.first[v] + 1
	}
}

func (p *pending) layCross(within set) {
	n := int32(len(within))
	p.crossStart = make([]int32, n+1)
	each := func(do func(at, from int32)) {
		for v := range n {
			if !within[v] {
				continue
			}
			tree := p.treeParent(v, within)
			for _, d := range p.g.below.of(v) {
				if within[d] && d != tree {
					do(p.first[d], v)
				}
			}
		}
	}
	each(func(at, _ int32) { p.crossStart[at+1]++ })
	for at := range n {
		p.crossStart[at+1] += p.crossStart[at]
	}
	p.cross = make([]int32, p.crossStart[n])
	free := append([]int32(nil), p.crossStart[:n]...)
	each(func(at, from int32) {
		p.cross[free[at]] = from
		free[at]++
	})
	p.skip = make([]int32, len(p.cross)+1)
	for i := range p.skip {
		p.skip[i] = int32(i)
	}
}

// put and take keep the segment tree up to date.
func (p *pending) put(v, s int32) { p.set(v, s) }

func (p *pending) take(v int32) { p.set(v, noSlot) }

func (p *pending) set(v, s int32) {
	i := int(p.first[v]) + len(p.lowestIn)/2
	p.lowestIn[i] = s
	for i > 1 {
		i /= 2
		p.lowestIn[i] = min(p.lowestIn[2*i], p.lowestIn[2*i+1])
	}
}

// lowestBetween is the lowest slot at the positions from, to exclusive.
func (p *pending) lowestBetween(from, to int32) int32 {
	lowest, n := noSlot, len(p.lowestIn)/2
	for l, r := int(from)+n, int(to)+n; l < r; l, r = l/2, r/2 {
		if l%2 == 1 {
			lowest = min(lowest, p.lowestIn[l])
			l++
		}
		if r%2 == 1 {
			r--
			lowest = min(lowest, p.lowestIn[r])
		}
	}
	return lowest
}

// lowest is the first slot whose revision stands above v, or 0.
func (p *pending) lowest(v int32) int32 {
	p.question++
	lowest := p.lowestBetween(p.first[v]+1, p.end[v])
	p.seen[v] = p.question
	todo := []int32{v}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for i := p.live(p.crossStart[p.first[at]]); i < p.crossStart[p.end[at]]; i = p.live(i + 1) {
			from := p.cross[i]
			inside := p.first[at] <= p.first[from] && p.first[from] < p.end[at]
			if !inside && p.seen[from] != p.question {
				p.seen[from] = p.question
				lowest = min(lowest, p.lowestBetween(p.first[from], p.end[from]))
				todo = append(todo, from)
			}
		}
	}
	if lowest == noSlot {
		return 0
	}
	return lowest
}

// live is the first edge from i on whose source is still to be put out.
func (p *pending) live(i int32) int32 {
	to := i
	for int(to) < len(p.cross) {
		if p.skip[to] != to {
			to = p.skip[to]
		} else if p.gone[p.cross[to]] {
			p.skip[to] = to + 1
		} else {
			break
		}
	}
	for i != to {
		i, p.skip[i] = p.skip[i], to
	}
	return to
}
