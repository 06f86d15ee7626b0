package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// counter is an address at which somebody counts who comes.
func counter(t *testing.T) (url string, count *atomic.Int32) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	count = &atomic.Int32{}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			count.Add(1)
			conn.Close()
		}
	}()
	return "postgres://u:sesame@" + listener.Addr().String() + "/d?sslmode=disable", count
}

// TestApplyAsksNobody holds that a bundle which is not as it was made is refused
// before anybody is connected to.
func TestApplyAsksNobody(t *testing.T) {
	url, count := counter(t)
	p := made(t, oldest, rev{id: "aa", up: "CREATE TABLE t ();", down: "DROP TABLE t;"})
	change := func(name string, to func(text string) string) func(t *testing.T, dir string) string {
		return func(t *testing.T, dir string) string {
			t.Helper()
			path := filepath.Join(dir, name)
			text, _ := os.ReadFile(path)
			if err := os.WriteFile(path, []byte(to(string(text))), 0o666); err != nil {
				t.Fatal(err)
			}
			return dir
		}
	}
	archive := func(entries ...tar.Header) func(t *testing.T, dir string) string {
		return func(t *testing.T, dir string) string {
			t.Helper()
			name := filepath.Join(dir, "x.tar.gz")
			if err := os.WriteFile(name, tarball(t, entries), 0o666); err != nil {
				t.Fatal(err)
			}
			return name
		}
	}
	for name, c := range map[string]struct {
		make func(t *testing.T, dir string) string
		args []string
		want string
	}{
		"a byte":          {change("upgrade.sql", func(text string) string { return strings.Replace(text, "CREATE TABLE t", "CREATE TABLE u", 1) }), nil, `"upgrade.sql" was changed`},
		"a file":          {change("more.sql", func(string) string { return "" }), nil, `"more.sql" is not in SHA256SUMS`},
		"another digest":  {func(_ *testing.T, dir string) string { return dir }, []string{"--expect", "00"}, "this bundle is not the expected one: its digest is"},
		"dots":            {archive(tar.Header{Name: "../upgrade.sql"}), nil, "is no name of a file in a bundle"},
		"a link in a tar": {archive(tar.Header{Name: "upgrade.sql", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}), nil, "is no regular file"},
		"a bomb":          {archive(tar.Header{Name: "upgrade.sql", Size: 1<<30 + 1}), nil, "it unpacks to more than any bundle holds"},
		"a link": {func(t *testing.T, dir string) string {
			if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link")); err != nil {
				t.Fatal(err)
			}
			return dir
		}, nil, "link is no regular file"},
	} {
		t.Run(name, func(t *testing.T) {
			_, stderr := call(t, 1, append([]string{"apply", c.make(t, p.bundle("heads")), "--database", url}, c.args...)...)
			says(t, stderr, c.want)
		})
	}
	if n := count.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
	_, stderr := call(t, 3, "apply", p.bundle("heads"), "--database", url)
	if count.Load() == 0 {
		t.Error("nobody came, so nothing was counted")
	}
	if strings.Contains(stderr, "sesame") {
		t.Errorf("the password is shown: %s", stderr)
	}
}

// tarball is an archive that begins with entries, none with its data.
func tarball(t *testing.T, entries []tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	w := tar.NewWriter(zipped)
	for _, h := range entries {
		h.Mode = 0o644
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestApplyShowsNoPassword holds that no address that cannot be read, or leads
// nowhere, is shown with what may be its password.
func TestApplyShowsNoPassword(t *testing.T) {
	dir := made(t, oldest, rev{id: "aa", up: "CREATE TABLE t ();", down: "DROP TABLE t;"}).bundle("heads")
	for _, address := range []string{
		"postgres://u:sesame@nowhere.invalid/d", "postgres://u:se/same@h/d", "postgres://u:1/sesame@h/d", "postgres://u:sesame@h:bad/d", "postgres://u:ses%zzame@h/d",
		"postgres://u:ses ame@h/d", "mysql://u:sesame@h/d", "host=h password=sesame port=bad", "host=/nowhere password='sesame", "password=sesame host=h bad", "postgres://h/d?password=sesame&sslmode=bad",
		"postgres://h/d?sslmode=sesame", "postgres://u:sesame@h/d?service=none", "postgres://u:se#same@h/d", "postgres://u:se?same@h/d",
	} {
		var stdout, stderr bytes.Buffer
		status := run(t.Context(), []string{"apply", dir, "--database", address}, strings.NewReader(""), &stdout, &stderr)
		if said := stdout.String() + stderr.String(); status < 2 || strings.Contains(said, "same") || strings.Contains(said, "ses") || said == "" {
			t.Errorf("%s: status %d\n%s", address, status, said)
		}
	}
}

// TestApplyDatabases holds which database a call means.
func TestApplyDatabases(t *testing.T) {
	p := made(t, oldest+"[database.main]\nurl = 'postgres://u:${APPLY_PW}@127.0.0.1:1/d?sslmode=disable'\n[database.other]\n",
		rev{id: "aa", up: "CREATE TABLE t ();", down: "DROP TABLE t;"})
	dir := p.bundle("heads")
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{dir}, 2, "one at a time, the folder or --database: main, other"},
		{[]string{dir, "--database", "main"}, 2, "[database.main] url: the environment has no variable APPLY_PW"},
		{[]string{dir, "--database", "mian"}, 2, "this is a bundle for several databases"},
		{[]string{filepath.Join(dir, "main"), "--database", "mian"}, 2, "there is no [database.mian]"},
		{[]string{filepath.Join(dir, "main"), "--database", "other"}, 2, `the bundle is for the database "main", not for "other"`},
		{[]string{filepath.Join(dir, "other"), "--database", "other"}, 2, "[database.other] has no url"},
		{[]string{dir + "none"}, 2, "no such file or directory"},
		{[]string{dir, "--retries=-1"}, 2, "0 or more"},
	} {
		_, stderr := call(t, c.status, append([]string{"-c", p.config, "apply"}, c.args...)...)
		says(t, stderr, c.want)
	}
	t.Setenv("APPLY_PW", "sesame")
	_, stderr := call(t, 3, "-c", p.config, "apply", dir, "--database", "main")
	says(t, stderr, "127.0.0.1:1")
	if strings.Contains(stderr, "sesame") {
		t.Errorf("the password is shown: %s", stderr)
	}
}
