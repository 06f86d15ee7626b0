package out

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"time"
)

// archiveFolder is the folder in which an archive's files stand.
const archiveFolder = "bundle/"

// Archived tells whether a bundle's path asks for an archive.
func Archived(name string) bool {
	return strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz") || strings.HasSuffix(name, ".zip")
}

// WriteArchive writes files as .tar.gz or .zip, as the name says. The same
// files give the same bytes: no times, no owners.
func WriteArchive(w io.Writer, name string, files []File) error {
	write := writeTar
	if strings.HasSuffix(name, ".zip") {
		write = writeZip
	}
	if err := write(w, files); err != nil {
		return fmt.Errorf("writing the archive: %w", err)
	}
	return nil
}

func writeTar(w io.Writer, files []File) error {
	zipped := gzip.NewWriter(w)
	archive := tar.NewWriter(zipped)
	for _, f := range files {
		header := &tar.Header{
			Typeflag: tar.TypeReg, Name: archiveFolder + f.Name, Size: int64(len(f.Data)),
			Mode: 0o644, ModTime: time.Unix(0, 0).UTC(), Format: tar.FormatUSTAR,
		}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if _, err := archive.Write(f.Data); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return zipped.Close()
}

func writeZip(w io.Writer, files []File) error {
	archive := zip.NewWriter(w)
	for _, f := range files {
		// The zero time is written as none; zip's own epoch is 1980.
		header := &zip.FileHeader{Name: archiveFolder + f.Name, Method: zip.Deflate}
		header.SetMode(0o644)
		entry, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.Data); err != nil {
			return err
		}
	}
	return archive.Close()
}
