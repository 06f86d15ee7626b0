package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sqlbundle/internal/config"
	"sqlbundle/revisions"
)

type initCmd struct {
	Dir string `arg:"" optional:"" default:"." placeholder:"DIR" help:"The project's folder; it is made where there is none."`
}

// Help is shown by init --help.
func (initCmd) Help() string {
	return `Nothing that exists is overwritten: a folder that holds a sqlbundle.toml, or a migrations folder with something in it, is an error.

Examples:
  sqlbundle init
  sqlbundle init database`
}

// What stands in a new project beside the configuration. keepName makes a migrations folder without
// revisions survive in git.
const (
	templateName = "revision.sql.tmpl"
	folderName   = "migrations"
	keepName     = ".gitkeep"
)

// Run writes the project's files.
func (c *initCmd) Run(a *app) error {
	if a.cli.Config != "" {
		return usageError{err: errors.New("init takes a folder, not -c"), help: "sqlbundle init DIR"}
	}
	if err := c.check(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(c.Dir, folderName), 0o777); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	made, err := c.write(a)
	if err != nil {
		for _, name := range made {
			_ = os.Remove(name)
		}
		return err
	}
	for _, name := range made {
		fmt.Fprintln(a.stdout, "created", name)
	}
	a.note("next: %s", c.next())
	return nil
}

// write makes the files that are not there and names them, those before an
// error too.
func (c *initCmd) write(a *app) (made []string, err error) {
	for _, f := range []struct{ name, text string }{
		{config.FileName, sampleConfig()},
		{templateName, revisions.DefaultTemplate()},
		{filepath.Join(folderName, keepName), ""},
	} {
		name := filepath.Join(c.Dir, f.name)
		if _, err := os.Lstat(name); err == nil {
			continue
		}
		err := a.writeFile(name, func(w *os.File) error {
			_, err := w.WriteString(f.text)
			return err
		})
		if err != nil {
			return made, err
		}
		made = append(made, name)
	}
	return made, nil
}

// check makes sure that nothing is in the way.
func (c *initCmd) check() error {
	for _, name := range []string{config.FileName, templateName} {
		if _, err := os.Lstat(filepath.Join(c.Dir, name)); err == nil {
			return usageError{
				err:  fmt.Errorf("%s exists", filepath.Join(c.Dir, name)),
				help: "init starts a project; name another folder: sqlbundle init DIR",
			}
		}
	}
	folder := filepath.Join(c.Dir, folderName)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking into the folder: %w", err)
	}
	for _, e := range entries {
		if e.Name() != keepName {
			return usageError{
				err:  fmt.Errorf("the folder %s exists and is not empty", folder),
				help: "revisions that are there already need no init: they are read with all defaults where there is no " + config.FileName,
			}
		}
	}
	return nil
}

// sampleConfig is the commented configuration, with the template for new
// revisions switched on.
func sampleConfig() string {
	return strings.Replace(config.Sample(), "# template = \"\"\n", "template = \""+templateName+"\"\n", 1)
}

// next is the command that a person types next.
func (c *initCmd) next() string {
	command := `sqlbundle revision -m "create the first tables"`
	if dir := filepath.Clean(c.Dir); dir != "." {
		return "cd " + dir + " && " + command
	}
	return command
}
