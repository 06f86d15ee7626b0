package main

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/term"
	"sqlbundle/out"
)

type bundleCmd struct {
	Target   target  `arg:"" optional:"" help:"[FROM:]TARGET, as upgrade takes it; with --since TARGET alone, heads if it is left out."`
	Since    *string `placeholder:"GIT-REF" help:"Start where a database stands that has what the merge base with this commit has: a bundle of what a pull request adds."`
	Output   string  `short:"o" default:"bundle" placeholder:"DIR|FILE" help:"A folder, or an archive: FILE.tar.gz or FILE.zip."`
	Force    bool    `help:"Write over what is there."`
	Change   string  `placeholder:"TEXT" help:"What the change is, such as a ticket, in one line: shown in runbook, scripts and manifest."`
	Release  bool    `help:"Record what the bundle leads to as released, in sqlbundle.sum."`
	Database string  `placeholder:"NAME" help:"Only this database; else a folder for each that is configured."`
	dialectFlag
}

// Help is shown by bundle --help.
func (bundleCmd) Help() string {
	return `Writes README.md, which is the runbook, preflight.sql, upgrade.sql, verify.sql, rollback.sql, manifest.json and SHA256SUMS. Its digest, which is printed, stands for all of them.

Examples:
  sqlbundle bundle head                           everything, into ./bundle
  sqlbundle bundle ae10:head -o change-4711       from a revision on
  sqlbundle bundle head -o change-4711.tar.gz     as an archive
  sqlbundle bundle --since origin/main            what a pull request adds`
}

// maxChange is how many characters --change may have.
const maxChange = 200

// Validate refuses a call that names no target, and a --change that is no line of
// text.
func (c *bundleCmd) Validate() error {
	if c.Target == "" && c.Since == nil {
		return errors.New("expected \"<target>\"")
	}
	return checkChange(c.Change)
}

func checkChange(text string) error {
	switch {
	case !utf8.ValidString(text):
		return errors.New("--change is no UTF-8 text")
	case term.Sanitize(text) != text:
		return errors.New("--change is not one line of text: it has line breaks, tabs or other control characters")
	case utf8.RuneCountInString(text) > maxChange:
		return fmt.Errorf("--change has more than %d characters", maxChange)
	}
	return nil
}

// Run writes the bundle of each database.
func (c *bundleCmd) Run(a *app) error {
	p, g, err := a.load()
	if err != nil {
		return err
	}
	if err := p.refuseAmongRevisions(c.Output); err != nil {
		return err
	}
	from, to, nothing, err := c.fromTo(a, p, g)
	if err != nil || nothing {
		return err
	}
	names, err := c.databases(a, p)
	if err != nil {
		return err
	}
	var files []out.File
	var lines, rows []string
	for _, name := range names {
		b, err := a.bundle(p, g, name, from, to, c.Change, c.dialectFlag)
		if err != nil {
			return err
		}
		folder := ""
		if len(p.databases()) > 1 {
			folder = name
		}
		for _, f := range b.Files {
			files = append(files, out.File{Name: path.Join(folder, f.Name), Data: f.Data})
		}
		lines = append(lines, bundleLine(c.Output, folder, b))
		rows = b.plan.To
	}
	if !c.Release {
		return c.write(a, files, lines)
	}
	revs, err := g.Applied(rows)
	if err != nil {
		return err
	}
	r, err := p.release(revs, false)
	if err != nil {
		return err
	}
	if err := c.write(a, files, lines); err != nil {
		return err
	}
	return a.writeRelease(p, r)
}

// databases are those that a bundle is wanted for.
func (c *bundleCmd) databases(a *app, p *project) ([]string, error) {
	if c.Database == "" {
		return p.databases(), nil
	}
	name, err := a.database(p, c.Database)
	return []string{name}, err
}

// write writes the bundles' files and says what they are.
func (c *bundleCmd) write(a *app, files []out.File, lines []string) error {
	if err := a.writeBundle(c.Output, files, c.Force); err != nil {
		return err
	}
	_, err := fmt.Fprint(a.stdout, strings.Join(lines, ""))
	return err
}

// refuseAmongRevisions refuses a place below a migrations folder, where the
// bundle's scripts would be read as revisions.
func (p *project) refuseAmongRevisions(output string) error {
	place, err := filepath.Abs(output)
	if err != nil {
		return fmt.Errorf("finding the place of the bundle: %w", err)
	}
	for _, location := range p.config.Project.Migrations {
		folder, err := filepath.Abs(filepath.Join(p.dir, filepath.FromSlash(location)))
		if err != nil {
			return fmt.Errorf("finding the place of the bundle: %w", err)
		}
		if rel, err := filepath.Rel(folder, place); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return usageError{
				err:  fmt.Errorf("%s is below the migrations folder %s, where scripts are read as revisions", output, location),
				help: "name another place with -o",
			}
		}
	}
	return nil
}

// madeBundle is a bundle and what it was made of.
type madeBundle struct {
	*out.Bundle
	plan, back *compiler.Plan
	// findings are lint's, silenced those that nolint silences.
	findings, silenced []out.FindingJSON
}

func (a *app) bundle(p *project, g *graph.Graph, database string, from []string, to, change string, dialect dialectFlag) (*madeBundle, error) {
	req, err := a.request(p, database)
	if err != nil {
		return nil, err
	}
	req.Change = change
	req.Direction, req.From, req.Targets = graph.Upgrade, from, []string{to}
	dialect.override(&req)
	plan, err := compiler.Compile(g, req)
	if err := a.check(err); err != nil {
		return nil, err
	}
	back, err := compiler.WayBack(g, req, plan)
	if err != nil {
		return nil, err
	}
	if err := a.ctx.Err(); err != nil {
		return nil, err
	}
	found, silenced, err := a.findingsFor(p, g, plan, plan.Database)
	if err := errors.Join(err, a.ctx.Err()); err != nil {
		return nil, err
	}
	if req.Settings.Dialect == compiler.Psql {
		a.noteUnsure(plan)
		a.noteUnsure(back)
	}
	b, err := out.NewBundle(plan, back, found)
	return &madeBundle{b, plan, back, found, silenced}, err
}

// bundleLine is what the command says of one bundle: a line that can be
// searched for, with the digest.
func bundleLine(output, folder string, b *madeBundle) string {
	where := output
	if folder != "" {
		where = path.Join(output, folder)
	}
	return fmt.Sprintf("%s: %s -> %s, %s, digest %s\n", where, out.Heads(b.plan.From), out.Heads(b.plan.To),
		out.Count(len(b.plan.Steps), "step"), b.Digest)
}
