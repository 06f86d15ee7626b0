package graph

// First moves the step of one revision, which has begun, before the other steps
// of a plan that starts from rows, and computes the operations on the version
// table anew. The steps are all of one direction, upgrade or downgrade. A
// [*BegunError] tells that the revision is not among them, or cannot be first.
func (g *Graph) First(rows []string, steps []Step, id string) ([]Step, error) {
	from, err := g.rowPlaces(rows)
	if err != nil {
		return nil, err
	}
	first, ok := g.ids[id]
	if !ok {
		return nil, &BegunError{Revision: id}
	}
	order := []int32{first}
	found := false
	for _, step := range steps {
		v := g.ids[step.Revision.ID]
		if found = found || v == first; v != first {
			order = append(order, v)
		}
	}
	if !found {
		return nil, &BegunError{Revision: id}
	}
	direction, t := steps[0].Direction, g.newTracker(from)
	before, track := g.below.of(first), t.upgrade
	if direction == Downgrade {
		before, track = g.allChildren.of(first), t.downgrade
	}
	if len(among(order, g.setOf(before...))) > 0 {
		return nil, &BegunError{Revision: id}
	}
	plan := newPlan(len(order))
	for _, v := range order {
		plan.add(g, v, direction, track)
	}
	return plan.steps, nil
}

// BegunError tells that a plan cannot start with the revision that has begun.
type BegunError struct{ Revision string }

func (e *BegunError) Error() string {
	return "revision " + e.Revision + " has begun, and the plan cannot start with it"
}
