package main

import (
	"errors"
	"strings"

	"sqlbundle/revisions"
)

type revisionCmd struct {
	Message     string   `short:"m" required:"" placeholder:"TEXT" help:"What it does. The first line is the message, further lines are the description."`
	Head        []target `placeholder:"TARGET" help:"What it revises; else head. heads: all of them, which merges; base: nothing, which begins a history of its own."`
	Splice      bool     `help:"Let it revise what is no head, which makes a branch."`
	BranchLabel []string `placeholder:"LABEL" help:"A label for the branch that begins here."`
	VersionPath string   `placeholder:"DIR" help:"The version location, or a folder below one; else the folder of the first parent."`
	DependsOn   []target `placeholder:"TARGET" help:"A revision or a label of another branch that must be applied first."`
	RevID       string   `name:"rev-id" placeholder:"ID" help:"The id; else a random one."`
	Template    string   `placeholder:"FILE" help:"The template to fill in; else the configured one."`
}

// Help is shown by revision --help.
func (revisionCmd) Help() string {
	return `Prints the path of the new file. Then the commands of [project] post_write run on it, in the project's folder and without a shell: blanks separate words, quotes keep them together, {file} is the path, which is added at the end where it is not named. Where one fails the file stays and the exit status is 2.

Examples:
  sqlbundle revision -m "add ticket priority"
  $EDITOR "$(sqlbundle revision -m 'add ticket priority')"
  sqlbundle revision -m "start reporting" --head base --branch-label reporting --version-path reporting
  sqlbundle revision -m "add a report" --head reporting@head --depends-on 1975ea83b712
  sqlbundle revision -m "fix on the side" --head ae10 --splice`
}

// Run writes the file.
func (c *revisionCmd) Run(a *app) error {
	if strings.TrimSpace(c.Message) == "" {
		return usageError{err: errors.New("the message is empty"), help: "say with -m what the revision does"}
	}
	p, g, err := a.loadHeaders()
	if err != nil {
		return err
	}
	symbols := targets(c.Head)
	if len(symbols) == 0 {
		symbols = []string{"head"}
	}
	parents, err := g.NewParents(symbols, c.Splice)
	if err != nil {
		return err
	}
	depends, err := g.NewDependencies(targets(c.DependsOn))
	if err != nil {
		return err
	}
	folder, err := folderFor(p, c.VersionPath, parents)
	if err != nil {
		return err
	}
	n, err := a.finish(p, g, revisions.New{
		ID: c.RevID, Message: c.Message, Parents: idsOf(parents), DependsOn: depends, Labels: c.BranchLabel,
	})
	if err != nil {
		return err
	}
	return a.create(p, n, folder, c.Template)
}

func idsOf(revs []*revisions.Revision) []string {
	ids := make([]string, len(revs))
	for i, r := range revs {
		ids[i] = r.ID
	}
	return ids
}
