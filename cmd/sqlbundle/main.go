// Command sqlbundle compiles PostgreSQL migrations into scripts that a DBA
// reviews and applies by hand, or that it applies itself.
//
// This package holds the command line and the wiring, one file a command: each
// reads the project, calls the packages below in the order of the data, and
// writes the result. Data goes to standard output, everything else to standard
// error; only here is an exit status known.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"sqlbundle/internal/defect"
	"sqlbundle/out"
)

func main() {
	collectLater()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks the command to stop and clean up, a second one ends
	// the process.
	context.AfterFunc(ctx, stop)
	// No stop afterwards: a signal that comes when all is done must not turn
	// success into a death by signal.
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// collectLater lets the heap grow to a size that every machine has before
// anything is collected, and then collects less often than Go would: the program
// is short-lived and mostly allocates. It saves a tenth of the time of lint over
// some hundred revisions. Whoever sets Go's own variables is left alone.
func collectLater() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapAtFirst)
	runtime.SetFinalizer(&struct{ at [64]byte }{}, func(any) {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(math.MaxInt64)
	})
}

// heapAtFirst is in bytes.
const heapAtFirst = 256 << 20

// cli is the grammar of the command line.
type cli struct {
	Config  string            `short:"c" placeholder:"FILE" help:"The configuration; else sqlbundle.toml in this folder or one above it."`
	Var     map[string]string `placeholder:"NAME=VALUE" help:"Value of a variable of revisions that carry the vars directive. May be repeated." mapsep:"none"`
	Color   string            `enum:"auto,always,never" default:"auto" help:"Colours: auto, always or never; NO_COLOR is honoured."`
	Version versionFlag       `help:"Print the version."`

	Init       initCmd       `cmd:"" help:"Start a project: configuration, migrations folder, a template for new revisions."`
	Revision   revisionCmd   `cmd:"" help:"Write a new revision file."`
	Merge      mergeCmd      `cmd:"" help:"Write a revision that joins branches."`
	Heads      headsCmd      `cmd:"" help:"List the heads: the revisions that no other revises."`
	Branches   branchesCmd   `cmd:"" help:"List the revisions where branches part."`
	History    historyCmd    `cmd:"" help:"List the revisions, newest first."`
	Current    currentCmd    `cmd:"" help:"Say where a database stands."`
	Show       showCmd       `cmd:"" help:"Show revisions in full."`
	Graph      graphCmd      `cmd:"" help:"Draw the graph of revisions."`
	Upgrade    upgradeCmd    `cmd:"" help:"Upgrade a database, or print the script that does."`
	Downgrade  downgradeCmd  `cmd:"" help:"Downgrade a database, or print the script that does."`
	Stamp      stampCmd      `cmd:"" help:"Set the tracking table without running revisions, or print the script that does."`
	Bundle     bundleCmd     `cmd:"" help:"Write everything for a change window: scripts, manifest, checksums."`
	Apply      applyCmd      `cmd:"" help:"Apply a bundle to a database."`
	Inspect    inspectCmd    `cmd:"" help:"Say what a bundle holds and whether its files are unchanged."`
	Diff       diffCmd       `cmd:"" help:"Say what changed between two bundles."`
	Release    releaseCmd    `cmd:"" help:"Record revisions as released, so that lint knows what production has."`
	Explain    explainCmd    `cmd:"" help:"Say what each statement locks, rewrites and reads."`
	Lint       lintCmd       `cmd:"" help:"Look for what is unsafe or wrong in revisions."`
	Comment    commentCmd    `cmd:"" help:"Write the Markdown comment for a pull request."`
	Completion completionCmd `cmd:"" help:"Print the completion script of a shell."`
}

const description = `An offline compiler and bundler for PostgreSQL migrations.

Exit status: 0 done; 1 the answer is no (findings, a digest that differs); 2 wrong input;
3 the database refused, cannot be reached, or is not where it should be; 130 interrupted.`

// versionFlag prints the version and ends the program. kong's own does not tell
// where it could not be printed.
type versionFlag bool

// BeforeReset is called by kong as soon as the flag is seen.
func (versionFlag) BeforeReset(app *kong.Kong, vars kong.Vars) error {
	if _, err := fmt.Fprintln(app.Stdout, vars["version"]); err != nil {
		return err
	}
	app.Exit(0)
	return nil
}

// helpVars are what the help of the commands names by ${…}.
func helpVars() kong.Vars {
	return kong.Vars{"version": "sqlbundle " + out.Version, "finding_formats": findingFormats(), "change_formats": changeFormats()}
}

// run is the program without the process around it; it returns the exit
// status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (status int) {
	var c cli
	a := &app{ctx: ctx, cli: &c, stdin: stdin, stdout: stdout, stderr: stderr}
	type exit int
	defer func() {
		switch problem := recover().(type) {
		case nil:
		case exit:
			status = int(problem)
		default:
			status = a.fail(defect.Of(problem))
		}
	}()
	parser, err := kong.New(&c,
		kong.Name("sqlbundle"), kong.Description(description),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.WithHyphenPrefixedParameters(true),
		helpVars(),
	)
	if err != nil {
		return a.fail(err)
	}
	a.parser = parser
	parsed, err := parser.Parse(relativeArgs(args))
	if err != nil {
		usage := usageError{err: err, help: helpHint(err)}
		// Empty is what such a flag has where it is not given, and no choice.
		if before, behind, found := strings.Cut(err.Error(), `must be one of "",`); found {
			usage.err = errors.New(before + "must be one of " + behind)
		}
		return a.fail(usage)
	}
	if err := refuseEmpty(parsed); err != nil {
		return a.fail(err)
	}
	return a.fail(parsed.Run(a))
}

// neverEmpty are the flags of which an empty value, as of a variable that is not
// set, would mean the opposite of what was asked for, or another place.
var neverEmpty = []string{"abandon", "config", "database", "output", "report-file", "since-bundle", "stop-after", "targets"}

// refuseEmpty refuses such a value.
func refuseEmpty(parsed *kong.Context) error {
	for _, given := range parsed.Path {
		if given.Flag != nil && slices.Contains(neverEmpty, given.Flag.Name) && parsed.FlagValue(given.Flag) == "" {
			return usageError{err: fmt.Errorf("--%s is empty", given.Flag.Name), help: "leave it out, or set what it was made of"}
		}
	}
	return nil
}

// relativeArgs lets `show -2` through: a minus sign and digits is a target,
// never a flag. A blank in front, which no target has, keeps it from being
// taken for one; [target] drops it again.
func relativeArgs(args []string) []string {
	changed := make([]string, len(args))
	for i, arg := range args {
		if len(arg) > 1 && arg[0] == '-' && strings.Trim(arg[1:], "0123456789") == "" {
			arg = " " + arg
		}
		changed[i] = arg
	}
	return changed
}

// target is an argument that names revisions.
type target string

// UnmarshalText takes the argument from the command line.
func (t *target) UnmarshalText(text []byte) error {
	*t = target(strings.TrimSpace(string(text)))
	return nil
}

func targets(list []target) []string {
	names := make([]string, len(list))
	for i, t := range list {
		names[i] = string(t)
	}
	return names
}

// helpHint names the help of the command that was meant.
func helpHint(err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) {
		if node := parse.Context.Selected(); node != nil {
			return node.FullPath() + " --help shows what it takes"
		}
	}
	return "sqlbundle --help lists the commands"
}
