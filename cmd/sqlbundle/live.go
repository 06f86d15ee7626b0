package main

import (
	"errors"
	"slices"
	"strings"
	"time"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/executor"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// liveFlags are what the commands take that run a plan on a database.
type liveFlags struct {
	CheckOnly bool          `help:"Without --sql: run the checks and the guards, and change nothing."`
	Abandon   string        `placeholder:"REVISION" help:"Without --sql: forget the progress inside a revision that was undone by hand."`
	Retries   int           `default:"5" placeholder:"N" help:"Without --sql: how often to begin again after a lock timeout, a deadlock or a serialization failure (default 5)."`
	Reconnect time.Duration `default:"1m" placeholder:"TIME" help:"Without --sql: how long to try to get a lost connection back (default 1m); 0: not at all."`
	LogFormat string        `enum:"text,json" default:"text" help:"Without --sql. text, or json: a line of JSON for each event."`
	checks    liveChecks
}

// liveChecks leaves checks out.
type liveChecks struct{ noPreflight, noVerify bool }

// checkFlags refuses what makes no sense together.
func checkFlags(f scriptFlags, l liveFlags) error {
	switch {
	case l.Retries < 0 || l.Reconnect < 0:
		return usageError{err: errors.New("--retries and --reconnect are 0 or more")}
	case !f.SQL && (f.Format != "sql" || f.Dialect != ""):
		return usageError{err: errors.New("--format and --dialect are of scripts"), help: "add --sql"}
	case f.SQL && (l.CheckOnly || l.Abandon != ""):
		return usageError{
			err:  errors.New("--check-only and --abandon are for a run, and --sql prints"),
			help: "psql sets them for a script: -v sqlbundle_check_only=on, -v sqlbundle_abandon=REVISION",
		}
	}
	return nil
}

// live is one run of a plan that is compiled for it.
type live struct {
	*app
	project *project
	target  executor.Target
	script  scriptFlags
	flags   liveFlags
	// state is where the database stood; empty where nobody had to know.
	state executor.State
}

// loadRun reads the project and its graph, and begins a request and its run,
// which prints where a script was asked for.
func (a *app) loadRun(f scriptFlags, flags liveFlags) (*graph.Graph, compiler.Request, *live, error) {
	if err := checkFlags(f, flags); err != nil {
		return nil, compiler.Request{}, nil, err
	}
	p, g, err := a.load()
	if err != nil {
		return nil, compiler.Request{}, nil, err
	}
	l := &live{app: a, project: p, flags: flags, script: f}
	name := f.Database
	if !f.SQL {
		if name, l.target, err = a.liveTarget(p, f.Database); err != nil {
			return nil, compiler.Request{}, nil, err
		}
	}
	req, err := a.request(p, name)
	return g, req, l, err
}

// liveTarget finds the database to connect to, and its configured name.
func (a *app) liveTarget(p *project, database string) (name string, target executor.Target, err error) {
	if isAddress(database) {
		if all := p.databases(); len(all) > 1 {
			return "", target, usageError{
				err:  errors.New("an address does not say which of the configured databases it is: " + strings.Join(all, ", ")),
				help: "--database takes the name of one of them, and its url stands in the configuration",
			}
		}
		target, err = executor.ParseTarget(database)
		return p.databases()[0], target, err
	}
	if name, err = a.database(p, database); err != nil {
		return "", target, err
	}
	target, err = p.target(database, name)
	return name, target, err
}

// run prints the script or runs it, whichever was asked for. ranged tells that
// the call says where the database stands: then the script looks whether it
// does.
func (l *live) run(g *graph.Graph, req compiler.Request, ranged bool, after string) error {
	if l.script.SQL {
		return l.print(l.project, g, req, l.script, after)
	}
	if after != "" {
		return usageError{err: errors.New("--after is for scripts in the plain dialect"), help: "a run finds by itself where it goes on"}
	}
	req.Settings.Dialect = compiler.Psql
	if !ranged && !req.Purge {
		var err error
		if l.state, err = executor.Look(l.ctx, l.target, req.Settings, req.DatabaseName); err == nil {
			err = place(g, &req, l.state, l.flags.Abandon)
		}
		if err != nil {
			return l.refuse(req, err)
		}
	}
	plan, err := compiler.Compile(g, req)
	if err := l.check(err); err != nil {
		return l.refuse(req, err)
	}
	l.noteUnsure(plan)
	b, err := executor.Made(plan)
	if err != nil {
		return err
	}
	err = l.execute(b)
	if err != nil && !ranged && relative(req.Targets) && !slices.Equal(plan.From, plan.To) {
		l.note("%s is counted anew by the next run, from where the database stands then; this one was to lead to %s", strings.Join(req.Targets, " "), out.Heads(plan.To))
	}
	return err
}

// relative tells whether a target is counted from the rows.
func relative(targets []string) bool {
	return slices.ContainsFunc(targets, func(t string) bool {
		_, symbol, ok := strings.Cut(t, "@")
		if !ok {
			symbol = t
		}
		return strings.HasPrefix(symbol, "+") || strings.HasPrefix(symbol, "-")
	})
}

// execute runs a bundle that was made in memory.
func (l *live) execute(b *executor.Bundle) error {
	return l.app.execute(l.target, b, executor.Options{
		CheckOnly: l.flags.CheckOnly, Abandon: l.flags.Abandon, Retries: l.flags.Retries, Reconnect: l.flags.Reconnect,
		NoPreflight: l.flags.checks.noPreflight, NoVerify: l.flags.checks.noVerify, Client: out.Version,
	}, l.flags.LogFormat)
}

// concerned leaves out what is unfinished on branches that share no revision with
// the plan, as its script does. The rows of these go with it.
func concerned(g *graph.Graph, req *compiler.Request, unfinished []out.Unfinished) []out.Unfinished {
	var steps []graph.Step
	switch req.Direction {
	case graph.Upgrade:
		steps, _ = g.Upgrade(req.From, req.Targets[0]) // compiling tells of the error
	case graph.Downgrade:
		steps, _ = g.Downgrade(req.From, req.Targets[0])
	}
	var ids []string
	for _, s := range steps {
		ids = append(ids, s.Revision.ID)
	}
	if len(ids) == 0 {
		return unfinished
	}
	apart := g.Unrelated(ids)
	kept := slices.DeleteFunc(slices.Clone(unfinished), func(u out.Unfinished) bool { return slices.Contains(apart, u.Revision) })
	if len(kept) < len(unfinished) {
		req.From = slices.DeleteFunc(slices.Clone(req.From), func(row string) bool { return slices.Contains(apart, row) })
	}
	return kept
}

// place puts into a request where the database stands. Inside a revision the
// plan has to begin there: an upgrade goes on with it; a downgrade goes on, or
// takes back what an upgrade has done of it.
func place(g *graph.Graph, req *compiler.Request, state executor.State, abandon string) error {
	req.From = state.Rows
	applied, err := g.Applied(state.Rows)
	if err != nil {
		return err
	}
	var unfinished []out.Unfinished
	for _, u := range state.Unfinished {
		if u.Revision != abandon {
			unfinished = append(unfinished, u)
		}
	}
	if unfinished = concerned(g, req, unfinished); len(unfinished) == 0 {
		return nil
	}
	first := unfinished[0]
	for _, u := range unfinished {
		back := u.Direction == string(graph.Downgrade)
		if u.Revision != first.Revision || req.Direction == graph.Stamp || req.Direction == graph.Upgrade && back {
			return &graph.BegunError{Revision: u.Revision}
		}
	}
	req.First = first.Revision
	has := slices.ContainsFunc(applied, func(r *revisions.Revision) bool { return r.ID == first.Revision })
	if has == (req.Direction == graph.Downgrade) {
		return nil
	}
	steps, err := g.Upgrade(req.From, first.Revision)
	if has || err != nil || len(steps) != 1 {
		return &graph.BegunError{Revision: first.Revision}
	}
	req.From = graph.Apply(req.From, steps[0].Ops)
	return nil
}
