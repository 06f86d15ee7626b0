package catalog

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// contents are all objects, names and dependencies of a catalog; objects that
// were put back are the very same.
func contents(c *Catalog) []string {
	all := []string{fmt.Sprint(c.next, c.assumed, c.Incomplete, c.Session)}
	list := func(what string, s set[entry]) {
		s.ascend(entry{}, func(e entry) bool {
			all = append(all, fmt.Sprint(what, e))
			return true
		})
	}
	list("names", c.names)
	list("global", c.global)
	for oid := firstOID; oid < c.next; oid++ {
		all = append(all, fmt.Sprintf("%d %p", oid, c.Object(oid)))
		list("parts", c.objects.at(oid).parts)
		all = append(all, fmt.Sprint(c.Dependents(Address{OID: oid}), c.References(Address{OID: oid})))
	}
	return all
}

// TestMark changes catalogs at random and goes back, or looks back, to the mark.
func TestMark(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	c := New(16)
	schemas := []OID{firstOID, Add(c, &Schema{Head{Class: ClassSchema, Name: "s"}}).OID}
	var oids []OID
	some := func() Object {
		if len(oids) == 0 {
			return nil
		}
		return c.Object(oids[chance.IntN(len(oids))])
	}
	change := func() {
		o := some()
		name := fmt.Sprint("n", chance.IntN(40))
		schema := schemas[chance.IntN(2)]
		switch r, _ := o.(*Relation); chance.IntN(7) {
		case 0, 1:
			oids = append(oids, Add(c, &Relation{Head: Head{Class: ClassRelation, In: schema, Name: name}}).OID)
		case 2:
			if r != nil {
				oids = append(oids, Add(c, &Constraint{Head: Head{Class: ClassConstraint, In: r.OID, Name: name}}).OID)
			}
		case 3:
			if r != nil {
				Edit(c, r).Unknown = true
				c.Move(c.Object(r.OID), schema, name)
			}
		case 4:
			if other := some(); o != nil && other != nil {
				c.Depend(Address{OID: o.head().OID, Sub: int16(chance.IntN(3))}, Normal, Address{OID: other.head().OID})
			}
		case 5:
			if o != nil && chance.IntN(3) == 0 {
				c.remove(o.head().OID)
			}
		case 6:
			if o != nil {
				c.Forget(Address{OID: o.head().OID, Sub: int16(chance.IntN(3))})
			}
		}
		c.Incomplete = chance.IntN(2) == 0
	}
	dropped := false
	for round := range 150 {
		copied := c.Copy()
		before := contents(c)
		if chance.IntN(2) == 0 {
			copied, c = c, copied // either may go on
		}
		m := c.Mark()
		for range chance.IntN(12) {
			change()
			if chance.IntN(4) == 0 { // another goes on from here
				other := c.Branch()
				other.Mark()
				for range 3 {
					o := Add(other, &Schema{Head{Class: ClassSchema, Name: "other"}})
					other.Depend(Address{OID: firstOID}, Normal, Address{OID: o.OID})
				}
			}
			if chance.IntN(4) == 0 { // a part of it is taken back by a copy
				part := c.Copy()
				change()
				*c = *part
			}
		}
		dropped = dropped || c.AnyDropped()
		for oid := firstOID; oid < m.Next(); oid++ {
			if got, want := c.ObjectAt(oid), copied.Object(oid); got != want {
				t.Fatalf("round %d: %d was %v, want %v", round, oid, got, want)
			}
		}
		after := contents(c)
		if got := contents(c.At(&m)); !slices.Equal(got, before) {
			t.Fatalf("round %d: at the mark\n%v\nwant\n%v", round, got, before)
		}
		if got := contents(c); !slices.Equal(got, after) {
			t.Fatalf("round %d: looking back has changed it: \n%v\nwant\n%v", round, got, after)
		}
		if chance.IntN(2) == 0 {
			c.TakeBack(&m)
			if got := contents(c); !slices.Equal(got, before) {
				t.Fatalf("round %d: taken back\n%v\nwant\n%v", round, got, before)
			}
		}
		if got := contents(copied); !slices.Equal(got, before) {
			t.Fatalf("round %d: the copy has changed: \n%v\nwant\n%v", round, got, before)
		}
	}
	if !dropped {
		t.Error("no name was dropped")
	}
}
