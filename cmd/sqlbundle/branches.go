package main

import "sqlbundle/out"

type branchesCmd struct {
	listFlags
}

// Help is shown by branches --help.
func (branchesCmd) Help() string {
	return `Each revision that several others revise, and under it those others.

Examples:
  sqlbundle branches
  sqlbundle branches -v
  sqlbundle branches --format json`
}

// Run prints the branch points.
func (c *branchesCmd) Run(a *app) error {
	_, g, err := a.loadHeaders()
	if err != nil {
		return err
	}
	revs, err := g.History("", nil)
	if err != nil {
		return err
	}
	return a.list(c.listFlags, g, revs, out.BranchesText, out.BranchesJSON)
}
