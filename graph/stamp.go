package graph

import "strings"

// Stamp plans how the rows move to the targets without anything being run. A
// row that is related to a target, by parents or dependencies, is replaced by
// it; other rows stay, and a target that no row is related to is added. base
// deletes every row, branch@base those related to the branch. With purge every
// row is deleted first, in the same step as what follows.
//
// Targets of which one implies another are an [*OverlapError]; base beside other
// targets is refused.
func (g *Graph) Stamp(rows []string, targets []string, purge bool) ([]Step, error) {
	if purge {
		rows = nil
	}
	from, err := g.rowPlaces(rows)
	if err != nil {
		return nil, err
	}
	moved, err := g.stampedRows(from, targets)
	if err != nil {
		return nil, err
	}
	to, err := g.stampTargets(targets)
	if err != nil {
		return nil, err
	}
	s := &stamping{g: g, from: moved}
	s.plan(to)
	if purge {
		s.purge()
	}
	return s.steps, nil
}

// stampedRows are the rows that belong to one of the targets, in the order of
// the targets, then of the rows.
func (g *Graph) stampedRows(rows []int32, targets []string) ([]int32, error) {
	var moved []int32
	taken := make(set, len(g.revs))
	for _, text := range targets {
		named, err := g.stampNames(text, len(rows) == 0)
		if err != nil {
			return nil, err
		}
		var related set
		if len(named) > 0 {
			related = g.below.closure(named)
			for v, above := range g.allChildren.closure(named) {
				related[v] = related[v] || above
			}
		}
		for _, v := range among(rows, related) {
			if !taken[v] {
				taken[v] = true
				moved = append(moved, v)
			}
		}
	}
	return moved, nil
}

// stampNames is what decides which rows belong to a target: its revisions and
// its branch; nothing for base. As in Alembic an id after an @ has to be clear
// without the branch, and `-N` is taken on an empty table only.
func (g *Graph) stampNames(text string, empty bool) ([]int32, error) {
	t, err := splitBranch(text)
	if err != nil || empty && t.symbol != "head" {
		return nil, err
	}
	if !isWord(t.symbol) {
		v, err := g.find(target{text: text, symbol: t.symbol}, nil)
		return g.withBranch(t, []int32{v}, err)
	}
	named, err := g.resolve(t)
	return g.withBranch(t, named, err)
}

// withBranch adds the revision of a target's branch to those that it names.
func (g *Graph) withBranch(t target, named []int32, err error) ([]int32, error) {
	if err != nil || !t.filters() {
		return named, err
	}
	b, err := g.branch(t)
	return append([]int32{b}, named...), err
}

// stampTargets are the revisions that all targets name, each once; none for
// base.
func (g *Graph) stampTargets(targets []string) ([]int32, error) {
	var found []int32
	taken := make(set, len(g.revs))
	base := ""
	for _, text := range targets {
		named, err := g.resolveText(text)
		if err != nil {
			return nil, err
		}
		named = realPlaces(named)
		if len(named) == 0 {
			base = text
		}
		for _, v := range named {
			if !taken[v] {
				taken[v] = true
				found = append(found, v)
			}
		}
	}
	if base != "" && len(found) > 0 {
		return nil, &TargetError{Target: strings.Join(targets, " "), Why: base + " means an empty version" +
			" table and cannot be stamped together with a revision; stamp the revision alone, with --purge" +
			" where no other row may stay"}
	}
	return found, g.checkOverlap(found, false)
}

// stamping is a stamp plan that is being made.
type stamping struct {
	g     *Graph
	from  []int32 // the rows that belong to the targets
	moved bool    // whether a step has replaced them
	steps []Step
}

func (s *stamping) plan(to []int32) {
	g := s.g
	if len(to) == 0 {
		for _, v := range s.from {
			s.steps = append(s.steps, Step{
				Direction: Stamp, From: []string{g.id(v)},
				Ops: []Op{{Kind: OpDelete, From: g.id(v)}},
			})
		}
		return
	}
	moved := g.setOf(s.from...)
	above, below := g.allChildren.closure(s.from), g.below.closure(s.from)
	for _, v := range to {
		if moved[v] {
			continue
		}
		step := Step{Revision: g.revs[v], Direction: Stamp}
		if above[v] || below[v] {
			step.From = g.idsOf(s.from)
		}
		step.Ops = s.move(step.From, v)
		s.steps = append(s.steps, step)
	}
}

// move is the operations that put v in the place of the rows from. Where an
// earlier step has moved these already, v is a row of its own.
func (s *stamping) move(from []string, v int32) []Op {
	id := s.g.id(v)
	if len(from) == 0 || s.moved {
		return []Op{{Kind: OpInsert, To: id}}
	}
	s.moved = true
	ops := make([]Op, len(from))
	for i, row := range from {
		ops[i] = Op{Kind: OpDelete, From: row}
	}
	ops[len(ops)-1] = Op{Kind: OpUpdate, From: from[len(from)-1], To: id}
	return ops
}

// purge puts the deletion of every row before all else.
func (s *stamping) purge() {
	if len(s.steps) == 0 {
		s.steps = []Step{{Direction: Stamp}}
	}
	s.steps[0].Ops = append([]Op{{Kind: OpPurge}}, s.steps[0].Ops...)
}
