package catalog

import (
	"cmp"
	"iter"
	"slices"
)

// DependencyKind is as in pg_depend.deptype (PostgreSQL 16, section 53.18).
type DependencyKind byte

// The kinds of dependencies.
const (
	// Normal: a DROP of what is referenced needs CASCADE.
	Normal DependencyKind = 'n'
	// Auto: it goes with what is referenced, silently.
	Auto DependencyKind = 'a'
	// Internal: it goes with what is referenced and cannot be dropped by
	// itself.
	Internal DependencyKind = 'i'
	// Partition is like Internal; any one of several owners is enough.
	PartitionPrimary   DependencyKind = 'P'
	PartitionSecondary DependencyKind = 'S'
	// Member: an object of an extension.
	Member DependencyKind = 'e'
)

// Dependency says that Dependent cannot be without Ref.
type Dependency struct {
	Ref, Dependent Address
	Kind           DependencyKind
}

func (a Address) compare(b Address) int {
	return cmp.Compare(int64(a.OID)<<16+int64(a.Sub), int64(b.OID)<<16+int64(b.Sub))
}

// byRef and byDep are dependencies in the order of the one and of the other end.
type (
	byRef Dependency
	byDep Dependency
)

func (d byRef) compare(e byRef) int {
	return cmp.Or(d.Ref.compare(e.Ref), d.Dependent.compare(e.Dependent), cmp.Compare(d.Kind, e.Kind))
}

func (d byDep) compare(e byDep) int {
	return cmp.Or(d.Dependent.compare(e.Dependent), d.Ref.compare(e.Ref), cmp.Compare(d.Kind, e.Kind))
}

// Depend records that an object or column depends on others. Addresses of OID 0
// and of the dependent itself are passed over.
func (c *Catalog) Depend(dependent Address, kind DependencyKind, refs ...Address) {
	for _, ref := range refs {
		if ref.OID == 0 || ref == dependent {
			continue
		}
		c.depend(Dependency{Ref: ref, Dependent: dependent, Kind: kind})
	}
}

// Dependents are the dependencies on an object: on all of it where Sub is 0,
// its columns included, else on that column.
func (c *Catalog) Dependents(ref Address) []Dependency {
	var found []Dependency
	for d := range c.EachDependent(ref) {
		found = append(found, d)
	}
	return found
}

// EachDependent is [Catalog.Dependents] for whoever changes nothing meanwhile.
func (c *Catalog) EachDependent(ref Address) iter.Seq[Dependency] {
	return func(yield func(Dependency) bool) {
		c.objects.at(ref.OID).dependents.ascend(byRef{Ref: ref}, func(d byRef) bool {
			return (ref.Sub == 0 || d.Ref.Sub == ref.Sub) && yield(Dependency(d))
		})
	}
}

// References are what an object, with its columns where Sub is 0, depends on.
func (c *Catalog) References(dependent Address) []Dependency {
	var found []Dependency
	c.objects.at(dependent.OID).references.ascend(byDep{Dependent: dependent}, func(d byDep) bool {
		if dependent.Sub != 0 && d.Dependent.Sub != dependent.Sub {
			return false
		}
		found = append(found, Dependency(d))
		return true
	})
	return found
}

// Undepend forgets dependencies of one dependent on one object and its columns.
func (c *Catalog) Undepend(dependent Address, ref OID, kind DependencyKind) {
	for _, d := range c.References(dependent) {
		if d.Ref.OID == ref && d.Kind == kind && d.Dependent == dependent {
			c.forget(d)
		}
	}
}

// Forget forgets all that an object or column depends on, to be recorded anew.
func (c *Catalog) Forget(dependent Address) {
	for _, d := range c.References(dependent) {
		if d.Dependent == dependent {
			c.forget(d)
		}
	}
}

// addEdge and removeEdge say whether there was anything to do.
func (c *Catalog) addEdge(d Dependency) bool {
	c.objects.edit(d.Ref.OID).dependents.add(c.objects.owner, byRef(d))
	_, known := c.objects.edit(d.Dependent.OID).references.add(c.objects.owner, byDep(d))
	return !known
}

func (c *Catalog) removeEdge(d Dependency) bool {
	c.objects.edit(d.Ref.OID).dependents.remove(c.objects.owner, byRef(d))
	_, known := c.objects.edit(d.Dependent.OID).references.remove(c.objects.owner, byDep(d))
	return known
}

// forgetEdges forgets an object's dependencies in both directions.
func (c *Catalog) forgetEdges(oid OID) {
	for _, d := range c.Dependents(Address{OID: oid}) {
		c.forget(d)
	}
	for _, d := range c.References(Address{OID: oid}) {
		c.forget(d)
	}
}

// Inherit records a parent of a table or index, with the dependency that goes
// with it, behind those that it has.
func (c *Catalog) Inherit(child *Relation, parent OID) {
	n := Edit(c, child)
	n.Parents = append(n.Parents[:len(n.Parents):len(n.Parents)], parent)
	kind := Normal
	if n.Partition {
		kind = Auto
	}
	c.Depend(Address{OID: child.OID}, kind, Address{OID: parent})
}

// Disinherit takes a parent away.
func (c *Catalog) Disinherit(child *Relation, parent OID) {
	n := Edit(c, child)
	n.Parents = nil
	for _, p := range child.Parents {
		if p != parent {
			n.Parents = append(n.Parents, p)
		}
	}
	c.Undepend(Address{OID: child.OID}, parent, Normal)
	c.Undepend(Address{OID: child.OID}, parent, Auto)
}

// Children are the direct children of a table: partitions, or what inherits
// from it; for an index those of the partitions.
func (c *Catalog) Children(parent OID) []*Relation {
	var found []*Relation
	c.objects.at(parent).dependents.ascend(byRef{Ref: Address{OID: parent}}, func(d byRef) bool {
		if d.Ref.Sub != 0 {
			return false
		}
		r, ok := c.Object(d.Dependent.OID).(*Relation)
		if ok && slices.Contains(r.Parents, parent) && (len(found) == 0 || found[len(found)-1] != r) {
			found = append(found, r)
		}
		return true
	})
	return found
}

// Descendants are all children of a table, and theirs, each once, parents
// first; the table itself is not among them.
func (c *Catalog) Descendants(parent OID) []*Relation {
	var found []*Relation
	seen := map[OID]bool{parent: true}
	for queue := []OID{parent}; len(queue) > 0; queue = queue[1:] {
		for _, r := range c.Children(queue[0]) {
			if !seen[r.OID] {
				seen[r.OID] = true
				found = append(found, r)
				queue = append(queue, r.OID)
			}
		}
	}
	return found
}
