package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/pgtest"
)

// TestApplyRollbackTells holds that the way back tells of each statement, and
// begins again after a lock timeout outside of transactions; with a bundle and
// without.
func TestApplyRollbackTells(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := made(t, oldest, rev{
		id: "aa", up: "CREATE TABLE t (id int);\nINSERT INTO t VALUES (1);\nCREATE INDEX t_id ON t (id);",
		down: "-- sqlbundle:timeout lock=400ms\nDROP INDEX CONCURRENTLY t_id;\nDROP TABLE t;",
	})
	dir := p.bundle("heads")
	for name, args := range map[string][]string{"bundle": {"apply", dir, "--rollback"}, "downgrade": {"-c", p.config, "downgrade", "base"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			call(t, 0, "apply", dir, "--database", db.URL())
			var told []string
			end := blocked(t, db, "t")
			tells := eventWriter(func(e executor.Event) {
				switch e.Event {
				case executor.Retrying:
					end()
				case executor.StatementDone:
					told = append(told, fmt.Sprintf("%s %s:%d %s", e.Kind, e.File, e.Line, e.Code))
				}
			})
			var stderr strings.Builder
			if status := run(t.Context(), append(args, "--database", db.URL(), "--log-format", "json"), strings.NewReader(""), tells, &stderr); status != 0 {
				t.Fatalf("status %d\n%s", status, &stderr)
			}
			same(t, "statements", told, []string{"DROP INDEX migrations/aa.sql:12 55P03", "DROP INDEX migrations/aa.sql:12 ", "DROP TABLE migrations/aa.sql:13 "})
		})
	}
}

// eventWriter takes the lines of --log-format json.
type eventWriter func(e executor.Event)

func (w eventWriter) Write(line []byte) (int, error) {
	var e executor.Event
	if err := json.Unmarshal(line, &e); err != nil {
		return 0, err
	}
	w(e)
	return len(line), nil
}

// TestApplyRollbackWays holds that a way back which refuses inside a revision
// names the flags of apply, and that these lead on.
func TestApplyRollbackWays(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	dir := night(t).bundle("heads")
	args := []string{"apply", dir, "--database", db.URL(), "--no-preflight"}
	call(t, 0, append(args, "--stop-after", "aa")...)
	db.Exec("CREATE INDEX t_n ON t (id)")
	call(t, 3, args...)
	_, stderr := call(t, 3, append(args, "--rollback")...)
	says(t, stderr, "Either finish that revision, this command with --stop-after bb, without --rollback, and run this command again; or undo by hand what is done and run: this command with --abandon bb")
	db.Exec("DROP INDEX t_n; ALTER TABLE t DROP COLUMN m")
	call(t, 0, append(args, "--rollback", "--abandon", "bb")...)
	same(t, "rows", rowsOf(db, trackingTable), []string{})
}
