package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/fleet"
	"sqlbundle/internal/term"
	"sqlbundle/out"
)

// fleetFlags are those of apply that are for several databases.
type fleetFlags struct {
	All         bool          `help:"Apply a bundle of several databases to each of them, in the order of the configuration."`
	Targets     string        `placeholder:"FILE" help:"Apply the bundle to each database of a list, an address a line; - reads standard input."`
	Parallel    int           `default:"4" placeholder:"N" help:"How many of the list are under way at once (default 4)."`
	Canary      int           `placeholder:"N" help:"Do so many of the list first; after a failure among them no other is begun."`
	MaxFailures int           `placeholder:"N" help:"With how many failures more of the list are begun (default 0)."`
	Shard       fleet.Shard   `placeholder:"K/N" help:"Do only this part of the list, such as 3/8."`
	Busy        time.Duration `default:"5m" placeholder:"TIME" help:"How long to come back to a database of the list in which another run is at work (default 5m)."`
	Report      string        `enum:"text,json,junit" default:"text" help:"The report of several databases: text, json or junit."`
	ReportFile  string        `placeholder:"FILE" help:"Write the report there, not to standard output."`
}

func (f *fleetFlags) several() bool { return f.All || f.Targets != "" }

// check refuses what makes no sense.
func (f *fleetFlags) check(c *applyCmd) error {
	switch {
	case f.All && f.Targets != "":
		return errors.New("--all is for the configured databases, --targets for those of a list: one of them")
	case f.All && c.Database != "":
		return errors.New("--all takes each database's url from the configuration: leave --database out")
	case f.Targets != "" && isAddress(c.Database):
		return errors.New("with --targets, --database names the part of the bundle")
	case f.several() && c.Abandon != "":
		return errors.New("--abandon is for one database")
	case f.Parallel < 1 || f.Canary < 0 || f.MaxFailures < 0 || f.Busy < 0:
		return errors.New("--parallel is 1 or more; --canary, --max-failures and --busy are 0 or more")
	case f.Targets == "" && (f.Canary > 0 || f.MaxFailures > 0 || f.Shard.Of > 0):
		return errors.New("--canary, --max-failures and --shard are for --targets")
	case !f.several() && (f.ReportFile != "" || f.Report != "text"):
		return errors.New("--report and --report-file are for --all and --targets")
	}
	return nil
}

// runFleet applies to several databases. All that can be refused without a
// connection is refused before the first one.
func (c *applyCmd) runFleet(a *app) error {
	jobs, err := c.jobs(a)
	if err != nil {
		return err
	}
	if err := c.writable(a); err != nil {
		return err
	}
	interrupts, release := interruptions()
	defer release()
	if err := a.ctx.Err(); err != nil {
		return err // while the list was read
	}
	told, lost := a.lasting()
	notify, finish := c.watcher(told, len(jobs))
	o := fleet.Options{Each: c.options(), Parallel: c.Parallel, Canary: c.Canary, MaxFailures: c.MaxFailures, Busy: c.Busy, Interrupts: interrupts, Notify: notify}
	if c.All {
		o.Parallel = 1
	}
	results, err := fleet.Run(context.WithoutCancel(a.ctx), jobs, o)
	failed := finish()
	if results != nil {
		failed = errors.Join(failed, c.report(told, results))
	}
	return a.allTold(err, lost(), failed)
}

// writable refuses a file for the report that could not be written, before
// anything is applied.
func (c *applyCmd) writable(a *app) error {
	if c.ReportFile == "" {
		return nil
	}
	info, err := os.Stat(c.ReportFile)
	if err == nil && !info.Mode().IsRegular() {
		return usageError{err: fmt.Errorf("--report-file: %s is no file", c.ReportFile)}
	}
	temp, err := a.writeTemp(filepath.Dir(c.ReportFile), func(*os.File) error { return nil })
	if err == nil {
		err = os.Remove(temp)
	}
	if err != nil && a.ctx.Err() == nil {
		return usageError{err: fmt.Errorf("--report-file: writing %s: %w", c.ReportFile, withoutPath(err))}
	}
	return err
}

// jobs are the databases with what is applied to each.
func (c *applyCmd) jobs(a *app) ([]fleet.Job, error) {
	if c.All {
		return c.allJobs(a)
	}
	b, err := c.load()
	if err != nil {
		return nil, err
	}
	if d := b.Manifest.Database; c.Database != "" && c.Database != d {
		return nil, usageError{err: fmt.Errorf("the bundle is for the database %q, not for %q", d, c.Database)}
	}
	jobs, err := awaited(a.ctx, func() ([]fleet.Job, error) { return c.readTargets(a) })
	if err != nil {
		return nil, err
	}
	jobs = c.Shard.Take(jobs)
	for i := range jobs {
		jobs[i].Bundle = b
	}
	return jobs, nil
}

// readTargets reads the list.
func (c *applyCmd) readTargets(a *app) ([]fleet.Job, error) {
	if c.Targets == "-" {
		return fleet.ReadTargets(a.stdin, "standard input")
	}
	f, err := os.Open(c.Targets)
	if err != nil {
		return nil, fmt.Errorf("reading the targets: %w", err)
	}
	defer f.Close()
	return fleet.ReadTargets(f, term.Sanitize(c.Targets))
}

// allJobs are the configured databases, each with its part of the bundle; the
// last one first on the way back.
func (c *applyCmd) allJobs(a *app) ([]fleet.Job, error) {
	p, err := a.project()
	if err != nil {
		return nil, err
	}
	if len(p.config.Databases) == 0 {
		return nil, usageError{err: errors.New("--all: the configuration has no [database.NAME]")}
	}
	files, err := readBundle(c.Bundle)
	if err != nil {
		return nil, &executor.BadBundle{Problems: []string{err.Error()}}
	}
	bundles, err := c.loadAll(parts(files), files)
	if err != nil {
		return nil, err
	}
	var jobs []fleet.Job
	at := map[string]string{}
	for _, d := range p.config.Databases {
		i := slices.IndexFunc(bundles, func(b *executor.Bundle) bool { return b.Manifest.Database == d.Name })
		if i < 0 {
			return nil, usageError{err: fmt.Errorf("the bundle has no part for [database.%s]", d.Name), help: "make it anew, or apply its parts one at a time"}
		}
		target, err := a.target(d.Name, d.Name)
		if err != nil {
			return nil, err
		}
		id := target.Identity()
		if other, ok := at[id]; ok {
			return nil, usageError{err: fmt.Errorf("[database.%s] and [database.%s] lead to the same database, %s", other, d.Name, id)}
		}
		at[id] = d.Name
		jobs = append(jobs, fleet.Job{Name: d.Name, Target: target, Bundle: bundles[i]})
		bundles = slices.Delete(bundles, i, i+1)
	}
	for _, b := range bundles {
		return nil, usageError{err: fmt.Errorf("the bundle is for the database %q, and there is no [database.%s]", b.Manifest.Database, term.Sanitize(b.Manifest.Database))}
	}
	if c.Rollback {
		slices.Reverse(jobs)
	}
	return jobs, nil
}

// loadAll checks all parts of a bundle, and that they belong together.
func (c *applyCmd) loadAll(list []part, files []out.File) ([]*executor.Bundle, error) {
	if len(list) == 0 {
		return nil, fmt.Errorf("%s is no bundle: there is no %s in it", c.Bundle, out.SumsFile)
	}
	known := 0
	var names []string
	for _, p := range list {
		known += len(p.files)
		names = append(names, p.folder)
	}
	bad := &executor.BadBundle{}
	if known != len(files) {
		bad.Problems = append(bad.Problems, "there are files outside of the parts "+strings.Join(names, ", "))
	}
	expect, err := c.expected(names)
	if err != nil {
		return nil, err
	}
	var bundles []*executor.Bundle
	for _, p := range list {
		b, err := executor.Load(p.files, expect[p.folder])
		var part *executor.BadBundle
		switch {
		case errors.As(err, &part):
			bad.Other = part.Other && (bad.Other || len(bad.Problems) == 0)
			for _, problem := range part.Problems {
				bad.Problems = append(bad.Problems, strings.TrimPrefix(term.Sanitize(p.folder)+": ", ": ")+problem)
			}
			continue
		case err != nil:
			return nil, err
		case p.folder != "" && b.Manifest.Database != p.folder:
			bad.Problems = append(bad.Problems, fmt.Sprintf("the folder %q holds the part of %q", p.folder, b.Manifest.Database))
		case len(bundles) > 0 && !sameChange(bundles[0], b):
			bad.Problems = append(bad.Problems, fmt.Sprintf("its parts are not of one bundle: %q and %q differ in their revisions", bundles[0].Manifest.Database, b.Manifest.Database))
		}
		bundles = append(bundles, b)
	}
	if len(bad.Problems) > 0 {
		return nil, bad
	}
	return bundles, nil
}

// sameChange tells whether two parts were made from the same revisions.
func sameChange(a, b *executor.Bundle) bool {
	return slices.Equal(a.Manifest.From, b.Manifest.From) && slices.Equal(a.Manifest.To, b.Manifest.To) &&
		slices.EqualFunc(a.Manifest.Revisions, b.Manifest.Revisions, func(x, y out.RevisionJSON) bool { return x.ID == y.ID && x.SHA256 == y.SHA256 })
}

// expected are the digests of --expect, by the part's name: DIGEST for the only
// part, NAME=DIGEST for each of several. All or none are expected.
func (c *applyCmd) expected(names []string) (map[string]string, error) {
	digests := map[string]string{}
	if len(c.Expect) == 0 {
		return digests, nil
	}
	for _, e := range c.Expect {
		name, digest, named := strings.Cut(e, "=")
		switch {
		case !named && len(names) == 1:
			name, digest = names[0], e
		case !named:
			return nil, usageError{err: errors.New("the bundle has several parts, each with a digest of its own"), help: "--expect NAME=DIGEST for each of " + strings.Join(names, ", ")}
		case !slices.Contains(names, name):
			return nil, usageError{err: fmt.Errorf("--expect: the bundle has no part %q", name)}
		}
		if _, twice := digests[name]; twice || digest == "" {
			return nil, usageError{err: errors.New("--expect: one digest for each part, and not an empty one")}
		}
		digests[name] = digest
	}
	for _, name := range names {
		if digests[name] == "" {
			return nil, usageError{err: fmt.Errorf("--expect has no digest for %q", name), help: "one for each part, or none"}
		}
	}
	return digests, nil
}

// watcher gives what takes the notes, and what ends that.
func (c *applyCmd) watcher(a *app, total int) (notify func(fleet.Note), finish func() error) {
	var first error
	keep := func(err error) {
		if first == nil {
			first = err
		}
	}
	switch {
	case c.LogFormat == "json":
		return fleet.JSONLines(a.stdout, keep), func() error { return first }
	case c.All:
		// One after the other: as much is told of each as if it were the only one.
		told := *a
		if c.Report != "text" && c.ReportFile == "" {
			told.stdout = a.stderr // the report has it for itself
		}
		say, failed := told.events(c.LogFormat)
		style := told.style(told.stdout)
		return func(n fleet.Note) {
			switch {
			case n.Event != nil:
				say(*n.Event)
			case n.Stopping != "":
				a.note("%s", n.Stopping)
			case n.Result == nil && !n.Busy:
				_, err := fmt.Fprintf(told.stdout, "%s\n", style.Bold("sqlbundle: database "+n.Job.Name))
				keep(err)
			}
		}, func() error { return errors.Join(first, failed()) }
	}
	board := fleet.NewBoard(a.stderr, func() term.Style { return a.style(a.stderr) }, os.Getenv("TERM") != "dumb", total)
	return board.Note, board.Close
}

// report writes what has become of each; with a JSON log on standard output,
// only into a file.
func (c *applyCmd) report(a *app, results []fleet.Result) error {
	switch {
	case c.ReportFile != "":
		write := *a
		write.ctx = context.WithoutCancel(a.ctx) // also after Ctrl-C
		if err := write.writeFile(c.ReportFile, func(f *os.File) error { return fleet.Report(f, c.Report, results, term.Style{}) }); err != nil {
			return err
		}
		a.note("%s", fleet.Summary(results))
		return nil
	case c.LogFormat == "json":
		return nil
	}
	return fleet.Report(a.stdout, c.Report, results, a.style(a.stdout))
}
