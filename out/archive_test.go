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
)

// FuzzArchive holds that no archive makes the reader panic or gives a name
// that leads out of the bundle, and that what it reads can be written and
// checked.
func FuzzArchive(f *testing.F) {
	for _, name := range []string{"a.tar.gz", "a.zip"} {
		var b bytes.Buffer
		if err := WriteArchive(&b, name, sampleBundle().Files); err != nil {
			f.Fatal(err)
		}
		f.Add(name, b.Bytes())
		f.Add(name, b.Bytes()[:b.Len()/2])
	}
	for _, inner := range []string{"../x", "/etc/passwd", "bundle/../../x", "a/./b", `..\x`, "", ".", "bundle/", "bundle/.", "\x00", "a\n"} {
		f.Add("a.tar.gz", tarOf(f, inner))
		f.Add("a.zip", zipOf(f, inner))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		files, err := ReadArchive(name, data)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, file := range files {
			if !fs.ValidPath(file.Name) || file.Name == "." || strings.ContainsAny(file.Name, "\\\x00") || seen[file.Name] {
				t.Errorf("the name %q", file.Name)
			}
			seen[file.Name] = true
		}
		Check(files)
		Inspect("", files)
	})
}

// TestArchiveJunk holds that an archive is read to its very end, so that nobody
// finds more in it than what was checked.
func TestArchiveJunk(t *testing.T) {
	written := map[string][]byte{}
	for _, name := range []string{"a.tar.gz", "a.zip"} {
		var b bytes.Buffer
		if err := WriteArchive(&b, name, sampleBundle().Files); err != nil {
			t.Fatal(err)
		}
		written[name] = b.Bytes()
	}
	gzipped := func(data []byte) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write(data)
		_ = w.Close()
		return b.Bytes()
	}
	zeros := make([]byte, 10240)
	for what, c := range map[string]struct {
		name          string
		before, after []byte
		fine          bool
	}{
		"tar":                    {name: "a.tar.gz", fine: true},
		"tar, filled up":         {name: "a.tar.gz", after: gzipped(zeros), fine: true},
		"tar, bytes behind":      {name: "a.tar.gz", after: []byte("junk")},
		"tar, zeros behind":      {name: "a.tar.gz", after: zeros},
		"tar, data behind":       {name: "a.tar.gz", after: gzipped([]byte("junk"))},
		"tar, an archive behind": {name: "a.tar.gz", after: written["a.tar.gz"]},
		"zip":                    {name: "a.zip", fine: true},
		"zip, bytes behind":      {name: "a.zip", after: []byte("junk")},
		"zip, zeros behind":      {name: "a.zip", after: zeros},
		"zip, bytes before":      {name: "a.zip", before: []byte("junk")},
	} {
		files, err := ReadArchive(c.name, bytes.Join([][]byte{c.before, written[c.name], c.after}, nil))
		if c.fine != (err == nil) || c.fine && len(files) != len(sampleBundle().Files) || err != nil && !strings.Contains(err.Error(), errJunk.Error()) {
			t.Errorf("%s: %d files, %v", what, len(files), err)
		}
	}
}

func tarOf(tb testing.TB, name string) []byte {
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	archive := tar.NewWriter(zipped)
	// A name that no header can hold has an archive without it.
	if err := archive.WriteHeader(&tar.Header{Name: name, Size: 1, Mode: 0o644, Typeflag: tar.TypeReg}); err == nil {
		if _, err := archive.Write([]byte("x")); err != nil {
			tb.Fatal(err)
		}
	}
	_ = archive.Close()
	if err := zipped.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func zipOf(tb testing.TB, name string) []byte {
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	w, err := archive.Create(name)
	if err != nil {
		tb.Fatal(err)
	}
	_, _ = w.Write([]byte("x"))
	if err := archive.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// FuzzCheck holds that no list of checksums makes the check panic, and that
// what is sound says so.
func FuzzCheck(f *testing.F) {
	f.Add(Sum([]byte("x"))+"  a\n", "x")
	f.Add("\n\n  \n", "")
	f.Add(strings.Repeat("0", 64)+"  ../a\n"+strings.Repeat("0", 64)+"  a", "\x1b[2J")
	f.Fuzz(func(t *testing.T, sums, text string) {
		_, problems := Check([]File{{SumsFile, []byte(sums)}, {"a", []byte(text)}})
		if len(problems) == 0 && !strings.Contains(sums, Sum([]byte(text))+"  a") {
			t.Errorf("%q is sound with %q", sums, text)
		}
	})
}

// A folder is read as an archive is; what is no file in it is an error.
func TestReadFolder(t *testing.T) {
	files, err := ReadFolder(fstest.MapFS{"b": {Data: []byte("2")}, "a/c": {Data: []byte("1")}})
	if err != nil || len(files) != 2 || files[0].Name != "a/c" || string(files[1].Data) != "2" {
		t.Errorf("%v %v", files, err)
	}
	for name, file := range map[string]*fstest.MapFile{"link": {Mode: fs.ModeSymlink}, "pipe": {Mode: fs.ModeNamedPipe}} {
		if _, err := ReadFolder(fstest.MapFS{name: file}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
