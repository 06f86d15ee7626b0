package main

import "sqlbundle/graph"

type upgradeCmd struct {
	Target target `arg:"" help:"[FROM:]TARGET. TARGET: head, heads, an id, a label, branch@head, +2, ID+1. FROM: what is applied, one revision or several with commas."`
	scriptFlags
	afterFlag
}

// Help is shown by upgrade --help.
func (upgradeCmd) Help() string {
	return `Examples:
  sqlbundle upgrade head --sql                   from nothing to the head
  sqlbundle upgrade ae10:head --sql | psql -X    from a revision on
  sqlbundle upgrade a1,b7:heads --sql            a database that stands on two branches
  sqlbundle upgrade ae10:+1 --sql                one step
  sqlbundle upgrade head --sql --format json     the manifest instead of the script
  sqlbundle upgrade head --sql --dialect plain   for other clients than psql`
}

// Run prints the script.
func (c *upgradeCmd) Run(a *app) error {
	p, g, req, err := a.loadRequest(c.Database)
	if err != nil {
		return err
	}
	from, to, _, err := g.SplitRange(string(c.Target))
	if err != nil {
		return err
	}
	req.Direction, req.From, req.Targets = graph.Upgrade, from, []string{to}
	return a.print(p, g, req, c.scriptFlags, c.After)
}
