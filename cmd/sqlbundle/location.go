package main

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"sqlbundle/internal/config"
	"sqlbundle/internal/suggest"
	"sqlbundle/revisions"
)

// folderFor is where the file of a new revision belongs, relative to the
// project: in the folder that the call names, else beside the first parent,
// else in the only version location.
func folderFor(p *project, versionPath string, parents []*revisions.Revision) (string, error) {
	locations := p.config.Project.Migrations
	switch {
	case versionPath != "":
		return namedFolder(p, versionPath)
	case len(parents) > 0:
		return besides(p, parents[0]), nil
	case len(locations) == 1:
		return path.Clean(locations[0]), nil
	}
	return "", usageError{
		err:  fmt.Errorf("there are several version locations: %s", strings.Join(locations, ", ")),
		help: "name one with --version-path: a new base has no parent beside which it could stand",
	}
}

// namedFolder finds the folder that --version-path means: a location as it is
// configured or a folder below it, else a path from the working directory.
func namedFolder(p *project, name string) (string, error) {
	locations := p.config.Project.Migrations
	clean := path.Clean(filepath.ToSlash(name))
	for _, folder := range []string{clean, fromHere(p, name)} {
		if top, ok := location(locations, folder); ok {
			return folder, noLinks(p, top, folder)
		}
	}
	hint := suggest.Hint(clean, locations)
	if hint == "" {
		hint = "they are: " + strings.Join(locations, ", ") + "; a folder below one of them will do too"
	}
	return "", usageError{err: fmt.Errorf("%q is not one of the version locations", name), help: hint}
}

// noLinks refuses a folder that the loader would not find: below a version
// location it follows no links.
func noLinks(p *project, top, folder string) error {
	for ; folder != top && folder != "."; folder = path.Dir(folder) {
		if info, err := p.root.Lstat(folder); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return fmt.Errorf("the folder %s is a link, and links below a version location are not read", folder)
		}
	}
	return nil
}

// fromHere turns a path from the working directory into one from the project;
// it is empty where it leads out of it.
func fromHere(p *project, name string) string {
	dir, err := filepath.Abs(p.dir)
	if err != nil {
		return ""
	}
	full, err := filepath.Abs(name)
	if err != nil {
		return ""
	}
	relative, err := filepath.Rel(dir, full)
	if err != nil || !filepath.IsLocal(relative) {
		return ""
	}
	return filepath.ToSlash(relative)
}

// location is the version location in which a folder stands, the innermost.
func location(locations []string, folder string) (found string, ok bool) {
	for _, l := range locations {
		l = path.Clean(l)
		inside := folder == l || strings.HasPrefix(folder, l+"/") || l == "." && filepath.IsLocal(folder)
		if inside && (!ok || len(l) > len(found)) {
			found, ok = l, true
		}
	}
	return found, ok
}

// besides is the folder from which file_template leads to the place beside a
// revision: its own, without the folders that the template made.
func besides(p *project, rev *revisions.Revision) string {
	folder := path.Dir(rev.File.Name)
	made := path.Dir(path.Clean(p.config.Project.FileTemplate))
	top, ok := location(p.config.Project.Migrations, folder)
	if made == "." || !ok {
		return folder
	}
	pattern := config.ExpandName(made, func(placeholder string) string {
		switch placeholder {
		case "id", "slug":
			return "*"
		case "year":
			return "[0-9][0-9][0-9][0-9]"
		case "epoch":
			return "[0-9]*"
		}
		return "[0-9][0-9]"
	})
	outer := folder
	for range strings.Count(pattern, "/") + 1 {
		outer = path.Dir(outer)
	}
	inner := strings.TrimPrefix(strings.TrimPrefix(folder, outer), "/")
	if _, below := location([]string{top}, outer); !below {
		return folder
	}
	if matched, err := path.Match(pattern, inner); err != nil || !matched {
		return folder
	}
	return outer
}
