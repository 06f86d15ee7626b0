package pgtest

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// packagePrefix is the folder that an npm tarball holds everything in.
const packagePrefix = "package/"

// unpack writes an npm tarball's files into a new folder and makes the links
// that its pg-symlinks.json lists, since npm's tarballs hold none. Anything but
// files and folders below package/ is refused. All is readable and the programs
// are executable for everybody.
func unpack(tarball io.Reader, folder string) error {
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(folder) // refuses names that lead out of it
	if err != nil {
		return err
	}
	defer root.Close()
	compressed, err := gzip.NewReader(tarball)
	if err != nil {
		return fmt.Errorf("reading the tarball: %w", err)
	}
	if err := unpackFiles(tar.NewReader(compressed), root); err != nil {
		return err
	}
	if err := makeLinks(root); err != nil {
		return err
	}
	return openFolders(root)
}

func unpackFiles(archive *tar.Reader, root *os.Root) error {
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the tarball: %w", err)
		}
		if header.Typeflag == tar.TypeDir {
			continue // folders are made with the files in them
		}
		name, err := entryName(header)
		if err != nil {
			return err
		}
		if err := writeFile(root, name, archive); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
}

// entryName is where a file belongs below the package's folder.
func entryName(header *tar.Header) (string, error) {
	if header.Typeflag != tar.TypeReg {
		return "", fmt.Errorf("%q is neither a file nor a folder", header.Name)
	}
	name, inside := strings.CutPrefix(header.Name, packagePrefix)
	if !inside || !filepath.IsLocal(name) {
		return "", fmt.Errorf("%q does not stay inside %s", header.Name, packagePrefix)
	}
	return name, nil
}

func writeFile(root *os.Root, name string, content io.Reader) error {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if path.Base(path.Dir(name)) == "bin" {
		mode = 0o755
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Chmod(mode), f.Close())
}

// link is an entry of pg-symlinks.json: target is a link to source, both as
// paths from the package's folder.
type link struct{ Source, Target string }

// makeLinks makes the links, relative ones, so that the folder can be moved.
func makeLinks(root *os.Root) error {
	data, err := root.ReadFile("native/pg-symlinks.json")
	if err != nil {
		return fmt.Errorf("reading the list of links: %w", err)
	}
	var links []link
	if err := json.Unmarshal(data, &links); err != nil {
		return fmt.Errorf("reading the list of links: %w", err)
	}
	for _, l := range links {
		if !filepath.IsLocal(l.Source) || !filepath.IsLocal(l.Target) {
			return fmt.Errorf("the link %q to %q does not stay inside %s", l.Target, l.Source, packagePrefix)
		}
		to, err := filepath.Rel(filepath.Dir(l.Target), l.Source)
		if err != nil {
			return fmt.Errorf("linking %q: %w", l.Target, err)
		}
		if err := root.Symlink(to, l.Target); err != nil {
			return fmt.Errorf("linking %q: %w", l.Target, err)
		}
	}
	return nil
}

// openFolders lets everybody into the folders, whatever the umask is.
func openFolders(root *os.Root) error {
	return filepath.WalkDir(root.Name(), func(name string, entry os.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return os.Chmod(name, 0o755)
	})
}
