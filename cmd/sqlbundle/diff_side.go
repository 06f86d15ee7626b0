package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/internal/config"
	"sqlbundle/internal/git"
	"sqlbundle/internal/source"
	"sqlbundle/out"
)

// sideOptions say what a side of a comparison is where it has to be made.
type sideOptions struct {
	// target is [FROM:]TARGET; empty for the heads.
	target string
	// database is the only one that is wanted; empty for all.
	database string
	dialect  dialectFlag
	// like is a bundle from whose start the plan begins where target is empty.
	like *out.Contents
}

// isMade tells whether a name stands for what a project makes, of which there is no
// bundle: `:` and `REF:`.
func isMade(name string) bool {
	_, err := os.Lstat(name)
	return err != nil && strings.HasSuffix(name, ":")
}

// readSide reads one side of a comparison: a bundle's folder or archive, a manifest
// or a script; `REF:PATH` for one of these in a commit; `REF:` and `:` for what the
// project makes there and now. A file that exists is taken before a commit.
func (a *app) readSide(name string, o sideOptions) (*out.Contents, error) {
	if isMade(name) {
		return a.makeSide(name, o)
	}
	files, err := a.sideFiles(name)
	if err != nil {
		return nil, err
	}
	c := &out.Contents{Name: name}
	for _, p := range sideParts(files) {
		read, err := out.ReadPart(p.folder, p.files)
		if err != nil {
			return nil, fmt.Errorf("%s is no bundle: %w", name, err)
		}
		if o.database == "" || read.Manifest == nil || read.Manifest.Database == o.database {
			c.Parts = append(c.Parts, read)
		}
	}
	if len(c.Parts) == 0 && o.database != "" {
		return nil, usageError{err: fmt.Errorf("%s has no bundle for the database %q", name, o.database), help: "leave out --database to compare all of it"}
	}
	return c, nil
}

// sideParts are the bundles of a folder as [parts] finds them; where no file has
// checksums, all of it is one.
func sideParts(files []out.File) []part {
	if list := parts(files); len(list) > 0 {
		return list
	}
	return []part{{files: files}}
}

// sideFiles are the files of a bundle, or the one file that is named.
func (a *app) sideFiles(name string) ([]out.File, error) {
	info, err := os.Stat(name)
	if ref, place, ok := strings.Cut(name, ":"); errors.Is(err, fs.ErrNotExist) && ok {
		return a.committedFiles(ref, place)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, notFound(name)
	case err == nil && !info.IsDir() && !out.Archived(name):
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, withoutPath(err))
		}
		return alone(name, data), nil
	}
	return readBundle(name)
}

// alone is a file by itself: JSON is a manifest whatever its name is.
func alone(name string, data []byte) []out.File {
	base := filepath.Base(name)
	if strings.HasSuffix(base, ".json") {
		base = out.ManifestFile
	}
	return []out.File{{Name: base, Data: data}}
}

// committedFiles are the files of a bundle that a commit has.
func (a *app) committedFiles(ref, place string) ([]out.File, error) {
	top, inside, err := git.Top(a.ctx, ".")
	if err != nil {
		return nil, refError(ref, err)
	}
	clean := path.Clean(place)
	if strings.HasPrefix(place, "./") || strings.HasPrefix(place, "../") {
		clean = path.Join(inside, place)
	}
	tree, err := git.At(a.ctx, top, ref)
	if err != nil {
		return nil, refError(ref, err)
	}
	info, err := fs.Stat(tree, clean)
	if err != nil {
		return nil, usageError{
			err:  fmt.Errorf("%s has no file or folder %s", ref, place),
			help: "the path is relative to the repository, or to this folder where it begins with ./ or ../",
		}
	}
	if info.IsDir() {
		if err := tree.Fetch(func(name string) bool { return clean == "." || strings.HasPrefix(name, clean+"/") }); err != nil {
			return nil, refError(ref, err)
		}
		sub, err := fs.Sub(tree, clean)
		if err != nil {
			return nil, err
		}
		return out.ReadFolder(sub)
	}
	data, err := fs.ReadFile(tree, clean)
	if err != nil {
		return nil, fmt.Errorf("reading %s from %s: %w", place, ref, err)
	}
	if out.Archived(clean) {
		return out.ReadArchive(clean, data)
	}
	return alone(clean, data), nil
}

// refError makes what keeps git from telling an error with its hint.
func refError(ref string, err error) error {
	var e *git.Error
	if errors.As(err, &e) {
		return usageError{err: fmt.Errorf("%s: %s", ref, e.Msg), help: e.Hint}
	}
	return err
}

// makeSide makes the bundles of the project, as it is or as a commit has it. Problems
// of a commit's files look like those of the files that are there now, so it says
// which are meant.
func (a *app) makeSide(name string, o sideOptions) (*out.Contents, error) {
	c, err := a.made(name, o)
	var problems source.ErrorList
	if name != ":" && errors.As(err, &problems) {
		a.note("%s cannot be compiled; in its files:", name)
	}
	return c, err
}

func (a *app) made(name string, o sideOptions) (*out.Contents, error) {
	// What is made here is not handed out, so nothing is said about it.
	quiet := *a
	quiet.stderr, quiet.problems = io.Discard, nil
	ref := strings.TrimSuffix(name, ":")
	p, err := quiet.project()
	if err == nil && ref != "" {
		p, err = quiet.projectAt(p, ref)
	}
	if err != nil {
		return nil, err
	}
	_, g, err := quiet.readOf(p, false)
	if err != nil {
		return nil, err
	}
	c := &out.Contents{Name: name}
	for _, database := range o.databases(p) {
		if database, err = quiet.database(p, database); err != nil {
			return nil, err
		}
		from, to, change, err := o.plan(g, database)
		if err != nil {
			return nil, err
		}
		b, err := quiet.bundle(p, g, database, from, to, change, o.dialect)
		if err != nil {
			return nil, err
		}
		part, err := out.ReadPart(database, b.Files)
		if err != nil {
			return nil, err
		}
		c.Parts = append(c.Parts, part)
	}
	return c, nil
}

// databases are those for which a side is made: the one that is wanted, those of
// the bundle on the other side, or all.
func (o *sideOptions) databases(p *project) []string {
	if o.database != "" {
		return []string{o.database}
	}
	all := p.databases()
	if o.like == nil {
		return all
	}
	var list []string
	for _, part := range o.like.Parts {
		if part.Manifest != nil && slices.Contains(all, part.Manifest.Database) {
			list = append(list, part.Manifest.Database)
		}
	}
	if len(list) == 0 {
		return all
	}
	return list
}

// plan is from where to where a side is made, and what the change is called.
func (o *sideOptions) plan(g *graph.Graph, database string) (from []string, to, change string, err error) {
	to = "heads"
	if o.target != "" {
		from, to, _, err = g.SplitRange(o.target)
	}
	if err != nil || o.like == nil {
		return from, to, "", err
	}
	for _, part := range o.like.Parts {
		if m := part.Manifest; m != nil && (m.Database == database || len(o.like.Parts) == 1) {
			change = m.Change
			if o.target == "" {
				from = m.From
			}
		}
	}
	return from, to, change, nil
}

// projectAt is a project as a commit has it: its configuration and its files.
func (a *app) projectAt(p *project, ref string) (*project, error) {
	tree, err := git.At(a.ctx, p.dir, ref)
	if err != nil {
		return nil, refError(ref, err)
	}
	name := config.FileName
	if a.cli.Config != "" {
		name = filepath.Base(a.cli.Config)
	}
	cfg := config.Default()
	text, err := fs.ReadFile(tree, name)
	switch {
	case err == nil:
		if cfg, err = config.Load(name, text); err != nil {
			return nil, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	default:
		if info, err := fs.Stat(tree, cfg.Project.Migrations[0]); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("%s has no %s and no folder %s", ref, name, cfg.Project.Migrations[0])
		}
	}
	// What is included may have any name; such files are read when they are opened.
	err = tree.Fetch(func(name string) bool { return strings.HasSuffix(name, ".sql") })
	if err != nil {
		return nil, refError(ref, err)
	}
	return &project{config: cfg, dir: p.dir, root: p.root, fsys: tree}, nil
}
