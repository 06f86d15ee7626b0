package main

import "sqlbundle/graph"

type stampCmd struct {
	Targets []target `arg:"" help:"[FROM:]TARGET…: what the tracking table is to say. Without FROM the database is asked; with --sql the table must be empty then."`
	Purge   bool     `help:"Delete the table's rows first, whatever they are."`
	scriptFlags
	liveFlags
}

// Help is shown by stamp --help.
func (stampCmd) Help() string {
	return `Rows of other branches than those of TARGET stay.

Examples:
  sqlbundle stamp head                    an existing database that has everything
  sqlbundle stamp head --purge            whatever the table says now
  sqlbundle stamp head --sql              the script for it
  sqlbundle stamp ae10:1975 --sql         from one revision to another`
}

// Run prints the script, or runs it.
func (c *stampCmd) Run(a *app) error {
	g, req, run, err := a.loadRun(c.scriptFlags, c.liveFlags)
	if err != nil {
		return err
	}
	from, to, ranged, err := g.SplitRanges(targets(c.Targets))
	if err != nil {
		return err
	}
	req.Direction, req.From, req.Targets, req.Purge = graph.Stamp, from, to, c.Purge
	return run.run(g, req, ranged, "")
}
