package graph

// sorted puts the revisions of a set into an order in which descendants come
// before ancestors: an upgrade runs it reversed, a downgrade as it is. It walks
// down from the first head in load order; on reaching a revision that another
// pending line still has above it, it goes on with the first such line, and
// comes back by one line when a line ends.
//
// within holds the set and whatever leads from heads to it. The result is false
// where heads do not reach all of the set inside it.
func (g *Graph) sorted(wanted, within set, heads []int32) ([]int32, bool) {
	o := &ordering{
		g: g, wanted: wanted, within: within, waits: make([]int32, len(g.revs)),
		slot: make([]int32, len(g.revs)), node: []int32{-1}, prev: []int32{0}, next: []int32{0},
	}
	size := 0
	for v := range int32(len(g.revs)) {
		if wanted[v] {
			size++
		}
		if within[v] {
			for _, d := range g.below.of(v) {
				o.waits[d]++
			}
		}
	}
	o.out = make([]int32, 0, size)
	o.open(heads)
	for s := o.next[0]; s != 0; {
		v := o.node[s]
		if o.waits[v] == 0 {
			s = o.emit(s)
			continue
		}
		if o.lines == nil {
			o.lines = newPending(o)
		}
		if s = o.lines.lowest(v); s == 0 {
			return nil, false
		}
	}
	return o.out, len(o.out) == size
}

// ordering is the state of [Graph.sorted]. The pending lines are a list of
// numbered slots, each of which holds the revision that its line has come to;
// slot 0 is the list's both ends. A slot keeps its place and number, so that
// the first of two lines is the one with the lower number.
type ordering struct {
	g              *Graph
	wanted, within set
	waits          []int32 // how many revisions directly above are still to come
	slot           []int32 // by revision; 0 where it is in none
	node           []int32 // by slot
	prev, next     []int32 // by slot
	lines          *pending
	out            []int32
}

// open makes a line for each wanted head, in load order, and lets go of what
// is only on the way and has nothing above it.
func (o *ordering) open(heads []int32) {
	head := make(set, len(o.waits))
	for _, v := range heads {
		head[v] = o.wanted[v]
	}
	for v := range int32(len(head)) {
		if head[v] {
			o.append(v)
		}
	}
	var free []int32
	for v := range int32(len(o.within)) {
		if o.within[v] && !o.wanted[v] && o.waits[v] == 0 {
			free = append(free, v)
		}
	}
	o.release(free)
}

func (o *ordering) append(v int32) {
	s, last := int32(len(o.node)), o.prev[0]
	o.node, o.prev, o.next = append(o.node, v), append(o.prev, last), append(o.next, 0)
	o.next[last], o.prev[0] = s, s
	o.place(v, s)
}

func (o *ordering) place(v, s int32) {
	o.slot[v], o.node[s] = s, v
	if o.lines != nil {
		o.lines.put(v, s)
	}
}

// emit puts out the revision of a slot, moves the line on to the first
// revision below it that no line holds yet, opens lines for the others, and
// returns the slot to go on with, 0 at the end.
func (o *ordering) emit(s int32) int32 {
	v := o.node[s]
	o.out = append(o.out, v)
	o.slot[v] = 0
	if o.lines != nil {
		o.lines.take(v)
	}
	o.release([]int32{v})
	moved := false
	for _, d := range o.g.below.of(v) {
		if !o.wanted[d] || o.slot[d] != 0 {
			continue
		}
		if moved {
			o.append(d)
		} else {
			o.place(d, s)
			moved = true
		}
	}
	if moved {
		return s
	}
	before, after := o.prev[s], o.next[s]
	o.next[before], o.prev[after] = after, before
	if before == 0 {
		return after
	}
	return before
}

// release tells what stands directly below some revisions that these are done
// with; a revision that is only on the way is then done with too.
func (o *ordering) release(done []int32) {
	for len(done) > 0 {
		v := done[len(done)-1]
		done = done[:len(done)-1]
		if o.lines != nil {
			o.lines.gone[v] = true
		}
		for _, d := range o.g.below.of(v) {
			o.waits[d]--
			if o.waits[d] == 0 && o.within[d] && !o.wanted[d] {
				done = append(done, d)
			}
		}
	}
}
