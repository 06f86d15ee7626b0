package oracle

import (
	"context"
	"slices"
)

// Step is the answer to one statement of a transaction, with what tells
// relations apart that come, go and change their names in it. Its Locks are on
// whatever was there before the statement, new or not.
type Step struct {
	Answer
	// OIDs are the relations before the statement, by their names.
	OIDs map[string]string
	// Begun are the tables and materialized views that a sequential scan began to
	// read, rows or not.
	Begun []string
}

// Step runs a statement as [Session.Run] does.
func (s *Session) Step(ctx context.Context, stmt string) (Step, error) {
	before, err := s.link.begin(ctx)
	if err != nil {
		return Step{}, err
	}
	step, _, err := s.step(ctx, before, stmt)
	if err != nil {
		return Step{}, err
	}
	a, failed, err := s.link.try(ctx, "COMMIT", "commit: ")
	if failed {
		step.Answer = a
	}
	if state := step.SQLState; err == nil && (state == activeTransaction || state == invalidTermination) {
		step.Answer, err = s.link.alone(ctx, stmt)
	}
	return step, err
}

// Rehearse runs statements in one transaction and takes everything back. What
// fails leaves nothing behind for the next.
func (s *Session) Rehearse(ctx context.Context, stmts []string) ([]Step, error) {
	now, err := s.link.begin(ctx)
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, stmt := range stmts {
		var step Step
		if step, now, err = s.step(ctx, now, stmt); err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	_, err = s.link.run(ctx, "ROLLBACK")
	return steps, err
}

// step runs a statement in the open transaction, and looks.
func (s *Session) step(ctx context.Context, before view, stmt string) (Step, view, error) {
	if _, err := s.link.run(ctx, "SAVEPOINT step"); err != nil {
		return Step{}, view{}, err
	}
	a, failed, err := s.link.try(ctx, stmt, "")
	if err != nil {
		return Step{}, view{}, err
	}
	if failed {
		if _, err := s.link.run(ctx, "ROLLBACK TO SAVEPOINT step"); err != nil {
			return Step{}, view{}, err
		}
	}
	after, err := s.link.look(ctx)
	if err != nil {
		return Step{}, view{}, err
	}
	step := Step{Answer: a, OIDs: map[string]string{}}
	for oid, r := range before.relations {
		step.OIDs[r.name] = oid
	}
	if !failed {
		step.Answer = compare(before.relations, before, after)
		step.Begun = begun(before.relations, after.relations)
	}
	return step, after, nil
}

func begun(before, after map[string]relation) []string {
	var names []string
	for oid, old := range before {
		if now, ok := after[oid]; ok && old.stored() && now.scans.begun > old.scans.begun {
			names = append(names, old.name)
		}
	}
	slices.Sort(names)
	return names
}
