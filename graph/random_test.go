package graph

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// shape says how often a random revision is a base, a merge, a branch (else it
// goes on from a head), and how often it has a dependency or a label.
type shape struct{ base, merge, branch, depend, label float64 }

var shapes = map[string]shape{
	"chain":     {},
	"branches":  {base: 0.02, branch: 0.4, label: 0.1},
	"merges":    {merge: 0.3, branch: 0.3},
	"bases":     {base: 0.3, depend: 0.5, label: 0.2},
	"all":       {base: 0.1, merge: 0.15, branch: 0.3, depend: 0.3, label: 0.2},
	"dependent": {base: 0.1, branch: 0.1, depend: 0.9},
}

// randomEdges is n random revisions in the form of parseEdges, in shuffled load
// order. Merges and dependencies are arbitrary: they may imply each other.
func randomEdges(rng *rand.Rand, n int, s shape) string {
	lines := make([]string, n)
	var heads []string
	names := make([]string, n)
	for i := range n {
		names[i] = fmt.Sprintf("r%03d", i)
		if rng.IntN(3) == 0 {
			names[i] = fmt.Sprintf("%c%d", 'a'+rng.IntN(6), i)
		}
		var parents []string
		switch {
		case i == 0 || rng.Float64() < s.base:
		case rng.Float64() < s.merge && i > 1:
			for _, k := range rng.Perm(i)[:2+rng.IntN(min(2, i-1))] {
				parents = append(parents, names[k])
			}
		case rng.Float64() < s.branch:
			parents = []string{names[rng.IntN(i)]}
		default:
			parents = []string{heads[rng.IntN(len(heads))]}
		}
		lines[i] = names[i]
		if len(parents) > 0 {
			lines[i] += " <- " + strings.Join(parents, ", ")
		}
		if i > 0 && rng.Float64() < s.depend {
			var deps []string
			for range 1 + rng.IntN(3) {
				deps = append(deps, names[rng.IntN(i)])
			}
			lines[i] += " {" + strings.Join(deps, ", ") + "}"
		}
		if rng.Float64() < s.label {
			lines[i] += fmt.Sprintf(" [label%d]", i)
		}
		kept := heads[:0]
		for _, h := range heads {
			if !strings.Contains(" "+strings.Join(parents, " ")+" ", " "+h+" ") {
				kept = append(kept, h)
			}
		}
		heads = append(kept, names[i])
	}
	rng.Shuffle(n, func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return strings.Join(lines, "; ")
}

// eachRandom runs a check on random graphs of every shape.
func eachRandom(t *testing.T, rounds, most int, check func(t *testing.T, rng *rand.Rand, g *Graph)) {
	for name, s := range shapes {
		t.Run(name, func(t *testing.T) {
			for seed := range rounds {
				rng := rand.New(rand.NewPCG(uint64(seed), 7))
				edges := randomEdges(rng, 1+rng.IntN(most), s)
				g := mustNew(t, edges)
				check(t, rng, g)
				if t.Failed() {
					t.Fatalf("seed %d: %s", seed, edges)
				}
			}
		})
	}
}

// randomRows are the rows of a database in some consistent state.
func randomRows(rng *rand.Rand, g *Graph) []string {
	var some []int32
	for range rng.IntN(4) {
		some = append(some, int32(rng.IntN(g.Len())))
	}
	applied := g.below.closure(some)
	var rows []string
	for v := range applied {
		top := applied[v]
		for _, w := range g.allChildren.of(int32(v)) {
			top = top && !applied[w]
		}
		if top {
			rows = append(rows, g.id(int32(v)))
		}
	}
	return rows
}

// line makes the revisions of big graphs: parents by number.
func numbered(parents [][]int) []*revisions.Revision {
	revs := make([]*revisions.Revision, len(parents))
	for i, list := range parents {
		rev := &revisions.Revision{ID: fmt.Sprintf("r%06d", i), File: source.NewFile("f", "")}
		for _, p := range list {
			rev.Parents = append(rev.Parents, revisions.Ref{ID: fmt.Sprintf("r%06d", p)})
		}
		revs[i] = rev
	}
	return revs
}
