package revisions

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// Files that include one another twice each double with every level.
func TestIncludesAreBounded(t *testing.T) {
	more := map[string]string{"f30.sql": "SELECT 1;\n"}
	for i := range 30 {
		name := fmt.Sprintf("f%d.sql", i)
		more[name] = strings.Repeat(fmt.Sprintf("-- sqlbundle:include f%d.sql\n", i+1), 2)
	}
	_, errs := load(t, head+"-- sqlbundle:up\n-- sqlbundle:include ../f0.sql\n", more)
	if len(errs) != 1 || !strings.Contains(errs[0], "the revision includes more than 1000 files") {
		t.Errorf("%q", errs)
	}
}

// Nobody reads thousands of problems, and none may take minutes to find.
func TestProblemsAreBounded(t *testing.T) {
	up := head + "-- sqlbundle:up\n"
	for name, text := range map[string]string{
		"backslashes":   up + strings.Repeat(`\`, 200_000),
		"statements":    up + strings.Repeat("SELEC;", 50_000),
		"directives":    head + strings.Repeat("-- sqlbundle:x\n", 50_000),
		"bidirectional": up + "-- " + strings.Repeat("\u202e", 50_000),
		"labels":        head + "-- sqlbundle:labels " + strings.Repeat("!,", 50_000) + "!\n-- sqlbundle:up\n",
	} {
		_, errs := load(t, text, nil)
		if len(errs) != maxProblems+1 || !strings.Contains(errs[maxProblems], "further problems of this revision are not shown") {
			t.Errorf("%s: %d problems", name, len(errs))
		}
	}
}

// The scanners of server and psql would need hours for these.
func TestSlowRuns(t *testing.T) {
	up := head + "-- sqlbundle:up\n"
	for name, text := range map[string]string{
		"comments": up + strings.Repeat("/*", 1_000_000), "signs": up + "SELECT " + strings.Repeat("+-", 1_000_000) + "1;",
		"plus": up + "SELECT " + strings.Repeat("+", 1_000_000) + "1;",
	} {
		if _, errs := load(t, text, nil); len(errs) != 1 || !strings.Contains(errs[0], "operator characters") {
			t.Errorf("%s: %.200q", name, errs)
		}
	}
	banner := "/" + strings.Repeat("*", 10_000) + "/\n-- " + strings.Repeat("-", 10_000) + "\n/* " + strings.Repeat("=", 10_000) + " */\n"
	if _, errs := load(t, head+"-- sqlbundle:up\n"+banner+"SELECT 1;", nil); errs != nil {
		t.Errorf("a banner: %.200q", errs)
	}
}

// A prefix in capitals includes as well, so the checksum must know of it when
// only headers are read.
func TestChecksumOfHeaders(t *testing.T) {
	fsys := fstest.MapFS{
		"m/a.sql": {Data: []byte(head + "-- sqlbundle:up\n-- SQLBundle:include ../x.sql\n")},
		"x.sql":   {Data: []byte("SELECT 1;")},
	}
	sum := func(headersOnly bool) string {
		revs, err := Load(context.Background(), fsys, Options{Locations: []string{"m"}, HeadersOnly: headersOnly})
		if err != nil {
			t.Fatal(err)
		}
		return revs[0].Checksum
	}
	if whole, headers := sum(false), sum(true); whole != headers {
		t.Errorf("%s with sections, %s without", whole, headers)
	}
}

func TestUnreadable(t *testing.T) {
	fsys := fstest.MapFS{
		"m/\xff.sql": {Data: []byte("x")}, "m/link.sql": {Data: []byte("nowhere"), Mode: fs.ModeSymlink},
		"n/\xff/a.sql": {Data: []byte("x")},
	}
	for location, want := range map[string]string{
		"m": "m/link.sql:1:1: reading the file: file does not exist\nm/\xff.sql:1:1: reading the file: its name is not valid UTF-8",
		"n": `reading the folder "n/\ufffd": its name is not valid UTF-8; rename it`,
	} {
		_, err := Load(context.Background(), fsys, Options{Locations: []string{location}})
		if err == nil || err.Error() != want {
			t.Errorf("%v\nwant\n%s", err, want)
		}
	}
}
