package compiler_test

import (
	"strings"
	"testing"

	"sqlbundle/compiler"
)

// TestDigestOfQueries holds that the plan's digest follows the queries and
// their limits, and that of a segment does not.
func TestDigestOfQueries(t *testing.T) {
	plan := func(sections string) *compiler.Plan {
		t.Helper()
		p, err := load(one("SELECT 1;\n"+sections), "")
		if err != nil {
			t.Fatal(problems(err))
		}
		plan, err := p.compile("upgrade head")
		if err != nil {
			t.Fatal(problems(err))
		}
		return plan
	}
	const require = "-- sqlbundle:require\nSELECT true;"
	want := plan(require)
	if got := plan("-- sqlbundle:require\n-- why\nSELECT true -- c"); got.Digest() != want.Digest() {
		t.Error("a comment changes the digest")
	}
	if plan("-- sqlbundle:require\n-- sqlbundle:verify").Digest() != plan("").Digest() {
		t.Error("sections without queries change the digest")
	}
	seen := map[string]string{want.Digest(): require}
	for _, sections := range []string{
		"", "-- sqlbundle:require\nSELECT  true;", "-- sqlbundle:verify\nSELECT true;", require + "\nSELECT true;",
		"-- sqlbundle:timeout lock=1s\n" + require, "-- sqlbundle:timeout statement=1s\n" + require,
		require + "\n-- sqlbundle:verify\nSELECT true;", require + "\n-- sqlbundle:timeout lock=1s\n-- sqlbundle:verify\nSELECT true;",
	} {
		got := plan(sections)
		if other, ok := seen[got.Digest()]; ok {
			t.Errorf("%q and %q have one digest", sections, other)
		}
		seen[got.Digest()] = sections
		same(t, sections+": the segment's digest", got.Steps[0].Segments[0].Digest(), want.Steps[0].Segments[0].Digest())
	}
}

// TestSegmentDigest holds what the digest of a segment follows.
func TestSegmentDigest(t *testing.T) {
	segment := func(up string) *compiler.Segment {
		t.Helper()
		p, err := load(one(up), "")
		if err != nil {
			t.Fatal(problems(err))
		}
		plan, err := p.compile("upgrade head")
		if err != nil {
			t.Fatal(problems(err))
		}
		for _, s := range plan.Steps[0].Segments {
			if len(s.Statements) > 0 && s.Statements[0].SQL() == "REINDEX TABLE t" {
				return s
			}
		}
		t.Fatalf("%q has no such segment", up)
		return nil
	}
	want := segment("REINDEX TABLE t;").Digest()
	if len(want) != 16 || strings.Trim(want, "0123456789abcdef") != "" {
		t.Errorf("%q is no digest", want)
	}
	// Where it stands does not count.
	same(t, "later", segment("SELECT 1;\n-- sqlbundle:commit\nREINDEX TABLE t -- again").Digest(), want)
	same(t, "by hand", segment("BEGIN;\nREINDEX TABLE t;\nCOMMIT;").Digest(), want)
	seen := map[string]string{}
	for _, up := range []string{
		"REINDEX TABLE t;", "REINDEX TABLE t;\nSELECT 1;", "-- sqlbundle:timeout lock=1s\nREINDEX TABLE t;",
		"-- sqlbundle:notransaction\nREINDEX TABLE t;", "BEGIN ISOLATION LEVEL SERIALIZABLE;\nREINDEX TABLE t;\nCOMMIT;",
	} {
		got := segment(up).Digest()
		if other, ok := seen[got]; ok {
			t.Errorf("%q and %q have one digest", up, other)
		}
		seen[got] = up
	}
}
