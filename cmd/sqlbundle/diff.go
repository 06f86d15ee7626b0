package main

import (
	"fmt"

	"sqlbundle/out"
)

type diffCmd struct {
	A        string `arg:"" placeholder:"BUNDLE" help:"A bundle's folder or archive, a manifest.json or a script; REF: for what the project had at a git commit, REF:PATH for a bundle in it, : for the project as it is."`
	B        string `arg:"" placeholder:"BUNDLE" help:"The same."`
	Range    target `placeholder:"[FROM:]TARGET" help:"What REF: and : mean; else all that leads to the heads, from where the other side's bundle starts if that is one."`
	Database string `placeholder:"NAME" help:"Only this database."`
	Format   string `enum:"${change_formats}" default:"text" help:"text, markdown or json."`
	dialectFlag
}

// Help is shown by diff --help.
func (diffCmd) Help() string {
	return `Compares revisions, statements, where they run, what they lock, rewrite and read, the ways back, settings and findings. Exit status 1: there is a difference.

REF: stands for the bundle that the project's revisions and configuration make at that commit, : for the one that they make now. REF:PATH is a bundle that is committed there; PATH is relative to the repository, or to this folder where it begins with ./ or ../

Examples:
  sqlbundle diff old-bundle bundle             two bundles
  sqlbundle diff change-4711.tar.gz :          would the same bundle be made today?
  sqlbundle diff origin/main: :                what a branch changes
  sqlbundle diff v1.4: v1.5: --range ae10:head between two tags, from a revision on
  sqlbundle diff HEAD:db/bundle db/bundle --format markdown`
}

// Run compares the two and writes what changed.
func (c *diffCmd) Run(a *app) error {
	x, y, err := c.sides(a)
	if err != nil {
		return err
	}
	changes, err := out.Compare(x, y)
	if err != nil {
		return err
	}
	for _, f := range out.ChangeFormats() {
		if f.Name != c.Format {
			continue
		}
		if err := f.Write(a.stdout, out.ChangeReport{Changes: changes, Style: a.style(a.stdout)}); err != nil {
			return err
		}
	}
	if changes.Differ {
		return errNo
	}
	return nil
}

// sides reads both, first what is a bundle already: what has to be made starts
// where that does.
func (c *diffCmd) sides(a *app) (x, y *out.Contents, err error) {
	how := sideOptions{target: string(c.Range), database: c.Database, dialect: c.dialectFlag}
	read := func(name string, like *out.Contents) *out.Contents {
		if err != nil {
			return nil
		}
		how.like = like
		side, problem := a.readSide(name, how)
		if problem != nil {
			err = problem
		}
		return side
	}
	if isMade(c.A) && !isMade(c.B) {
		y = read(c.B, nil)
		return read(c.A, y), y, err
	}
	x = read(c.A, nil)
	if isMade(c.A) {
		return x, read(c.B, nil), err
	}
	return x, read(c.B, x), err
}

// changeFormats are the names of the formats.
func changeFormats() string { return formatNames(out.ChangeFormats()) }

// formatNames are the names of formats, as an enum of the grammar has them.
func formatNames[T any](list []out.Format[T]) string {
	names := ""
	for i, f := range list {
		if i > 0 {
			names += ","
		}
		names += f.Name
	}
	return names
}

// notFound is the error for a name that is nothing that can be compared.
func notFound(name string) error {
	return usageError{
		err:  fmt.Errorf("there is no file or folder %s", name),
		help: "a git commit is written with a colon, " + name + ":",
	}
}
