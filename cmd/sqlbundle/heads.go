package main

import (
	"fmt"
	"io"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// listFlags are what the commands that list revisions share.
type listFlags struct {
	Verbose bool   `short:"v" help:"The long form of each revision, with its path and whole text."`
	Format  string `enum:"text,json" default:"text" help:"text or json."`
}

type headsCmd struct {
	ResolveDependencies bool `help:"Leave out heads that another revision depends on."`
	listFlags
}

// Help is shown by heads --help.
func (headsCmd) Help() string {
	return `A head that another revision depends on is an effective head: after an upgrade
of everything the tracking table has no row for it.

Examples:
  sqlbundle heads
  sqlbundle heads --resolve-dependencies   the rows after upgrade heads
  sqlbundle heads --format json`
}

// Run prints the heads.
func (c *headsCmd) Run(a *app) error {
	_, g, err := a.loadHeaders()
	if err != nil {
		return err
	}
	heads := g.Heads()
	if c.ResolveDependencies {
		heads = g.RealHeads()
	}
	return a.list(c.listFlags, g, heads, out.HeadsText, out.RevisionsJSON)
}

// list prints revisions as text or JSON.
func (a *app) list(f listFlags, g *graph.Graph, revs []*revisions.Revision, text, json func(io.Writer, out.Listing) error) error {
	return a.listMarked(f, g, revs, nil, text, json)
}

// listMarked is [app.list] with what is marked as current; nil for no marks.
func (a *app) listMarked(f listFlags, g *graph.Graph, revs []*revisions.Revision, marked map[string]bool, text, json func(io.Writer, out.Listing) error) error {
	write := text
	if f.Format == "json" {
		write = json
	}
	return write(a.stdout, out.Listing{
		Graph: g, Revisions: revs, Verbose: f.Verbose, Marked: marked, Style: a.style(a.stdout),
	})
}

// refuseCurrent refuses a target or range for which a database would have to
// be asked.
func refuseCurrent(targets ...string) error {
	for _, t := range targets {
		for end := range strings.SplitSeq(t, ":") {
			if end == "current" {
				return usageError{
					err:  fmt.Errorf("%q is where a database stands, and this command asks none", "current"),
					help: "name the revision instead; sqlbundle current tells which it is",
				}
			}
		}
	}
	return nil
}
