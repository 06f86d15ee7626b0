package catalog

import (
	"reflect"
	"slices"
	"strings"
)

// Doubt marks what is not as it was in an earlier state: statements that may not
// have run have made, changed or dropped it. A relation whose name is free now
// comes back as one of unknown content.
func (c *Catalog) Doubt(before *Catalog) {
	if slices.Equal(c.objects.roots, before.objects.roots) {
		return
	}
	var changed, gone []Object
	c.objects.apart(&before.objects, func(o Object) {
		if old := before.Object(o.head().OID); old != o && !onlyOpened(old, o) {
			changed = append(changed, o)
		}
	})
	before.objects.apart(&c.objects, func(o Object) {
		now := c.Object(o.head().OID)
		if now == nil || now.head().Name != o.head().Name || now.head().In != o.head().In {
			gone = append(gone, o)
		}
	})
	for _, o := range changed {
		c.doubt(o.head().OID)
		if k, ok := o.(*Constraint); ok {
			c.doubt(k.References)
		}
		c.doubt(c.ownerOf(o))
	}
	for _, o := range gone {
		c.mayBeBack(o, before)
	}
}

// onlyOpened tells whether nothing has happened to a relation but that it may have
// partitions that nobody knows: that is a doubt of its own.
func onlyOpened(before, now Object) bool {
	old, was := before.(*Relation)
	r, is := now.(*Relation)
	if !was || !is || old.OpenPartitions == r.OpenPartitions {
		return false
	}
	opened := *old
	opened.OpenPartitions = true
	return reflect.DeepEqual(&opened, r)
}

func (c *Catalog) doubt(oid OID) {
	if o := c.Object(oid); o != nil && !o.head().Doubtful {
		n := o.clone()
		n.head().Doubtful = true
		c.put(oid, n)
	}
}

// ownerOf is the relation that an object is a part of, and that changes with it;
// 0 for none.
func (c *Catalog) ownerOf(o Object) OID {
	if r, ok := c.Object(o.head().In).(*Relation); ok {
		return r.OID
	}
	return 0
}

// mayBeBack is for an object that may be there under the name that it had
// before.
func (c *Catalog) mayBeBack(o Object, before *Catalog) {
	h := *o.head()
	r, ok := o.(*Relation)
	switch {
	case h.Class.belongs():
		c.doubt(before.ownerOf(o))
	case c.Find(h.Class, h.In, h.Name) != nil:
	case !ok || c.Object(h.In) == nil:
		c.Incomplete = true
	default:
		ghost := &Relation{
			Head: Head{Class: h.Class, In: h.In, Name: h.Name, Origin: h.Origin, Doubtful: true},
			Kind: r.Kind, Persistence: r.Persistence, Index: r.Index, Sequence: r.Sequence, Unknown: true,
		}
		Assume(c, ghost)
	}
}

// isDoubtful tells whether an object is in doubt by itself or with the relation
// that it is on.
func (c *Catalog) isDoubtful(o Object) bool {
	if o.head().Doubtful {
		return true
	}
	on := c.ownerOf(o)
	if r, ok := o.(*Relation); ok && r.Index != nil {
		on = r.Index.Table
	}
	r, ok := c.Object(on).(*Relation)
	return ok && r.Doubtful
}

// doubt makes the lines from some place on say that the object need not be
// there, or may be another.
func (d *description) doubt(o Object, from int) {
	r, isRelation := o.(*Relation)
	if isRelation && r.Unknown {
		return
	}
	for i, line := range d.lines[from:] {
		if strings.HasSuffix(line, "??") {
			continue
		}
		subject, _, _ := strings.Cut(line, ": ")
		if f, ok := o.(*Function); ok {
			subject = "function " + d.name(f) + "(?"
		}
		d.lines[from+i] = strings.TrimSuffix(subject, ":") + ":??"
	}
	if isRelation && r.Doubtful && !r.Kind.IsIndex() {
		d.unknownRelation(r)
	}
}
