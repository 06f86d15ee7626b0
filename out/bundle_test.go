package out

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func sampleBundle() *Bundle {
	b := &Bundle{Files: []File{{"upgrade.sql", []byte("SELECT 1;\n")}, {"manifest.json", []byte("{}")}, {"rollback.sql", nil}}}
	b.sum()
	return b
}

func TestArchives(t *testing.T) {
	b := sampleBundle()
	for _, name := range []string{"x.tar.gz", "x.tgz", "x.zip"} {
		var first, second bytes.Buffer
		for _, w := range []*bytes.Buffer{&first, &second} {
			if err := WriteArchive(w, name, b.Files); err != nil {
				t.Fatal(err)
			}
		}
		if !Archived(name) || !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s differs from one time to the next", name)
		}
		files, err := ReadArchive(name, first.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(len(b.Files), len(files)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		digest, problems := Check(files)
		if digest != b.Digest || len(problems) > 0 {
			t.Errorf("%s: digest %s, want %s, %v", name, digest, b.Digest, problems)
		}
	}
}

// TestHostileArchives holds that no name leads out of a bundle, and that what
// is no archive is an error.
func TestHostileArchives(t *testing.T) {
	entry := func(h tar.Header) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		w := tar.NewWriter(z)
		h.Mode = 0o644
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		w.Close()
		z.Close()
		return b.Bytes()
	}
	zipped := func(mode fs.FileMode, names ...string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, name := range names {
			h := &zip.FileHeader{Name: name}
			h.SetMode(mode)
			if _, err := w.CreateHeader(h); err != nil {
				t.Fatal(err)
			}
		}
		w.Close()
		return b.Bytes()
	}
	tests := []struct {
		name, want string
		data       []byte
	}{
		{"up.tar.gz", "no name of a file", entry(tar.Header{Name: "bundle/../../x"})},
		{"absolute.tar.gz", "no name of a file", entry(tar.Header{Name: "/etc/x"})},
		{"link.tar.gz", "no regular file", entry(tar.Header{Name: "bundle/x", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"})},
		{"device.tar.gz", "no regular file", entry(tar.Header{Name: "bundle/x", Typeflag: tar.TypeFifo})},
		{"terminal.tar.gz", `\x1b`, entry(tar.Header{Name: "../\x1b[2J"})},
		{"up.zip", "no name of a file", zipped(0o644, "../x")},
		{"windows.zip", "no name of a file", zipped(0o644, `bundle\x`)},
		{"link.zip", "no regular file", zipped(0o777|fs.ModeSymlink, "bundle/x")},
		{"twice.zip", "twice", zipped(0o644, "bundle/x", "bundle/x")},
		{"twice_without_folder.zip", "twice", zipped(0o644, "bundle/x", "x")},
		{"empty.zip", "reading the archive", nil},
		{"empty.tar.gz", "reading the archive", nil},
		{"cut.tar.gz", "reading the archive", entry(tar.Header{Name: "bundle/x"})[:20]},
	}
	for _, test := range tests {
		files, err := ReadArchive(test.name, test.data)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, %v", test.name, files, err)
		}
	}
}

func TestReadFolderRefusesLinks(t *testing.T) {
	_, err := ReadFolder(fstest.MapFS{"upgrade.sql": {Mode: fs.ModeSymlink, Data: []byte("/etc/passwd")}})
	if err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("%v", err)
	}
}

func FuzzReadArchive(f *testing.F) {
	for _, name := range []string{"x.tar.gz", "x.zip"} {
		var b bytes.Buffer
		if err := WriteArchive(&b, name, sampleBundle().Files); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes(), name == "x.zip")
	}
	f.Fuzz(func(t *testing.T, data []byte, zip bool) {
		name := "x.tar.gz"
		if zip {
			name = "x.zip"
		}
		files, err := ReadArchive(name, data)
		if err != nil {
			return
		}
		for _, file := range files {
			if !fs.ValidPath(file.Name) {
				t.Errorf("%q leads out", file.Name)
			}
		}
		Inspect("", files)
	})
}
