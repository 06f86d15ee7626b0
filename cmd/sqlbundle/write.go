package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"sqlbundle/out"
)

// tempPattern names what is not finished; it is gone when the program ends.
const tempPattern = ".sqlbundle-"

// writeBundle writes files as a folder or an archive, all or nothing. What
// exists is kept unless force says otherwise.
func (a *app) writeBundle(output string, files []out.File, force bool) error {
	if out.Archived(output) {
		switch info, err := os.Lstat(output); {
		case err == nil && info.IsDir():
			return usageError{err: fmt.Errorf("%s is a folder, and would be an archive", output), help: "name another with -o"}
		case err == nil && !force:
			return usageError{err: fmt.Errorf("%s exists", output), help: "name another with -o, or add --force"}
		}
		return a.writeFile(output, func(f *os.File) error { return out.WriteArchive(f, output, files) })
	}
	// A slash at the end would name the folder's inside, not its place.
	output = filepath.Clean(output)
	entries, err := os.ReadDir(output)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = a.writeNewFolder(output, files)
	case err == nil && len(entries) > 0 && !force:
		return usageError{err: fmt.Errorf("the folder %s exists and is not empty", output), help: "name another with -o, or add --force"}
	case err == nil:
		err = a.writeInto(output, files)
	case errors.Is(err, syscall.ENOTDIR):
		return usageError{
			err:  fmt.Errorf("writing the bundle %s: a file stands where a folder would", output),
			help: "name another with -o; an archive ends in .tar.gz or .zip",
		}
	}
	if err != nil {
		return fmt.Errorf("writing the bundle %s: %w", output, withoutPath(err))
	}
	return nil
}

// writeNewFolder writes beside the folder's place and then moves it there.
func (a *app) writeNewFolder(output string, files []out.File) (err error) {
	parent := filepath.Dir(output)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(parent, tempPattern)
	if err != nil {
		return err
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
		return err
	}
	return os.Rename(temp, output)
}

// writeInto writes all files under temporary names before it renames the
// first, so that a full disk leaves an older bundle as it was.
func (a *app) writeInto(folder string, files []out.File) (err error) {
	var temps []string
	defer func() {
		if err != nil {
			for _, temp := range temps {
				_ = os.Remove(temp)
			}
		}
	}()
	for _, f := range files {
		dir := filepath.Dir(filepath.Join(folder, filepath.FromSlash(f.Name)))
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
		temp, err := a.writeTemp(dir, func(w *os.File) error {
			_, err := w.Write(f.Data)
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, withoutPath(err))
		}
		temps = append(temps, temp)
	}
	for i, f := range files {
		if err := os.Rename(temps[i], filepath.Join(folder, filepath.FromSlash(f.Name))); err != nil {
			return fmt.Errorf("%s: %w", f.Name, withoutPath(err))
		}
	}
	return nil
}

// writeFile writes under a temporary name and renames, so that a file is
// there whole or not at all.
func (a *app) writeFile(name string, write func(*os.File) error) error {
	temp, err := a.writeTemp(filepath.Dir(name), write)
	if err == nil {
		if err = os.Rename(temp, name); err != nil {
			_ = os.Remove(temp)
		}
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, withoutPath(err))
	}
	return nil
}

// writeTemp writes a file under a name that nobody uses, and gives the name.
// Where it fails, nothing is left.
func (a *app) writeTemp(dir string, write func(*os.File) error) (name string, err error) {
	if err := a.ctx.Err(); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, tempPattern)
	if err != nil {
		return "", err
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
		err = a.ctx.Err()
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	return f.Name(), err
}

// withoutPath takes the temporary name out of an error: it means nothing to
// who reads it.
func withoutPath(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
