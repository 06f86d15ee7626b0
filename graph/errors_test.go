package graph

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestErrorsSayTheWayOut reads what a person would.
func TestErrorsSayTheWayOut(t *testing.T) {
	const branched = "root; left1 <- root [left]; left2 <- left1; right1 <- root [right]; right2 <- right1; " +
		"m <- left2, right2; abcd1 <- m; abcd2 <- m; dep {left1}"
	const plain = "root; left1 <- root [left]; left2 <- left1; right1 <- root [right]; right2 <- right1"
	tests := []struct{ edges, question, rows, want string }{
		{branched, "upgrade head", "", `multiple heads are present for "head": abcd1, abcd2, dep; name one, as ` +
			`abcd1@head, abcd2@head or dep@head, or take all with heads`},
		{plain, "upgrade head", "", "name one, as left@head or right@head"},
		{plain, "upgrade left3", "", `there is no revision or branch "left3"; did you mean left, left1 or left2?`},
		{plain, "upgrade lefd@head", "", `there is no branch "lefd": no revision and no label has this name; did you mean left`},
		{branched, "upgrade abcd", "", `"abcd" is ambiguous: abcd1, abcd2 start with it; write more characters`},
		{plain, "upgrade zz", "", `there is no revision or branch "zz"; an abbreviation finds only names of four characters`},
		{plain, "upgrade root+1", "", "forks at root into left1, right1; name the branch, as in left1@root+1 or right1@root+1"},
		{plain, "upgrade left@+9", "left1", "relative revision left@+9 didn't produce 9 migrations: there are 1 above left1"},
		{plain, "upgrade +1", "left1,right1", "+1 is ambiguous from multiple current revisions: left1, right1; " +
			"write left@+1 or right@+1"},
		{plain, "upgrade heads", "left1,left2", "the version table is inconsistent: row left2 overlaps with other rows, " +
			"which it implies: left1; delete these rows"},
		{plain, "upgrade heads", "left3", `the version table holds "left3", but there is no such revision; did you mean`},
		{plain, "downgrade -1", "left2,right2", "write left@-1 or right@-1"},
		{plain, "downgrade left@-1", "right2", "nothing of branch left is applied"},
		{plain, "downgrade -1", "", "nothing is applied"},
		{plain, "downgrade right1", "left2", "right1 is not a valid downgrade target from left2: no child of it is applied"},
		{plain, "downgrade ", "left2", "a downgrade needs a target"},
		{branched, "downgrade -1", "m", "forks at the merge point m into left2, right2; name one of these instead"},
		{branched, "downgrade left1", "dep", "left1 is not a valid downgrade target from dep: it is applied only as a " +
			"dependency of dep, and no child of it is applied"},
		{plain, "downgrade left@left1", "left2", ""},
		{plain, "downgrade right@left2", "left2,right2", ""},
		{plain, "upgrade right@left2", "", `revision left2 is not a member of branch "right"`},
		{plain, "upgrade head-1xyz", "", `unexpected "xyz" after head-1`},
		{plain, "upgrade -1", "left2", "from the rows an upgrade goes up only"},
		{plain, "downgrade +1", "left2", "from the rows a downgrade goes down only"},
		{plain, "upgrade root-1", "", "that is base, and an upgrade ends at a revision"},
		{plain, "downgrade root@left1", "left2,right2", ""},
		{plain, "stamp base left1", "left2", "base means an empty version table and cannot be stamped together"},
		{plain, "stamp root left1", "left2", "requested revision left1 overlaps with other requested revisions"},
		{plain, "stamp current", "left2", "the rows of a database are not known here"},
		{plain, "history left1", "", "[start]:[end]"},
		{plain, "history a:b:c", "", "[start]:[end]"},
		{plain, "history current:current", "left1", "one end"},
		{plain, "history left1:right2", "", "left1 is not an ancestor of right2"},
	}
	for _, test := range tests {
		command, arg, _ := strings.Cut(test.question, " ")
		rows := rowList(test.rows)
		g := mustNew(t, test.edges)
		var err error
		if command == "history" {
			_, err = g.History(arg, rows)
		} else {
			_, err = planFor(g, command, &rows, arg)
		}
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s from {%s}: %v", test.question, test.rows, err)
		case test.want != "" && err == nil:
			t.Errorf("%s from {%s}: accepted", test.question, test.rows)
		case test.want != "" && !strings.Contains(err.Error(), test.want):
			t.Errorf("%s from {%s}:\n got %v\nwant %s", test.question, test.rows, err, test.want)
		}
	}
}

func TestErrorsHaveData(t *testing.T) {
	g := mustNew(t, "root; left1 <- root; left2 <- left1; right1 <- root")
	_, err := g.Upgrade(nil, "head")
	var heads *MultipleHeadsError
	if !errors.As(err, &heads) || cmp.Diff([]string{"left2", "right1"}, heads.Heads) != "" || heads.Target != "head" {
		t.Errorf("%#v", err)
	}
	_, err = g.Resolve("left")
	var ambiguous *AmbiguousError
	if !errors.As(err, &ambiguous) || cmp.Diff([]string{"left1", "left2"}, ambiguous.Candidates) != "" {
		t.Errorf("%#v", err)
	}
	_, err = g.Resolve("rihgt1")
	var unknown *UnknownRevisionError
	if !errors.As(err, &unknown) || cmp.Diff([]string{"right1"}, unknown.Near) != "" || unknown.Ref != "rihgt1" {
		t.Errorf("%#v", err)
	}
}

// TestManyNames keeps messages short, however many names there are.
func TestManyNames(t *testing.T) {
	g, err := New(bigGraphs["star"](2_000))
	if err != nil {
		t.Fatal(err)
	}
	rows := g.idsOf(g.heads)
	_, first := g.Upgrade(nil, "head")
	_, second := g.Downgrade(rows, "-1")
	_, third := g.Upgrade(nil, "+2")
	_, fourth := g.Upgrade(append(rows, "r000000"), "heads")
	_, _, _, fifth := g.SplitRange("heads:base")
	for _, err := range []error{first, second, third, fourth, fifth} {
		if err == nil || len(err.Error()) > 400 {
			t.Errorf("%.500v", err)
		}
	}
}

func TestHistoryOfCurrent(t *testing.T) {
	g := mustNew(t, "root; left1 <- root; left2 <- left1; right1 <- root; right2 <- right1")
	tests := []struct{ arg, rows, want string }{
		{"current:", "left1", "left2, left1"},
		{":current", "left1", "left1, root"},
		{":current", "left1,right2", "left1, right2, right1, root"},
		{"current:", "left1,right1", "left2, left1, right2, right1"},
		{"current:+1", "left1", "left2, left1"},
		{"current:", "", "left2, left1, right2, right1, root"},
		{":current", "", "left2, left1, right2, right1, root"},
		{"current:right2", "left1", "error RangeNotAncestorError"},
		{"", "left1", "left2, left1, right2, right1, root"},
		{" root : ", "", "error ResolutionError"},
		{" left1: ", "", "left2, left1"},
	}
	for _, test := range tests {
		if got := revisionsText(g.History(test.arg, rowList(test.rows))); got != test.want {
			t.Errorf("%q with {%s}: got %s, want %s", test.arg, test.rows, got, test.want)
		}
	}
}
