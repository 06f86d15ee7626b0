package revisions_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"sqlbundle/revisions"
)

func one(t *testing.T, text string) *revisions.Revision {
	t.Helper()
	fsys := fstest.MapFS{"m/a.sql": {Data: []byte("-- sqlbundle:revision a\n-- sqlbundle:revises base\n" + text)}}
	revs, err := revisions.Load(context.Background(), fsys, revisions.Options{Locations: []string{"m"}})
	if err != nil {
		t.Fatal(err)
	}
	return revs[0]
}

func TestSum(t *testing.T) {
	rev := one(t, "-- sqlbundle:up\nCREATE TABLE t (a int);\n")
	s, err := revisions.ParseSum(revisions.SumName, "")
	if err != nil {
		t.Fatal(err)
	}
	s.Add(rev)
	s.Add(&revisions.Revision{ID: "Z", Checksum: strings.Repeat("0", 64)})
	s.Add(rev)
	again, err := revisions.ParseSum(revisions.SumName, "\ufeff"+s.Text()+s.Text())
	if err != nil || again.Text() != s.Text() || len(again.Entries) != 2 {
		t.Fatalf("%v\n%s", err, again.Text())
	}
	if e, ok := again.Entry("a"); !ok || e.File != rev.Checksum || e.Statements != rev.StatementsChecksum() {
		t.Errorf("%+v", e)
	}
	if _, ok := again.Entry("b"); ok {
		t.Error("b was never released")
	}
}

func TestSumRefuses(t *testing.T) {
	zero, one := strings.Repeat("0", 64), strings.Repeat("1", 64)
	for text, want := range map[string]string{
		"<<<<<<< HEAD\n": "sqlbundle.sum:1:1: is not an id and two checksums",
		"a " + zero + " " + zero + "\na " + one + " " + zero + "\n": "sqlbundle.sum:2:1: revision a was released twice with different content",
	} {
		if _, err := revisions.ParseSum(revisions.SumName, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// What a statement does decides, and not how it is laid out.
func TestStatementsChecksum(t *testing.T) {
	base := one(t, "-- sqlbundle:up\nCREATE TABLE t (a int);\n").StatementsChecksum()
	for text, same := range map[string]bool{
		"-- sqlbundle:up\n-- why\nCREATE  TABLE t\n\t(a int) ;\n":                      true,
		"-- sqlbundle:up\nCREATE TABLE t (a bigint);\n":                                false,
		"-- sqlbundle:up\nCREATE TABLE t (a int);\n-- sqlbundle:down\nDROP TABLE t;\n": false,
		"-- sqlbundle:up notransaction\nCREATE TABLE t (a int);\n":                     false,
		"-- sqlbundle:up\n-- sqlbundle:timeout lock=1s\nCREATE TABLE t (a int);\n":     false,
	} {
		if got := one(t, text).StatementsChecksum(); (got == base) != same {
			t.Errorf("%q: %s", text, got)
		}
	}
}
