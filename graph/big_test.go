package graph

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// patience is far more than the work needs and far less than work that grows
// with the square of the size would take.
const patience = 20 * time.Second

// TestBigGraphs runs every question on 50,000 revisions of each shape, in a
// short run on 10,000.
func TestBigGraphs(t *testing.T) {
	n := 50_000
	if testing.Short() {
		n = 10_000
	}
	for name, make := range bigGraphs {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			g, err := New(make(n))
			if err != nil {
				t.Fatal(err)
			}
			up, err := g.Upgrade(nil, "heads")
			if err != nil || len(up) != n {
				t.Fatalf("Upgrade: %d steps, %v", len(up), err)
			}
			rows, err := checkedApply(nil, up)
			if err != nil {
				t.Fatal(err)
			}
			realHeads := g.sortedIDs(g.realHeads)
			if diff := cmp.Diff(realHeads, rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			checkBack(t, g, up, rows)
			if _, err := g.Stamp(rows, []string{"heads"}, false); err != nil {
				t.Error(err)
			}
			if current, err := g.Current(rows); err != nil || len(current) < len(rows) {
				t.Errorf("Current: %d of %d rows, %v", len(current), len(rows), err)
			}
			if rest := g.Unrelated(rows); len(rest) != 0 {
				t.Errorf("%d revisions are unrelated to the heads", len(rest))
			}
			if took := time.Since(start); took > patience {
				t.Errorf("took %v", took)
			}
		})
	}
}

// checkBack undoes an upgrade from an empty table in three ways.
func checkBack(t *testing.T, g *Graph, up []Step, rows []string) {
	t.Helper()
	down, err := g.Downgrade(rows, "base")
	if err != nil || len(down) != len(up) {
		t.Fatalf("Downgrade: %d steps, %v", len(down), err)
	}
	undo := g.Undo(nil, up)
	for _, steps := range [][]Step{down, undo} {
		if after, err := checkedApply(rows, steps); err != nil || len(after) > 0 {
			t.Errorf("the way back ends at %v, %v", after, err)
		}
	}
	all, err := g.History("", nil)
	if err != nil || len(all) != len(up) {
		t.Fatalf("History: %d revisions, %v", len(all), err)
	}
	slices.Reverse(all)
	for i, rev := range all {
		if up[i].Revision != rev {
			t.Fatalf("step %d is %s, history has %s", i, up[i].Revision.ID, rev.ID)
		}
	}
}

// TestBigCycle has 50,000 revisions in one cycle and 10,000 missing parents.
func TestBigCycle(t *testing.T) {
	start := time.Now()
	revs := numbered(parentsOf(50_000, func(i int) []int { return []int{i - 1} }))
	revs[0].Parents = append(revs[0].Parents, numbered([][]int{{49_999}})[0].Parents...)
	_, err := New(revs)
	if got := errorText(err); got != "error CycleDetected" {
		t.Errorf("got %s", got)
	}
	missing := numbered(parentsOf(10_000, func(i int) []int { return []int{i + 100_000} }))
	if _, err = New(missing); err == nil {
		t.Error("missing parents are accepted")
	}
	if took := time.Since(start); took > patience {
		t.Errorf("took %v", took)
	}
}
