package graph

// Downgrade plans the way from rows down to a target, which itself stays: the
// target's children by parents are undone, with everything that stands on them
// by parents or dependencies. Rows on other branches stay. `-N` is refused
// where there are several rows: `branch@-N` says which is meant.
func (g *Graph) Downgrade(rows []string, target string) ([]Step, error) {
	from, err := g.rowPlaces(rows)
	if err != nil {
		return nil, err
	}
	if target == "" {
		return nil, &TargetError{Why: "a downgrade needs a target: write a revision or base"}
	}
	t, err := g.parseTarget(target)
	if err != nil {
		return nil, err
	}
	row, to, err := g.downgradeTarget(t, from)
	if err != nil {
		return nil, err
	}
	roots, err := g.downgradeRoots(t, row, to)
	if err != nil {
		return nil, err
	}
	applied := g.below.closure(from)
	undone := g.allChildren.closure(roots)
	empty := true
	for v := range undone {
		undone[v] = undone[v] && applied[v]
		empty = empty && !undone[v]
	}
	if empty && to >= 0 && !g.setOf(from...)[to] {
		return nil, g.nothingAbove(target, to, from, applied)
	}
	order, _ := g.sorted(undone, undone, from)
	track := g.newTracker(from)
	plan := newPlan(len(order))
	for _, v := range order {
		plan.add(g, v, Downgrade, track.downgrade)
	}
	return plan.steps, nil
}

// downgradeTarget finds the revision that a downgrade ends at, or atBase; for
// -N and b@-N also the row at which it starts, otherwise atBase.
func (g *Graph) downgradeTarget(t target, rows []int32) (row, to int32, err error) {
	row = atBase
	switch {
	case t.offset == "":
		to, err = g.resolveOne(target{text: t.text, symbol: t.symbol})
	case t.symbol == "":
		row, to, err = g.downFromRows(t, rows)
	default:
		to, err = g.walkFromSymbol(t)
	}
	return row, max(to, atBase), err
}

// walkFromSymbol is `s-N`, `b@s-N`, `s+N` and `b@s+N` of a downgrade.
func (g *Graph) walkFromSymbol(t target) (int32, error) {
	symbol := t
	if t.steps >= 0 {
		symbol = target{text: t.text, symbol: t.symbol}
	}
	start, err := g.resolveOne(symbol)
	if err != nil {
		return atBase, err
	}
	line, err := g.lineUp(t, start)
	if err != nil {
		return atBase, err
	}
	at, made, err := g.walk(t, start, line)
	if err != nil {
		return atBase, err
	}
	if made < max(t.steps, -t.steps) {
		return atBase, g.tooFar(t, start, made)
	}
	if at == atBase {
		return atBase, &WalkError{Target: t.text, Offset: t.offset, Why: "that is base; write base"}
	}
	return at, nil
}

// downFromRows is `-N` and `b@-N`: the row on the branch, or what is applied on
// it because of another row, is where the walk starts.
func (g *Graph) downFromRows(t target, rows []int32) (row, to int32, err error) {
	if t.steps >= 0 {
		return atBase, atBase, &WalkError{
			Target: t.text, Offset: t.offset,
			Why: "from the rows a downgrade goes down only; write -1, or name a revision",
		}
	}
	line, err := g.line(t)
	if err != nil {
		return atBase, atBase, err
	}
	starts := among(rows, line)
	if len(starts) == 0 {
		starts = among(g.currentPlaces(rows), line)
	}
	switch {
	case len(starts) > 1:
		return atBase, atBase, g.severalRows(t.text, t.offset, starts)
	case len(starts) == 0 && line != nil:
		return atBase, atBase, &WalkError{
			Target: t.text, Offset: t.offset,
			Why: "nothing of branch " + t.branch + " is applied",
		}
	case len(starts) == 0:
		return atBase, atBase, &WalkError{Target: t.text, Offset: t.offset, Why: "nothing is applied"}
	}
	to, made, err := g.walk(t, starts[0], nil)
	if err == nil && made < -t.steps {
		err = g.tooFar(t, starts[0], made)
	}
	return starts[0], to, err
}

// downgradeRoots are the revisions that have to go: the children of the target
// or all bases, of several those below the branch. The branch is that of the
// target, or of the row at which it starts; where there is nothing to choose it
// is looked up before base only.
func (g *Graph) downgradeRoots(t target, row, to int32) ([]int32, error) {
	roots := g.bases
	if to >= 0 {
		roots = g.children.of(to)
	}
	branch := row
	if t.filters() && (to < 0 || len(roots) > 1) {
		var err error
		if branch, err = g.branch(t); err != nil {
			return nil, err
		}
	}
	if branch < 0 || len(roots) < 2 {
		return roots, nil
	}
	kept := among(roots, g.parents.closure([]int32{branch}))
	if len(kept) == 0 {
		return nil, &TargetError{Target: t.text, Why: "not a valid downgrade target from current heads: no" +
			" child of " + placeName(g.placeID(to)) + " is an ancestor of " + g.id(branch) +
			", for which the branch stands; name a revision above the fork before the @"}
	}
	return kept, nil
}

// nothingAbove is the error for a target above which nothing is applied.
func (g *Graph) nothingAbove(text string, to int32, rows []int32, applied set) error {
	err := &RangeNotAncestorError{Lower: text, Rows: g.idsOf(rows)}
	for _, v := range g.allChildren.of(to) {
		if applied[v] {
			err.Holders = append(err.Holders, g.id(v))
		}
	}
	return err
}
