package main

import (
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/out"
)

type explainCmd struct {
	Range    target `arg:"" optional:"" help:"[FROM]:TO, without FROM itself, or one revision; else everything."`
	Database string `placeholder:"NAME" help:"The configured database; else the first."`
	Format   string `enum:"text,json" default:"text" help:"text, or json: the manifest."`
}

// Help is shown by explain --help.
func (explainCmd) Help() string {
	return `Replays the revisions, and the baseline where there is one, and says for each statement in the state in which it runs: which locks it takes on which tables, what they block, which tables are rewritten or read in full, and why.

Examples:
  sqlbundle explain                      every revision
  sqlbundle explain ae10:heads           what stands above a revision
  sqlbundle explain 1975                 one revision, on top of all before it
  sqlbundle explain --format json        the manifest, with locks, rewrites and scans`
}

// Run prints what the statements do.
func (c *explainCmd) Run(a *app) error {
	p, g, req, err := a.loadRequest(c.Database)
	if err != nil {
		return err
	}
	req.Direction = graph.Upgrade
	if req.From, req.Targets, err = explained(g, string(c.Range)); err != nil {
		return err
	}
	plan, err := compiler.Compile(g, req)
	if err := a.check(err); err != nil {
		return err
	}
	if c.Format == "json" {
		return a.printManifest(p, g, plan)
	}
	return out.Explain(untilDone{a.ctx, a.stdout}, plan, a.style(a.stdout))
}

// explained is the upgrade that a RANGE means: everything, what stands between
// two revisions, or one revision on top of all that comes before it.
func explained(g *graph.Graph, rng string) (from, to []string, err error) {
	switch {
	case rng == "":
		return nil, []string{"heads"}, nil
	case strings.Contains(rng, ":"):
		from, target, _, err := g.SplitRange(rng)
		return from, []string{target}, err
	}
	rev, err := g.ResolveOne(rng)
	if err != nil {
		return nil, nil, err
	}
	return g.Below(rev.ID), []string{rev.ID}, nil
}
