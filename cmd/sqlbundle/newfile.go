package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"sqlbundle/graph"
	"sqlbundle/internal/config"
	"sqlbundle/revisions"
)

// finish gives a new revision its id and time, and makes sure that its names
// are free.
func (a *app) finish(p *project, g *graph.Graph, n revisions.New) (revisions.New, error) {
	var err error
	if n.Created, err = now(); err != nil {
		return n, err
	}
	for given := n.ID != ""; ; {
		if !given {
			n.ID = randomID()
		}
		if err := n.Check(a.options(p, true)); err != nil {
			return n, err
		}
		err := g.CheckNew(n.ID, n.Labels)
		var name *graph.NameError
		if !given && errors.As(err, &name) && !name.Label {
			continue
		}
		return n, err
	}
}

// randomID is twelve hexadecimal digits.
func randomID() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// lastSecond is the end of the year 9999, after which a date has more digits.
const lastSecond = 253402300799

// now is the time, or what SOURCE_DATE_EPOCH says it is.
func now() (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		return time.Now().UTC(), nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds < 0 || seconds > lastSecond {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q; it must be seconds since 1970", text)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// create writes the file of a new revision, prints its path and runs the
// commands that are configured for new files.
func (a *app) create(p *project, n revisions.New, folder, template string) error {
	hooks, err := hooks(p)
	if err != nil {
		return err
	}
	t, err := readTemplate(p, template)
	if err != nil {
		return err
	}
	text, err := n.Render(t, a.options(p, true))
	if err != nil {
		return err
	}
	name, err := fileName(p, folder, n)
	if err != nil {
		return err
	}
	if err := a.writeNew(p, name, text); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(a.stdout, shown(p, name)); err != nil {
		return err
	}
	return a.runHooks(p, hooks, name)
}

// writeNew writes a file of the project that does not exist yet.
func (a *app) writeNew(p *project, name, text string) error {
	switch _, err := p.root.Lstat(name); {
	case err == nil:
		return usageError{
			err:  fmt.Errorf("the file %s exists", shown(p, name)),
			help: "take another message, or put {id} into [project] file_template",
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("writing %s: %w", shown(p, name), err)
	}
	// The project's root refuses links that lead out of it.
	if err := p.root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return fmt.Errorf("writing %s: %w", shown(p, name), err)
	}
	return a.writeFile(filepath.Join(p.dir, filepath.FromSlash(name)), func(f *os.File) error {
		_, err := f.WriteString(text)
		return err
	})
}

// fileName is the path of a new revision's file, relative to the project.
func fileName(p *project, folder string, n revisions.New) (string, error) {
	name := config.ExpandName(p.config.Project.FileTemplate, func(placeholder string) string {
		return placeholderValue(placeholder, n)
	}) + ".sql"
	name = path.Join(folder, name)
	if strings.IndexFunc(name, unicode.IsControl) >= 0 {
		return "", fmt.Errorf("the path %q holds a control character", name)
	}
	top, _ := location(p.config.Project.Migrations, folder)
	for _, part := range strings.Split(strings.TrimPrefix(name, top+"/"), "/") {
		if strings.HasPrefix(part, ".") {
			return "", usageError{
				err:  fmt.Errorf("the file would be %s, and names that begin with a dot are not read", name),
				help: "take a message with letters, or put {id} into [project] file_template",
			}
		}
	}
	return name, nil
}

func placeholderValue(placeholder string, n revisions.New) string {
	layout := map[string]string{
		"year": "2006", "month": "01", "day": "02", "hour": "15", "minute": "04", "second": "05",
	}[placeholder]
	switch placeholder {
	case "id":
		return n.ID
	case "slug":
		return revisions.Slug(n.Message)
	case "epoch":
		return strconv.FormatInt(n.Created.Unix(), 10)
	}
	return n.Created.Format(layout)
}

// readTemplate reads the template that the call names, else the configured
// one; nil stands for the built-in one.
func readTemplate(p *project, file string) (*revisions.Template, error) {
	configured := p.config.Project.Template
	switch {
	case file != "":
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading the template: %w", err)
		}
		return revisions.ParseTemplate(filepath.ToSlash(file), data)
	case configured == "":
		return nil, nil
	}
	data, err := fs.ReadFile(p.fsys, configured)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, p.config.Problem("project.template", fmt.Sprintf("there is no file %q", configured), "")
	case err != nil:
		return nil, p.config.Problem("project.template", "reading the template: "+err.Error(), "")
	}
	return revisions.ParseTemplate(configured, data)
}

// shown is a path of the project as the user would open it from here.
func shown(p *project, name string) string {
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	full, err := filepath.Abs(file)
	if err != nil {
		return file
	}
	here, err := os.Getwd()
	if err != nil {
		return file
	}
	relative, err := filepath.Rel(here, full)
	if err != nil {
		return file
	}
	return relative
}
