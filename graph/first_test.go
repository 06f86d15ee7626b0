package graph

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFirst moves a revision before the others of random plans, and follows the
// rows: each operation finds what it changes, and all end where they did.
func TestFirst(t *testing.T) {
	moved := 0
	eachRandom(t, 200, 14, func(t *testing.T, rng *rand.Rand, g *Graph) {
		rows := randomRows(rng, g)
		up, upErr := g.Upgrade(rows, "heads")
		down, downErr := g.Downgrade(rows, "base")
		if upErr != nil || downErr != nil {
			t.Fatal(upErr, downErr)
		}
		for _, steps := range [][]Step{up, down} {
			if len(steps) == 0 {
				continue
			}
			end := rows
			for _, s := range steps {
				end = Apply(end, s.Ops)
			}
			chosen := steps[rng.IntN(len(steps))]
			got, err := g.First(rows, steps, chosen.Revision.ID)
			var begun *BegunError
			if errors.As(err, &begun) {
				if !needsOther(g, chosen, steps) {
					t.Fatalf("%s cannot be first: %v", chosen.Revision.ID, err)
				}
				continue
			}
			if err != nil || got[0].Revision != chosen.Revision || len(got) != len(steps) || needsOther(g, chosen, steps) {
				t.Fatalf("%s first of %d steps gives %d, %v", chosen.Revision.ID, len(steps), len(got), err)
			}
			if chosen.Revision != steps[0].Revision {
				moved++
			}
			at := rows
			for _, s := range got {
				for _, op := range s.Ops {
					if op.From != "" && !slices.Contains(at, op.From) || op.To != "" && slices.Contains(at, op.To) {
						t.Fatalf("%s: %+v of the rows %v", s.Revision.ID, op, at)
					}
					at = Apply(at, []Op{op})
				}
			}
			if !slices.Equal(at, end) {
				t.Fatalf("it ends at %v, not %v", at, end)
			}
		}
	})
	if moved < 50 {
		t.Errorf("only %d steps were moved", moved)
	}
}

// needsOther tells whether another of the steps has to come before one.
func needsOther(g *Graph, step Step, steps []Step) bool {
	for _, other := range steps {
		below, above := step.Revision.ID, other.Revision.ID
		if step.Direction == Upgrade {
			below, above = above, below
		}
		for _, r := range g.StandsOn(above) {
			if r.ID == below {
				return true
			}
		}
	}
	return false
}

func TestFirstOfOthers(t *testing.T) {
	g := mustNew(t, "a; b <- a; c <- b")
	steps, err := g.Upgrade([]string{"a"}, "b")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"c", "nosuch"} {
		var begun *BegunError
		if _, err := g.First([]string{"a"}, steps, id); !errors.As(err, &begun) || begun.Revision != id {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := g.First([]string{"nosuch"}, steps, "b"); err == nil {
		t.Error("an unknown row is taken")
	}
}
