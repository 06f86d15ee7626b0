package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/config"
	"sqlbundle/internal/source"
	"sqlbundle/lint"
	"sqlbundle/revisions"
)

// standardInput is the argument that means it, and how messages call it.
const standardInput, standardInputName = "-", "stdin"

// work is what a call of lint has to judge.
type work struct {
	// project is nil where there is none.
	project *project
	// sel is what it asks for of the project's revisions; nil for nothing.
	sel *selection
	// alone are the files that are no revisions of the project, as named in the
	// call.
	alone []string
}

// work finds out what the arguments mean: files, or one RANGE.
func (c *lintCmd) work(a *app) (*work, error) {
	names := targets(c.Targets)
	files := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !isFileArgument(name) })
	if len(files) == 0 {
		return c.ofProject(a, names)
	}
	switch {
	case c.Since != nil:
		return nil, usageError{err: errors.New("--since judges what has changed, not files that are named"), help: "leave out one of the two"}
	case len(files) < len(names):
		other := slices.DeleteFunc(names, func(name string) bool { return isFileArgument(name) })[0]
		return nil, usageError{err: fmt.Errorf("%q is no file", other), help: "name files, or one RANGE of revisions, not both"}
	}
	p, err := a.projectIfAny()
	if err != nil {
		return nil, err
	}
	w := &work{project: p}
	own, err := a.ownFiles(p, files)
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		if inside := own[name]; inside == "" {
			w.alone = append(w.alone, name)
		} else if w.sel == nil {
			w.sel = &selection{files: []string{inside}}
		} else {
			w.sel.files = append(w.sel.files, inside)
		}
	}
	return w, nil
}

// ofProject is the work where no argument is a file.
func (c *lintCmd) ofProject(a *app, names []string) (*work, error) {
	if len(names) > 1 {
		return nil, usageError{err: fmt.Errorf("%q is no file, and a RANGE of revisions is one argument", names[1]), help: "name files, or one RANGE, such as ae10:heads"}
	}
	sel := &selection{rng: strings.Join(names, "")}
	if sel.rng != "" && c.Since != nil {
		return nil, usageError{err: errors.New("--since says what is judged, and so does a RANGE"), help: "leave out one of the two"}
	}
	p, err := a.project()
	if err != nil {
		if sel.rng != "" && errors.Is(err, errNoProject) {
			return nil, usageError{err: fmt.Errorf("%q is no file, and for a revision there is no project: %w", sel.rng, err)}
		}
		return nil, err
	}
	if c.Since != nil {
		if sel.since, err = a.since(p, *c.Since); err != nil {
			return nil, err
		}
	}
	return &work{project: p, sel: sel}, nil
}

// isFileArgument tells whether an argument means a file and no revision: what
// looks like a path, and any file that is there.
func isFileArgument(name string) bool {
	if name == standardInput || strings.HasSuffix(name, ".sql") || strings.ContainsAny(name, `/\`) {
		return true
	}
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// projectIfAny is the project; where there is none, the defaults without a
// folder of revisions.
func (a *app) projectIfAny() (*project, error) {
	p, err := a.project()
	if errors.Is(err, errNoProject) {
		return nil, nil
	}
	return p, err
}

// ownFiles are the files that the project's revisions consist of, each with its
// name there. Of what cannot be read nobody knows, so it counts where a revision
// would stand.
func (a *app) ownFiles(p *project, files []string) (map[string]string, error) {
	own := map[string]string{}
	if p == nil {
		return own, nil
	}
	inside := map[string]string{}
	for _, name := range files {
		if name != standardInput {
			inside[name] = fromHere(p, name)
		}
	}
	revs, err := revisions.Load(a.ctx, p.fsys, a.options(p, false))
	var problems source.ErrorList
	if err != nil && !errors.As(err, &problems) {
		if missingFolder(p) {
			return own, nil
		}
		return nil, err
	}
	is := map[string]bool{}
	for _, rev := range revs {
		is[rev.File.Name] = true
		for _, name := range rev.Includes {
			is[name] = true
		}
	}
	for _, e := range problems {
		if e.File != nil {
			is[e.File.Name] = true
		}
	}
	for name, there := range inside {
		if is[there] {
			own[name] = there
		}
	}
	return own, nil
}

// missingFolder tells whether the project has none of its version locations:
// then it is a configuration of lint's, and no more.
func missingFolder(p *project) bool {
	for _, name := range p.config.Project.Migrations {
		if _, err := p.root.Stat(name); !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return true
}

// alone reads a file that is no revision of the project, and what is to be
// judged of it: what it names and does not make is taken to be there and in use.
// Problems that no rule reports come back as rest.
func (a *app) alone(p *project, name string) (in lint.Input, rest, err error) {
	data, err := awaited(a.ctx, func() ([]byte, error) { return a.readAlone(name) })
	if err != nil {
		return in, nil, err
	}
	if p == nil {
		p = &project{config: config.Default(), fsys: embed.FS{}}
	}
	if in.Config, err = lintConfig(p.config); err != nil {
		return in, nil, err
	}
	shown := standardInputName
	if name != standardInput {
		if shown = fromHere(p, name); shown == "" {
			shown = filepath.ToSlash(filepath.Clean(name))
		}
	}
	rev, err := revisions.ReadAlone(p.fsys, shown, data, a.options(p, false))
	var problems source.ErrorList
	if err != nil && !errors.As(err, &problems) || rev == nil {
		return in, err, nil
	}
	in.Revisions, in.Plain = []*revisions.Revision{rev}, rev.ID == ""
	in.Problems = append(problems, compiler.Problems(in.Revisions, p.config.Project.TargetVersion)...)
	for _, database := range p.databases() {
		req := compiler.Request{Database: database, TargetVersion: p.config.Project.TargetVersion, Settings: compiler.Settings{
			LockTimeout: p.config.Bundle.LockTimeout, StatementTimeout: p.config.Bundle.StatementTimeout,
			Transaction: compiler.PerRevision,
		}}
		in.Histories = append(in.Histories, compiler.FollowAlone(rev, req))
	}
	return in, withoutRule(in.Problems), nil
}

func (a *app) readAlone(name string) ([]byte, error) {
	if name == standardInput {
		data, err := io.ReadAll(a.stdin)
		if err != nil {
			return nil, fmt.Errorf("reading standard input: %w", err)
		}
		return data, nil
	}
	info, err := os.Stat(name)
	if err == nil && info.IsDir() {
		return nil, folderError(name)
	}
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usageError{err: fmt.Errorf("there is no file %q, and no revision has such a name", name), help: "name files, or a RANGE of revisions, such as ae10:heads"}
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, withoutPath(err))
	}
	return data, nil
}

func folderError(name string) error {
	return usageError{err: fmt.Errorf("%q is a folder", name), help: "name its files; without an argument, all revisions of the project are judged"}
}
