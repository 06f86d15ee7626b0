package graph

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// slowSorted is the definition of the order: candidates in a list, each
// looked for among the ancestors of all others.
func slowSorted(g *Graph, wanted set, heads []int32) ([]int32, bool) {
	var pending, out []int32
	for _, v := range g.setOf(heads...).list() {
		if wanted[v] {
			pending = append(pending, v)
		}
	}
	emitted := make(set, g.Len())
	for i := 0; len(pending) > 0; {
		c := pending[i]
		needed := slices.IndexFunc(pending, func(v int32) bool {
			return v != c && g.below.closure([]int32{v})[c]
		})
		if needed >= 0 {
			i = needed
			continue
		}
		out = append(out, c)
		emitted[c] = true
		var next []int32
		for _, d := range g.below.of(c) {
			if wanted[d] && !emitted[d] && !slices.Contains(pending, d) {
				next = append(next, d)
			}
		}
		if len(next) == 0 {
			pending = slices.Delete(pending, i, i+1)
			i = max(i-1, 0)
		} else {
			pending[i] = next[0]
			pending = append(pending, next[1:]...)
		}
	}
	return out, len(out) == len(wanted.list())
}

// TestOrderIsTheDefinition compares the fast order with its definition, for
// plans, where all between the heads and the set belongs to it, and for ranges,
// where it does not.
func TestOrderIsTheDefinition(t *testing.T) {
	unclosed, phantoms := 0, 0
	eachRandom(t, 150, 40, func(t *testing.T, rng *rand.Rand, g *Graph) {
		rows, err := g.rowPlaces(randomRows(rng, g))
		if err != nil {
			t.Fatal(err)
		}
		heads := []int32{int32(rng.IntN(g.Len()))}
		if rng.IntN(2) == 0 {
			heads = g.realHeads
		}
		needed, applied := g.below.closure(heads), g.below.closure(rows)
		missing := slices.Clone(needed)
		for v := range missing {
			missing[v] = missing[v] && !applied[v]
		}
		compareOrder(t, g, missing, missing, heads)
		compareOrder(t, g, applied, applied, rows)

		start := []int32{needed.list()[rng.IntN(len(needed.list()))]}
		between := g.children.closure(start)
		for v := range between {
			between[v] = between[v] && needed[v]
			if needed[v] && !between[v] {
				phantoms++
			}
		}
		if !compareOrder(t, g, between, needed, heads) {
			unclosed++
		}
	})
	if unclosed == 0 || phantoms == 0 {
		t.Errorf("the graphs are too tame: %d ranges cannot be ordered, %d revisions are outside", unclosed, phantoms)
	}
}

func compareOrder(t *testing.T, g *Graph, wanted, within set, heads []int32) bool {
	t.Helper()
	want, complete := slowSorted(g, wanted, heads)
	got, ok := g.sorted(wanted, within, heads)
	if ok != complete {
		t.Errorf("complete is %v, want %v", ok, complete)
	}
	if diff := cmp.Diff(g.idsOf(want), g.idsOf(got)); ok && diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	return complete
}
