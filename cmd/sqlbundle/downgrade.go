package main

import (
	"errors"

	"sqlbundle/graph"
)

type downgradeCmd struct {
	Range target `arg:"" help:"[FROM:]TO. TO: base, an id, -1, branch@-1, branch@base. FROM: what is applied, one revision or several with commas; needed with --sql, else the database is asked."`
	scriptFlags
	afterFlag
	liveFlags
}

// Help is shown by downgrade --help.
func (downgradeCmd) Help() string {
	return `Without --sql the script runs on the database. ` + liveHelp + `
Inside a revision whose upgrade has stopped, it takes back what is done of it: that is one step.

Examples:
  sqlbundle downgrade -1                         undo the last revision
  sqlbundle downgrade ae10 --database main       undo what stands above a revision
  sqlbundle downgrade head:-1 --sql              the script that undoes the last revision
  sqlbundle downgrade head:ae10 --sql            undo what stands above a revision
  sqlbundle downgrade head:base --sql            undo everything
  sqlbundle downgrade a1,b7:reporting@-1 --sql   undo one revision of a branch`
}

// Run prints the script, or runs it.
func (c *downgradeCmd) Run(a *app) error {
	g, req, run, err := a.loadRun(c.scriptFlags, c.liveFlags)
	if err != nil {
		return err
	}
	from, to, ranged, err := g.SplitRange(string(c.Range))
	if err != nil {
		return err
	}
	if c.SQL && !ranged {
		return usageError{
			err:  errors.New("downgrade --sql needs FROM:TO: a script cannot ask where the database stands"),
			help: "write FROM:" + to + ", with what is applied for FROM: head:" + to + " where that is the one head",
		}
	}
	req.Direction, req.From, req.Targets = graph.Downgrade, from, []string{to}
	return run.run(g, req, ranged, c.After)
}
