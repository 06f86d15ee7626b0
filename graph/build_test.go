package graph

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/source"
)

func TestBuildErrors(t *testing.T) {
	tests := []struct {
		edges string
		// want are the problems: column, the class of the cause, a part of
		// the text.
		want []string
	}{
		{"a <- a", []string{"edges:1:6: LoopDetected self-loop is detected in revisions (a): a revises itself"}},
		{"a {a}", []string{"edges:1:4: DependencyLoopDetected dependency self-loop is detected in revisions (a)"}},
		{"a {x} [x]", []string{"edges:1:4: DependencyCycleDetected dependency cycle is detected in revisions (a)"}},
		{"a; b <- a, a", []string{"edges:1:12: RevisionError revision b names the parent a more than once"}},
		{"a; b; a <- b", []string{`edges:1:7: RevisionError revision "a" is present more than once: in edges and in edges`}},
		{"a [x]; b [x]", []string{`edges:1:11: RevisionError branch label "x" in revision b is already used by revision a`}},
		{"a [x, x]", []string{`edges:1:7: RevisionError branch label "x" in revision a is already used by revision a`}},
		{"a; b [a]", []string{`edges:1:7: RevisionError branch label "a" in revision b is already used by revision a`}},
		{"abcd; b <- abce", []string{`edges:1:12: ResolutionError there is no revision or branch "abce"; did you mean abcd?`}},
		{"a [lab]; b <- lab", []string{"edges:1:15: ResolutionError it is a label, and parents are named by id: write a"}},
		{"a [label]; b {labl}", []string{`edges:1:15: ResolutionError did you mean label?`}},
		{"x@y", []string{`edges:1:1: RevisionError revision id "x@y" must not`}},
		// A cycle between a base and a head.
		{
			"a; b <- a, c; c <- b; d <- c",
			[]string{"edges:1:12: CycleDetected in revisions (b, c): b revises c, c revises b"},
		},
		{
			"a; b <- a {d}; c; d <- c {b}; e <- b; f <- d",
			[]string{"edges:1:12: DependencyCycleDetected in revisions (b, d): b needs d, d needs b"},
		},
		{"c <- b; b <- a; a <- c", []string{"edges:1:6: CycleDetected (c, b, a): c revises b, b revises a, a revises c"}},
		{"p; q <- p {l}; r <- q [l]", []string{"edges:1:12: DependencyCycleDetected (q, r)"}},
		// Two tangled cycles are one problem, two apart are two.
		{"a <- b; b <- a, c; c <- b", []string{"edges:1:6: CycleDetected (a, b): a revises b, b revises a; in cycles with them: c"}},
		{"a <- b; b <- a; c {d}; d {c}", []string{"edges:1:6: CycleDetected (a, b)", "edges:1:20: DependencyCycleDetected (c, d)"}},
		// Everything is reported at once.
		{"a <- zz; b <- b; c [a]; a", []string{
			`edges:1:6: ResolutionError "zz"`, "edges:1:15: LoopDetected (b)", `edges:1:21: RevisionError "a"`,
			`edges:1:25: RevisionError present more than once`,
		}},
	}
	for _, test := range tests {
		g, err := New(parseEdges(t, test.edges))
		if g != nil || err == nil {
			t.Errorf("%s: accepted", test.edges)
			continue
		}
		checkProblems(t, test.edges, err, test.want)
	}
}

func checkProblems(t *testing.T, edges string, err error, want []string) {
	t.Helper()
	var build *BuildError
	var list source.ErrorList
	if !errors.As(err, &build) || !errors.As(err, &list) {
		t.Fatalf("%s: %T is no BuildError with an ErrorList", edges, err)
	}
	if len(list) != len(want) || len(build.Causes) != len(want) {
		t.Errorf("%s: %d problems, %d causes, want %d:\n%v", edges, len(list), len(build.Causes), len(want), err)
		return
	}
	classes := map[string]string{}
	for _, cause := range build.Causes {
		classes[cause.Error()] = cause.Class()
	}
	for i, problem := range list {
		place, rest, _ := strings.Cut(want[i], ": ")
		class, text, _ := strings.Cut(rest, " ")
		full := joinParts(problem.Msg, problem.Hint)
		if !strings.HasPrefix(problem.Error(), place+": ") || classes[full] != class ||
			!strings.Contains(full, text) {
			t.Errorf("%s:\n got %s %s (%s)\nwant %s", edges, problem, problem.Hint, classes[full], want[i])
		}
	}
}

func TestCycleErrorIsFound(t *testing.T) {
	_, err := New(parseEdges(t, "a <- b; b <- a"))
	var cycle *CycleError
	if !errors.As(err, &cycle) {
		t.Fatalf("%v holds no CycleError", err)
	}
	if diff := cmp.Diff([]string{"a", "b"}, cycle.Cycle); diff != "" || cycle.Dependency {
		t.Errorf("%v\n%s", cycle, diff)
	}
}

// TestLabels are the examples of how labels spread: down only along a line
// from which the way up is simple.
func TestLabels(t *testing.T) {
	tests := []struct{ edges, want string }{
		{"a; b <- a; c <- b [x]; d <- c", "a:x b:x c:x d:x"},
		{"a; b <- a; c <- b [x]; d <- c; q <- a", "a: b:x c:x d:x q:"},
		{"a; b <- a; c <- b [x]; d <- c; e <- c", "a: b: c:x d:x e:x"},
		{"a; b <- a; c <- b [x]; d <- c; z {c}", "a: b: c:x d:x z:"},
		{"a; b <- a; c <- b [x]; d <- c; z {d}", "a:x b:x c:x d:x z:"},
		{"a; b <- a; c <- b [x]; d <- c; y <- a; m <- d, y; n <- m", "a: b: c:x d:x y: m:x n:x"},
		{"a [main]; b <- a; c <- a [side]; d <- c", "a:main b:main c:main,side d:main,side"},
		{"a; b <- a [y]; c <- b; d <- c [x, w]", "a:w,x,y b:w,x,y c:w,x,y d:w,x,y"},
	}
	for _, test := range tests {
		g := mustNew(t, test.edges)
		var got []string
		for _, rev := range g.Revisions() {
			got = append(got, rev.ID+":"+strings.Join(g.Labels(rev.ID), ","))
		}
		if text := strings.Join(got, " "); text != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.edges, text, test.want)
		}
	}
}

func TestAccessors(t *testing.T) {
	g := mustNew(t, "z; a <- z; b <- z {lab}; m <- b, a; x [lab]; e {m}")
	got := map[string]string{
		"load":         ids(g.Revisions()),
		"heads":        ids(g.Heads()),
		"real heads":   ids(g.RealHeads()),
		"bases":        ids(g.Bases()),
		"parents":      strings.Join(g.Parents("m"), ","),
		"dependencies": strings.Join(g.Dependencies("b"), ","),
		"children":     strings.Join(g.Children("z"), ","),
	}
	want := map[string]string{
		"load": "z, a, b, m, x, e", "heads": "m, x, e", "real heads": "e", "bases": "z, x, e",
		"parents": "b,a", "dependencies": "x", "children": "a,b",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	flags := map[string]bool{
		"m is a head": g.IsHead("m"), "m is no real head": !g.IsRealHead("m"), "e is a real head": g.IsRealHead("e"),
		"z is a branch point": g.IsBranchPoint("z"), "x is none": !g.IsBranchPoint("x"),
		"m is a merge point": g.IsMergePoint("m"), "b is none": !g.IsMergePoint("b"),
		"nothing is unknown": !g.IsHead("no") && !g.IsRealHead("no") && g.Lookup("no") == nil && g.Parents("no") == nil,
		"labels are no ids":  g.Lookup("lab") == nil, "ids are": g.Lookup("x") != nil, "length": g.Len() == 6,
	}
	for name, ok := range flags {
		if !ok {
			t.Errorf("%s: no", name)
		}
	}
}

func TestEmptyGraph(t *testing.T) {
	g, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, question := range []string{
		"upgrade heads", "upgrade head", "downgrade base", "stamp heads", "stamp base",
		"history :", "resolve heads", "resolve head",
	} {
		command, arg, _ := strings.Cut(question, " ")
		if got := answer(g, command, "", arg); strings.Trim(got, " =") != "" {
			t.Errorf("%s: %s", question, got)
		}
	}
}
