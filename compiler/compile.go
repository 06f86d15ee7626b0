package compiler

import (
	"slices"

	"sqlbundle/graph"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// Compile makes the plan of a request. Errors of the graph come as they are;
// what is wrong with statements comes as a [source.ErrorList], all of it.
func Compile(g *graph.Graph, req Request) (*Plan, error) {
	var steps []graph.Step
	var err error
	switch req.Direction {
	case graph.Upgrade:
		steps, err = g.Upgrade(req.From, req.Targets[0])
	case graph.Downgrade:
		steps, err = g.Downgrade(req.From, req.Targets[0])
	default:
		steps, err = g.Stamp(req.From, req.Targets, req.Purge)
	}
	if err == nil && req.First != "" {
		steps, err = g.First(req.From, steps, req.First)
	}
	if err != nil {
		return nil, err
	}
	plan, err := build(g, req, steps)
	if err != nil {
		return nil, err
	}
	return plan, refuseIrreversible(plan)
}

// WayBack makes the plan that undoes an upgrade's, from where it ends to where
// it starts. Revisions without a way back are listed in the plan; the script
// refuses then.
func WayBack(g *graph.Graph, req Request, plan *Plan) (*Plan, error) {
	forward := make([]graph.Step, len(plan.Steps))
	for i, s := range plan.Steps {
		forward[i] = graph.Step{Revision: s.Revision, Direction: s.Direction, Ops: s.Tracking}
	}
	back := req
	back.Direction = graph.Downgrade
	back.From = plan.To
	undo, err := build(g, back, g.Undo(plan.From, forward))
	if err != nil {
		return nil, err
	}
	undo.Targets, undo.Undoes = back.target(g, plan.From, undo), plan.Targets
	return undo, nil
}

// target is that of the downgrade which does the same as a way back; nil where
// none does, as from a merge to several heads.
func (back Request) target(g *graph.Graph, to []string, undo *Plan) []string {
	target := "base"
	if len(to) == 1 {
		target = to[0]
	}
	steps, err := g.Downgrade(back.From, target)
	if len(to) > 1 || err != nil || len(steps) != len(undo.Steps) {
		return nil
	}
	for i, s := range steps {
		if s.Revision != undo.Steps[i].Revision || !slices.Equal(s.Ops, undo.Steps[i].Tracking) {
			return nil
		}
	}
	return []string{target}
}

// build compiles the steps that the graph has ordered.
func build(g *graph.Graph, req Request, steps []graph.Step) (*Plan, error) {
	plan := &Plan{
		Database: req.Database, DatabaseName: req.DatabaseName, Direction: req.Direction, From: graph.Apply(req.From, nil),
		TargetVersion: req.TargetVersion, Settings: req.Settings, Purge: req.Purge, Change: req.Change, Targets: req.Targets,
	}
	history, ups, err := replayed(g, req, steps)
	if err != nil {
		return nil, err
	}
	history.keep = true
	var errs source.ErrorList
	var ops []graph.Op
	plan.Steps = make([]*Step, len(steps))
	for i, s := range steps {
		ops = append(ops, s.Ops...)
		plan.Steps[i] = &Step{Revision: s.Revision, Direction: s.Direction, Tracking: s.Ops}
		plan.section(plan.Steps[i], history, &errs)
		plan.beside(plan.Steps[i], ups[s.Revision], &errs)
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	plan.To = graph.Apply(plan.From, ops)
	plan.transactions()
	if ends := append(append([]string(nil), plan.From...), plan.To...); len(ends) > 0 {
		plan.Unrelated = g.Unrelated(ends)
	}
	return plan, nil
}

// replayed is a database at the start of a plan, and for a way back the segments
// of the upgrades that it takes back.
func replayed(g *graph.Graph, req Request, steps []graph.Step) (*replay, map[*revisions.Revision]retraced, error) {
	if req.Direction == graph.Downgrade {
		return replayBack(g, req, steps)
	}
	r, err := newReplay(g, req)
	return r, nil, err
}

// section cuts the step's section into segments.
func (p *Plan) section(step *Step, history *replay, errs *source.ErrorList) {
	section := Section(step.Revision, step.Direction, p.Database)
	if step.Direction == graph.Downgrade {
		if why := irreversible(step.Revision, section, p.Database); why != "" {
			p.Irreversible = append(p.Irreversible, Irreversible{Revision: step.Revision, Reason: why})
			section = nil
		}
	}
	history.begin()
	step.before = history.catalog.Copy()
	cut := &cutter{target: p.TargetVersion, errs: errs, replay: history}
	step.Segments = cut.run(section)
	step.after = history.catalog.Copy()
}

// beside compiles what a step has beside its own section: an upgrade the
// queries of the revision, a way back the segments that it takes back.
func (p *Plan) beside(step *Step, up retraced, errs *source.ErrorList) {
	switch step.Direction {
	case graph.Upgrade:
		step.Require = queries(queriesOf(step.Revision, revisions.Require, p.Database), p.TargetVersion, errs)
		step.Verify = queries(queriesOf(step.Revision, revisions.Verify, p.Database), p.TargetVersion, errs)
	case graph.Downgrade:
		step.Up, step.UpSchema = up.segments, up.schema
		if n := len(p.Irreversible); n > 0 && p.Irreversible[n-1].Revision == step.Revision {
			keep(up.segments)
		}
	}
}

// number gives each segment that has a transaction one of its own.
func number(segments []*Segment) {
	n := 0
	for _, s := range segments {
		if s.Begin != "" {
			n++
			s.Transaction = n
		}
	}
}

// irreversible tells why a revision has no way back on a database; empty where
// it has one. A revision that has no section at all for a database has nothing
// to do there in either direction.
func irreversible(rev *revisions.Revision, down *revisions.Section, database string) string {
	switch {
	case down != nil && down.Irreversible:
		return down.Reason
	case down == nil && Section(rev, graph.Upgrade, database) != nil:
		return "no down section"
	}
	return ""
}

func refuseIrreversible(plan *Plan) error {
	var errs source.ErrorList
	for _, i := range plan.Irreversible {
		errs.Add(&source.Error{
			File: i.Revision.File, Span: i.Revision.IDSpan,
			Msg:  "revision " + i.Revision.ID + " is irreversible: " + i.Reason,
			Hint: "choose a target above it, or write its `down` section",
		})
	}
	return errs.Err()
}
