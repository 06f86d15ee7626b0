package main

import "sqlbundle/graph"

type upgradeCmd struct {
	Target target `arg:"" help:"[FROM:]TARGET. TARGET: head, heads, an id, a label, branch@head, +2, ID+1. FROM: what is applied, one revision or several with commas; without --sql the database is asked."`
	scriptFlags
	afterFlag
	liveFlags
	NoPreflight bool `help:"Without --sql: leave the preflight out."`
	NoVerify    bool `help:"Without --sql: leave the checks afterwards out."`
}

// Help is shown by upgrade --help.
func (upgradeCmd) Help() string {
	return `Without --sql the script runs on the database, with a preflight before and checks afterwards. ` + liveHelp + `

Examples:
  sqlbundle upgrade head                         the configured database, or that of the PG* variables
  sqlbundle upgrade +1 --database "$DATABASE_URL"
  sqlbundle upgrade head --sql                   the script, from nothing to the head
  sqlbundle upgrade ae10:head --sql | psql -X    from a revision on
  sqlbundle upgrade a1,b7:heads --sql            a database that stands on two branches
  sqlbundle upgrade ae10:+1 --sql                one step
  sqlbundle upgrade head --sql --format json     the manifest instead of the script
  sqlbundle upgrade head --sql --dialect plain   for other clients than psql`
}

// liveHelp says what a run without a bundle is like.
const liveHelp = `Ctrl-C ends it behind the segment
that runs, a second one cancels its statement. The same command goes on where a run has ended.`

// Run prints the script, or runs it.
func (c *upgradeCmd) Run(a *app) error {
	c.checks = liveChecks{c.NoPreflight, c.NoVerify}
	g, req, run, err := a.loadRun(c.scriptFlags, c.liveFlags)
	if err != nil {
		return err
	}
	from, to, ranged, err := g.SplitRange(string(c.Target))
	if err != nil {
		return err
	}
	req.Direction, req.From, req.Targets = graph.Upgrade, from, []string{to}
	return run.run(g, req, ranged, c.After)
}
