package main

import (
	"path"
	"path/filepath"
	"slices"
)

// path is where a file of the findings is, seen from the working directory: the
// names of a project count from its own folder. Where that is not below, the name
// stays as it is.
func (w *work) path(name string) string {
	outside := func(arg string) bool {
		return filepath.ToSlash(filepath.Clean(arg)) == name && fromHere(w.project, arg) == ""
	}
	if w.project == nil || name == standardInputName || slices.ContainsFunc(w.alone, outside) {
		return name
	}
	here, err := filepath.Abs(".")
	if err != nil {
		return name
	}
	dir, err := filepath.Abs(w.project.dir)
	if err != nil {
		return name
	}
	folder, err := filepath.Rel(here, dir)
	if err != nil || !filepath.IsLocal(folder) {
		return name
	}
	return path.Join(filepath.ToSlash(folder), name)
}
