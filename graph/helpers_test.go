package graph

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// parseEdges reads a graph written in one string: "a; b <- a {x} [l]; ..." is
// revision a without parents, then b with the parent a, a dependency on x and
// the label l, in load order. The text itself is the file of every revision, so
// that spans point into it.
func parseEdges(t testing.TB, text string) []*revisions.Revision {
	t.Helper()
	file := source.NewFile("edges", text)
	var revs []*revisions.Revision
	at := 0
	for _, part := range strings.Split(text, ";") {
		start := at
		at += len(part) + 1
		if strings.TrimSpace(part) == "" {
			continue
		}
		rev := &revisions.Revision{File: file}
		list := &rev.Parents
		word := func(from, to int) {
			ref := revisions.Ref{ID: part[from:to], Span: source.Span{Start: start + from, End: start + to}}
			if rev.ID == "" {
				rev.ID, rev.IDSpan = ref.ID, ref.Span
				return
			}
			*list = append(*list, ref)
		}
		from := -1
		for i, c := range part + " " {
			if strings.ContainsRune(" ,<{}[]\n\t", c) {
				if from >= 0 && part[from:i] != "-" {
					word(from, i)
				}
				from = -1
			} else if from < 0 {
				from = i
			}
			switch c {
			case '{':
				list = &rev.DependsOn
			case '[':
				list = &rev.Labels
			}
		}
		revs = append(revs, rev)
	}
	return revs
}

func mustNew(t testing.TB, text string) *Graph {
	t.Helper()
	g, err := New(parseEdges(t, text))
	if err != nil {
		t.Fatalf("New(%q): %v", text, err)
	}
	return g
}

// ids is a list of revisions as text.
func ids(revs []*revisions.Revision) string {
	names := make([]string, len(revs))
	for i, rev := range revs {
		names[i] = rev.ID
	}
	return strings.Join(names, ", ")
}

// rowList splits "a, b"; the empty text is an empty table.
func rowList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

// opsText is operations as the conformance vectors write them.
func opsText(ops []Op) string {
	parts := make([]string, len(ops))
	for i, op := range ops {
		switch op.Kind {
		case OpInsert:
			parts[i] = "I(" + op.To + ")"
		case OpDelete:
			parts[i] = "D(" + op.From + ")"
		case OpUpdate:
			parts[i] = "U(" + op.From + ">" + op.To + ")"
		default:
			parts[i] = "P"
		}
	}
	return strings.Join(parts, " ")
}

// stepsText is a plan as the conformance vectors write it: +r or -r, or
// [rows -> r] for a stamp, each with its operations.
func stepsText(steps []Step) string {
	parts := make([]string, len(steps))
	for i, step := range steps {
		var head string
		switch step.Direction {
		case Upgrade:
			head = "+" + step.Revision.ID
		case Downgrade:
			head = "-" + step.Revision.ID
		case Stamp:
			to := "base"
			if step.Revision != nil {
				to = step.Revision.ID
			}
			head = fmt.Sprintf("[%s -> %s]", strings.Join(step.From, ", "), to)
		}
		parts[i] = strings.TrimSpace(head + " " + opsText(step.Ops))
	}
	return strings.Join(parts, "; ")
}

// checkedApply carries out operations one by one and fails where one does not
// hit exactly the row that it should.
func checkedApply(rows []string, steps []Step) ([]string, error) {
	have := map[string]bool{}
	for _, row := range rows {
		have[row] = true
	}
	for _, step := range steps {
		for _, op := range step.Ops {
			if op.Kind == OpPurge {
				clear(have)
				continue
			}
			if op.From != "" && !have[op.From] {
				return nil, fmt.Errorf("%s: there is no row %s", opsText([]Op{op}), op.From)
			}
			delete(have, op.From)
			if op.To != "" && have[op.To] {
				return nil, fmt.Errorf("%s: row %s is there already", opsText([]Op{op}), op.To)
			}
			if op.To != "" {
				have[op.To] = true
			}
		}
	}
	after := make([]string, 0, len(have))
	for row := range have {
		after = append(after, row)
	}
	sort.Strings(after)
	return after, nil
}

// errorText is "error Class" for an error of this package.
func errorText(err error) string {
	var classed Error
	if errors.As(err, &classed) {
		return "error " + classed.Class()
	}
	return "error without a class: " + err.Error()
}

// answer asks the graph a recorded question and writes the answer in the
// recorded form.
func answer(g *Graph, command, rowText, arg string) string {
	rows := rowList(rowText)
	switch command {
	case "heads":
		return ids(g.Heads())
	case "real heads":
		return ids(g.RealHeads())
	case "bases":
		return ids(g.Bases())
	case "branches":
		return branchesText(g)
	case "map":
		return mapText(g)
	case "resolve":
		return revisionsText(g.Resolve(arg))
	case "history":
		return revisionsText(g.History(arg, rows))
	case "current":
		return revisionsText(g.Current(rows))
	}
	steps, err := planFor(g, command, &rows, arg)
	if err != nil {
		return errorText(err)
	}
	after, err := checkedApply(rows, steps)
	if err != nil {
		return "broken plan: " + err.Error()
	}
	if strings.HasSuffix(command, "-range") {
		return stepsText(steps)
	}
	return stepsText(steps) + " = " + strings.Join(after, ",")
}

// planFor plans an upgrade, downgrade or stamp; a command that ends in -range
// takes its rows from the argument.
func planFor(g *Graph, command string, rows *[]string, arg string) ([]Step, error) {
	name, isRange := strings.CutSuffix(command, "-range")
	if isRange {
		from, target, _, err := g.SplitRange(arg)
		if err != nil {
			return nil, err
		}
		*rows, arg = from, target
	}
	switch name {
	case "upgrade":
		return g.Upgrade(*rows, arg)
	case "downgrade":
		return g.Downgrade(*rows, arg)
	case "stamp":
		return g.Stamp(*rows, strings.Fields(arg), false)
	case "purge":
		steps, err := g.Stamp(*rows, strings.Fields(arg), true)
		*rows = nil
		return withoutPurge(steps), err
	}
	return nil, fmt.Errorf("unknown command %q", command)
}

// withoutPurge leaves the purge out, which the recorded answers do not show.
func withoutPurge(steps []Step) []Step {
	if len(steps) == 0 || len(steps[0].Ops) == 0 || steps[0].Ops[0].Kind != OpPurge {
		return steps
	}
	first := steps[0]
	first.Ops = first.Ops[1:]
	if len(first.Ops) == 0 && first.Revision == nil {
		return steps[1:]
	}
	return append([]Step{first}, steps[1:]...)
}

func revisionsText(revs []*revisions.Revision, err error) string {
	if err != nil {
		return errorText(err)
	}
	return ids(revs)
}

func branchesText(g *Graph) string {
	all, err := g.History("", nil)
	if err != nil {
		return errorText(err)
	}
	var points []*revisions.Revision
	for _, rev := range all {
		if g.IsBranchPoint(rev.ID) {
			points = append(points, rev)
		}
	}
	return ids(points)
}

// mapText is, for each revision by id, its dependencies without the inherited
// ones, its children and its labels.
func mapText(g *Graph) string {
	var lines []string
	for v, rev := range g.revs {
		var deps []string
		for _, d := range g.below.of(int32(v)) {
			// A parent named as a dependency too is in both lists.
			if slices.Contains(g.deps.of(int32(v)), d) {
				deps = append(deps, g.id(d))
			}
		}
		sort.Strings(deps)
		lines = append(lines, fmt.Sprintf("%s %s | %s | %s", rev.ID, strings.Join(deps, ","),
			strings.Join(g.Children(rev.ID), ","), strings.Join(g.Labels(rev.ID), ",")))
	}
	sort.Strings(lines)
	return strings.Join(lines, "; ")
}
