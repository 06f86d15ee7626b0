package main

import (
	"strings"

	"sqlbundle/out"
)

type historyCmd struct {
	RevRange        target `short:"r" placeholder:"A:B" help:"From A up to B, both included. A: base, an id, a label, branch@head, -2 (below the heads). B: the same, or +2 (from A). One of them may be current: the database is asked then."`
	IndicateCurrent bool   `short:"i" help:"Ask the database, and mark its revisions as (current)."`
	askFlag
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
  sqlbundle history -i                 what is applied
  sqlbundle history -r current:        what an upgrade brings, and where the database stands
  sqlbundle history --format json`
}

// Run prints the history.
func (c *historyCmd) Run(a *app) error {
	p, g, err := a.loadHeaders()
	if err != nil {
		return err
	}
	var rows []string
	var marked map[string]bool
	if c.IndicateCurrent || mentionsCurrent(string(c.RevRange)) {
		found, err := a.ask(p, g, c.Database)
		if err != nil {
			return err
		}
		rows = found.Rows
	}
	if c.IndicateCurrent {
		marked = map[string]bool{}
		for _, row := range rows {
			marked[row] = true
		}
	}
	revs, err := g.History(string(c.RevRange), rows)
	if err != nil {
		return err
	}
	return a.listMarked(c.listFlags, g, revs, marked, out.HistoryText, out.RevisionsJSON)
}

// mentionsCurrent tells whether an end of a range is where a database stands.
func mentionsCurrent(revRange string) bool {
	for end := range strings.SplitSeq(revRange, ":") {
		if strings.TrimSpace(end) == "current" {
			return true
		}
	}
	return false
}
