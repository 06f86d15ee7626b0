package main

import (
	"sqlbundle/out"
	"sqlbundle/revisions"
)

type showCmd struct {
	Rev    []target `arg:"" help:"A revision: an id or the beginning of one, a label, head, heads, branch@head, -2 (below the heads), or current: where a database stands."`
	Format string   `enum:"text,json" default:"text" help:"text or json."`
	askFlag
}

// Help is shown by show --help.
func (showCmd) Help() string {
	return `Examples:
  sqlbundle show head
  sqlbundle show ae10 1975
  sqlbundle show billing@head
  sqlbundle show current
  sqlbundle show heads --format json`
}

// Run prints the revisions, each once.
func (c *showCmd) Run(a *app) error {
	p, g, err := a.loadHeaders()
	if err != nil {
		return err
	}
	var shown []*revisions.Revision
	seen := map[string]bool{}
	for _, name := range targets(c.Rev) {
		found, err := g.Resolve(name)
		if name == "current" {
			found, err = a.askRows(p, g, c.Database)
		}
		if err != nil {
			return err
		}
		for _, r := range found {
			if !seen[r.ID] {
				seen[r.ID] = true
				shown = append(shown, r)
			}
		}
	}
	return a.list(listFlags{Format: c.Format}, g, shown, out.ShowText, out.RevisionsJSON)
}
