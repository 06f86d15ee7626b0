package out

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strings"
)

// maxBundle bounds what is read of a bundle: more than any real one, less than
// what a small archive could unpack to.
const maxBundle = 1 << 30

var errTooLarge = errors.New("it unpacks to more than any bundle holds")

// ReadFolder reads the files of a bundle's folder, subfolders included.
func ReadFolder(fsys fs.FS) ([]File, error) {
	var files []File
	total := int64(0)
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if !e.Type().IsRegular() {
			return fmt.Errorf("%s is no regular file", name)
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if total += info.Size(); total > maxBundle {
			return errors.New("the folder is larger than any bundle")
		}
		data, err := fs.ReadFile(fsys, name)
		files = append(files, File{Name: name, Data: data})
		return err
	})
	return files, err
}

// ReadArchive reads the files of a bundle's archive, .tar.gz or .zip by name.
func ReadArchive(name string, data []byte) ([]File, error) {
	read := readTar
	if strings.HasSuffix(name, ".zip") {
		read = readZip
	}
	files, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("reading the archive %s: %w", quoted(name), err)
	}
	sort.Slice(files, func(i, j int) bool { return files[i].Name < files[j].Name })
	for i := 1; i < len(files); i++ {
		if files[i].Name == files[i-1].Name {
			return nil, fmt.Errorf("reading the archive %s: it holds %s twice", quoted(name), quoted(files[i].Name))
		}
	}
	return files, nil
}

func readTar(data []byte) ([]File, error) {
	zipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	// Entries without data are bounded here: twice what files may hold.
	unzipped := io.LimitReader(zipped, 2*maxBundle)
	archive := tar.NewReader(unzipped)
	var files []File
	left := int64(maxBundle)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, onlyZeros(unzipped)
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag == tar.TypeDir {
			continue
		}
		if header.Typeflag != tar.TypeReg {
			return nil, fmt.Errorf("%s is no regular file", quoted(header.Name))
		}
		if files, err = readEntry(files, header.Name, archive, header.Size, &left); err != nil {
			return nil, err
		}
	}
}

// errJunk is the error of an archive of which others might read more, or less.
var errJunk = errors.New("something stands before its beginning or behind its end")

// onlyZeros reads what stands behind the end of a tar archive, which may be filled
// up with zeros.
func onlyZeros(r io.Reader) error {
	buffer := make([]byte, 1<<16)
	for {
		n, err := r.Read(buffer)
		if len(bytes.Trim(buffer[:n], "\x00")) > 0 {
			return errJunk
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errJunk
		}
	}
}

// The signatures with which the records of a zip archive begin, and the length of
// the last one where it has no comment (APPNOTE.TXT of PKWARE, 4.3.7 and 4.3.16).
const (
	zipEntry = "PK\x03\x04"
	zipEnd   = "PK\x05\x06"
	endSize  = 22
)

func readZip(data []byte) ([]File, error) {
	end := data[max(0, len(data)-endSize):]
	if !bytes.HasPrefix(end, []byte(zipEnd)) || !bytes.HasPrefix(data, []byte(zipEntry)) && len(data) > endSize {
		return nil, errJunk
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var files []File
	left := int64(maxBundle)
	for _, entry := range archive.File {
		if entry.FileInfo().IsDir() {
			continue
		}
		if !entry.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is no regular file", quoted(entry.Name))
		}
		r, err := entry.Open()
		if err != nil {
			return nil, err
		}
		files, err = readEntry(files, entry.Name, r, int64(min(entry.UncompressedSize64, maxBundle+1)), &left)
		if closeErr := r.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// readEntry reads a file; size is what the archive says of it, which a zip need
// not keep.
func readEntry(files []File, name string, r io.Reader, size int64, left *int64) ([]File, error) {
	inner := strings.TrimPrefix(name, archiveFolder)
	if !fs.ValidPath(inner) || inner == "." || strings.ContainsAny(inner, "\\\x00") {
		return nil, fmt.Errorf("%s is no name of a file in a bundle", quoted(name))
	}
	if size > *left {
		return nil, errTooLarge
	}
	data, err := io.ReadAll(io.LimitReader(r, *left+1))
	if err != nil {
		return nil, err
	}
	if *left -= int64(len(data)); *left < 0 {
		return nil, errTooLarge
	}
	return append(files, File{Name: inner, Data: data}), nil
}

// Check compares the files of one bundle with its SHA256SUMS and returns its
// digest and what is wrong, sorted; nothing where all is as it was written.
func Check(files []File) (digest string, problems []string) {
	byName := map[string][]byte{}
	for _, f := range files {
		byName[f.Name] = f.Data
	}
	sums, ok := byName[SumsFile]
	if !ok {
		return "", []string{"there is no " + SumsFile}
	}
	listed := map[string]bool{SumsFile: true}
	for _, line := range strings.Split(strings.TrimSuffix(string(sums), "\n"), "\n") {
		sum, name, ok := strings.Cut(line, "  ")
		switch data, there := byName[name]; {
		case !ok || len(sum) != 64:
			problems = append(problems, SumsFile+" has a line that is none of sha256sum's")
		case !there:
			problems = append(problems, quoted(name)+" is missing")
		case Sum(data) != sum:
			problems = append(problems, quoted(name)+" was changed: its SHA-256 is "+Sum(data)+", not "+quoted(sum))
		}
		listed[name] = true
	}
	for _, f := range files {
		if !listed[f.Name] {
			problems = append(problems, quoted(f.Name)+" is not in "+SumsFile)
		}
	}
	sort.Strings(problems)
	return Sum(sums), problems
}
