package main

import (
	"fmt"

	"sqlbundle/out"
)

type graphCmd struct {
	Range  target `arg:"" optional:"" help:"A:B as history -r takes it; else everything."`
	Format string `enum:"text,dot,mermaid" default:"text" help:"text: lanes, newest first; dot: for Graphviz; mermaid: for Markdown."`
	ASCII  bool   `name:"ascii" help:"Draw the text form without box characters."`
}

// Help is shown by graph --help.
func (graphCmd) Help() string {
	return `In the text form a filled circle is a head, and a line leads down from each
revision to those that it revises. Edges without a line are named: dependencies
as (needs ID), parents outside the range or beyond the lanes as (revises ID).

Examples:
  sqlbundle graph
  sqlbundle graph billing:heads
  sqlbundle graph --format dot | dot -Tsvg > graph.svg
  sqlbundle graph --format mermaid`
}

// Run draws the graph.
func (c *graphCmd) Run(a *app) error {
	if err := refuseCurrent(string(c.Range)); err != nil {
		return err
	}
	_, g, err := a.loadHeaders()
	if err != nil {
		return err
	}
	revs, err := g.History(string(c.Range), nil)
	if err != nil {
		return err
	}
	d := out.Drawing{Graph: g, Revisions: revs, ASCII: c.ASCII, Style: a.style(a.stdout)}
	for _, format := range out.GraphFormats {
		if format.Name == c.Format {
			return format.Write(a.stdout, d)
		}
	}
	return fmt.Errorf("there is no graph format %q", c.Format)
}
