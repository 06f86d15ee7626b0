package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/defect"
	"sqlbundle/internal/source"
	"sqlbundle/lint"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// selection is what a call asks to judge: a RANGE, what has changed since a
// commit, or the revisions that consist of these files of the project; without
// any, all.
type selection struct {
	rng   string
	since *since
	files []string
}

// span is the part of a history that is judged.
type span struct {
	// judged are its revisions, rows the version table behind it.
	judged []*revisions.Revision
	rows   []string
	// released are the ids of what has gone out before it; nil where the
	// selection does not say.
	released map[string]bool
	// whole holds where it ends at the heads of a graph that is judged as such.
	whole bool
}

// span is what a selection means. What keeps it from meaning all that it should
// comes as problems.
func (sel selection) span(p *project, g *graph.Graph, sum *revisions.Sum) (s span, problems source.ErrorList, err error) {
	switch {
	case sel.since != nil:
		s, problems = sel.since.span(p, g, sum)
		return s, problems, nil
	case sel.files != nil:
		return span{judged: consistingOf(g, sel.files), rows: ids(g.RealHeads())}, nil, nil
	}
	s, err = judgedBy(g, sel.rng)
	var unknown *graph.UnknownRevisionError
	if errors.As(err, &unknown) && !strings.Contains(sel.rng, ":") {
		if info, serr := os.Stat(sel.rng); serr == nil && info.IsDir() {
			return s, nil, folderError(sel.rng)
		}
		err = usageError{err: err, help: "nor is there a file of that name"}
	}
	return s, nil, err
}

// consistingOf are the revisions that are, or include, one of the files.
func consistingOf(g *graph.Graph, files []string) []*revisions.Revision {
	var found []*revisions.Revision
	for _, rev := range g.Revisions() {
		if consistsOf(rev, func(name string) bool { return slices.Contains(files, name) }) {
			found = append(found, rev)
		}
	}
	return found
}

// consistsOf tells whether is says yes to the revision's file or to one that it
// includes.
func consistsOf(rev *revisions.Revision, is func(name string) bool) bool {
	return is(rev.File.Name) || slices.ContainsFunc(rev.Includes, is)
}

// judgedBy is the span of a RANGE: `[FROM]:TO` without FROM itself, one revision
// alone, or all of them.
func judgedBy(g *graph.Graph, rng string) (span, error) {
	switch {
	case rng == "":
		return span{judged: g.Revisions(), rows: ids(g.RealHeads()), whole: true}, nil
	case !strings.Contains(rng, ":"):
		revs, err := g.Resolve(rng)
		return span{judged: revs, rows: ids(revs)}, err
	}
	from, to, _, err := g.SplitRange(rng)
	if err != nil {
		return span{}, err
	}
	steps, err := g.Upgrade(from, to)
	if err != nil {
		return span{}, err
	}
	s := span{}
	var ops []graph.Op
	for _, step := range steps {
		s.judged = append(s.judged, step.Revision)
		ops = append(ops, step.Ops...)
	}
	s.rows = graph.Apply(from, ops)
	s.released, err = appliedAt(g, from)
	return s, err
}

// appliedAt are the ids of the revisions that are applied where the version
// table has these rows; nil for none.
func appliedAt(g *graph.Graph, rows []string) (map[string]bool, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	applied, err := g.Applied(rows)
	known := map[string]bool{}
	for _, id := range ids(applied) {
		known[id] = true
	}
	return known, err
}

func ids(revs []*revisions.Revision) []string {
	list := make([]string, len(revs))
	for i, r := range revs {
		list[i] = r.ID
	}
	return list
}

// lintInput loads what is to be judged. Problems that no rule reports come back
// as rest; err is what leaves nothing to judge.
func (a *app) lintInput(p *project, sel selection) (in lint.Input, rest, err error) {
	revs, err := revisions.Load(a.ctx, p.fsys, a.options(p, false))
	var problems source.ErrorList
	if err != nil && (!errors.As(err, &problems) || !readable(problems, revs)) {
		return in, nil, err
	}
	g, err := graph.New(revs)
	var broken source.ErrorList
	if errors.As(err, &broken) && withoutRule(broken) == nil {
		in.Config, err = lintConfig(p.config)
		in.Revisions, in.Problems = revs, append(problems, broken...)
		return in, withoutRule(problems), err
	}
	if err != nil {
		return in, nil, a.check(err)
	}
	sum, err := p.sum()
	if err != nil {
		return in, nil, err
	}
	s, more, err := sel.span(p, g, sum)
	if err != nil {
		return in, nil, err
	}
	problems = inFiles(problems, g, s.judged)
	var beside errgroup.Group // to follow the history takes longer, and keeps one core busy
	beside.Go(func() (err error) {
		defer defect.Catch(&err)
		problems = append(problems, compiler.Problems(s.judged, p.config.Project.TargetVersion)...)
		return nil
	})
	if sum.File != nil {
		s.released = sum.IDs()
	}
	in, err = a.judge(p, g, s, p.databases())
	if err := errors.Join(beside.Wait(), err); err != nil {
		return in, nil, err
	}
	problems = append(problems, more...)
	in.Sum = sum
	in.Problems, in.Whole = problems, s.whole
	return in, withoutRule(problems), nil
}

// judge follows the history of each of the databases through the span.
func (a *app) judge(p *project, g *graph.Graph, s span, databases []string) (lint.Input, error) {
	cfg, err := lintConfig(p.config)
	if err != nil {
		return lint.Input{}, err
	}
	in := lint.Input{Graph: g, Revisions: s.judged, Released: s.released, Config: cfg, Done: a.ctx.Done()}
	followed := map[*revisions.Revision]bool{}
	for _, rev := range append(lint.Branches(g, s.judged), s.judged...) {
		followed[rev] = true
	}
	for _, database := range databases {
		req, err := a.request(p, database)
		if err != nil {
			return lint.Input{}, err
		}
		req.From = s.rows
		history, err := compiler.Follow(g, req, s.released, func(rev *revisions.Revision) bool { return followed[rev] })
		if err != nil {
			return lint.Input{}, err
		}
		in.Histories = append(in.Histories, history)
	}
	return in, nil
}

// findings are lint's of a plan's own revisions, for the manifest. They never
// stop it. What is applied at the plan's start has gone out, unless sqlbundle.sum
// says what has.
func (a *app) findings(p *project, g *graph.Graph, plan *compiler.Plan) ([]out.FindingJSON, error) {
	findings, _, err := a.findingsFor(p, g, plan, plan.Database)
	return findings, err
}

// findingsFor are those that the revisions have for some databases, and what nolint
// silences of them.
func (a *app) findingsFor(p *project, g *graph.Graph, plan *compiler.Plan, databases ...string) (findings, silenced []out.FindingJSON, err error) {
	s := span{judged: plan.Revisions(), rows: plan.To}
	switch plan.Direction {
	case graph.Upgrade:
		s.released, err = appliedAt(g, plan.From)
	default:
		s.rows = plan.From
	}
	sum, sumErr := p.sum()
	if err := errors.Join(err, sumErr); err != nil {
		return nil, nil, err
	}
	if sum.File != nil {
		s.released = sum.IDs()
	}
	if plan.Direction == graph.Stamp {
		databases = nil
	}
	in, err := a.judge(p, g, s, databases)
	if err != nil {
		return nil, nil, err
	}
	list, quiet := lint.RunAll(in)
	return out.Findings(list), out.Findings(quiet), nil
}

// withoutRule is the problems that no rule reports.
func withoutRule(problems source.ErrorList) error {
	var rest source.ErrorList
	for _, e := range problems {
		if e.Rule == "" {
			rest.Add(e)
		}
	}
	return rest.Err()
}

// inFiles keeps the problems of the files that the judged revisions consist
// of. A file that is no revision is included by one.
func inFiles(problems source.ErrorList, g *graph.Graph, judged []*revisions.Revision) source.ErrorList {
	others := map[string]bool{}
	for _, r := range g.Revisions() {
		others[r.File.Name] = true
	}
	for _, r := range judged {
		delete(others, r.File.Name)
	}
	var kept source.ErrorList
	for _, e := range problems {
		if e.File == nil || !others[e.File.Name] {
			kept.Add(e)
		}
	}
	return kept
}
