package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sqlbundle/out"
)

// writeBundle writes files as a folder or an archive, all or nothing where the
// folder is new. What exists is kept unless force says otherwise.
func (a *app) writeBundle(output string, files []out.File, force bool) error {
	if out.Archived(output) {
		if _, err := os.Lstat(output); err == nil && !force {
			return usageError{err: fmt.Errorf("%s exists", output), help: "name another with -o, or add --force"}
		}
		return a.writeFile(output, func(f *os.File) error { return out.WriteArchive(f, output, files) })
	}
	entries, err := os.ReadDir(output)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return a.writeNewFolder(output, files)
	case err != nil:
		return fmt.Errorf("writing the bundle: %w", err)
	case len(entries) > 0 && !force:
		return usageError{err: fmt.Errorf("the folder %s exists and is not empty", output), help: "name another with -o, or add --force"}
	}
	return a.writeInto(output, files)
}

// writeNewFolder writes beside the folder's place and then moves it there.
func (a *app) writeNewFolder(output string, files []out.File) (err error) {
	parent := filepath.Dir(output)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return fmt.Errorf("writing the bundle: %w", err)
	}
	temp, err := os.MkdirTemp(parent, ".sqlbundle-")
	if err != nil {
		return fmt.Errorf("writing the bundle: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(temp)
		}
	}()
	if err := a.writeInto(temp, files); err != nil {
		return err
	}
	// MkdirTemp makes a private folder; a bundle is for others to read.
	if err := os.Chmod(temp, 0o755); err != nil {
		return fmt.Errorf("writing the bundle: %w", err)
	}
	if err := os.Rename(temp, output); err != nil {
		return fmt.Errorf("writing the bundle: %w", err)
	}
	return nil
}

func (a *app) writeInto(folder string, files []out.File) error {
	for _, f := range files {
		name := filepath.Join(folder, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return fmt.Errorf("writing the bundle: %w", err)
		}
		err := a.writeFile(name, func(w *os.File) error {
			_, err := w.Write(f.Data)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// writeFile writes under a temporary name and renames, so that a file is
// there whole or not at all.
func (a *app) writeFile(name string, write func(*os.File) error) (err error) {
	if err := a.ctx.Err(); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".sqlbundle-")
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	err = write(f)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
