package main

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/config"
	"sqlbundle/internal/source"
	"sqlbundle/lint"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

type commentCmd struct {
	Range       target  `arg:"" optional:"" help:"[FROM]:TO, without FROM itself, or one revision; else everything. With --since TO alone, heads if it is left out."`
	Since       *string `placeholder:"GIT-REF" help:"What is new since the merge base with this commit: what a pull request adds."`
	SinceBundle string  `placeholder:"OLD" help:"Say what has changed since this bundle: a folder, archive or manifest, as diff takes it."`
	Key         string  `default:"review" help:"Tells the comments of one pull request apart: letters, digits, dots, hyphens and underscores."`
	MaxBytes    int     `default:"60000" placeholder:"N" help:"How long the comment may become; GitHub refuses more than 65536 characters. What is left out is said."`
	Post        string  `enum:",github,gitlab" default:"" placeholder:"PLATFORM" help:"github or gitlab: create or update the pull request's comment there, with the token of the environment, in place of printing it."`
	Change      string  `placeholder:"TEXT" help:"As bundle takes it."`
	Database    string  `placeholder:"NAME" help:"The configured database; else the first."`
	dialectFlag
}

// Help is shown by comment --help.
func (commentCmd) Help() string {
	return `Writes for the reviewers of a pull request, in Markdown: whether it is safe, what runs in which transactions and under which locks, what lint has found and what to write instead, the SQL, the way back, and the digest of the bundle that bundle makes of the same revisions.

The first line is a marker that cannot be seen, by which a bot finds its comment again.

Exit status 2: the revisions cannot be compiled; the comment says why.

Examples:
  sqlbundle comment --since origin/main                  what a branch adds
  sqlbundle comment ae10:heads > comment.md              what stands above a revision
  sqlbundle comment --since main --since-bundle old      with what has changed since that bundle
  sqlbundle comment --since main --key billing           a second comment in the same pull request
  sqlbundle comment --since origin/main --post github    makes it, or brings it up to date`
}

// commentKey is what can stand in the marker.
var commentKey = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// Validate refuses what would make no comment.
func (c *commentCmd) Validate() error {
	switch {
	case !commentKey.MatchString(c.Key) || strings.Contains(c.Key, "--"):
		return fmt.Errorf("--key %q: up to 64 letters, digits, dots, underscores and single hyphens", c.Key)
	case c.MaxBytes < out.MinCommentBytes:
		return fmt.Errorf("--max-bytes %d: a comment needs room for %d", c.MaxBytes, out.MinCommentBytes)
	}
	return checkChange(c.Change)
}

// Run writes the comment. What keeps the revisions from being compiled is written
// too, and is the command's error.
func (c *commentCmd) Run(a *app) error {
	comment, err := c.comment(a)
	var problems source.ErrorList
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	if stopped := a.ctx.Err(); stopped != nil {
		return stopped
	}
	if comment == nil {
		comment = &out.Comment{Problems: problemFindings(problems)}
	}
	comment.Key, comment.MaxBytes = c.Key, c.MaxBytes
	var text strings.Builder
	if werr := out.WriteComment(&text, comment); werr != nil {
		return errors.Join(werr, err)
	}
	if c.Post == "" {
		if _, werr := fmt.Fprint(a.stdout, text.String()); werr != nil {
			return werr
		}
		return err
	}
	perr := a.post(c.Post, out.CommentMarker(c.Key), text.String(), comment.Calm())
	if perr != nil && err != nil {
		a.note("%s", perr) // beside the problems, which are what is shown of both
	}
	return errors.Join(perr, err)
}

// comment compiles what there is to review.
func (c *commentCmd) comment(a *app) (*out.Comment, error) {
	p, g, err := a.load()
	if err != nil {
		return nil, err
	}
	from, to, edited, err := c.span(a, p, g)
	if err != nil {
		return nil, err
	}
	database, err := a.database(p, c.Database)
	if err != nil {
		return nil, err
	}
	made, err := a.bundle(p, g, database, from, to, c.Change, c.dialectFlag)
	if err != nil {
		return nil, err
	}
	others, err := a.findingsBeside(p, g, edited)
	if err != nil {
		return nil, err
	}
	elsewhere, there, err := a.elsewhere(p, g, c, made)
	if err != nil {
		return nil, err
	}
	for i := range elsewhere {
		elsewhere[i].Comment = c.call(a.cli, "comment", from, to, elsewhere[i].Database)
	}
	several := ""
	if len(p.databases()) > 1 {
		several = database
	}
	comment := &out.Comment{
		Program: out.ShellLine(program(a.cli)), Bundle: c.call(a.cli, "bundle", from, to, several), Lint: c.call(a.cli, "lint", from, to, ""), Folder: path.Join("bundle", several), Graph: g,
		Up: made.plan, Back: made.back, Digest: made.Digest, Findings: slices.Concat(made.findings, others, there), Silenced: made.silenced,
		Edited: ids(edited), Elsewhere: elsewhere,
	}
	if c.Since != nil {
		comment.Since = *c.Since
	}
	if c.SinceBundle != "" {
		comment.Changes, err = a.changesSince(c.SinceBundle, database, made)
	}
	return comment, err
}

// elsewhere are the other databases that the revisions change, and what lint finds
// there alone, where the comment is about the first one because nobody has named any.
func (a *app) elsewhere(p *project, g *graph.Graph, c *commentCmd, made *madeBundle) (list []out.Elsewhere, findings []out.FindingJSON, err error) {
	if c.Database != "" {
		return nil, nil, nil
	}
	var names []string
	for _, database := range p.databases() {
		e := out.Elsewhere{Database: database}
		for i, step := range made.plan.Steps {
			if database != made.plan.Database && compiler.Section(step.Revision, graph.Upgrade, database) != nil {
				e.Steps = append(e.Steps, i+1)
			}
		}
		if len(e.Steps) > 0 {
			list, names = append(list, e), append(names, database)
		}
	}
	if len(names) == 0 {
		return nil, nil, nil
	}
	found, _, err := a.findingsFor(p, g, made.plan, names...)
	for _, f := range found {
		if !slices.Contains(made.findings, f) {
			findings = append(findings, f)
		}
	}
	return list, findings, err
}

// changesSince compares a bundle of before with the one that was made.
func (a *app) changesSince(old, database string, made *madeBundle) (*out.Changes, error) {
	before, err := a.readSide(old, sideOptions{database: database})
	if err != nil {
		return nil, err
	}
	part, err := out.ReadPart("", made.Files)
	if err != nil {
		return nil, err
	}
	return out.Compare(before, &out.Contents{Name: "now", Parts: []out.Part{part}})
}

// span is where the change begins and ends, and which older revisions it edits.
func (c *commentCmd) span(a *app, p *project, g *graph.Graph) (from []string, to string, edited []*revisions.Revision, err error) {
	if c.Since == nil {
		from, targets, err := explained(g, string(c.Range))
		if err != nil {
			return nil, "", nil, err
		}
		return from, targets[0], nil, nil
	}
	if to, err = sinceTarget(string(c.Range)); err != nil {
		return nil, "", nil, err
	}
	start, err := a.start(p, g, *c.Since, to)
	return start.from, to, start.edited, err
}

// findingsBeside are lint's of the graph as a whole and of older revisions that
// were edited. They are no part of a bundle.
func (a *app) findingsBeside(p *project, g *graph.Graph, edited []*revisions.Revision) ([]out.FindingJSON, error) {
	sum, err := p.sum()
	if err != nil {
		return nil, err
	}
	s := span{judged: edited, rows: ids(g.RealHeads())}
	var databases []string
	if len(edited) > 0 {
		databases = p.databases()
	}
	if sum.File != nil {
		s.released = sum.IDs()
	}
	in, err := a.judge(p, g, s, databases)
	if err != nil {
		return nil, err
	}
	in.Sum, in.Whole = sum, true
	return out.Findings(lint.Run(in)), nil
}

// call is a command about the same revisions: bundle, lint, or comment about
// another database.
func (c *commentCmd) call(global *cli, command string, from []string, to, database string) string {
	words := append(program(global), command)
	switch since := c.Since != nil && command != "bundle"; {
	case since && to != allHeads && command != "lint":
		words = append(words, to, "--since", *c.Since)
	case since:
		words = append(words, "--since", *c.Since)
	case len(from) > 0: // holds when the branch has been merged, too
		words = append(words, strings.Join(from, ",")+":"+to)
	case command != "lint":
		words = append(words, to)
	}
	switch command {
	case "comment":
		return out.ShellLine(append(words, "--database", database, "--key", database))
	case "lint":
		return out.ShellLine(words)
	}
	for _, flag := range [][]string{{"--change", c.Change}, {"--database", database}, {"--dialect", c.Dialect}} {
		if flag[1] != "" {
			words = append(words, flag...)
		}
	}
	return out.ShellLine(append(words, "-o", "bundle"))
}

// program is how this one is called, for commands about the same project.
func program(global *cli) []string {
	words := []string{"sqlbundle"}
	if name := fromHereOn(global.Config); name != "" && name != config.FileName {
		words = append(words, "-c", name)
	}
	for _, name := range slices.Sorted(maps.Keys(global.Var)) {
		words = append(words, "--var", name+"="+global.Var[name])
	}
	return words
}

// fromHereOn is a path that can be shown to others: from the working directory on.
func fromHereOn(name string) string {
	if !filepath.IsAbs(name) {
		return filepath.ToSlash(name)
	}
	if here, err := filepath.Abs("."); err == nil {
		if rel, err := filepath.Rel(here, name); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.Base(name)
}

// problemFindings are what keeps revisions from being compiled, as findings.
func problemFindings(problems source.ErrorList) []out.FindingJSON {
	list := make([]lint.Finding, len(problems))
	for i, e := range problems {
		list[i] = lint.Finding{Rule: e.Rule, Severity: lint.Error, File: e.File, Span: e.Span, Message: e.Msg, Help: e.Hint}
	}
	return out.Findings(list)
}
