package graph

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNamesBeforeWalks has labels and ids that look like walks.
func TestNamesBeforeWalks(t *testing.T) {
	g := mustNew(t, "v1.0; v1.1 <- v1.0 [release-2024]; v2.0 <- v1.1 [release-2024-beta]; v2.1 <- v2.0 [r.2-3]; "+
		"side <- v1.0 [feat-x]; release <- side; abc; abc2 <- abc [abc-1x]")
	tests := []struct{ target, want string }{
		{"v1.0+1", "error RevisionError"}, // forks
		{"v1.1+1", "v2.0"},
		{"v2.1-2", "v1.1"},
		{"v1.1@v1.0+1", "v1.1"},
		{"release-2024", "v1.1"},
		{"release-2024+1", "v2.0"},
		{"release-2024-1", "v1.0"},
		{"release-2024@head", "v2.1"},
		{"release-2024@+1", "v1.0"},
		{"release-2024@v2.0", "v2.0"},
		{"release-2024-beta", "v2.0"},
		{"release-2024-b", "v2.0"},
		{"release-1", "side"}, // release is an id
		{"release+0", "release"},
		{"relea-1", "error ResolutionError"}, // ambiguous
		{"r.2-3", "v2.1"},
		{"r.2-", "v2.1"},
		{"feat-x", "side"},
		{"feat-x@head", "release"},
		{"feat-x+1", "release"},
		{"feat-x-1", "v1.0"},
		{"abc-1", "error RevisionError"}, // below abc, though abc-1x starts so
		{"abc-1x", "abc2"},
		{"abc2-1", "abc"},
		{"head-1xyz", "error ResolutionError"},
		{"side+1x", "error ResolutionError"},
		{"left@+2x", "error ResolutionError"},
		{"v1.1+99999999999999999999", "error RevisionError"},
		{"a@b@c", "error ResolutionError"},
		{"@", "error ResolutionError"},
		{"v1.1@", "error ResolutionError"},
		{"@v1.1", "v1.1"},
		{"base@v1.1", "v1.1"},
		{"@head", "error MultipleHeads"},
		{"current", "error ResolutionError"},
		{"+", "error ResolutionError"},
	}
	for _, test := range tests {
		places, err := g.upgradeTargets(test.target, g.rowOrigin(test.target, nil), false)
		got := strings.Join(g.idsOf(places), ",")
		if err != nil {
			got = errorText(err)
		}
		if got != test.want {
			t.Errorf("%s: got %s, want %s (%v)", test.target, got, test.want, err)
		}
	}
}

func TestSplitRange(t *testing.T) {
	g := mustNew(t, "a1 [left]; a2 <- a1; b7; b8 <- b7 [right-1]; abcdef <- b8")
	tests := []struct{ arg, want string }{
		{"heads", "no start; heads"},
		{"+1", "no start; +1"},
		{"a1:heads", "a1; heads"},
		{"a1,b7:heads", "a1 b7; heads"},
		{"b7, a1:heads", "b7 a1; heads"},
		{"a1,a1:heads", "a1; heads"},
		{"left,right-1:heads", "a1 b8; heads"},
		{"left@head:base", "a2; base"},
		{"abcd:-1", "abcdef; -1"},
		{":b7", "; b7"},
		{"base:b7", "; b7"},
		{"a1:", "a1; "},
		{":", "; "},
		{"", "error RevisionError: target is empty"},
		{"a1:b7:b8", "error RevisionError: one colon"},
		{"a1,:heads", "error RevisionError: empty"},
		{"base,a1:heads", "error RevisionError: write base:"},
		{"left@base:heads", "error RevisionError: write base:"},
		{"-1:heads", "error ResolutionError: relative revision cannot stand here"},
		{"a1+1:heads", "error ResolutionError: relative revision cannot stand here"},
		{"heads:base", "error MultipleHeads: write all that the database stands on, as in a2,abcdef:"},
		{"nosuch:heads", "error ResolutionError: nosuch"},
		{"a2,ab:heads", "error ResolutionError: "},
	}
	g2 := mustNew(t, "abcd1; abcd2")
	if _, _, _, err := g2.SplitRange("ab:heads"); err == nil || !strings.Contains(err.Error(), "abcd1, abcd2 start with it") {
		t.Errorf("an ambiguous start: %v", err)
	}
	for _, test := range tests {
		from, target, has, err := g.SplitRange(test.arg)
		got := strings.Join(from, " ") + "; " + target
		if !has {
			got = "no start; " + target
		}
		if err != nil {
			got = errorText(err) + ": " + err.Error()
		}
		if test.arg == "a2,ab:heads" {
			test.want = "a2 abcdef; heads" // ab is the beginning of one name
		}
		if !vectorEqual(got, test.want) {
			t.Errorf("%q:\n got %s\nwant %s", test.arg, got, test.want)
		}
	}
}

func TestSplitRanges(t *testing.T) {
	g := mustNew(t, "a1; a2 <- a1; b1; b2 <- b1")
	from, targets, has, err := g.SplitRanges([]string{"a1,b1:a2", "b2"})
	got := strings.Join(from, " ") + "; " + strings.Join(targets, " ")
	if want := "a1 b1; a2 b2"; got != want || !has || err != nil {
		t.Errorf("got %s, %v, %v; want %s", got, has, err, want)
	}
	if _, _, _, err := g.SplitRanges([]string{"a1:a2", "b1:b2"}); err == nil {
		t.Error("two starts are accepted")
	}
	if _, _, _, err := g.SplitRanges([]string{":a2", "b1:b2"}); err == nil || !strings.Contains(err.Error(), "from base") {
		t.Errorf("two starts, one base: %v", err)
	}
}

func TestNewParents(t *testing.T) {
	g := mustNew(t, "root; left1 <- root [left]; left2 <- left1; right1 <- root; lone {left2}")
	tests := []struct {
		symbols string
		splice  bool
		want    string
	}{
		{"left@head", false, "left2"},
		{"left2 right1", false, "left2, right1"},
		{"right1 left2", false, "right1, left2"},
		{"heads", false, "right1, lone"},
		{"base", false, ""},
		{"head", false, "error MultipleHeads"},
		{"left1", false, "error RevisionError"},
		{"left1", true, "left1"},
		{"right1 right1", false, "error RevisionError"},
		{"nosuch", false, "error ResolutionError"},
		{"left@-1", true, ""}, // the label's only head is no real one
		{"right", false, "right1"},
	}
	for _, test := range tests {
		if got := revisionsText(g.NewParents(strings.Fields(test.symbols), test.splice)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.symbols, got, test.want)
		}
	}
}

func TestNewDependencies(t *testing.T) {
	g := mustNew(t, "abcdef [left]; a2 <- abcdef; b1")
	got, err := g.NewDependencies([]string{"left", "abcd", "left@head", "b1"})
	if diff := cmp.Diff([]string{"left", "abcdef", "a2", "b1"}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, symbol := range []string{"heads", "base", "left@base", "nosuch", "-1"} {
		if got, err := g.NewDependencies([]string{symbol}); err == nil {
			t.Errorf("%s: got %v", symbol, got)
		}
	}
}

func TestCheckNew(t *testing.T) {
	g := mustNew(t, "a1 [left]; a2 <- a1")
	tests := []struct{ id, labels, want string }{
		{"a3", "right right-2 v1.0", ""},
		{"a1", "", "already used by revision a1"},
		{"left", "", "already used by revision a1"},
		{"a3", "left", "already used by revision a1"},
		{"a3", "a2", "already used by revision a2"},
		{"a3", "a3", "is given twice"},
		{"a3", "x x", "is given twice"},
		{"a3", "x@y", "must not"},
		{"a-3", "", "must not"},
		{"", "", "must not"},
	}
	for _, test := range tests {
		err := g.CheckNew(test.id, strings.Fields(test.labels))
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%q %q: got %v, want %q", test.id, test.labels, err, test.want)
		}
	}
}
