package compiler_test

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgtest"
	"sqlbundle/out"
)

// plain is a plan's script for any client, and its manifest.
func plain(t *testing.T, plan *compiler.Plan, after out.Place) (sql, manifest string) {
	t.Helper()
	var script, m bytes.Buffer
	ranges, err := out.PlainScript(&script, plan, after)
	if err != nil {
		t.Fatal(problems(err))
	}
	if after == (out.Place{}) {
		if err := out.WriteManifest(&m, plan, ranges, nil); err != nil {
			t.Fatal(err)
		}
	}
	return script.String(), m.String()
}

// TestPlainGolden compares the plain scripts of some cases, and holds of all
// that the manifest finds each statement, and that no line of ours is blank
// within a statement or a command of psql.
func TestPlainGolden(t *testing.T) {
	shown := []string{"plain", "outside", "all", "stamp", "timeouts"}
	for _, dir := range cases(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			plans, names := readCase(t, dir).plans(t, dir)
			for i, plan := range plans {
				if plan.Settings.Tracking.Schema == "" {
					_, err := out.PlainScript(&bytes.Buffer{}, plan, out.Place{})
					if err == nil || !strings.Contains(err.Error(), "set [tracking] schema") {
						t.Errorf("without a schema: %v", err)
					}
					continue
				}
				sql, manifest := plain(t, plan, out.Place{})
				if slices.Contains(shown, filepath.Base(dir)) {
					golden(t, filepath.Join(dir, "want", names[i]+".plain.sql"), goldenCase{Whole: i == 0 && filepath.Base(dir) == "outside"}.shown(sql))
				}
				checkManifest(t, plan, sql, manifest)
				if at := regexp.MustCompile(`(?m)^\\|\\gset|\\gexec`).FindString(sql); at != "" {
					t.Errorf("%s has a command of psql: %q", names[i], at)
				}
			}
		})
	}
}

var stoppedAfter = regexp.MustCompile(`If no error is shown above, it has\. .* --after (\w+)/(\d+)\. `)

// TestPlainGoldenVersions sends each case's plain scripts statement by
// statement, by psql, and compares what they leave with what psql's own do.
func TestPlainGoldenVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		for _, name := range []string{"golden_deployer", "golden_owner"} {
			command := s.Command("postgres", "-c", "DO 'BEGIN CREATE ROLE "+name+"; EXCEPTION WHEN duplicate_object THEN END'")
			if output, err := command.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
		}
		for _, dir := range cases(t) {
			c := readCase(t, dir)
			if c.Since > s.Major {
				continue
			}
			t.Run(filepath.Base(dir), func(t *testing.T) {
				t.Parallel()
				c.runPlain(t, s, dir)
			})
		}
	})
}

func (c goldenCase) runPlain(t *testing.T, s *pgtest.Server, dir string) {
	other, db := s.Database(t), s.Database(t)
	other.Exec(c.Setup)
	db.Exec(c.Setup)
	plans, names := c.plans(t, dir)
	table := plans[0].Settings.Tracking.Table
	for i, plan := range plans {
		if plan.Settings.Tracking.Schema == "" {
			return
		}
		plan.TargetVersion = min(plan.TargetVersion, s.Major) // for the guard
		sql, _ := script(t, plan)
		if result := other.Psql(sql); result.Status != 0 {
			t.Fatalf("%s: psql ends with status %d\n%s", names[i], result.Status, result.Stderr)
		}
		if !sendPlain(t, db, plan) {
			continue
		}
		same(t, names[i]+": schema", db.Snapshot(table), other.Snapshot(table))
		same(t, names[i]+": data", db.Data(table), other.Data(table))
		same(t, names[i]+": rows", rows(db, plan), rows(other, plan))
		same(t, names[i]+": log", logOf(db, plan), logOf(other, plan))
		if plan.Direction == graph.Upgrade {
			var verify bytes.Buffer
			if err := out.PlainVerifyScript(&verify, plan); err != nil {
				t.Fatal(err)
			}
			if result := db.Psql(verify.String(), "-v", "ON_ERROR_STOP=1"); result.Status != 0 {
				t.Errorf("verify.sql: %s", result.Stderr)
			}
		}
	}
}

// sendPlain sends a plan's script, and the rest where it stops behind a
// statement of which the server cannot tell. It tells whether there was
// anything to do.
func sendPlain(t *testing.T, db *pgtest.DB, plan *compiler.Plan) (anything bool) {
	t.Helper()
	after := out.Place{}
	for {
		sql, _ := plain(t, plan, after)
		result := db.Psql(sql, "-v", "ON_ERROR_STOP=1")
		if result.Status == 0 {
			return true
		}
		if len(plan.Steps) == 0 && strings.Contains(result.Stderr, "sqlbundle: nothing to do") {
			return false
		}
		m := stoppedAfter.FindStringSubmatch(result.Stderr)
		if m == nil {
			t.Fatalf("%s ends with status %d\n%s", plan.Direction, result.Status, result.Stderr)
		}
		n, _ := strconv.Atoi(m[2])
		after = out.Place{Step: 1 + slices.IndexFunc(plan.Steps, func(s *compiler.Step) bool { return s.ID() == m[1] }), Segment: n}
	}
}

// logOf is the log, without what two runs may differ in.
func logOf(db *pgtest.DB, plan *compiler.Plan) [][]string {
	tracking := plan.Settings.Tracking
	return db.Query(`SELECT revision, direction, segment, segments, digest, plan_digest, state, open FROM "` + tracking.Schema + `"."` + tracking.LogTable + `" ORDER BY 1, 2, 3, started_at`)
}
