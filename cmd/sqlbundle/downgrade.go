package main

import (
	"errors"

	"sqlbundle/graph"
)

type downgradeCmd struct {
	Range target `arg:"" help:"FROM:TO. FROM: what is applied, one revision or several with commas. TO: base, an id, -1, branch@-1, branch@base."`
	scriptFlags
	afterFlag
}

// Help is shown by downgrade --help.
func (downgradeCmd) Help() string {
	return `Examples:
  sqlbundle downgrade head:-1 --sql              undo the last revision
  sqlbundle downgrade head:ae10 --sql            undo what stands above a revision
  sqlbundle downgrade head:base --sql            undo everything
  sqlbundle downgrade a1,b7:reporting@-1 --sql   undo one revision of a branch`
}

// Run prints the script.
func (c *downgradeCmd) Run(a *app) error {
	p, g, req, err := a.loadRequest(c.Database)
	if err != nil {
		return err
	}
	from, to, ranged, err := g.SplitRange(string(c.Range))
	if err != nil {
		return err
	}
	if !ranged {
		return usageError{
			err:  errors.New("downgrade --sql needs FROM:TO: a script cannot ask where the database stands"),
			help: "write FROM:" + to + ", with what is applied for FROM: head:" + to + " where that is the one head",
		}
	}
	req.Direction, req.From, req.Targets = graph.Downgrade, from, []string{to}
	return a.print(p, g, req, c.scriptFlags, c.After)
}
