package main

import (
	"sqlbundle/graph"
	"sqlbundle/internal/executor"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// askFlag chooses the database that a listing asks.
type askFlag struct {
	Database string `placeholder:"NAME|URL" help:"The database to ask: a configured one, a URL or host=… dbname=…. Else the first configured one, or what the PG* variables say."`
}

type currentCmd struct {
	CheckHeads bool `help:"End with 1 unless the database is at all heads, with nothing unfinished."`
	askFlag
	listFlags
}

// Help is shown by current --help.
func (currentCmd) Help() string {
	return `The rows of the tracking table, and the tips of branches that are applied because a row depends on them. A revision
inside which a run has stopped is told on standard error. Nothing is changed.

Exit status: 0; 1 --check-heads, and the database is not there; 2 wrong input; 3 the database cannot be read, or holds a
revision that is not here.

Examples:
  sqlbundle current
  sqlbundle current -v --database main
  sqlbundle current --check-heads --database "$DATABASE_URL"
  sqlbundle current --format json`
}

// Run asks the database, and prints where it stands.
func (c *currentCmd) Run(a *app) error {
	p, g, err := a.loadHeaders()
	if err != nil {
		return err
	}
	found, err := a.ask(p, g, c.Database)
	if err != nil {
		return err
	}
	found.Verbose, found.Style = c.Verbose, a.style(a.stdout)
	write := out.CurrentText
	if c.Format == "json" {
		write = out.WriteCurrentJSON
	}
	if err := write(a.stdout, found); err != nil {
		return err
	}
	for _, u := range found.Unfinished {
		a.note("%s", u.Words())
	}
	if found.Running != 0 {
		a.note("a run is at work, pid %d", found.Running)
	}
	if c.CheckHeads && !found.AtHeads() {
		a.note("%s", out.NotAtHeads(found))
		return errNo
	}
	return nil
}

// askRows gives the revisions that are rows of a database's tracking table.
func (a *app) askRows(p *project, g *graph.Graph, database string) ([]*revisions.Revision, error) {
	found, err := a.ask(p, g, database)
	var revs []*revisions.Revision
	for _, row := range found.Rows {
		revs = append(revs, g.Lookup(row))
	}
	return revs, err
}

// ask reads where a database stands.
func (a *app) ask(p *project, g *graph.Graph, database string) (out.Current, error) {
	name, target, err := a.liveTarget(p, database)
	if err != nil {
		return out.Current{}, err
	}
	req, err := a.settings(p, name)
	if err != nil {
		return out.Current{}, err
	}
	state, err := executor.Look(a.ctx, target, req.Settings, req.DatabaseName)
	found := out.Current{
		Listing: out.Listing{Graph: g}, Database: name, Place: target.String(),
		Rows: state.Rows, Unfinished: state.Unfinished, Running: state.Running,
	}
	if err == nil {
		found.Revisions, err = g.Current(state.Rows)
	}
	if refused, ok := refusalOf(req, state, err); ok {
		if err := executor.Text(a.stderr, refused.Event(), a.style(a.stderr)); err != nil {
			return found, err
		}
		return found, refused
	}
	return found, err
}
