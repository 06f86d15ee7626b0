package graph

import (
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestApply(t *testing.T) {
	tests := []struct {
		rows, want string
		ops        []Op
	}{
		{"b,a", "a,b", nil},
		{"", "x", []Op{{Kind: OpInsert, To: "x"}}},
		{"a,b", "b", []Op{{Kind: OpDelete, From: "a"}}},
		{"a,b", "b,c", []Op{{Kind: OpUpdate, From: "a", To: "c"}}},
		{"a,b", "c", []Op{{Kind: OpPurge}, {Kind: OpInsert, To: "c"}}},
	}
	for _, test := range tests {
		rows := rowList(test.rows)
		before := slices.Clone(rows)
		if got := strings.Join(Apply(rows, test.ops), ","); got != test.want {
			t.Errorf("%s %s: got %s, want %s", test.rows, opsText(test.ops), got, test.want)
		}
		if !slices.Equal(rows, before) {
			t.Errorf("%s: the rows were changed", test.rows)
		}
	}
}

// TestPlansAreSound checks every plan of random graphs from random rows: the
// order, the rows at each point, and that Undo ends where the upgrade began.
func TestPlansAreSound(t *testing.T) {
	eachRandom(t, 60, 40, func(t *testing.T, rng *rand.Rand, g *Graph) {
		rows := randomRows(rng, g)
		for _, target := range []string{"heads", g.id(int32(rng.IntN(g.Len()))), "+1"} {
			if up, err := g.Upgrade(rows, target); err == nil {
				checkUpgrade(t, g, rows, up)
			}
		}
		down, err := g.Downgrade(rows, "base")
		if err != nil {
			t.Fatal(err)
		}
		if after, err := checkedApply(rows, down); err != nil || len(after) > 0 {
			t.Errorf("downgrade of %v ends at %v, %v", rows, after, err)
		}
		checkOrder(t, g, rows, down)
	})
}

// checkUpgrade checks an upgrade plan and its way back.
func checkUpgrade(t testing.TB, g *Graph, rows []string, up []Step) {
	t.Helper()
	checkOrder(t, g, rows, up)
	after, err := checkedApply(rows, up)
	if err != nil {
		t.Errorf("upgrade from %v: %v", rows, err)
	}
	undo := g.Undo(rows, up)
	for i, step := range undo {
		if step.Direction != Downgrade || step.Revision != up[len(up)-1-i].Revision {
			t.Errorf("step %d back is %s of %s", i, step.Direction, step.Revision.ID)
		}
	}
	checkOrder(t, g, after, undo)
	back, err := checkedApply(after, undo)
	if err != nil {
		t.Errorf("undo of an upgrade from %v: %v", rows, err)
	}
	want := slices.Clone(rows)
	sort.Strings(want)
	if !slices.Equal(want, back) {
		t.Errorf("undo ends at %v, want %v", back, want)
	}
}

// checkOrder checks that each step can be made when it comes, and that after
// it the rows are those of the revisions that are applied then.
func checkOrder(t testing.TB, g *Graph, rows []string, steps []Step) {
	t.Helper()
	places, err := g.rowPlaces(rows)
	if err != nil {
		t.Fatal(err)
	}
	applied := g.below.closure(places)
	for _, step := range steps {
		v := g.ids[step.Revision.ID]
		up := step.Direction == Upgrade
		if applied[v] == up {
			t.Errorf("%s of %s comes twice", step.Direction, step.Revision.ID)
		}
		for _, d := range g.below.of(v) {
			if !applied[d] {
				t.Errorf("%s of %s without %s", step.Direction, step.Revision.ID, g.id(d))
			}
		}
		applied[v] = up
		for _, w := range g.allChildren.of(v) {
			if applied[w] {
				t.Errorf("%s of %s under %s", step.Direction, step.Revision.ID, g.id(w))
			}
		}
		rows = Apply(rows, step.Ops)
		if diff := cmp.Diff(tops(g, applied), rows); diff != "" {
			t.Errorf("rows after %s of %s (-want +got):\n%s", step.Direction, step.Revision.ID, diff)
		}
	}
}

// tops are the applied revisions on which no applied one stands, by id.
func tops(g *Graph, applied set) []string {
	found := []string{}
	for v := range applied {
		top := applied[v]
		for _, w := range g.allChildren.of(int32(v)) {
			top = top && !applied[w]
		}
		if top {
			found = append(found, g.id(int32(v)))
		}
	}
	sort.Strings(found)
	return found
}

// TestLoadOrderAlone checks that equal input gives equal plans, and that the
// order of the rows does not matter.
func TestLoadOrderAlone(t *testing.T) {
	eachRandom(t, 20, 30, func(t *testing.T, rng *rand.Rand, g *Graph) {
		again, err := New(g.Revisions())
		if err != nil {
			t.Fatal(err)
		}
		rows := randomRows(rng, g)
		shuffled := slices.Clone(rows)
		rng.Shuffle(len(rows), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for _, question := range []string{"upgrade heads", "downgrade base", "stamp heads", "current"} {
			command, arg, _ := strings.Cut(question, " ")
			a, b := answer(g, command, strings.Join(rows, ","), arg), answer(again, command, strings.Join(shuffled, ","), arg)
			if a != b {
				t.Errorf("%s from %v:\n%s\n%s", question, rows, a, b)
			}
		}
	})
}

func TestUnrelated(t *testing.T) {
	g := mustNew(t, "a1; a2 <- a1; b1; b2 <- b1 {a1}; c1; c2 <- c1; d1 {c2}")
	tests := []struct{ ids, want string }{
		{"a2", "b1,c1,c2,d1"}, // only b2 stands on both sides
		{"a1", "b1,c1,c2,d1"},
		{"b1", "a1,a2,c1,c2,d1"},
		{"b2", "c1,c2,d1"},
		{"d1", "a1,a2,b1,b2"},
		{"a2 c1", "b1"},
		{"b2 d1", ""},
		{"", "a1,a2,b1,b2,c1,c2,d1"},
		{"zzz", "a1,a2,b1,b2,c1,c2,d1"},
	}
	for _, test := range tests {
		if got := strings.Join(g.Unrelated(strings.Fields(test.ids)), ","); got != test.want {
			t.Errorf("%s: got %s, want %s", test.ids, got, test.want)
		}
	}
	eachRandom(t, 30, 20, func(t *testing.T, rng *rand.Rand, g *Graph) {
		rows := randomRows(rng, g)
		places, _ := g.rowPlaces(rows)
		mine := g.below.closure(places)
		want := []string{}
		for v := range int32(g.Len()) {
			shared := false
			for w, in := range g.below.closure([]int32{v}) {
				shared = shared || in && mine[w]
			}
			if !shared {
				want = append(want, g.id(v))
			}
		}
		sort.Strings(want)
		if diff := cmp.Diff(want, g.Unrelated(rows)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", rows, diff)
		}
	})
}

func TestStampPurge(t *testing.T) {
	g := mustNew(t, "a1; a2 <- a1; b1")
	tests := []struct{ rows, targets, want string }{
		{"a1,b1", "a2", "[ -> a2] P I(a2)"},
		{"a1", "base", "[ -> base] P"},
		{"", "heads", "[ -> a2] P I(a2); [ -> b1] I(b1)"},
		{"nosuch", "b1", "[ -> b1] P I(b1)"},
	}
	for _, test := range tests {
		steps, err := g.Stamp(rowList(test.rows), strings.Fields(test.targets), true)
		if got := stepsText(steps); got != test.want || err != nil {
			t.Errorf("%s from {%s}: got %s, %v; want %s", test.targets, test.rows, got, err, test.want)
		}
	}
}

// TestInconsistentRows starts downgrades from tables with a row that another
// one implies: they end all the same.
func TestInconsistentRows(t *testing.T) {
	g := mustNew(t, "a; b <- a; c <- b; x {b}")
	for _, rows := range []string{"a,c", "b,c", "a,b,c,x", "a,x"} {
		steps, err := g.Downgrade(rowList(rows), "base")
		if err != nil {
			t.Errorf("%s: %v", rows, err)
			continue
		}
		if after, err := checkedApply(rowList(rows), steps); err != nil || len(after) > 0 {
			t.Errorf("%s: %s ends at %v, %v", rows, stepsText(steps), after, err)
		}
	}
}
