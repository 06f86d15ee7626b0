package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
	"sqlbundle/out"
)

// helpdeskVariants are configurations of the example under which it has to do
// the same.
var helpdeskVariants = []struct {
	name  string
	edits []string
	// setup prepares the database, before each revision that is run alone.
	setup, before string
	table         string
}{
	{name: "revision", table: trackingTable},
	{name: "all", edits: []string{`transaction  = "revision"`, `transaction = "all"`}, table: trackingTable},
	{
		name: "alembic", edits: []string{"[vars]", "[tracking]\nstyle = \"alembic\"\n[vars]"},
		table: "public.alembic_version",
	},
	{
		name: "schema found", edits: []string{"[vars]", "[tracking]\nschema = \"\"\n[vars]"},
		table: trackingTable,
	},
	{
		name:  "schema of its own",
		edits: []string{"[vars]", "[tracking]\nschema = 'Ops \"1\"'\ntable = \"state of it\"\n[vars]"},
		setup: `CREATE SCHEMA "Ops ""1"""`, table: `"Ops ""1"""."state of it"`,
	},
	{
		name: "role and search_path",
		edits: []string{
			`lock_timeout = "5s"`,
			"lock_timeout = \"5s\"\nrole = 'De\"ployer'\nsearch_path = 'public, \"Un used\"'",
		},
		setup: `GRANT CREATE ON SCHEMA public TO "De""ployer";
			DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO "De""ployer"', current_database());
				EXECUTE format('ALTER DATABASE %I SET search_path = nowhere', current_database()); END $$`,
		before: `SET ROLE "De""ployer"; SET search_path = public, "Un used"`, table: trackingTable,
	},
}

// TestHelpdeskVersions holds that a script leaves what the revisions' own
// statements leave, that the way back leaves nothing but the tool's own
// tables, and that a second upgrade is like the first.
func TestHelpdeskVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		role(t, s, `"De""ployer"`)
		for _, v := range helpdeskVariants {
			for _, database := range []string{"main", "analytics"} {
				t.Run(v.name+"/"+database, func(t *testing.T) {
					t.Parallel()
					p := helpdesk(t, v.edits...)
					statements, db := s.Database(t), s.Database(t)
					if v.setup != "" {
						statements.Exec(v.setup)
						db.Exec(v.setup)
					}
					before := stateOf(db, v.table)
					oneByOne(t, statements, database, v.before, p.steps("head"))
					want := stateOf(statements, v.table)
					want.Rows = []string{"0b6f1e8c47d5"}

					up := p.sql("upgrade", "head", "--database", database)
					down := p.sql("downgrade", "head:base", "--database", database)
					apply(t, db, up)
					same(t, "after the upgrade", stateOf(db, v.table), want)
					apply(t, db, down)
					same(t, "after the way back", stateOf(db, v.table), before)
					apply(t, db, up)
					same(t, "after the second upgrade", stateOf(db, v.table), want)
				})
			}
		}
	})
}

// TestHelpdeskStepsVersions climbs the history one step at a time: each step
// can be taken back by its bundle, and from each there is a way to base.
func TestHelpdeskStepsVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		for _, database := range []string{"main", "analytics"} {
			t.Run(database, func(t *testing.T) {
				t.Parallel()
				p, db := helpdesk(t), s.Database(t)
				empty, from := stateOf(db, trackingTable), "base"
				before := empty
				for _, step := range p.manifest("upgrade", "head", "--database", database).Steps {
					dir := filepath.Join(p.bundle(from+":"+step.Revision, "--database", database), database)
					applyFile(t, db, filepath.Join(dir, "upgrade.sql"))
					after := stateOf(db, trackingTable)
					same(t, "rows at "+step.Revision, after.Rows, step.HeadsAfter)

					down := clone(t, db)
					applyFile(t, down, filepath.Join(dir, "rollback.sql"))
					back := stateOf(down, trackingTable)
					back.Data, before.Data = nil, nil // an UPDATE may have no inverse
					same(t, "after the rollback of "+step.Revision, back, before)
					if from != "base" {
						apply(t, down, p.sql("downgrade", from+":base", "--database", database))
						same(t, "after the way from "+from+" to base", stateOf(down, trackingTable), empty)
					}
					if t.Failed() {
						return
					}
					before, from = after, strings.Join(step.HeadsAfter, ",")
				}
			})
		}
	})
}

// TestHelpdeskBundle holds that a bundle's scripts are those that the commands
// print, and that rollback.sql restores where upgrade.sql started.
func TestHelpdeskBundle(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := helpdesk(t)
	for _, from := range []string{"base", "1975ea83b712", "c8d14f9e6b02,rep003"} {
		dir := p.bundle(from + ":head")
		call(t, 0, "inspect", dir)
		for _, database := range []string{"main", "analytics"} {
			t.Run(from+"/"+database, func(t *testing.T) {
				t.Parallel()
				db := s.Database(t)
				if from != "base" {
					for _, target := range strings.Split(from, ",") {
						apply(t, db, p.sql("upgrade", strings.Join(rowsOrBase(db), ",")+":"+target, "--database", database))
					}
				}
				before := stateOf(db, trackingTable)
				up := filepath.Join(dir, database, "upgrade.sql")
				text, err := os.ReadFile(up)
				if err != nil {
					t.Fatal(err)
				}
				if string(text) != p.sql("upgrade", from+":head", "--database", database) {
					t.Error("upgrade.sql is not what upgrade --sql prints")
				}
				bundled := manifestFile(t, filepath.Join(dir, database, "manifest.json"))
				if bundled.Rollback == nil || len(bundled.Rollback.Steps) != len(bundled.Steps) {
					t.Errorf("manifest.json tells of the way back %+v", bundled.Rollback)
				}
				bundled.Rollback = nil
				same(t, "manifest.json without offsets", bundled, p.manifest("upgrade", from+":head", "--database", database))
				applyFile(t, db, up)
				applyFile(t, db, filepath.Join(dir, database, "rollback.sql"))
				after := stateOf(db, trackingTable)
				after.Data, before.Data = nil, nil // an UPDATE may have no inverse
				same(t, "after the rollback", after, before)
			})
		}
	}
}

// manifestFile reads a bundle's manifest without its places in the script.
func manifestFile(t *testing.T, name string) (m out.Manifest) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	for _, step := range m.Steps {
		for _, segment := range step.Segments {
			for i := range segment.Statements {
				segment.Statements[i].Offset, segment.Statements[i].Length = nil, nil
			}
		}
	}
	return m
}

// rowsOrBase is the start of a range that begins where the database stands.
func rowsOrBase(db *pgtest.DB) []string {
	if s := stateOf(db, trackingTable); len(s.Rows) > 0 {
		return s.Rows
	}
	return []string{"base"}
}

// TestHelpdeskSays holds that a script reports each step and where the
// database stands, a line each.
func TestHelpdeskSays(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	var got []string
	for _, line := range strings.Split(apply(t, db, p.sql("upgrade", "8b1f04e9d3a5")), "\n") {
		if strings.HasPrefix(line, "sqlbundle: ") {
			got = append(got, line)
		}
	}
	want := []string{got[0], "sqlbundle: beginning with step 1 of 2"}
	for i, id := range []string{"27c6a30d7c24", "8b1f04e9d3a5"} {
		want = append(want, fmt.Sprintf("sqlbundle: step %d/2 upgrade %s segment 1/1", i+1, id))
	}
	same(t, "what the script says", got, append(want, got[len(got)-1]))
	for line, shape := range map[int]string{
		0:            `^sqlbundle: upgrade from base to 8b1f04e9d3a5, 2 steps, plan [0-9a-f]{12}$`,
		len(got) - 1: `^sqlbundle: done in [0-9]+\.[0-9] s, the database stands at 8b1f04e9d3a5$`,
	} {
		if !regexp.MustCompile(shape).MatchString(got[line]) {
			t.Errorf("%q is not like %s", got[line], shape)
		}
	}
}
