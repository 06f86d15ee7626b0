package graph

// walk goes |t.steps| revisions up or down from a place, by parents alone, and
// returns where it ended and how many steps it made: fewer than asked for at
// the end of the line. A line restricts the way up. A fork on the way is an
// [*AmbiguousWalkError].
func (g *Graph) walk(t target, from int32, line set) (at int32, made int, err error) {
	up, wanted := t.steps > 0, max(t.steps, -t.steps)
	for at = from; made < wanted; made++ {
		next := g.down(at)
		if up {
			next = among(g.up(at), line)
		}
		switch len(next) {
		case 0:
			return at, made, nil
		case 1:
			at = next[0]
		default:
			return at, made, g.ambiguousWalk(t, at, next, up)
		}
	}
	return at, made, nil
}

// lineUp is the line that a walk up from a place keeps to; as in Alembic the
// branch is looked up only where there is a way up.
func (g *Graph) lineUp(t target, from int32) (set, error) {
	if t.steps <= 0 || len(g.up(from)) == 0 {
		return nil, nil
	}
	return g.line(t)
}

func (g *Graph) up(at int32) []int32 {
	if at < 0 {
		return g.bases
	}
	return g.children.of(at)
}

// down from nothing are the heads: `base-1` is the head, as in Alembic.
func (g *Graph) down(at int32) []int32 {
	switch {
	case at == belowBase:
		return nil
	case at == atBase:
		return g.heads
	case len(g.parents.of(at)) == 0:
		return []int32{belowBase}
	}
	return g.parents.of(at)
}

func (g *Graph) ambiguousWalk(t target, at int32, next []int32, up bool) error {
	err := &AmbiguousWalkError{Target: t.text, At: g.placeID(at), Next: g.sortedIDs(next), Up: up}
	for _, id := range err.Next {
		if up {
			err.Choices = append(err.Choices, id+"@"+t.symbol+t.offset)
		}
	}
	return err
}

// tooFar is the error for a walk that ended early.
func (g *Graph) tooFar(t target, from int32, made int) error {
	return &WalkError{Target: t.text, Offset: t.offset, Made: made, Start: g.placeID(from)}
}

// placeID is the id of a revision, empty for base.
func (g *Graph) placeID(v int32) string {
	if v < 0 {
		return ""
	}
	return g.id(v)
}
