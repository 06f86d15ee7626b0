package compiler_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgtest"
)

// TestUndoEverySegment stops the upgrade of each golden case behind each segment of
// the revisions with several. From there the way back leads to where that
// revision began, or refuses and changes nothing.
func TestUndoEverySegment(t *testing.T) {
	s := pgtest.Shared(t, 0)
	goldenRoles(t, s)
	undone, refused := make(chan string, 1000), make(chan string, 1000)
	t.Run("cases", func(t *testing.T) {
		for _, dir := range cases(t) {
			c := readCase(t, dir)
			if c.Since > s.Major || !strings.HasPrefix(c.Scripts[0], "upgrade ") {
				continue
			}
			p, err := loadIn(os.DirFS(dir), c.Config, inOrder)
			if err != nil {
				t.Fatal(problems(err))
			}
			req, err := p.request(c.Scripts[0])
			if err != nil {
				t.Fatal(err)
			}
			plan, err := compiler.Compile(p.graph, req)
			if err != nil {
				t.Fatal(problems(err))
			}
			back, err := compiler.WayBack(p.graph, req, plan)
			if err != nil {
				t.Fatal(problems(err))
			}
			plan.TargetVersion, back.TargetVersion = min(plan.TargetVersion, s.Major), min(back.TargetVersion, s.Major)
			upgrade, _ := script(t, plan)
			rollback, _ := script(t, back)
			for i, step := range plan.Steps {
				for n := 1; n < len(step.Segments); n++ {
					t.Run(fmt.Sprintf("%s/%s/%d", filepath.Base(dir), step.ID(), n), func(t *testing.T) {
						t.Parallel()
						if c.undoes(t, s, plan, upgrade, rollback, i, n) {
							undone <- t.Name()
						} else {
							refused <- t.Name()
						}
					})
				}
			}
		}
	})
	if len(undone) < 10 || len(refused) < 5 {
		t.Errorf("%d are taken back, %d refused", len(undone), len(refused))
	}
}

// undoes runs the upgrade up to the end of a segment, then the rollback as far
// as the revision began. It tells whether that was taken back.
func (c goldenCase) undoes(t *testing.T, s *pgtest.Server, plan *compiler.Plan, upgrade, rollback string, i, n int) bool {
	t.Helper()
	db, table, step := s.Database(t), plan.Settings.Tracking.Table, plan.Steps[i]
	db.Exec(c.Setup)
	run := func(sql string, args ...string) {
		t.Helper()
		if got := db.Psql(sql, args...); got.Status != 0 {
			t.Fatalf("psql ends with status %d\n%s", got.Status, got.Stderr)
		}
	}
	upTo := func(segment int) string {
		return upgrade[:strings.Index(upgrade, fmt.Sprintf("\n-- ======== step %d/%d: %s %s, segment %d/", i+1, len(plan.Steps), graph.Upgrade, step.ID(), segment))+1]
	}
	if i == 0 {
		run(upTo(1))
	} else {
		run(upgrade, "-v", "sqlbundle_stop_after="+plan.Steps[i-1].ID())
	}
	schema, data, open := db.Snapshot(table), db.Data(table, plan.Settings.Tracking.LogTable), progress(db, plan)
	run(upTo(n + 1))
	schemaInside, dataInside, openInside := db.Snapshot(table), db.Data(table, plan.Settings.Tracking.LogTable), progress(db, plan)
	got := db.Psql(rollback, "-v", "sqlbundle_stop_after="+step.ID())
	switch got.Status {
	case 0:
		same(t, "schema", db.Snapshot(table), schema)
		same(t, "data", db.Data(table, plan.Settings.Tracking.LogTable), data)
		same(t, "progress", progress(db, plan), open)
		return true
	case 3:
		if !strings.Contains(got.Stderr, "; not surely taken back is ") {
			t.Errorf("it does not say what stays:\n%s", got.Stderr)
		}
		same(t, "schema behind the refusal", db.Snapshot(table), schemaInside)
		same(t, "data behind the refusal", db.Data(table, plan.Settings.Tracking.LogTable), dataInside)
		same(t, "progress behind the refusal", progress(db, plan), openInside)
	default:
		t.Errorf("psql ends with status %d\n%s", got.Status, got.Stderr)
	}
	return false
}

// progress are the open rows of the log.
func progress(db *pgtest.DB, plan *compiler.Plan) [][]string {
	table := `"` + trackingSchema(db, plan) + `"."` + plan.Settings.Tracking.LogTable + `"`
	return db.Query("SELECT revision, direction, segment, state FROM " + table + " WHERE open ORDER BY 1, 2, 3")
}
