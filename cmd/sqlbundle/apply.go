package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"time"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/suggest"
	"sqlbundle/out"
)

type applyCmd struct {
	Bundle      string        `arg:"" help:"A bundle's folder or archive."`
	Database    string        `placeholder:"NAME|URL" help:"A configured database, a URL or host=… dbname=…; else what the PG* variables say."`
	Expect      []string      `sep:"none" placeholder:"DIGEST" help:"Refuse a bundle of another digest than this one; of several parts NAME=DIGEST for each."`
	Rollback    bool          `help:"Run the way back."`
	CheckOnly   bool          `help:"Run the preflight and the script's guards, and change nothing."`
	StopAfter   string        `placeholder:"REVISION" help:"End after this revision."`
	Abandon     string        `placeholder:"REVISION" help:"Forget the progress inside a revision that was undone by hand."`
	NoPreflight bool          `help:"Leave the preflight out."`
	NoVerify    bool          `help:"Leave the checks afterwards out."`
	Retries     int           `default:"5" placeholder:"N" help:"How often to begin again after a lock timeout, a deadlock or a serialization failure (default 5)."`
	Reconnect   time.Duration `default:"1m" placeholder:"TIME" help:"How long to try to get a lost connection back (default 1m); 0: not at all."`
	LogFormat   string        `enum:"text,json" default:"text" help:"text, or json: a line of JSON for each event."`

	fleetFlags
}

// Help is shown by apply --help.
func (applyCmd) Help() string {
	return `Ctrl-C ends it behind the segment that runs, a second one cancels its statement. The same command goes on where
a run has ended, and so does psql with the bundle's script.

Exit status: 0 done, or nothing to do; 1 the bundle is not as it was made; 2 wrong input; 3 the database refused, cannot
be reached or is not where it should be; 130 interrupted.

Examples:
  sqlbundle apply bundle --database "$DATABASE_URL"
  sqlbundle apply change-4711.tar.gz --expect 5f0c… --log-format json
  sqlbundle apply bundle --rollback
  sqlbundle apply bundle --all
  sqlbundle apply bundle --targets tenants.txt --parallel 8 --canary 2 --max-failures 5 --report-file report.xml --report junit`
}

// Validate refuses what makes no sense.
func (c *applyCmd) Validate() error {
	if c.Retries < 0 || c.Reconnect < 0 {
		return errors.New("--retries and --reconnect are 0 or more")
	}
	return c.check(c)
}

// options are how a bundle is applied.
func (c *applyCmd) options() executor.Options {
	return executor.Options{
		Rollback: c.Rollback, CheckOnly: c.CheckOnly, StopAfter: c.StopAfter, Abandon: c.Abandon,
		NoPreflight: c.NoPreflight, NoVerify: c.NoVerify, Retries: c.Retries, Reconnect: c.Reconnect,
		Client: out.Version,
	}
}

// Run applies one bundle, or one to several databases.
func (c *applyCmd) Run(a *app) error {
	if c.several() {
		return c.runFleet(a)
	}
	b, err := c.load()
	if err != nil {
		return err
	}
	target, err := a.target(c.Database, b.Manifest.Database)
	if err != nil {
		return err
	}
	return a.execute(target, b, c.options(), c.LogFormat)
}

// load reads the bundle and checks it.
func (c *applyCmd) load() (*executor.Bundle, error) {
	files, err := readBundle(c.Bundle)
	var unread *fs.PathError
	switch {
	case errors.As(err, &unread), errors.Is(err, errNoBundle):
		return nil, err
	case err != nil:
		return nil, &executor.BadBundle{Problems: []string{err.Error()}}
	}
	list := parts(files)
	switch {
	case len(list) == 0:
		return nil, fmt.Errorf("%s is no bundle: there is no %s in it", c.Bundle, out.SumsFile)
	case len(list) > 1:
		var folders []string
		for _, p := range list {
			folders = append(folders, p.folder)
			if p.folder == c.Database {
				return c.loadPart(p)
			}
		}
		return nil, usageError{err: errors.New("this is a bundle for several databases"), help: "one at a time, the folder or --database: " + strings.Join(folders, ", ")}
	}
	return c.loadPart(list[0])
}

func (c *applyCmd) loadPart(p part) (*executor.Bundle, error) {
	expect, err := c.expected([]string{p.folder})
	if err != nil {
		return nil, err
	}
	return executor.Load(p.files, expect[p.folder])
}

// target finds the database that --database names: by an address, or by the name
// of a configured one. Without it, the configured one that is wanted, and where
// that has no url, what the PG* variables say.
func (a *app) target(name, wanted string) (executor.Target, error) {
	if isAddress(name) {
		return executor.ParseTarget(name)
	}
	p, err := a.project()
	if name == "" && errors.Is(err, errNoProject) {
		return executor.ParseTarget("")
	}
	if err != nil {
		return executor.Target{}, err
	}
	return p.target(name, wanted)
}

// isAddress tells an address from the name of a configured database.
func isAddress(name string) bool { return strings.ContainsAny(name, "=:/") }

func (p *project) target(name, wanted string) (executor.Target, error) {
	if name == "" {
		for _, d := range p.config.Databases {
			if d.Name == wanted && d.URL != "" {
				return p.target(wanted, wanted)
			}
		}
		return executor.ParseTarget("")
	}
	for _, d := range p.config.Databases {
		switch {
		case d.Name != name:
		case wanted != "" && wanted != name:
			return executor.Target{}, usageError{err: fmt.Errorf("the bundle is for the database %q, not for %q", wanted, name)}
		case d.URL == "":
			return executor.Target{}, usageError{err: fmt.Errorf("[database.%s] has no url", name)}
		default:
			url, err := expandURL(d.Name, d.URL)
			if err != nil {
				return executor.Target{}, err
			}
			return executor.ParseTarget(url)
		}
	}
	return executor.Target{}, usageError{err: fmt.Errorf("there is no [database.%s]", name), help: suggest.Hint(name, p.databases())}
}

var variableInURL = regexp.MustCompile(`\$\{[^}]*\}`)

// expandURL puts environment variables into a configured address.
func expandURL(database, url string) (string, error) {
	var missing []string
	expanded := variableInURL.ReplaceAllStringFunc(url, func(variable string) string {
		name := variable[2 : len(variable)-1]
		value, ok := os.LookupEnv(name)
		if !ok {
			missing = append(missing, name)
		}
		return value
	})
	if len(missing) > 0 {
		return "", fmt.Errorf("[database.%s] url: the environment has no variable %s", database, strings.Join(missing, ", "))
	}
	return expanded, nil
}
