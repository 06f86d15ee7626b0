package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// TestVerifyScript holds that verify.sql asks the revisions' own queries,
// changes nothing, and fails where one is not true; and that a revision whose
// requirement does not hold is not begun.
func TestVerifyScript(t *testing.T) {
	p := newProject(t, map[string]string{
		"sqlbundle.toml": "",
		"migrations/a.sql": "-- a\n-- sqlbundle:revision a1\n-- sqlbundle:revises base\n-- sqlbundle:require\nSELECT to_regclass('t') IS NULL;\n" +
			"-- sqlbundle:up\nCREATE TABLE t (a int);\nCREATE UNIQUE INDEX CONCURRENTLY ix ON t (a);\n" +
			"-- sqlbundle:verify\n-- no row yet\nSELECT count(*) = 0 FROM t;\nSELECT true;\n-- sqlbundle:down\nDROP TABLE t;\n",
	})
	dir, db := p.bundle("head"), pgtest.Shared(t, 0).Database(t)
	verify, err := os.ReadFile(filepath.Join(dir, "verify.sql"))
	if err != nil {
		t.Fatal(err)
	}
	applyFile(t, db, filepath.Join(dir, "upgrade.sql"))
	says(t, apply(t, db, string(verify)), "the database stands at a1, ok", "revision a1, migrations/a.sql:11, ok", "a.sql:12, ok", "verified")

	db.Exec("INSERT INTO t VALUES (1)")
	before := stateOf(db, trackingTable)
	got := db.Psql(string(verify))
	if got.Status != 3 || !strings.Contains(got.Stdout, "migrations/a.sql:11, FAILED") || !strings.Contains(got.Stdout, "a.sql:12, ok") {
		t.Errorf("status %d\n%s%s", got.Status, got.Stdout, got.Stderr)
	}
	same(t, "after verify.sql", stateOf(db, trackingTable), before)

	applyFile(t, db, filepath.Join(dir, "rollback.sql"))
	if got := db.Psql(string(verify)); got.Status != 3 || !strings.Contains(got.Stderr, "the tracking table says base, not a1") {
		t.Errorf("status %d\n%s%s", got.Status, got.Stdout, got.Stderr)
	}
	db.Exec("CREATE TABLE t (a int)")
	got = db.PsqlFile(filepath.Join(dir, "upgrade.sql"))
	if got.Status != 3 || !strings.Contains(got.Stderr, "revision a1 requires what is not so: the query at migrations/a.sql:5 is not true") ||
		strings.Contains(got.Stdout, "sqlbundle: step") {
		t.Errorf("status %d\n%s%s", got.Status, got.Stdout, got.Stderr)
	}
	same(t, "rows", rowsOf(db, trackingTable), []string(nil))
}
