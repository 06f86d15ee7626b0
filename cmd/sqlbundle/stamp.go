package main

import "sqlbundle/graph"

type stampCmd struct {
	Targets []target `arg:"" help:"[FROM:]TARGET…: what the tracking table is to say. Without FROM the table must be empty."`
	Purge   bool     `help:"Delete the table's rows first, whatever they are."`
	scriptFlags
}

// Help is shown by stamp --help.
func (stampCmd) Help() string {
	return `Examples:
  sqlbundle stamp head --sql              an existing database that has everything
  sqlbundle stamp ae10:1975 --sql         from one revision to another
  sqlbundle stamp head --purge --sql      whatever the table says now`
}

// Run prints the script.
func (c *stampCmd) Run(a *app) error {
	p, g, req, err := a.loadRequest(c.Database)
	if err != nil {
		return err
	}
	from, to, _, err := g.SplitRanges(targets(c.Targets))
	if err != nil {
		return err
	}
	req.Direction, req.From, req.Targets, req.Purge = graph.Stamp, from, to, c.Purge
	return a.print(p, g, req, c.scriptFlags, "")
}
