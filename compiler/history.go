package compiler

import (
	"sqlbundle/graph"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// History is what the revisions of a graph do to one database, in the order in
// which an upgrade from nothing runs them, with the state in which each
// statement runs.
type History struct {
	// Database is the configured name; empty where there is only one.
	Database      string
	TargetVersion int
	Settings      Settings
	// Revisions are those that were asked for.
	Revisions []*Replayed
	// Released is the database behind the revisions that have gone out, End that
	// behind the last one.
	Released, End *catalog.Catalog
	// Gone is what the up sections of all revisions have dropped, in order.
	Gone []Gone

	// start stands behind the baseline.
	start *replay
}

// Replayed is a revision that was followed statement by statement. Up and Down
// are nil where there is no such section for the database.
type Replayed struct {
	Revision *revisions.Revision
	Up, Down *Run
}

// Run is a section at work. A down section runs behind its own up section.
type Run struct {
	Section  *revisions.Section
	Segments []*Segment
	// Before and After are the catalog around it; they must not be changed.
	Before, After *catalog.Catalog
}

// Follow replays the history of one database up to the rows in req.From, first
// what has gone out, and keeps what the revisions that keep says yes to do. A
// revision has gone out where released and all that it stands on are in
// released. What is wrong with statements is left to [Problems].
func Follow(g *graph.Graph, req Request, released map[string]bool, keep func(*revisions.Revision) bool) (*History, error) {
	order, err := g.Applied(req.From)
	if err != nil {
		return nil, err
	}
	req.From = nil
	r, err := newReplay(g, req)
	if err != nil {
		return nil, err
	}
	h := &History{Database: req.Database, TargetVersion: req.TargetVersion, Settings: req.Settings, start: r.aside()}
	up := &Plan{Settings: req.Settings, Direction: graph.Upgrade}
	order, out := outFirst(g, order, released)
	downs := newBeside(len(order))
	for i, rev := range order {
		if i == out {
			h.Released = r.catalog.Copy()
		}
		r.revised = rev
		if !keep(rev) {
			r.revision(rev)
			continue
		}
		done := &Replayed{Revision: rev, Up: r.follow(Section(rev, graph.Upgrade, req.Database))}
		if done.Up != nil {
			up.Steps = append(up.Steps, &Step{Revision: rev, Segments: done.Up.Segments})
		}
		// Nothing waits for the way back: it leads aside.
		aside := r.aside()
		downs.add(func() { done.Down = aside.down(rev) })
		h.Revisions = append(h.Revisions, done)
	}
	if err := downs.wait(); err != nil {
		return nil, err
	}
	up.transactions()
	h.End, h.Gone = r.catalog.Copy(), r.gone
	if out == len(order) {
		h.Released = h.End
	}
	return h, nil
}

// FollowAlone replays a revision on a database of which nothing is known:
// whatever it names and has not made is taken to be there and in use.
func FollowAlone(rev *revisions.Revision, req Request) *History {
	r := freshReplay(req)
	r.catalog.Incomplete = true
	h := &History{
		Database: req.Database, TargetVersion: req.TargetVersion, Settings: req.Settings,
		Released: r.catalog.Copy(), start: r.aside(),
	}
	r.revised = rev
	done := &Replayed{Revision: rev, Up: r.follow(Section(rev, graph.Upgrade, req.Database))}
	if done.Up != nil {
		number(done.Up.Segments)
	}
	done.Down = r.aside().down(rev)
	h.Revisions = []*Replayed{done}
	h.End, h.Gone = r.catalog.Copy(), r.gone
	return h
}

// outFirst puts the revisions that have gone out before the others, and counts
// them.
func outFirst(g *graph.Graph, order []*revisions.Revision, released map[string]bool) (sorted []*revisions.Revision, out int) {
	gone := map[string]bool{}
	var rest []*revisions.Revision
	for _, rev := range order {
		all := released[rev.ID]
		for _, below := range g.StandsOn(rev.ID) {
			all = all && gone[below.ID]
		}
		if gone[rev.ID] = all; all {
			sorted = append(sorted, rev)
		} else {
			rest = append(rest, rev)
		}
	}
	return append(sorted, rest...), len(sorted)
}

// follow runs a section and keeps the states.
func (r *replay) follow(section *revisions.Section) *Run {
	if section == nil {
		return nil
	}
	r.begin()
	run := &Run{Section: section, Before: r.catalog.Copy()}
	r.keep = true
	cut := &cutter{target: r.catalog.Version, errs: &source.ErrorList{}, replay: r}
	run.Segments = cut.run(section)
	r.keep = false
	run.After = r.catalog.Copy()
	return run
}

// down runs a revision's down section; the replay is at its end then.
func (r *replay) down(rev *revisions.Revision) *Run {
	section := Section(rev, graph.Downgrade, r.database)
	if section == nil || section.Irreversible {
		return nil
	}
	run := r.follow(section)
	number(run.Segments)
	return run
}
