package main

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"sqlbundle/internal/pgtest"
)

// countingListener is an address that closes each connection and counts it.
func countingListener(t *testing.T) (address string, connections func() int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	var n atomic.Int64
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			n.Add(1)
			c.Close()
		}
	}()
	return l.Addr().String(), n.Load
}

// twoDatabases is a project with sections for two.
func twoDatabases(t testing.TB) testProject {
	return newProject(t, map[string]string{
		"sqlbundle.toml": "[database.main]\nurl = \"${FLEET_MAIN}\"\n[database.analytics]\nurl = \"${FLEET_ANALYTICS}\"\n",
		"migrations/a1.sql": `-- Orders
-- sqlbundle:revision a1
-- sqlbundle:revises base
-- sqlbundle:up
CREATE TABLE orders (id bigint PRIMARY KEY);
-- sqlbundle:up db=analytics
CREATE TABLE facts (id bigint PRIMARY KEY);
-- sqlbundle:down
DROP TABLE orders;
-- sqlbundle:down db=analytics
DROP TABLE facts;
`,
		"migrations/b1.sql": `-- Notes, in the main database alone
-- sqlbundle:revision b1
-- sqlbundle:revises a1
-- sqlbundle:up
CREATE TABLE notes (id bigint PRIMARY KEY);
-- sqlbundle:down
DROP TABLE notes;
`,
	})
}

// TestApplyAll goes through the configured databases, stops at the first that
// fails, goes on there, and comes back the other way round.
func TestApplyAll(t *testing.T) {
	s := pgtest.Shared(t, 0)
	main, analytics := s.Database(t), s.Database(t)
	t.Setenv("FLEET_MAIN", main.URL()+"&password=s3cret")
	t.Setenv("FLEET_ANALYTICS", analytics.URL()+"&password=s3cret")
	p := twoDatabases(t)
	bundle := p.bundle("head")
	all := func(status int, args ...string) string {
		t.Helper()
		stdout, stderr := call(t, status, append([]string{"-c", p.config, "apply", bundle, "--all"}, args...)...)
		if strings.Contains(stdout+stderr, "s3cret") {
			t.Errorf("a password is shown:\n%s%s", stdout, stderr)
		}
		return stdout
	}
	want := func(what, text string, words ...string) {
		t.Helper()
		at := 0
		for _, word := range words {
			m := regexp.MustCompile(`(?m)^` + word).FindStringIndex(text[at:])
			if m == nil {
				t.Fatalf("%s: no %q where it should be in\n%s", what, word, text)
			}
			at += m[1]
		}
	}

	main.Exec("CREATE TABLE notes (old text)")
	text := all(3)
	want("the first fails", text, "sqlbundle: database main", "failed +main .*at base", "    this is not the moment", "not begun +analytics$", "2 databases: 1 failed, 1 not begun")
	if strings.Contains(text, "database analytics") {
		t.Error("the second is begun after a failure")
	}
	all(3, "--no-preflight")
	same(t, "main, with the first revision", rowsOf(main, trackingTable), []string{"a1"})

	main.Exec("DROP TABLE notes")
	analytics.Exec("CREATE TABLE facts (old text)")
	want("the second fails", all(3), "sqlbundle: database main", "sqlbundle: database analytics", "done +main .*at b1", "failed +analytics .*at base")
	analytics.Exec("DROP TABLE facts")
	want("the rest", all(0), "nothing to do +main", "done +analytics .*at b1", "2 databases: 1 done, 1 nothing to do$")
	same(t, "analytics", rowsOf(analytics, trackingTable), []string{"b1"})
	if main.Query("SELECT to_regclass('facts')")[0][0] != `\N` || analytics.Query("SELECT to_regclass('orders')")[0][0] != `\N` {
		t.Error("a section has run in the wrong database")
	}
	var r fleetReport
	if err := json.Unmarshal([]byte(all(0, "--report", "json")), &r); err != nil || r.Counts["nothing to do"] != 2 || r.Targets[1].Target != "analytics" {
		t.Errorf("the report as JSON: %v, %+v", err, r)
	}
	want("the way back", all(0, "--rollback"), "sqlbundle: database analytics", "sqlbundle: database main", "done +analytics .*at base", "done +main .*at base")
	same(t, "main after the way back", rowsOf(main, trackingTable), []string{})
}

// All parts are checked before the first connection.
func TestApplyAllRefuses(t *testing.T) {
	listener, connections := countingListener(t)
	url := "postgres://u:s3cret@" + listener
	p := twoDatabases(t)
	bundle := p.bundle("head")
	other := p.bundle("a1")
	digests := regexp.MustCompile(`digest +(\w{64})`).FindAllStringSubmatch(p.call("inspect", bundle), -1)
	if len(digests) != 2 {
		t.Fatal("there are not two digests")
	}
	ofAnalytics, ofMain := digests[0][1], digests[1][1]
	copyOf := func(change func(dir string) error) string {
		dir := filepath.Join(t.TempDir(), "b")
		if err := os.CopyFS(dir, os.DirFS(bundle)); err != nil {
			t.Fatal(err)
		}
		if err := change(dir); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	tests := []struct {
		name            string
		status          int
		bundle          string
		main, analytics string
		args            []string
		want            string
	}{
		{"a part is tampered with", 1, copyOf(func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "analytics", "verify.sql"), []byte("SELECT 1;"), 0o666)
		}), url + "/a", url + "/b", nil, `analytics: "verify.sql" was changed`},
		{"a part is missing", 2, copyOf(func(dir string) error { return os.RemoveAll(filepath.Join(dir, "analytics")) }), url + "/a", url + "/b", nil, "no part for [database.analytics]"},
		{"a part without checksums", 1, copyOf(func(dir string) error { return os.Remove(filepath.Join(dir, "main", "SHA256SUMS")) }), url + "/a", url + "/b", nil, "files outside of the parts"},
		{"a part too many", 1, copyOf(func(dir string) error {
			return os.CopyFS(filepath.Join(dir, "third"), os.DirFS(filepath.Join(dir, "main")))
		}), url + "/a", url + "/b", nil, `the folder "third" holds the part of "main"`},
		{"parts that are swapped", 1, copyOf(func(dir string) error {
			if err := os.Rename(filepath.Join(dir, "main"), filepath.Join(dir, "x")); err != nil {
				return err
			}
			if err := os.Rename(filepath.Join(dir, "analytics"), filepath.Join(dir, "main")); err != nil {
				return err
			}
			return os.Rename(filepath.Join(dir, "x"), filepath.Join(dir, "analytics"))
		}), url + "/a", url + "/b", nil, `the folder "main" holds the part of "analytics"`},
		{"parts of two bundles", 1, copyOf(func(dir string) error {
			if err := os.RemoveAll(filepath.Join(dir, "main")); err != nil {
				return err
			}
			return os.CopyFS(filepath.Join(dir, "main"), os.DirFS(filepath.Join(other, "main")))
		}), url + "/a", url + "/b", nil, "differ in their revisions"},
		{"one database twice", 2, bundle, url + "/a", url + "/a?sslmode=disable", nil, "lead to the same database"},
		{"one digest for two", 2, bundle, url + "/a", url + "/b", []string{"--expect", ofMain}, "several parts"},
		{"one digest is missing", 2, bundle, url + "/a", url + "/b", []string{"--expect", "main=" + ofMain}, `no digest for "analytics"`},
		{"an unknown part", 2, bundle, url + "/a", url + "/b", []string{"--expect", "maim=" + ofMain}, `no part "maim"`},
		{"a digest twice", 2, bundle, url + "/a", url + "/b", []string{"--expect", "main=" + ofMain, "--expect", "main=" + ofMain}, "one digest for each part"},
		{"digests that are swapped", 1, bundle, url + "/a", url + "/b", []string{"--expect", "main=" + ofAnalytics, "--expect", "analytics=" + ofMain}, "main: its digest is " + ofMain},
		{"a database by name", 2, bundle, url + "/a", url + "/b", []string{"--database", "main"}, "leave --database out"},
		{"a canary", 2, bundle, url + "/a", url + "/b", []string{"--canary", "1"}, "for --targets"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("FLEET_MAIN", tt.main)
			t.Setenv("FLEET_ANALYTICS", tt.analytics)
			stdout, stderr := call(t, tt.status, append([]string{"-c", p.config, "apply", tt.bundle, "--all"}, tt.args...)...)
			if !strings.Contains(stderr, tt.want) || stdout != "" || strings.Contains(stderr, "s3cret") {
				t.Errorf("it says %q and %q, want %q", stdout, stderr, tt.want)
			}
		})
	}
	if n := connections(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
	t.Setenv("FLEET_MAIN", url+"/a?sslmode=disable")
	t.Setenv("FLEET_ANALYTICS", url+"/b?sslmode=disable")
	call(t, 3, "-c", p.config, "apply", bundle, "--all", "--reconnect", "0", "--expect", "main="+ofMain, "--expect", "analytics="+ofAnalytics)
	if connections() == 0 {
		t.Error("a good call makes no connection")
	}
}
