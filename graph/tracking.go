package graph

// tracker follows the rows of a version table through a plan. It counts, for
// each revision, the applied revisions that stand directly on it: a revision is
// a row while it is applied and nothing applied stands on it.
type tracker struct {
	g      *Graph
	isRow  set
	holds  []int32 // applied revisions that stand directly on this one
	rowOps []Op
}

func (g *Graph) newTracker(rows []int32) *tracker {
	t := &tracker{g: g, isRow: make(set, len(g.revs)), holds: make([]int32, len(g.revs))}
	for _, v := range rows {
		t.isRow[v] = true
	}
	for v, applied := range g.below.closure(rows) {
		if applied {
			for _, d := range g.below.of(int32(v)) {
				t.holds[d]++
			}
		}
	}
	return t
}

// upgrade is the operations that follow the upgrade of v: the rows below it go,
// the last of them by an update.
func (t *tracker) upgrade(v int32) []Op {
	ops := t.rowOps[:0]
	for _, d := range t.g.below.of(v) {
		t.holds[d]++
		if t.isRow[d] {
			t.isRow[d] = false
			ops = append(ops, Op{Kind: OpDelete, From: t.g.id(d)})
		}
	}
	t.isRow[v] = true
	if len(ops) == 0 {
		ops = append(ops, Op{Kind: OpInsert, To: t.g.id(v)})
	} else {
		last := &ops[len(ops)-1]
		*last = Op{Kind: OpUpdate, From: last.From, To: t.g.id(v)}
	}
	t.rowOps = ops
	return ops
}

// downgrade is the operations that follow the downgrade of the row v: what
// stands below it and is implied by nothing else becomes a row, the last of it
// by an update.
func (t *tracker) downgrade(v int32) []Op {
	ops := t.rowOps[:0]
	for _, d := range t.g.below.of(v) {
		t.holds[d]--
		if t.holds[d] == 0 && !t.isRow[d] {
			t.isRow[d] = true
			ops = append(ops, Op{Kind: OpInsert, To: t.g.id(d)})
		}
	}
	t.isRow[v] = false
	if len(ops) == 0 {
		ops = append(ops, Op{Kind: OpDelete, From: t.g.id(v)})
	} else {
		last := &ops[len(ops)-1]
		*last = Op{Kind: OpUpdate, From: t.g.id(v), To: last.To}
	}
	t.rowOps = ops
	return ops
}

// plan is steps whose operations stand in one slice.
type plan struct {
	steps []Step
	ops   []Op
}

func newPlan(n int) *plan {
	return &plan{steps: make([]Step, 0, n), ops: make([]Op, 0, n)}
}

// add appends the step of one revision; track yields its operations.
func (p *plan) add(g *Graph, v int32, direction Direction, track func(int32) []Op) {
	from := len(p.ops)
	p.ops = append(p.ops, track(v)...)
	p.steps = append(p.steps, Step{
		Revision: g.revs[v], Direction: direction, Ops: p.ops[from:len(p.ops):len(p.ops)],
	})
}

// Undo is the way back of an upgrade plan that started from rows: its steps in
// reverse order as downgrades. It ends at the same rows. Rows and steps that
// are not of this graph are left out.
func (g *Graph) Undo(rows []string, steps []Step) []Step {
	var from []int32
	for _, row := range rows {
		if v, ok := g.ids[row]; ok {
			from = append(from, v)
		}
	}
	t := g.newTracker(from)
	var order []int32
	for _, step := range steps {
		if step.Revision == nil {
			continue
		}
		if v, ok := g.ids[step.Revision.ID]; ok {
			t.upgrade(v)
			order = append(order, v)
		}
	}
	plan := newPlan(len(order))
	for i := len(order) - 1; i >= 0; i-- {
		plan.add(g, order[i], Downgrade, t.downgrade)
	}
	return plan.steps
}
