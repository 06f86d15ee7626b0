package pgtest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"
)

// entry is one member of a tarball that a test makes; typ 0 is a file.
type entry struct {
	name, text string
	typ        byte
}

const goodLinks = `[{"source":"native/lib/libpq.so.5.16","target":"native/lib/libpq.so.5"}]`

// goodPackage looks like the real one.
var goodPackage = []entry{
	{name: "package/", typ: tar.TypeDir},
	{name: "package/package.json", text: "{}"},
	{name: "package/native/bin/postgres", text: "#!/bin/sh\n"},
	{name: "package/native/lib/libpq.so.5.16", text: "library"},
	{name: "package/native/pg-symlinks.json", text: goodLinks},
}

func tarball(t *testing.T, entries []entry) []byte {
	t.Helper()
	var data bytes.Buffer
	compressed := gzip.NewWriter(&data)
	archive := tar.NewWriter(compressed)
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Typeflag: e.typ, Mode: 0o600, Size: int64(len(e.text))}
		if e.typ == 0 {
			header.Typeflag = tar.TypeReg
		}
		if e.typ == tar.TypeSymlink || e.typ == tar.TypeLink {
			header.Linkname, header.Size, e.text = e.text, 0, ""
		}
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := compressed.Close(); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func TestUnpack(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "home")
	if err := unpack(bytes.NewReader(tarball(t, goodPackage)), folder); err != nil {
		t.Fatal(err)
	}
	wantMode := map[string]os.FileMode{
		"": 0o755, "native": 0o755, "native/bin/postgres": 0o755, "native/lib/libpq.so.5.16": 0o644,
	}
	for name, want := range wantMode {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("the mode of %q is %v, want %v", name, got, want)
		}
	}
	if got, _ := os.Readlink(filepath.Join(folder, "native/lib/libpq.so.5")); got != "libpq.so.5.16" {
		t.Errorf("the link leads to %q", got)
	}
	if got, err := os.ReadFile(filepath.Join(folder, "native/lib/libpq.so.5")); string(got) != "library" {
		t.Errorf("the link's text is %q (%v)", got, err)
	}
}

func TestUnpackRefuses(t *testing.T) {
	links := func(list string) []entry { return []entry{{name: "package/native/pg-symlinks.json", text: list}} }
	tests := []struct {
		name    string
		entries []entry
		want    string
	}{
		{"a way out", []entry{{name: "package/../evil", text: "x"}}, "does not stay inside"},
		{"a way out further down", []entry{{name: "package/a/../../../evil", text: "x"}}, "does not stay inside"},
		{"an absolute path", []entry{{name: "/tmp/evil", text: "x"}}, "does not stay inside"},
		{"an absolute path in the folder", []entry{{name: "package//tmp/evil", text: "x"}}, "does not stay inside"},
		{"another folder", []entry{{name: "other/evil", text: "x"}}, "does not stay inside"},
		{"a symbolic link", []entry{{name: "package/evil", text: "/etc", typ: tar.TypeSymlink}}, "neither a file nor a folder"},
		{"a hard link", []entry{{name: "package/evil", text: "/etc/passwd", typ: tar.TypeLink}}, "neither a file nor a folder"},
		{"a device", []entry{{name: "package/evil", typ: tar.TypeChar}}, "neither a file nor a folder"},
		{"a file twice", []entry{{name: "package/a", text: "1"}, {name: "package/a", text: "2"}}, "writing a"},
		{"no list of links", []entry{{name: "package/a", text: "1"}}, "list of links"},
		{"a broken list of links", links("["), "list of links"},
		{"a link from outside", links(`[{"source":"a","target":"../evil"}]`), "does not stay inside"},
		{"a link to outside", links(`[{"source":"../../etc","target":"evil"}]`), "does not stay inside"},
		{"a link to an absolute path", links(`[{"source":"/etc","target":"evil"}]`), "does not stay inside"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			parent := t.TempDir()
			err := unpack(bytes.NewReader(tarball(t, test.entries)), filepath.Join(parent, "home"))
			wantError(t, err, test.want)
			if found, _ := filepath.Glob(filepath.Join(parent, "*")); len(found) != 1 {
				t.Errorf("there is more than the package's folder: %v", found)
			}
			if _, err := os.Lstat(filepath.Join(parent, "home", "evil")); err == nil {
				t.Error("evil was written")
			}
		})
	}
	t.Run("what is no tarball", func(t *testing.T) {
		wantError(t, unpack(bytes.NewReader([]byte("no")), filepath.Join(t.TempDir(), "home")), "reading the tarball")
	})
	t.Run("a tarball cut short", func(t *testing.T) {
		data := tarball(t, goodPackage)
		wantError(t, unpack(bytes.NewReader(data[:len(data)-40]), filepath.Join(t.TempDir(), "home")))
	})
}
