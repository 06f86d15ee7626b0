// Command demo shows what the tool is for, on the example examples/helpdesk:
// the history as a graph, the script of an upgrade, the bundle for a change
// window, and, where PostgreSQL is found, that bundle applied by psql to a
// throw-away server and undone again.
//
// It runs in the project's folder, after bin/sqlbundle was built (make demo
// does both), writes bin/helpdesk, and prints every command before it runs it.
// Without a PostgreSQL it says what to install and ends well; a command that
// fails ends it with status 1.
package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const config = "examples/helpdesk/sqlbundle.toml"

// demo is where everything is printed, and how far it has come.
type demo struct {
	out    io.Writer
	tool   string // the program
	folder string // of the bundle
	part   int
}

func main() {
	d := &demo{out: os.Stdout, tool: "bin/sqlbundle", folder: "bin/helpdesk"}
	if err := d.run(); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func (d *demo) run() error {
	if _, err := os.Stat(d.tool); err != nil {
		return fmt.Errorf("there is no %s here: run make demo in the project's folder", d.tool)
	}
	for _, part := range []func() error{d.history, d.script, d.bundle, d.changeWindow} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// history draws the graph.
func (d *demo) history() error {
	d.heading("The history of a help desk, as a graph",
		"Every .sql file below examples/helpdesk is one revision; each names the one before it.",
		"The newest is at the top; branches have lanes of their own.")
	return d.call("graph")
}

// script prints what a DBA would apply.
func (d *demo) script() error {
	d.heading("The script of the upgrade, from nothing to the head",
		"Only text: no database was asked. psql applies it as it stands.")
	return d.call("upgrade", "head", "--sql")
}

// bundle writes the files of a change window.
func (d *demo) bundle() error {
	d.heading("A bundle for the change window",
		"The same scripts as files, with the way back, for both databases of the example.")
	if err := d.call("bundle", "head", "-o", d.folder, "--force"); err != nil {
		return err
	}
	d.say("")
	return filepath.WalkDir(d.folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		d.say(fmt.Sprintf("%9d  %s", info.Size(), name))
		return nil
	})
}

// call runs the tool on the example.
func (d *demo) call(args ...string) error {
	args = append([]string{"-c", config}, args...)
	return d.command(exec.Command(d.tool, args...), d.tool+" "+strings.Join(args, " "))
}

// command prints a command as a person would type it, and runs it.
func (d *demo) command(cmd *exec.Cmd, shown string) error {
	d.say("$ " + shown)
	cmd.Stdout, cmd.Stderr = d.out, d.out // one stream, so that the order is kept
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", shown, err)
	}
	return nil
}

// heading opens a part, with a few lines on what it shows.
func (d *demo) heading(title string, lines ...string) {
	d.part++
	title = fmt.Sprintf("==== %d. %s ", d.part, title)
	d.say("", title+strings.Repeat("=", max(4, 90-len(title))), "")
	d.say(lines...)
	d.say("")
}

func (d *demo) say(lines ...string) {
	for _, line := range lines {
		fmt.Fprintln(d.out, line)
	}
}
