package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/pgtest"
)

// TestApplyScenario29 holds that the limits of the bundle, of a section and of a
// statement are those that the server has when apply sends the statement, in
// either dialect; that a statement's own limit ends the run, and that of a lock
// only after another attempt.
func TestApplyScenario29(t *testing.T) {
	s := pgtest.Shared(t, 0)
	const note = "INSERT INTO notes VALUES (current_setting('lock_timeout') || ' ' || current_setting('statement_timeout'));\n"
	p := made(t, "[project]\nmetadata = ['duration']\n[bundle]\nlock_timeout = '400ms'\nstatement_timeout = '20min'\n",
		rev{id: "aa", up: "CREATE TABLE notes (n text, id int GENERATED ALWAYS AS IDENTITY);\n" + note, down: "DROP TABLE notes;"},
		rev{id: "bb", sections: "-- sqlbundle:timeout lock=2s", up: note + "-- sqlbundle:timeout statement=1min\n" + note + note, down: "SELECT 1;"},
		rev{id: "cc", header: "-- sqlbundle:duration 20 min on a copy", up: "ALTER TABLE notes ADD COLUMN x int;\n-- sqlbundle:timeout statement=300ms\nSELECT pg_sleep(10);", down: "SELECT 1;"})
	for _, dialect := range []string{"psql", "plain"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			whole, rest := p.bundle("head", "--dialect", dialect), p.bundle("bb:head", "--dialect", dialect)
			runbook, err := os.ReadFile(filepath.Join(whole, "README.md"))
			if err != nil {
				t.Fatal(err)
			}
			says(t, string(runbook), "20 min on a copy")
			events, err := applying(t, db, whole, executor.Options{Retries: 1, NoPreflight: true}, nil)
			failed := of(events, executor.Failed)
			if err == nil || len(failed) != 1 || failed[0].Code != "57014" || failed[0].File != "migrations/cc.sql" || len(of(events, executor.Retrying)) > 0 {
				t.Errorf("the error is %v, %+v", err, failed)
			}
			same(t, "limits", db.Query("SELECT n FROM notes ORDER BY id"), [][]string{{"400ms 20min"}, {"2s 20min"}, {"2s 1min"}, {"2s 20min"}})
			same(t, "rows", rowsOf(db, trackingTable), []string{"bb"})

			holder := db.Connect()
			if _, err := holder.Exec(context.Background(), "BEGIN; LOCK TABLE notes"); err != nil {
				t.Fatal(err)
			}
			events, err = applying(t, db, rest, executor.Options{Retries: 1, NoPreflight: true}, nil)
			failed = of(events, executor.Failed)
			if err == nil || len(failed) != 1 || failed[0].Code != "55P03" || len(of(events, executor.Retrying)) != 1 {
				t.Errorf("the error is %v, %+v", err, failed)
			}
		})
	}
}
