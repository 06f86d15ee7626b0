package graph

// edges are the neighbours of every revision, one after the other in one
// slice: those of v are to[start[v]:start[v+1]].
type edges struct{ start, to []int32 }

func (e edges) of(v int32) []int32 { return e.to[e.start[v]:e.start[v+1]] }

func (e edges) count() int { return len(e.start) - 1 }

// newEdges makes room for the neighbours of n revisions, to be added in order
// of the revisions by append to e.to and a call of close after each.
func newEdges(n int) edges {
	return edges{start: make([]int32, 1, n+1), to: make([]int32, 0, n)}
}

func (e *edges) close() { e.start = append(e.start, int32(len(e.to))) }

// reversed turns every edge round; the neighbours come in order of number.
func (e edges) reversed() edges {
	n := e.count()
	r := edges{start: make([]int32, n+1), to: make([]int32, len(e.to))}
	for _, w := range e.to {
		r.start[w+1]++
	}
	for v := range n {
		r.start[v+1] += r.start[v]
	}
	free := append([]int32(nil), r.start[:n]...)
	for v := range int32(n) {
		for _, w := range e.of(v) {
			r.to[free[w]] = v
			free[w]++
		}
	}
	return r
}

// joined is the neighbours in a, then those in b that keep accepts, each once.
func joined(a, b edges, keep func(v, w int32) bool) edges {
	n := a.count()
	j := newEdges(n)
	seen := make([]int32, n) // the last revision, plus 1, that had this neighbour
	for v := range int32(n) {
		for _, w := range a.of(v) {
			if seen[w] != v+1 {
				seen[w] = v + 1
				j.to = append(j.to, w)
			}
		}
		for _, w := range b.of(v) {
			if seen[w] != v+1 && keep(v, w) {
				seen[w] = v + 1
				j.to = append(j.to, w)
			}
		}
		j.close()
	}
	return j
}

// set is a set of revisions, one truth value for each.
type set []bool

// closure is the given revisions and everything that is reachable from them.
func (e edges) closure(from []int32) set {
	seen := make(set, e.count())
	todo := make([]int32, 0, len(from))
	for _, v := range from {
		if !seen[v] {
			seen[v] = true
			todo = append(todo, v)
		}
	}
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, w := range e.of(v) {
			if !seen[w] {
				seen[w] = true
				todo = append(todo, w)
			}
		}
	}
	return seen
}

// list is the members in order of number.
func (s set) list() []int32 {
	var members []int32
	for v, in := range s {
		if in {
			members = append(members, int32(v))
		}
	}
	return members
}
