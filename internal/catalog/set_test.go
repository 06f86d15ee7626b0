package catalog

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

type number int

func (a number) compare(b number) int { return cmp.Compare(a, b) }

// TestSet compares sets and their copies with maps.
func TestSet(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	type pair struct {
		s     set[number]
		owner *byte
		m     map[number]bool
	}
	pairs := []*pair{{owner: new(byte), m: map[number]bool{}}}
	for i := range 60_000 {
		p := pairs[chance.IntN(len(pairs))]
		x := number(chance.IntN(3_000))
		if chance.IntN(2) == 0 {
			x = number(i) // as OIDs come
		}
		switch chance.IntN(5) {
		case 0:
			if len(pairs) < 12 {
				n := &pair{p.s, new(byte), map[number]bool{}}
				p.owner = new(byte)
				for k := range p.m {
					n.m[k] = true
				}
				pairs = append(pairs, n)
			}
		case 1, 2:
			if i > 40_000 { // the last third takes away more than it adds
				for _, x := range numbers(p.s, x)[:min(5, len(numbers(p.s, x)))] {
					p.s.remove(p.owner, x)
					delete(p.m, x)
				}
			}
			p.s.remove(p.owner, x)
			delete(p.m, x)
		default:
			p.s.add(p.owner, x)
			p.m[x] = true
		}
	}
	for i, p := range pairs {
		for _, from := range []number{-1, 0, 17, 1500, 30_000, 100_000} {
			var want []number
			for x := range p.m {
				if x >= from {
					want = append(want, x)
				}
			}
			slices.Sort(want)
			if got := numbers(p.s, from); !slices.Equal(got, want) {
				t.Errorf("set %d has %d items from %d on, want %d", i, len(got), from, len(want))
			}
		}
		for x := range number(3_000) {
			if _, ok := p.s.get(x); ok != p.m[x] {
				t.Fatalf("set %d has %d: %t", i, x, ok)
			}
		}
		for x := range p.m {
			p.s.remove(p.owner, x)
		}
		if p.s.root != nil {
			t.Errorf("set %d: something is left of it when all is removed", i)
		}
	}
}

func numbers(s set[number], from number) []number {
	var all []number
	s.ascend(from, func(x number) bool {
		all = append(all, x)
		return true
	})
	return all
}
