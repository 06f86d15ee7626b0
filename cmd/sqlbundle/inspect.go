package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strings"

	"sqlbundle/out"
)

type inspectCmd struct {
	Bundle string `arg:"" help:"A bundle's folder or archive."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Help is shown by inspect --help.
func (inspectCmd) Help() string {
	return `Exit status 1: a file is missing, was changed, or is not in SHA256SUMS.

Examples:
  sqlbundle inspect bundle
  sqlbundle inspect change-4711.tar.gz --format json`
}

// Run checks the bundle, or each of them where there is one a database.
func (c *inspectCmd) Run(a *app) error {
	files, err := readBundle(c.Bundle)
	if err != nil {
		return err
	}
	sound := true
	var reports []out.Inspection
	for _, part := range parts(files) {
		report := out.Inspect(part.folder, part.files)
		sound = sound && len(report.Problems) == 0
		reports = append(reports, report)
	}
	if len(reports) == 0 {
		return fmt.Errorf("%s is no bundle: there is no %s in it", c.Bundle, out.SumsFile)
	}
	write := out.InspectionText
	if c.Format == "json" {
		write = out.InspectionJSON
	}
	if err := write(a.stdout, reports, a.style(a.stdout)); err != nil {
		return err
	}
	if !sound {
		return errNo
	}
	return nil
}

var errNoBundle = errors.New("a bundle is a folder, a .tar.gz or a .zip")

func readBundle(name string) ([]out.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, usageError{err: fmt.Errorf("reading the bundle: %w", err), help: "`sqlbundle bundle TARGET -o DIR` makes one"}
	}
	if info.IsDir() {
		root, err := os.OpenRoot(name)
		if err != nil {
			return nil, fmt.Errorf("reading the bundle: %w", err)
		}
		return out.ReadFolder(root.FS().(fs.ReadDirFS))
	}
	if !out.Archived(name) {
		return nil, fmt.Errorf("%s is no bundle: %w", name, errNoBundle)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	return out.ReadArchive(name, data)
}

type part struct {
	folder string
	files  []out.File
}

// parts are the bundles of a folder: one, or one in each subfolder that has
// checksums.
func parts(files []out.File) []part {
	byFolder := map[string][]out.File{}
	single := false
	for _, f := range files {
		folder, rest, ok := strings.Cut(f.Name, "/")
		if !ok {
			single = single || f.Name == out.SumsFile
			folder, rest = "", f.Name
		}
		byFolder[folder] = append(byFolder[folder], out.File{Name: rest, Data: f.Data})
	}
	if single {
		return []part{{files: files}}
	}
	var list []part
	for folder, files := range byFolder {
		for _, f := range files {
			if f.Name == out.SumsFile {
				list = append(list, part{folder: folder, files: files})
			}
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].folder < list[j].folder })
	return list
}
