package main

import (
	"errors"
	"fmt"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/revisions"
)

type mergeCmd struct {
	Revisions   []target `arg:"" optional:"" help:"The heads to join, two or more; else all."`
	Message     string   `short:"m" placeholder:"TEXT" help:"What it joins; else its parents are named."`
	BranchLabel []string `placeholder:"LABEL" help:"A label for what comes after it."`
	RevID       string   `name:"rev-id" placeholder:"ID" help:"The id; else a random one."`
	Splice      bool     `help:"Let it join what is no head."`
}

// Help is shown by merge --help.
func (mergeCmd) Help() string {
	return `Prints the path of the new file, whose sections are empty: there is nothing to do, and nothing to undo.

Examples:
  sqlbundle merge                                      all heads
  sqlbundle merge -m "merge reporting" main@head reporting@head
  sqlbundle merge 1975 ae10 --rev-id f1c84b6e0d93`
}

// Run writes the file.
func (c *mergeCmd) Run(a *app) error {
	p, g, err := a.loadHeaders()
	if err != nil {
		return err
	}
	symbols := targets(c.Revisions)
	if len(symbols) == 0 {
		symbols = []string{"heads"}
	}
	parents, err := g.NewParents(symbols, c.Splice)
	if err != nil {
		return err
	}
	ids := idsOf(parents)
	if len(ids) < 2 {
		return nothingToMerge(g, ids, len(c.Revisions) > 0)
	}
	message := c.Message
	if strings.TrimSpace(message) == "" {
		message = "merge " + strings.Join(ids, ", ")
	}
	folder, err := folderFor(p, "", parents)
	if err != nil {
		return err
	}
	n, err := a.finish(p, g, revisions.New{
		ID: c.RevID, Message: message, Parents: ids, Labels: c.BranchLabel, Empty: true,
	})
	if err != nil {
		return err
	}
	return a.create(p, n, folder, "")
}

func nothingToMerge(g *graph.Graph, ids []string, named bool) error {
	switch {
	case len(ids) == 0 && named:
		return errors.New("nothing to merge: base is not a revision; name two heads or more")
	case len(ids) == 0:
		return errors.New("nothing to merge: there are no revisions")
	case named:
		return fmt.Errorf("nothing to merge: only %s is named; name another head, or none for all of them", ids[0])
	case len(g.Heads()) > 1:
		return fmt.Errorf("nothing to merge: %s depends on all other heads; name those that it is to join all the same", ids[0])
	}
	return fmt.Errorf("nothing to merge: %s is the only head", ids[0])
}
