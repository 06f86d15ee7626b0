package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// FuzzTarget asks every question about any text: none may panic, and an error
// has a class and a text.
func FuzzTarget(f *testing.F) {
	for _, seed := range []string{
		"head", "heads", "base", "left@head", "+1", "-1", "left@+2", "release-2024@-1", "v1.0+1",
		"a1,b1:heads", ":", "a1:left@+1", "@", "left@", "@-", "head-1xyz", "base-99999999999999999999", "current:heads",
		"a@b@c", "a1+0", "-0", "ré+1", "\x00@\xff", "base@base", "left@base-1", "x:y:z", ",a1:",
	} {
		f.Add(seed, "a2")
		f.Add(seed, "")
	}
	g := mustNew(f, "a1 [left]; a2 <- a1; b1 <- a1 [release-2024]; v1.0 {left} [r.1]; abcdef <- v1.0; m <- a2, b1 {abcdef}")
	f.Fuzz(func(t *testing.T, text, row string) {
		rows := rowList(row)
		check := func(name string, err error) {
			if err != nil && (strings.Contains(errorText(err), "without a class") || err.Error() == "") {
				t.Errorf("%s %q from %v: %#v", name, text, rows, err)
			}
		}
		_, err := g.Resolve(text)
		check("resolve", err)
		_, err = g.ResolveOne(text)
		check("resolve one", err)
		_, err = g.History(text, rows)
		check("history", err)
		_, err = g.NewParents([]string{text}, true)
		check("parents", err)
		_, err = g.NewDependencies([]string{text})
		check("dependencies", err)
		_, _, _, err = g.SplitRange(text)
		check("range", err)
		for _, command := range []string{"upgrade", "downgrade", "stamp", "upgrade-range", "downgrade-range", "stamp-range"} {
			from := slices.Clone(rows)
			steps, err := planFor(g, command, &from, text)
			check(command, err)
			if err == nil {
				if _, err := checkedApply(from, steps); err != nil {
					t.Errorf("%s %q from %v: %s: %v", command, text, from, stepsText(steps), err)
				}
			}
		}
	})
}

// FuzzGraph builds a graph from bytes: three per revision say what its edges
// lead to, forward too, so that some graphs are refused. Those that are not
// have sound plans.
func FuzzGraph(f *testing.F) {
	f.Add([]byte{0, 0, 0, 1, 1, 0, 1, 1, 0, 2, 2, 1}, uint8(2))
	f.Add([]byte{1, 0, 0, 1, 1, 0, 1, 2, 2, 9, 2, 1, 17, 3, 2}, uint8(9))
	f.Add([]byte{255, 254, 253, 252, 251, 250}, uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, pick uint8) {
		edges := edgesOf(data)
		g, err := New(parseEdges(t, edges))
		if err != nil {
			if got := errorText(err); strings.Contains(got, "without a class") {
				t.Errorf("%s: %v", edges, err)
			}
			return
		}
		if g.Len() == 0 {
			return
		}
		some := g.id(int32(pick) % int32(g.Len()))
		first, err := g.Upgrade(nil, some)
		if err != nil {
			t.Fatalf("%s: upgrade %s: %v", edges, some, err)
		}
		checkUpgrade(t, g, nil, first)
		rest, err := g.Upgrade([]string{some}, "heads")
		if err != nil {
			t.Fatalf("%s: upgrade heads from %s: %v", edges, some, err)
		}
		checkUpgrade(t, g, []string{some}, rest)
		if len(first)+len(rest) != g.Len() {
			t.Errorf("%s: %d and %d steps for %d revisions", edges, len(first), len(rest), g.Len())
		}
		if _, err := g.History(some+":", nil); err != nil && errorText(err) != "error RangeNotAncestorError" {
			t.Errorf("%s: history of %s: %v", edges, some, err)
		}
	})
}

// edgesOf reads three bytes per revision: how many revisions back each edge
// leads, from 128 on forward, and what the edge is.
func edgesOf(data []byte) string {
	n := min(len(data)/3, 60)
	var lines []string
	for i := range n {
		a, b, kind := int(data[3*i]), int(data[3*i+1]), data[3*i+2]
		to := func(back int) string {
			if back >= 128 {
				return fmt.Sprintf("r%d", min(i+back-127, n-1))
			}
			return fmt.Sprintf("r%d", max(i-back, 0))
		}
		line := fmt.Sprintf("r%d", i)
		switch kind % 4 {
		case 1:
			line += " <- " + to(a)
		case 2:
			line += " <- " + to(a) + ", " + to(b)
		case 3:
			line += " <- " + to(a) + " {" + to(b) + "}"
		}
		if kind >= 128 {
			line += fmt.Sprintf(" [l%d]", kind)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}
