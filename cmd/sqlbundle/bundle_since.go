package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// sinceStart is where a bundle for a pull request begins.
type sinceStart struct {
	from []string
	// nothing holds where nothing new leads to the target.
	nothing bool
	// edited are the revisions that do not do what they did: comments do not count.
	edited []*revisions.Revision
}

// start is the rows of a database that has all that the merge base of HEAD and ref
// has, as far as it has to do with what leads to the target.
func (a *app) start(p *project, g *graph.Graph, ref, target string) (s sinceStart, err error) {
	x, err := a.since(p, ref)
	if err != nil {
		return s, err
	}
	was, err := x.existed(a, p, g)
	if err != nil {
		return s, err
	}
	sum, err := p.sum()
	if err != nil {
		return s, err
	}
	changed, problems := x.span(p, g, sum)
	rows, conflicts := ends(g, was, ref)
	if err := append(problems, conflicts...).Err(); err != nil {
		return s, err
	}
	for _, rev := range changed.judged {
		if !was[rev.ID] {
			continue
		}
		same, err := x.saysTheSame(a, p, rev)
		if err != nil {
			return s, err
		}
		if !same {
			s.edited = append(s.edited, rev)
		}
	}
	steps, err := g.Upgrade(rows, target)
	s.from, s.nothing = related(g, rows, steps, target), len(steps) == 0
	return s, err
}

// saysTheSame tells whether a revision, under the same name, had the same statements
// as now.
func (x *since) saysTheSame(a *app, p *project, rev *revisions.Revision) (bool, error) {
	if len(rev.Includes) > 0 {
		return false, nil // what an included file was is not looked up
	}
	texts, err := x.diff.Texts(a.ctx, []string{rev.File.Name})
	if err != nil {
		return false, gitError(err)
	}
	text, ok := texts[rev.File.Name]
	if !ok {
		return false, nil
	}
	// What was wrong with the file before does not matter any more.
	old, _ := revisions.ReadAlone(p.fsys, rev.File.Name, []byte(text), a.options(p, false))
	return old != nil && old.ID == rev.ID && slices.Equal(parentNames(old), parentNames(rev)) && old.StatementsChecksum() == rev.StatementsChecksum(), nil
}

func parentNames(rev *revisions.Revision) (names []string) {
	for _, ref := range slices.Concat(rev.Parents, rev.DependsOn) {
		names = append(names, ref.ID)
	}
	return names
}

// related are the rows without those that have nothing to do with the steps: a
// database may lack them, where the target is not about them either.
func related(g *graph.Graph, rows []string, steps []graph.Step, target string) []string {
	var fresh []string
	for _, step := range steps {
		fresh = append(fresh, step.Revision.ID)
	}
	unrelated := g.Unrelated(fresh)
	kept := slices.DeleteFunc(slices.Clone(rows), func(id string) bool { return slices.Contains(unrelated, id) })
	if same, err := g.Upgrade(kept, target); err != nil || len(same) != len(steps) {
		return rows
	}
	return kept
}

// existed are the ids of the revisions that there were, under whatever name.
func (x *since) existed(a *app, p *project, g *graph.Graph) (map[string]bool, error) {
	was := map[string]bool{}
	for _, old := range x.gone {
		was[old.id] = true
	}
	var changed []string
	for _, rev := range g.Revisions() {
		if x.diff.Changed(rev.File.Name) {
			changed = append(changed, rev.File.Name)
		} else {
			was[rev.ID] = true
		}
	}
	texts, err := x.diff.Texts(a.ctx, changed)
	if err != nil {
		return nil, gitError(err)
	}
	for name, text := range texts {
		// What was wrong with the file before does not matter any more.
		if rev, _ := revisions.ReadAlone(p.fsys, name, []byte(text), a.options(p, true)); rev != nil {
			was[rev.ID] = true
		}
	}
	return was, nil
}

// ends are the rows of a database in which these revisions are applied. One that
// stands on a new revision is a conflict: such a database would never get that.
func ends(g *graph.Graph, was map[string]bool, ref string) (rows []string, conflicts source.ErrorList) {
	below := map[string]bool{}
	for _, rev := range g.Revisions() {
		if !was[rev.ID] {
			continue
		}
		for _, other := range g.StandsOn(rev.ID) {
			below[other.ID] = true
			if !was[other.ID] {
				conflicts.Add(&source.Error{
					File: other.File, Span: other.IDSpan,
					Msg:  fmt.Sprintf("revision %s is new, and %s, which %q has already, stands on it", other.ID, rev.ID, ref),
					Hint: fmt.Sprintf("a database that has %s would never get it: let it revise the head, and %s what it revised before", rev.ID, rev.ID),
				})
			}
		}
	}
	for _, rev := range g.Revisions() {
		if was[rev.ID] && !below[rev.ID] {
			rows = append(rows, rev.ID)
		}
	}
	slices.Sort(rows)
	return rows, conflicts
}

// allHeads is the target of a bundle that names none.
const allHeads = "heads"

// sinceTarget is the target of a call with --since, which says where to begin.
func sinceTarget(rng string) (string, error) {
	if strings.Contains(rng, ":") {
		return "", usageError{
			err:  fmt.Errorf("--since says where the bundle starts, and so does the FROM of %s", rng),
			help: "leave one of them out",
		}
	}
	return cmp.Or(rng, allHeads), nil
}

// fromTo is where a bundle begins and ends; nothing holds where there is nothing
// new to put into one.
func (c *bundleCmd) fromTo(a *app, p *project, g *graph.Graph) (from []string, to string, nothing bool, err error) {
	if c.Since == nil {
		from, to, _, err = g.SplitRange(string(c.Target))
		return from, to, false, err
	}
	if to, err = sinceTarget(string(c.Target)); err != nil {
		return nil, "", false, err
	}
	start, err := a.start(p, g, *c.Since, to)
	if err != nil {
		return nil, "", false, err
	}
	if start.nothing {
		a.note("--since %s: nothing new leads to %s, so there is no bundle", *c.Since, to)
		return nil, "", true, nil
	}
	for _, rev := range start.edited {
		a.note("--since %s: revision %s is not what it was; a database that has it keeps what it was", *c.Since, rev.ID)
	}
	return start.from, to, false, nil
}
