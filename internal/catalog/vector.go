package catalog

// vector holds the objects by OID, in leaves of 32 below two levels of nodes and
// a list. A copy shares everything; whoever writes first to a leaf or node that
// others may see copies it. OIDs are given in order, so that no tree has to be
// searched: nearly all that a replay does is to look up objects.
type vector struct {
	// owner marks the nodes that this vector alone can see.
	owner *byte
	roots []*middle
}

const (
	fan      = 32
	perLeaf  = fan
	perInner = fan * perLeaf
	perRoot  = fan * perInner
)

type leaf struct {
	owner   *byte
	objects [fan]Object
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

func (v *vector) get(oid OID) Object {
	i := int(oid)
	if i/perRoot >= len(v.roots) {
		return nil
	}
	m := v.roots[i/perRoot]
	if m == nil || m.inners[i/perInner%fan] == nil {
		return nil
	}
	l := m.inners[i/perInner%fan].leaves[i/perLeaf%fan]
	if l == nil {
		return nil
	}
	return l.objects[i%fan]
}

// set puts an object, or nil for none, at an OID.
func (v *vector) set(oid OID, o Object) {
	i := int(oid)
	m := v.middle(i / perRoot)
	n := &m.inners[i/perInner%fan]
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
	(*l).objects[i%fan] = o
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

// scan visits all objects in the order of their OIDs.
func (v *vector) scan(visit func(Object)) {
	for _, m := range v.roots {
		if m == nil {
			continue
		}
		for _, n := range m.inners {
			if n == nil {
				continue
			}
			for _, l := range n.leaves {
				if l == nil {
					continue
				}
				for _, o := range l.objects {
					if o != nil {
						visit(o)
					}
				}
			}
		}
	}
}
