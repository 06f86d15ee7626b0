package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sqlbundle/out"
	"sqlbundle/revisions"
)

type releaseCmd struct {
	Target      target `arg:"" optional:"" default:"heads" help:"What has gone out, with all that it stands on; else everything."`
	AcceptEdits bool   `help:"Record released revisions that were edited since as they are now."`
}

// Help is shown by release --help.
func (releaseCmd) Help() string {
	return `Writes sqlbundle.sum, which belongs into version control beside the configuration. From then on lint knows what production has, and finds edits of it.

Examples:
  sqlbundle release                    everything has gone out
  sqlbundle release ae10               what stands up to a revision
  sqlbundle bundle head --release      together with the bundle`
}

// Run adds the revisions to sqlbundle.sum.
func (c *releaseCmd) Run(a *app) error {
	p, g, err := a.load()
	if err != nil {
		return err
	}
	if err := a.check(nil); err != nil {
		return err
	}
	steps, err := g.Upgrade(nil, string(c.Target))
	if err != nil {
		return err
	}
	var revs []*revisions.Revision
	for _, s := range steps {
		revs = append(revs, s.Revision)
	}
	r, err := p.release(revs, c.AcceptEdits)
	if err != nil {
		return err
	}
	return a.writeRelease(p, r)
}

// releasing is what sqlbundle.sum is to hold, and in numbers what is new in it.
type releasing struct {
	sum          *revisions.Sum
	added, again int
}

// release adds revisions to what is recorded as released. Without acceptEdits
// one that is recorded otherwise stops it.
func (p *project) release(revs []*revisions.Revision, acceptEdits bool) (releasing, error) {
	sum, err := p.sum()
	if err != nil {
		return releasing{}, err
	}
	r := releasing{sum: sum}
	var edited []string
	for _, rev := range revs {
		e, known := sum.Entry(rev.ID)
		switch {
		case !known:
			r.added++
		case e.File != rev.Checksum:
			r.again++
		}
		if known && e.Statements != rev.StatementsChecksum() {
			edited = append(edited, rev.ID)
		}
		sum.Add(rev)
	}
	if len(edited) > 0 && !acceptEdits {
		return releasing{}, usageError{
			err:  fmt.Errorf("edited since they were released: %s", strings.Join(edited, ", ")),
			help: "restore them (lint says where they are); `sqlbundle release --accept-edits` where every database has them as they are now",
		}
	}
	return r, nil
}

// writeRelease writes sqlbundle.sum, where it changes, and says what is new in
// it.
func (a *app) writeRelease(p *project, r releasing) error {
	if r.sum.File != nil && r.sum.Text() == r.sum.File.Text {
		_, err := fmt.Fprintf(a.stdout, "%s: nothing new\n", revisions.SumName)
		return err
	}
	err := a.writeFile(filepath.Join(p.dir, revisions.SumName), func(f *os.File) error {
		_, err := f.WriteString(r.sum.Text())
		return err
	})
	if err != nil {
		return err
	}
	again := ""
	if r.again > 0 {
		again = fmt.Sprintf(", %d recorded anew", r.again)
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %s released%s\n", revisions.SumName, out.Count(r.added, "new revision"), again)
	return err
}

// sum reads what has been released; an empty one without a file where there is
// none.
func (p *project) sum() (*revisions.Sum, error) {
	text, err := fs.ReadFile(p.fsys, revisions.SumName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &revisions.Sum{}, nil
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", revisions.SumName, err)
	}
	return revisions.ParseSum(revisions.SumName, string(text))
}
