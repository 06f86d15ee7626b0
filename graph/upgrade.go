package graph

import (
	"sort"

	"sqlbundle/internal/suggest"
)

// Upgrade plans the way from rows up to a target: everything that the target
// needs and the rows do not have, in order, each with its operations on the
// version table. Rows that have nothing to do with the target stay. An empty
// target means heads; base, and a target that is applied already, need no step.
func (g *Graph) Upgrade(rows []string, target string) ([]Step, error) {
	if target == "" {
		target = "heads"
	}
	from, err := g.rowPlaces(rows)
	if err != nil {
		return nil, err
	}
	to, err := g.upgradeTargets(target, g.rowOrigin(target, from), false)
	if err != nil {
		return nil, err
	}
	if err := g.checkOverlap(to, false); err != nil {
		return nil, err
	}
	if err := g.checkOverlap(from, true); err != nil {
		return nil, err
	}
	needed, applied := g.below.closure(to), g.below.closure(from)
	for v := range needed {
		needed[v] = needed[v] && !applied[v]
	}
	order, _ := g.sorted(needed, needed, to)
	t := g.newTracker(from)
	plan := newPlan(len(order))
	for i := len(order) - 1; i >= 0; i-- {
		plan.add(g, order[i], Upgrade, t.upgrade)
	}
	return plan.steps, nil
}

// origin is where a relative target of an upgrade starts from.
type origin struct {
	// one is the start of +N.
	one func() (int32, error)
	// all is where branch@+N looks for its start.
	all func() ([]int32, error)
}

func (g *Graph) rowOrigin(target string, rows []int32) origin {
	return origin{
		one: func() (int32, error) {
			switch len(rows) {
			case 0:
				return atBase, nil
			case 1:
				return rows[0], nil
			}
			return atBase, g.severalRows(target, target, rows)
		},
		all: func() ([]int32, error) { return rows, nil },
	}
}

// severalRows is the error for a walk, an offset, that could start from any of
// the rows.
func (g *Graph) severalRows(text, offset string, rows []int32) error {
	choices := g.branchNames(rows)
	for i := range choices {
		choices[i] += "@" + offset
	}
	return &SeveralRowsError{Target: text, Rows: g.idsOf(rows), Choices: choices}
}

// upgradeTargets finds the revisions that a target of an upgrade means. With
// stay a walk stops at the ends of the graph instead of failing.
func (g *Graph) upgradeTargets(text string, from origin, stay bool) ([]int32, error) {
	t, err := g.parseTarget(text)
	if err != nil {
		return nil, err
	}
	if t.offset == "" {
		return g.resolve(t)
	}
	start, line, err := g.upgradeStart(t, from)
	if err != nil {
		return nil, err
	}
	at, made, err := g.walk(t, start, line)
	switch {
	case err != nil:
		return nil, err
	case at < 0 && stay:
		return nil, nil
	case made < max(t.steps, -t.steps) && !stay:
		return nil, g.tooFar(t, start, made)
	case at < 0:
		return nil, &WalkError{Target: text, Offset: t.offset, Why: "that is base, and an upgrade ends at" +
			" a revision"}
	}
	return []int32{at}, nil
}

// upgradeStart is the place where a relative target starts, and the line that
// the way up keeps to.
func (g *Graph) upgradeStart(t target, from origin) (int32, set, error) {
	if t.steps <= 0 {
		if t.symbol == "" {
			return atBase, nil, &WalkError{
				Target: t.text, Offset: t.offset,
				Why: "from the rows an upgrade goes up only; write +1, or name a revision",
			}
		}
		start, err := g.resolveOne(t)
		return start, nil, err
	}
	if t.symbol != "" {
		start, err := g.resolveOne(target{text: t.text, symbol: t.symbol})
		if err != nil {
			return atBase, nil, err
		}
		line, err := g.lineUp(t, start)
		return start, line, err
	}
	line, err := g.line(t)
	if err != nil {
		return atBase, nil, err
	}
	if line == nil {
		start, err := from.one()
		return start, nil, err
	}
	start, err := g.startOnBranch(t, from, line)
	return start, line, err
}

// startOnBranch is the one row on the line; otherwise the highest revision on
// it that is applied because of another row; otherwise base.
func (g *Graph) startOnBranch(t target, from origin, line set) (int32, error) {
	rows, err := from.all()
	if err != nil {
		return atBase, err
	}
	starts := among(rows, line)
	if len(starts) == 0 {
		starts = g.tips(g.below.closure(rows), line)
	}
	switch len(starts) {
	case 0:
		return atBase, nil
	case 1:
		return starts[0], nil
	}
	return atBase, g.severalRows(t.text, t.offset, starts)
}

// tips are the members of both sets on which no other such member stands.
func (g *Graph) tips(applied, line set) []int32 {
	tip := make(set, len(applied))
	for v := range applied {
		tip[v] = applied[v] && line[v]
	}
	for v := range applied {
		if applied[v] && line[v] {
			for _, w := range g.below.of(int32(v)) {
				tip[w] = false
			}
		}
	}
	return tip.list()
}

// rowPlaces finds the revisions of a version table's rows, sorted by id, each
// once.
func (g *Graph) rowPlaces(rows []string) ([]int32, error) {
	ids := append([]string(nil), rows...)
	sort.Strings(ids)
	places := make([]int32, 0, len(ids))
	for i, id := range ids {
		if i > 0 && id == ids[i-1] {
			continue
		}
		v, ok := g.ids[id]
		if !ok {
			return nil, &UnknownRevisionError{
				Ref: id, Target: id, Row: true,
				Near: suggest.Closest(id, g.keys()[:len(g.revs)]),
			}
		}
		places = append(places, v)
	}
	return places, nil
}

// checkOverlap refuses a list in which one revision is an ancestor of another.
func (g *Graph) checkOverlap(list []int32, rows bool) error {
	var next []int32
	member := make(set, len(g.revs))
	for _, v := range list {
		member[v] = true
		next = append(next, g.below.of(v)...)
	}
	if len(list) < 2 || len(among(list, g.below.closure(next))) == 0 {
		return nil
	}
	for _, v := range list {
		others := among(list, g.below.closure(g.below.of(v)))
		if len(others) > 0 {
			return &OverlapError{Revision: g.id(v), Others: g.sortedIDs(others), Rows: rows}
		}
	}
	return nil
}
