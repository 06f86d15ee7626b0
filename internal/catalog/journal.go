package catalog

import "slices"

// journal is what has happened to a catalog since its mark, so that it can be
// taken back. Each list has an order of its own: none looks at another.
type journal struct {
	objects []objectChange
	names   []nameChange
	edges   []edgeChange
	// borrowed holds where another catalog may write behind the same lists.
	borrowed bool
}

// objectChange is what stood at an OID before.
type objectChange struct {
	oid OID
	old Object
}

// nameChange is an entry that was added, or removed; old is what it replaced.
type nameChange struct {
	entry
	old     OID
	removed bool
}

// edgeChange is a dependency that was added, or removed.
type edgeChange struct {
	Dependency
	removed bool
}

// lent is the journal for a copy of the catalog: what either adds, the other
// does not see.
func (j journal) lent() journal {
	return journal{
		j.objects[:len(j.objects):len(j.objects)], j.names[:len(j.names):len(j.names)],
		j.edges[:len(j.edges):len(j.edges)], true,
	}
}

// emptied is an empty journal in the same place.
func (j journal) emptied() journal {
	if j.borrowed {
		return journal{}
	}
	return journal{objects: j.objects[:0], names: j.names[:0], edges: j.edges[:0]}
}

// Mark is a state of a catalog that can be found again, until the next mark is
// set: dearer than [Catalog.Copy] for whoever needs it, and free for all others.
type Mark struct{ then Catalog }

// Mark sets the mark. Whoever puts another catalog's state in the place of this
// one may put back a copy that was taken since, and nothing else.
func (c *Catalog) Mark() Mark {
	c.journal = c.journal.emptied()
	m := Mark{*c}
	m.then.journal = journal{}
	return m
}

// Next is what [Catalog.Next] was.
func (m *Mark) Next() OID { return m.then.next }

// At is a catalog as it was at its mark.
func (c *Catalog) At(m *Mark) *Catalog {
	n := m.then
	n.objects, n.names, n.global = c.objects.copy(), c.names, c.global
	n.takeBack(c.journal)
	return &n
}

// TakeBack goes back to the mark.
func (c *Catalog) TakeBack(m *Mark) {
	n := m.then
	n.objects, n.names, n.global = c.objects, c.names, c.global
	n.takeBack(c.journal)
	n.journal = c.journal.emptied()
	*c = n
}

// Changes is how many objects have been made, changed or dropped since the mark.
func (c *Catalog) Changes() int { return len(c.journal.objects) }

// AnyDropped tells whether any name has gone since the mark.
func (c *Catalog) AnyDropped() bool {
	return slices.ContainsFunc(c.journal.names, func(change nameChange) bool { return change.removed })
}

// ObjectAt is [Catalog.Object] of the catalog at its mark; it looks through all changes.
func (c *Catalog) ObjectAt(oid OID) Object {
	for _, change := range c.journal.objects {
		if change.oid == oid {
			return change.old
		}
	}
	return c.Object(oid)
}

// takeBack undoes what a journal tells, the last things first.
func (c *Catalog) takeBack(j journal) {
	owner := c.objects.owner
	for i := len(j.objects) - 1; i >= 0; i-- {
		c.objects.edit(j.objects[i].oid).object = j.objects[i].old
	}
	for i := len(j.names) - 1; i >= 0; i-- {
		change := j.names[i]
		names := c.editNames(change.class, change.in)
		switch {
		case change.removed:
			names.add(owner, change.entry)
		case change.old != 0:
			change.oid = change.old
			names.add(owner, change.entry)
		default:
			names.remove(owner, change.entry)
		}
	}
	for i := len(j.edges) - 1; i >= 0; i-- {
		if d := j.edges[i].Dependency; j.edges[i].removed {
			c.addEdge(d)
		} else {
			c.removeEdge(d)
		}
	}
}

// put stores an object, or nil, at an OID.
func (c *Catalog) put(oid OID, o Object) {
	place := &c.objects.edit(oid).object
	c.journal.objects = append(c.journal.objects, objectChange{oid, *place})
	*place = o
}

func (c *Catalog) addName(e entry) {
	old, _ := c.editNames(e.class, e.in).add(c.objects.owner, e)
	c.journal.names = append(c.journal.names, nameChange{entry: e, old: old.oid})
}

func (c *Catalog) removeName(e entry) {
	if old, ok := c.editNames(e.class, e.in).remove(c.objects.owner, e); ok {
		c.journal.names = append(c.journal.names, nameChange{entry: old, removed: true})
	}
}

func (c *Catalog) depend(d Dependency) {
	if c.addEdge(d) {
		c.journal.edges = append(c.journal.edges, edgeChange{Dependency: d})
	}
}

func (c *Catalog) forget(d Dependency) {
	if c.removeEdge(d) {
		c.journal.edges = append(c.journal.edges, edgeChange{d, true})
	}
}
