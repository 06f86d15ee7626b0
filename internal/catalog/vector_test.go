package catalog

import (
	"math/rand/v2"
	"testing"
)

// TestVector compares vectors and their copies with maps.
func TestVector(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	type pair struct {
		v vector
		m map[OID]Object
	}
	pairs := []*pair{{newVector(), map[OID]Object{}}}
	for range 20_000 {
		p := pairs[chance.IntN(len(pairs))]
		oid := firstOID + OID(chance.IntN(70_000))
		switch chance.IntN(20) {
		case 0:
			if len(pairs) < 12 {
				n := &pair{p.v.copy(), map[OID]Object{}}
				for k, o := range p.m {
					n.m[k] = o
				}
				pairs = append(pairs, n)
			}
		case 1, 2, 3:
			p.v.edit(oid).object = nil
			delete(p.m, oid)
		default:
			o := &Schema{Head: Head{OID: oid}}
			p.v.edit(oid).object = o
			p.m[oid] = o
		}
	}
	for i, p := range pairs {
		n := 0
		last := OID(0)
		p.v.scan(func(o Object) {
			n++
			if o.head().OID <= last || p.m[o.head().OID] != o {
				t.Fatalf("vector %d: %d behind %d, or another object than was set", i, o.head().OID, last)
			}
			last = o.head().OID
		})
		other := pairs[(i+1)%len(pairs)]
		visited := map[OID]bool{}
		p.v.apart(&other.v, func(o Object) { visited[o.head().OID] = true })
		for oid, o := range p.m {
			if other.m[oid] != o && !visited[oid] {
				t.Fatalf("vector %d: what it has apart lacks %d", i, oid)
			}
		}
		if n != len(p.m) {
			t.Errorf("vector %d has %d objects, want %d", i, n, len(p.m))
		}
		for oid, o := range p.m {
			if p.v.at(oid).object != o {
				t.Fatalf("vector %d gives another object at %d", i, oid)
			}
		}
	}
}
