package graph

import "sort"

// labelling is which labels apply to which revision.
//
// A label applies to everything above the revision that declares it, along
// parents. It applies below only while the way up is simple: where neither that
// revision nor anything above it forks, merges or has a dependent beside a
// child. So a simple line, from its lowest revision to its head, shares one set
// of labels. Sets are kept as nodes that point to the nodes which they
// inherit from, since written out they could be quadratic.
type labelling struct {
	node   []int32 // by revision; -1 where no label applies
	own    [][]string
	from   [][]int32
	simple set
}

func (g *Graph) newLabelling() labelling {
	l := labelling{node: make([]int32, len(g.revs)), simple: g.simpleLines()}
	for _, v := range g.order {
		parents := g.parents.of(v)
		if l.simple[v] && len(parents) == 1 && l.simple[parents[0]] {
			l.node[v] = l.node[parents[0]]
			continue
		}
		var own []string
		for at := v; ; at = g.children.of(at)[0] {
			for _, label := range g.revs[at].Labels {
				own = append(own, label.ID)
			}
			if !l.simple[v] || len(g.children.of(at)) == 0 {
				break
			}
		}
		l.node[v] = l.add(own, parents)
	}
	return l
}

// simpleLines are the revisions from which the way up is simple.
func (g *Graph) simpleLines() set {
	simple := make(set, len(g.revs))
	for i := len(g.order) - 1; i >= 0; i-- {
		v := g.order[i]
		simple[v] = len(g.allChildren.of(v)) <= 1 && len(g.parents.of(v)) <= 1
		for _, child := range g.children.of(v) {
			simple[v] = simple[v] && simple[child]
		}
	}
	return simple
}

// add makes a node for a revision with these labels and parents, or finds the
// one that it can share.
func (l *labelling) add(own []string, parents []int32) int32 {
	var from []int32
	for _, p := range parents {
		if node := l.node[p]; node >= 0 && !contains(from, node) {
			from = append(from, node)
		}
	}
	if len(own) == 0 && len(from) == 0 {
		return -1
	}
	if len(own) == 0 && len(from) == 1 {
		return from[0]
	}
	l.own, l.from = append(l.own, own), append(l.from, from)
	return int32(len(l.own) - 1)
}

// contains looks at the end of the list first and gives up soon: an element
// too many does no harm.
func contains(list []int32, v int32) bool {
	for i := len(list) - 1; i >= 0 && i >= len(list)-8; i-- {
		if list[i] == v {
			return true
		}
	}
	return false
}

func (l *labelling) of(v int32) []string {
	if l.node[v] < 0 {
		return nil
	}
	var found []string
	seen := map[int32]bool{l.node[v]: true}
	todo := []int32{l.node[v]}
	for len(todo) > 0 {
		node := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		found = append(found, l.own[node]...)
		for _, below := range l.from[node] {
			if !seen[below] {
				seen[below] = true
				todo = append(todo, below)
			}
		}
	}
	sort.Strings(found)
	return found
}

// labelled are the revisions to which a label applies: none where no revision
// declares it.
func (g *Graph) labelled(label string) set {
	v, ok := g.owner[label]
	if !ok {
		return make(set, len(g.revs))
	}
	members := g.children.closure([]int32{v})
	for g.labels.simple[v] && len(g.parents.of(v)) == 1 {
		v = g.parents.of(v)[0]
		if g.labels.simple[v] {
			members[v] = true
		}
	}
	return members
}
