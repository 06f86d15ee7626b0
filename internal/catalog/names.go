package catalog

import (
	"cmp"
	"iter"
	"strconv"
	"strings"
)

// entry is a name in a container, and the object that is found there.
type entry struct {
	class Class
	in    OID
	oid   OID
	name  string
}

func (a entry) compare(b entry) int {
	if order := cmp.Compare(uint64(a.class)<<32|uint64(a.in), uint64(b.class)<<32|uint64(b.in)); order != 0 {
		return order
	}
	return strings.Compare(a.name, b.name)
}

// belongs tells whether objects of a class stand in another object and not in a
// schema.
func (class Class) belongs() bool {
	switch class {
	case ClassConstraint, ClassDefault, ClassTrigger, ClassRule, ClassPolicy, ClassPublicationRelation:
		return true
	}
	return false
}

// namesIn are the names in a container, among others.
func (c *Catalog) namesIn(class Class, in OID) set[entry] {
	switch {
	case in == 0:
		return c.global
	case class.belongs():
		return c.objects.at(in).parts
	}
	return c.names
}

// editNames is the same, to be written to.
func (c *Catalog) editNames(class Class, in OID) *set[entry] {
	switch {
	case in == 0:
		return &c.global
	case class.belongs():
		return &c.objects.edit(in).parts
	}
	return &c.names
}

// index makes an object be found by its name, unindex takes that back.
func (c *Catalog) index(o Object) {
	h := o.head()
	c.addName(entry{h.Class, h.In, h.OID, h.Name})
	if e, ok := c.nameInSchema(h); ok {
		c.addName(e)
	}
}

func (c *Catalog) unindex(o Object) {
	h := o.head()
	c.removeName(entry{class: h.Class, in: h.In, name: h.Name})
	if e, ok := c.nameInSchema(h); ok {
		c.removeName(e)
	}
}

// nameInSchema is the second name of a constraint, by the schema of what it is
// on: names of constraints are chosen by it. It stands among those of relations,
// for the index of a key has the same: so the two share a page.
func (c *Catalog) nameInSchema(h *Head) (e entry, ok bool) {
	if h.Class != ClassConstraint {
		return entry{}, false
	}
	owner := c.Object(h.In)
	if owner == nil {
		return entry{}, false
	}
	return entry{ClassRelation, owner.head().In, h.OID, h.Name + "\x00" + strconv.Itoa(int(h.OID))}, true
}

// constraintNamed tells whether a constraint in a schema has a name.
func (c *Catalog) constraintNamed(schema OID, name string) bool {
	found := false
	prefix := name + "\x00"
	c.namesIn(ClassRelation, schema).ascend(entry{class: ClassRelation, in: schema, name: prefix}, func(e entry) bool {
		found = e.class == ClassRelation && e.in == schema && strings.HasPrefix(e.name, prefix)
		return false
	})
	return found
}

// Find is the object of a class with a name in a container: a schema, or for
// what belongs to a relation or a domain, that; 0 where the class has none. It
// is nil where there is none.
func (c *Catalog) Find(class Class, in OID, name string) Object {
	found, ok := c.namesIn(class, in).get(entry{class: class, in: in, name: name})
	if !ok {
		return nil
	}
	return c.Object(found.oid)
}

// In are the objects of a class in a container, in the order of their names.
func (c *Catalog) In(class Class, in OID) []Object { return c.withPrefix(class, in, "") }

func (c *Catalog) withPrefix(class Class, in OID, prefix string) []Object {
	var found []Object
	c.namesIn(class, in).ascend(entry{class: class, in: in, name: prefix}, func(e entry) bool {
		if e.class != class || e.in != in || !strings.HasPrefix(e.name, prefix) {
			return false
		}
		found = c.ifOf(class, e, found)
		return true
	})
	return found
}

// ifOf adds what an entry stands for to a list of objects of a class.
func (c *Catalog) ifOf(class Class, e entry, found []Object) []Object {
	if o := c.Object(e.oid); o != nil && o.head().Class == class {
		return append(found, o)
	}
	return found
}

// All are the objects of a class, in the order in which they were made.
func (c *Catalog) All(class Class) []Object {
	var found []Object
	if class.belongs() {
		c.objects.scan(func(o Object) {
			if o.head().Class == class {
				found = append(found, o)
			}
		})
		return found
	}
	for o := range c.named(class) {
		found = append(found, o)
	}
	sortByOID(found)
	return found
}

// named are the objects of a class that stand in a schema or in the database
// itself, in the order of their names.
func (c *Catalog) named(class Class) iter.Seq[Object] {
	return func(yield func(Object) bool) {
		for _, names := range [...]set[entry]{c.names, c.global} {
			goesOn := true
			names.ascend(entry{class: class}, func(e entry) bool {
				if e.class != class {
					return false
				}
				if o := c.Object(e.oid); o != nil && o.head().Class == class {
					goesOn = yield(o)
				}
				return goesOn
			})
			if !goesOn {
				return
			}
		}
	}
}

// Functions are all functions, in no order that means anything.
func (c *Catalog) Functions() iter.Seq[*Function] { return each[*Function](c, ClassFunction) }

// Relations are all relations, in no order that means anything.
func (c *Catalog) Relations() iter.Seq[*Relation] { return each[*Relation](c, ClassRelation) }

func each[O Object](c *Catalog, class Class) iter.Seq[O] {
	return func(yield func(O) bool) {
		for o := range c.named(class) {
			if x, ok := o.(O); ok && !yield(x) {
				return
			}
		}
	}
}
