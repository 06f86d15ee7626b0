package main

import (
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// TestVerifyScriptAlone holds what verify.sql says, and that it only looks.
func TestVerifyScriptAlone(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := made(t, "",
		rev{id: "aa", sections: "-- sqlbundle:verify\nSELECT ok FROM probe;", up: "CREATE TABLE aa ();", down: "DROP TABLE aa;"},
		rev{id: "bb", sections: "-- sqlbundle:require\nSELECT to_regclass('bb') IS NULL;\n-- sqlbundle:verify\nSELECT true;\nSELECT ok FROM probe2;", up: "CREATE TABLE bb ();", down: "DROP TABLE bb;"},
		rev{id: "apart", revises: "base", up: "CREATE TABLE apart ();", down: "DROP TABLE apart;"})
	looks := func(t *testing.T, b bundled, status int, says ...string) {
		t.Helper()
		before := everything(b.db)
		got := b.db.PsqlFile(b.verify)
		if got.Status != status {
			t.Errorf("status %d, want %d\n%s%s", got.Status, status, got.Stdout, got.Stderr)
		}
		for _, text := range says {
			if !strings.Contains(got.Stdout+got.Stderr, text) {
				t.Errorf("it does not say %q:\n%s%s", text, got.Stdout, got.Stderr)
			}
		}
		if strings.Contains(got.Stdout, "sqlbundle: verified") != (status == 0) {
			t.Errorf("status %d, and it says\n%s", status, got.Stdout)
		}
		if strings.Contains(got.Stderr, "HINT:  \n") {
			t.Errorf("a hint says nothing:\n%s", got.Stderr)
		}
		same(t, "after looking", everything(b.db), before)
	}
	start := func(t *testing.T) bundled {
		b := p.bundled(t, s.Database(t), "bb")
		b.db.Exec("CREATE TABLE probe AS SELECT true AS ok; CREATE TABLE probe2 AS SELECT true AS ok; CREATE SEQUENCE numbered")
		return b
	}
	t.Run("nothing applied", func(t *testing.T) {
		t.Parallel()
		// There is no tracking table either. Where to look next is told.
		looks(t, start(t), 3, "ERROR:  sqlbundle: ", "HINT:", "upgrade.sql")
	})
	t.Run("empty table", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		b.db.Exec(table())
		looks(t, b, 3, "ERROR:  sqlbundle: the tracking table says base, not bb", "HINT:", "upgrade.sql")
	})
	t.Run("half-way", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		finished(t, b.db.PsqlFile(b.upgrade, "-v", "sqlbundle_stop_after=aa"))
		looks(t, b, 3, "ERROR:  sqlbundle: the tracking table says aa, not bb", "HINT:")
	})
	t.Run("done", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		apply(t, b.db, p.sql("upgrade", "apart"))
		finished(t, b.db.PsqlFile(b.upgrade))
		same(t, "rows", rowsOf(b.db, trackingTable), []string{"apart", "bb"})
		looks(t, b, 0, "stands at bb, ok", "revision aa, migrations/aa.sql:5, ok", "revision bb, migrations/bb.sql:7, ok", "revision bb, migrations/bb.sql:8, ok")
		for _, answer := range []string{"false", "NULL"} {
			b.db.Exec("UPDATE probe2 SET ok = " + answer)
			looks(t, b, 3, "revision aa, migrations/aa.sql:5, ok", "revision bb, migrations/bb.sql:8, FAILED", "ERROR:  sqlbundle: ")
		}
		b.db.Exec("UPDATE probe SET ok = false; UPDATE probe2 SET ok = true")
		// The others are asked as well.
		looks(t, b, 3, "revision aa, migrations/aa.sql:5, FAILED", "revision bb, migrations/bb.sql:8, ok")
		b.db.Exec("DELETE FROM probe")
		looks(t, b, 3, "revision aa, migrations/aa.sql:5, FAILED")
		b.db.Exec("DROP TABLE probe; CREATE FUNCTION sly()" + byPlpgsql + "'BEGIN RETURN nextval(''numbered'') > 0; END'; CREATE VIEW probe AS SELECT sly() AS ok")
		looks(t, b, 3, "read-only transaction")
	})
}
