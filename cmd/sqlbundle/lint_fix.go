package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sqlbundle/internal/term"
	"sqlbundle/lint"
	"sqlbundle/out"
)

const byteOrderMark = "\ufeff"

// fix mends what is mechanical in the selected revisions, or with diff shows
// how, and says on standard error what it did.
func (a *app) fix(p *project, sel selection, diff bool) error {
	fixed, err := lint.Fix(func(texts map[string]string) (lint.Input, error) {
		with := *p
		with.fsys = edited{p.fsys, texts}
		in, _, err := a.lintInput(&with, sel)
		if err == nil && in.Released == nil && sel.rng == "" && sel.files == nil {
			err = usageError{
				err:  errors.New("nothing says which revisions have gone out and may not be edited"),
				help: "name those that may, as in `sqlbundle lint --fix ae10:heads`, or record the others with `sqlbundle release`",
			}
		}
		return in, err
	})
	if err != nil {
		return err
	}
	var files []out.File
	for _, name := range slices.Sorted(maps.Keys(fixed.Texts)) {
		before, err := fs.ReadFile(p.fsys, name)
		if err != nil {
			return err
		}
		after := fixed.Texts[name]
		if strings.HasPrefix(string(before), byteOrderMark) {
			after = byteOrderMark + after
		}
		files = append(files, out.File{Name: name, Data: []byte(after)})
		if !diff {
			continue
		}
		if err := out.Diff(a.stdout, name, string(before), after, a.style(a.stdout)); err != nil {
			return err
		}
	}
	if !diff {
		if err := a.rewrite(p, files); err != nil {
			return err
		}
	}
	a.tell(fixed, diff)
	return nil
}

// tell says what was mended, file by file, and what was not.
func (a *app) tell(fixed *lint.Fixed, diff bool) {
	verb := "mended"
	if diff {
		verb = "would mend"
	}
	rules := map[string]map[string]int{}
	for _, f := range fixed.Taken {
		if rules[f.File.Name] == nil {
			rules[f.File.Name] = map[string]int{}
		}
		rules[f.File.Name][f.Rule]++
	}
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		var list []string
		for _, rule := range slices.Sorted(maps.Keys(rules[name])) {
			list = append(list, fmt.Sprintf("%s (%d)", rule, rules[name][rule]))
		}
		a.note("%s: %s %s", term.Sanitize(name), verb, strings.Join(list, ", "))
	}
	for _, l := range fixed.Left {
		a.note("%s: %s is left as it is: %s", term.Sanitize(l.File.Position(l.Span.Start).String()), l.Rule, term.Sanitize(l.Why))
	}
	if len(rules) == 0 {
		a.note("there is nothing to mend")
	}
}

// rewrite writes files of the project anew, where links lead to, with the
// permissions that they have.
func (a *app) rewrite(p *project, files []out.File) error {
	dir, err := filepath.EvalSymlinks(p.dir)
	if err != nil {
		return fmt.Errorf("opening the project: %w", withoutPath(err))
	}
	modes := make([]fs.FileMode, len(files))
	for i, f := range files {
		info, err := fs.Stat(p.fsys, f.Name)
		if err != nil {
			return err
		}
		modes[i] = info.Mode().Perm()
		place, err := filepath.EvalSymlinks(filepath.Join(dir, filepath.FromSlash(f.Name)))
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, withoutPath(err))
		}
		if files[i].Name, err = filepath.Rel(dir, place); err != nil || !filepath.IsLocal(files[i].Name) {
			return fmt.Errorf("%s is a link that leads out of the project folder", f.Name)
		}
	}
	if err := a.writeInto(dir, files); err != nil {
		return err
	}
	for i, f := range files {
		if err := os.Chmod(filepath.Join(dir, f.Name), modes[i]); err != nil {
			return fmt.Errorf("%s: %w", f.Name, withoutPath(err))
		}
	}
	return nil
}

// edited is a file system in which some files have other texts.
type edited struct {
	fs.FS
	texts map[string]string
}

// ReadFile gives the other text, if there is one.
func (e edited) ReadFile(name string) ([]byte, error) {
	if text, ok := e.texts[name]; ok {
		return []byte(text), nil
	}
	return fs.ReadFile(e.FS, name)
}

// Stat tells about a file without opening it.
func (e edited) Stat(name string) (fs.FileInfo, error) { return fs.Stat(e.FS, name) }
