package catalog

// vector holds the objects by OID, with what hangs on each, in leaves of 8
// below two levels of nodes and a list. A copy shares everything; whoever writes
// first to a leaf or node that others may see copies it. OIDs are given in
// order, so that no tree has to be searched: nearly all that a replay does is to
// look up objects.
type vector struct {
	// owner marks the nodes that this vector alone can see.
	owner *byte
	roots []*middle
}

const (
	fan     = 32
	perLeaf = 8
	perNode = fan * perLeaf
	perRoot = fan * perNode
)

// slot is the place of one OID.
type slot struct {
	// object is nil where there is none.
	object Object
	// parts are the names of what belongs to it and to no schema.
	parts set[entry]
	// dependents depend on it, references are what it depends on.
	dependents set[byRef]
	references set[byDep]
}

type leaf struct {
	owner *byte
	slots [perLeaf]slot
}

type inner struct {
	owner  *byte
	leaves [fan]*leaf
}

type middle struct {
	owner  *byte
	inners [fan]*inner
}

func newVector() vector { return vector{owner: new(byte)} }

// copy gives another vector of the same content. From now on neither owns what
// is there.
func (v *vector) copy() vector {
	v.owner = new(byte)
	return vector{owner: new(byte), roots: v.roots[:len(v.roots):len(v.roots)]}
}

// index is the place of an OID. The history's own objects come first: so the
// list of roots is short where it has made all that it names.
func index(oid OID) int { return int(oid ^ firstOID) }

// absent stands in the place of a slot that there is not.
var absent slot

// at is the slot of an OID, not to be written to.
func (v *vector) at(oid OID) *slot {
	i := uint(index(oid))
	if i/perRoot >= uint(len(v.roots)) {
		return &absent
	}
	m := v.roots[i/perRoot]
	if m == nil {
		return &absent
	}
	n := m.inners[i/perNode%fan]
	if n == nil {
		return &absent
	}
	l := n.leaves[i/perLeaf%fan]
	if l == nil {
		return &absent
	}
	return &l.slots[i%perLeaf]
}

// edit is the slot of an OID, to be written to.
func (v *vector) edit(oid OID) *slot {
	i := index(oid)
	m := v.middle(i / perRoot)
	n := &m.inners[i/perNode%fan]
	switch {
	case *n == nil:
		*n = &inner{owner: v.owner}
	case (*n).owner != v.owner:
		changed := **n
		changed.owner = v.owner
		*n = &changed
	}
	l := &(*n).leaves[i/perLeaf%fan]
	switch {
	case *l == nil:
		*l = &leaf{owner: v.owner}
	case (*l).owner != v.owner:
		changed := **l
		changed.owner = v.owner
		*l = &changed
	}
	return &(*l).slots[i%perLeaf]
}

// middle is a root that this vector may write to.
func (v *vector) middle(at int) *middle {
	roots := v.roots
	if at < len(roots) && roots[at] != nil && roots[at].owner == v.owner {
		return roots[at]
	}
	m := &middle{}
	if at < len(roots) && roots[at] != nil {
		*m = *roots[at]
	}
	m.owner = v.owner
	// The list is shared with copies.
	v.roots = make([]*middle, max(at+1, len(roots)))
	copy(v.roots, roots)
	v.roots[at] = m
	return m
}

// scan visits all objects, those that were taken to be there behind the others.
func (v *vector) scan(visit func(Object)) { v.apart(&vector{}, visit) }

// apart is scan without most of what is the same in another vector: the nodes
// that the two share.
func (v *vector) apart(from *vector, visit func(Object)) {
	for i, m := range v.roots {
		var other *middle
		if i < len(from.roots) {
			other = from.roots[i]
		}
		if m != nil && m != other {
			m.apart(other, visit)
		}
	}
}

func (m *middle) apart(from *middle, visit func(Object)) {
	for i, n := range m.inners {
		var other *inner
		if from != nil {
			other = from.inners[i]
		}
		if n != nil && n != other {
			n.apart(other, visit)
		}
	}
}

func (n *inner) apart(from *inner, visit func(Object)) {
	for i, l := range n.leaves {
		if l == nil || from != nil && l == from.leaves[i] {
			continue
		}
		for s := range l.slots {
			if o := l.slots[s].object; o != nil {
				visit(o)
			}
		}
	}
}
