package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// TestPlainBundleVersions holds that the checks of a bundle for any client say
// what those for psql do: before the upgrade, behind it, and where something is
// not as it should be.
func TestPlainBundleVersions(t *testing.T) {
	p := made(t, oldest+"[bundle]\ndialect = 'plain'\nlock_retries = 1\n",
		rev{id: "aa", up: "CREATE TABLE t (id int PRIMARY KEY, n int);\nINSERT INTO t SELECT generate_series(1, 10);", down: "DROP TABLE t;"},
		rev{
			id: "bb", up: "ALTER TABLE t ADD COLUMN m int DEFAULT 1;\n-- sqlbundle:batch key=id size=3\nUPDATE t SET n = id;\nCREATE INDEX CONCURRENTLY t_n ON t (n);",
			down: "DROP INDEX t_n;\nALTER TABLE t DROP COLUMN m;", sections: "-- sqlbundle:require\nSELECT count(*) > 3 FROM t\n-- sqlbundle:verify\nSELECT bool_and(n = id) FROM t",
		})
	dir := p.bundle("aa:bb")
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := s.Database(t)
		run := func(name string) pgtest.Result {
			t.Helper()
			return db.PsqlFile(filepath.Join(dir, name), "-v", "ON_ERROR_STOP=1", "-A", "-t", "-q")
		}
		rows := func(status int, wanted ...string) {
			t.Helper()
			got := run("preflight.sql")
			if got.Status != status {
				t.Fatalf("status %d\n%s", got.Status, got.Stderr)
			}
			lines := strings.Split(got.Stdout, "\n")
			for _, row := range wanted {
				if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, row) }) {
					t.Errorf("no row %q:\n%s", row, got.Stdout)
				}
			}
		}
		// There is no table yet for the query to ask.
		rows(3, "position|stop|the database stands at base, this bundle starts at aa and leads to bb", "read-only|ok|")
		applyFile(t, db, file(t, p.sql("upgrade", "aa")))
		rows(0, "position|ok|the database stands at aa, after step 0 of 1", "require|ok|revision bb, ", "objects|ok|", "sizes|ok|public.t has ", "other run|ok|")
		holder := holds(t, db, "public.sqlbundle_version")
		rows(0, "other run|stop|another run holds the lock, pid ")
		if err := holder.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		db.Exec("CREATE TABLE kept AS TABLE t; DELETE FROM t")
		rows(0, "require|stop|revision bb, ")
		db.Exec("INSERT INTO t TABLE kept; DROP TABLE kept")
		if got := run("verify.sql"); got.Status != 3 || !strings.Contains(got.Stderr, "the tracking table says aa, not bb") {
			t.Errorf("status %d\n%s", got.Status, got.Stderr)
		}
		finished(t, run("upgrade.sql"))
		if got := run("verify.sql"); got.Status != 0 || !strings.Contains(got.Stderr, "revision bb: 2 facts by the catalogs, ok") {
			t.Errorf("status %d\n%s", got.Status, got.Stderr)
		}
		db.Exec("ALTER TABLE t ALTER m DROP DEFAULT")
		if got := run("verify.sql"); got.Status != 3 || !strings.Contains(got.Stderr, "column public.t.m is to be integer default and is integer, FAILED") {
			t.Errorf("status %d\n%s", got.Status, got.Stderr)
		}
		finished(t, run("rollback.sql"))
		same(t, "rows", rowsOf(db, trackingTable), []string{"aa"})
	})
	readme, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	says(t, string(readme), "each statement by itself, in autocommit", "in batches of 3 rows by id")
	if strings.Contains(string(readme), "psql -X") || strings.Contains(string(readme), "(#exit-statuses)") {
		t.Errorf("the runbook speaks of psql:\n%s", readme)
	}
}
