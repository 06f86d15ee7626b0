package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"

	"github.com/alecthomas/kong"

	"sqlbundle/graph"
	"sqlbundle/internal/config"
	"sqlbundle/internal/defect"
	"sqlbundle/internal/executor"
	"sqlbundle/internal/source"
	"sqlbundle/internal/term"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// app is what every command gets.
type app struct {
	ctx            context.Context
	cli            *cli
	parser         *kong.Kong
	stdin          io.Reader
	stdout, stderr io.Writer
	// problems are what loading found wrong; [app.check] adds them to what is
	// found later, so that one run tells all.
	problems source.ErrorList
}

// usageError is a call that the grammar refuses.
type usageError struct {
	err  error
	help string
}

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// errNo is the answer no: findings, a digest that differs. What there is to
// say has been said.
var errNo = errors.New("no")

// fail reports an error and gives the exit status that it means.
func (a *app) fail(err error) int {
	var refused *executor.Refused // told when it happened
	var bad *executor.BadBundle
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errNo):
		return 1
	case errors.Is(err, executor.ErrInterrupted):
		return 130
	case errors.As(err, &refused):
		return 3
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.stderr, "sqlbundle: interrupted; nothing was left half-written")
		return 130
	}
	style := a.style(a.stderr)
	_ = out.Problem(a.stderr, hidden(err), style)
	var usage usageError
	var fault *defect.Error
	if errors.As(err, &fault) {
		fmt.Fprintf(a.stderr, "  %s what it has written is not whole: do not use it; and report these lines\n", style.Cyan("hint:"))
	}
	if errors.As(err, &usage) && usage.help != "" {
		fmt.Fprintf(a.stderr, "  %s %s\n", style.Cyan("hint:"), usage.help)
	}
	if errors.As(err, &bad) {
		return 1
	}
	return 2
}

// note says something on standard error.
func (a *app) note(format string, args ...any) {
	fmt.Fprintf(a.stderr, "sqlbundle: "+format+"\n", args...)
}

// style is how a stream is coloured.
func (a *app) style(w io.Writer) term.Style {
	if l, ok := w.(*lasting); ok {
		w = l.w
	}
	return term.For(w, term.When(a.cli.Color), os.Getenv)
}

// project is a configuration and the folder in which its paths stand.
type project struct {
	config *config.Config
	// dir is the folder as the system knows it; never printed.
	dir  string
	root *os.Root
	fsys fs.FS
}

// project finds and reads the configuration. Without one, the defaults hold
// where there is a migrations folder.
func (a *app) project() (*project, error) {
	name := a.cli.Config
	if name == "" {
		found, ok, err := config.Find(".")
		if err != nil {
			return nil, err
		}
		if !ok {
			return a.defaultProject()
		}
		name = found
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	cfg, err := config.Load(filepath.Base(name), text)
	if err != nil {
		return nil, err
	}
	return openProject(cfg, filepath.Dir(name))
}

// errNoProject is the error where there is neither a configuration nor a folder
// of revisions.
var errNoProject = fmt.Errorf("there is no %s here or in a folder above; `sqlbundle init` starts a project, -c names its file", config.FileName)

func (a *app) defaultProject() (*project, error) {
	cfg := config.Default()
	if info, err := os.Stat(cfg.Project.Migrations[0]); err != nil || !info.IsDir() {
		return nil, errNoProject
	}
	return openProject(cfg, ".")
}

func openProject(cfg *config.Config, dir string) (*project, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the project: %w", err)
	}
	return &project{config: cfg, dir: dir, root: root, fsys: root.FS()}, nil
}

// databases are the configured names in order; one unnamed where there are
// none.
func (p *project) databases() []string {
	names := []string{}
	for _, d := range p.config.Databases {
		names = append(names, d.Name)
	}
	if len(names) == 0 {
		names = []string{""}
	}
	return names
}

// options are how the project's revisions are read.
func (a *app) options(p *project, headersOnly bool) revisions.Options {
	o := revisions.Options{
		Locations: p.config.Project.Migrations, HeadersOnly: headersOnly,
		Databases: p.databases(), Metadata: p.config.Project.Metadata,
		TargetVersion: p.config.Project.TargetVersion,
	}
	if p.config.Tracking.Style == config.StyleAlembic {
		o.MaxID = 32
	}
	o.Var = func(name string) (string, bool) { return a.variable(p, name) }
	for name := range a.cli.Var {
		o.VarNames = append(o.VarNames, name)
	}
	for name := range p.config.Vars {
		o.VarNames = append(o.VarNames, name)
	}
	o.VarNames = append(o.VarNames, p.config.Project.EnvVars...)
	sort.Strings(o.VarNames)
	return o
}

// variable is the value of ${name}: --var, then [vars], then the environment
// for the names that the configuration lists.
func (a *app) variable(p *project, name string) (string, bool) {
	if value, ok := a.cli.Var[name]; ok {
		return value, true
	}
	if value, ok := p.config.Vars[name]; ok {
		return value, true
	}
	for _, allowed := range p.config.Project.EnvVars {
		if allowed == name {
			return os.LookupEnv(name)
		}
	}
	return "", false
}

// load reads the project and its whole graph, sections included. Problems that
// leave a graph are kept for [app.check].
func (a *app) load() (*project, *graph.Graph, error) { return a.read(false) }

// loadHeaders reads the project and its graph without any section.
func (a *app) loadHeaders() (*project, *graph.Graph, error) { return a.read(true) }

func (a *app) read(headersOnly bool) (*project, *graph.Graph, error) {
	p, err := a.project()
	if err != nil {
		return nil, nil, err
	}
	return a.readOf(p, headersOnly)
}

// readOf reads the graph of a project.
func (a *app) readOf(p *project, headersOnly bool) (*project, *graph.Graph, error) {
	revs, err := revisions.Load(a.ctx, p.fsys, a.options(p, headersOnly))
	var problems source.ErrorList
	if err != nil && (!errors.As(err, &problems) || !readable(problems, revs)) {
		return nil, nil, err
	}
	g, err := graph.New(revs)
	var more source.ErrorList
	if err != nil && !errors.As(err, &more) {
		return nil, nil, err
	}
	if headersOnly || len(more) > 0 {
		return p, g, append(problems, more...).Err()
	}
	a.problems = problems
	return p, g, nil
}

// check adds what loading found wrong to what compiling did.
func (a *app) check(err error) error {
	var more source.ErrorList
	if err != nil && !errors.As(err, &more) && len(a.problems) == 0 {
		return err
	}
	return append(append(source.ErrorList{}, a.problems...), more...).Err()
}

// readable tells whether every file with a problem gave a revision all the
// same: then what the graph finds is worth saying in the same run.
func readable(problems source.ErrorList, revs []*revisions.Revision) bool {
	files := map[string]bool{}
	for _, r := range revs {
		files[r.File.Name] = true
	}
	for _, e := range problems {
		if e.File == nil || !files[e.File.Name] {
			return false
		}
	}
	return true
}
