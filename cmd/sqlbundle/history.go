package main

import "sqlbundle/out"

type historyCmd struct {
	RevRange target `short:"r" placeholder:"A:B" help:"From A up to B, both included. A: base, an id, a label, branch@head, -2 (below the heads). B: the same, or +2 (from A)."`
	listFlags
}

// Help is shown by history --help.
func (historyCmd) Help() string {
	return `Examples:
  sqlbundle history
  sqlbundle history -r ae10:head       from a revision to the head
  sqlbundle history -r :billing@head   everything that a branch needs
  sqlbundle history -r billing:        a branch alone
  sqlbundle history -r-3:              the last three below each head, and the head
  sqlbundle history --format json`
}

// Run prints the history.
func (c *historyCmd) Run(a *app) error {
	if err := refuseCurrent(string(c.RevRange)); err != nil {
		return err
	}
	_, g, err := a.loadHeaders()
	if err != nil {
		return err
	}
	revs, err := g.History(string(c.RevRange), nil)
	if err != nil {
		return err
	}
	return a.list(c.listFlags, g, revs, out.HistoryText, out.RevisionsJSON)
}
