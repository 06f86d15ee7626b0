package graph

import (
	"fmt"
	"testing"

	"sqlbundle/revisions"
)

var sizes = []int{100, 1_000, 10_000}

// bigGraphs are shapes in which a step that looks at the whole graph would
// show.
var bigGraphs = map[string]func(n int) []*revisions.Revision{
	"chain": func(n int) []*revisions.Revision {
		return numbered(parentsOf(n, func(i int) []int { return []int{i - 1} }))
	},
	// One base, all others on it.
	"star": func(n int) []*revisions.Revision {
		return numbered(parentsOf(n, func(int) []int { return []int{0} }))
	},
	// Two bases whose heads alternate in load order.
	"stars": func(n int) []*revisions.Revision {
		return numbered(parentsOf(n, func(i int) []int {
			if i < 2 {
				return nil
			}
			return []int{i % 2}
		}))
	},
	// A main line with an unmerged branch at each revision, heads in another
	// order than the places where they fork.
	"comb": func(n int) []*revisions.Revision {
		return numbered(parentsOf(n, func(i int) []int {
			if i < n/2 {
				return []int{i - 1}
			}
			return []int{(i * 7919) % (n / 2)}
		}))
	},
	// Diamonds: fork, two revisions, merge, again and again.
	"diamonds": func(n int) []*revisions.Revision {
		return numbered(parentsOf(n, func(i int) []int {
			switch i % 3 {
			case 0:
				return []int{i - 2, i - 1}
			case 1:
				return []int{i - 1}
			}
			return []int{i - 2}
		}))
	},
	// Revisions without any edge.
	"loose": func(n int) []*revisions.Revision {
		return numbered(make([][]int, n))
	},
	// Two lines, the second of which depends on the first at each revision.
	"ladder": func(n int) []*revisions.Revision {
		revs := numbered(parentsOf(n, func(i int) []int {
			if i == n/2 {
				return nil
			}
			return []int{i - 1}
		}))
		for i := n / 2; i < n; i++ {
			revs[i].DependsOn = []revisions.Ref{{ID: revs[i-n/2].ID}}
		}
		return revs
	},
	// Each revision declares the dependencies of the one below again.
	"inherited": func(n int) []*revisions.Revision {
		revs := numbered(parentsOf(n, func(i int) []int {
			if i == n/2 {
				return nil
			}
			return []int{i - 1}
		}))
		for i := n / 2; i < n; i++ {
			for k := range 3 {
				revs[i].DependsOn = append(revs[i].DependsOn, revisions.Ref{ID: revs[max(0, i-n/2-k)].ID})
			}
		}
		return revs
	},
	// A label on every revision of a line that forks at its top.
	"labels": func(n int) []*revisions.Revision {
		revs := numbered(parentsOf(n, func(i int) []int { return []int{min(i-1, n-3)} }))
		for i, rev := range revs {
			rev.Labels = []revisions.Ref{{ID: fmt.Sprintf("label%d", i)}}
		}
		return revs
	},
	// Many heads and one merge of all of them.
	"merge": func(n int) []*revisions.Revision {
		all := make([]int, n-2)
		for i := range all {
			all[i] = i + 1
		}
		return numbered(parentsOf(n, func(i int) []int {
			if i == n-1 {
				return all
			}
			return []int{0}
		}))
	},
}

// parentsOf asks for the parents of each revision but the first; negative ones
// are none.
func parentsOf(n int, of func(i int) []int) [][]int {
	parents := make([][]int, n)
	for i := 1; i < n; i++ {
		for _, p := range of(i) {
			if p >= 0 {
				parents[i] = append(parents[i], p)
			}
		}
	}
	return parents
}

func BenchmarkNew(b *testing.B) {
	for _, shape := range []string{"chain", "comb", "ladder"} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("%s-%d", shape, n), func(b *testing.B) {
				revs := bigGraphs[shape](n)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := New(revs); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkOrder(b *testing.B) {
	for _, shape := range []string{"chain", "comb", "star", "diamonds", "ladder"} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("%s-%d", shape, n), func(b *testing.B) {
				g, err := New(bigGraphs[shape](n))
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := g.Upgrade(nil, "heads"); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
