package compiler_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgtest"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// goldenCase is testdata/CASE, which holds migrations/, case.toml, and want/ with
// what comes out.
type goldenCase struct {
	// About is a sentence on what the case shows.
	About string
	// Config is the project's configuration.
	Config string
	// Scripts are the commands, one after the other on one database; by
	// default everything up and down again.
	Scripts []string
	// Setup is SQL run before everything, Before what each session of the
	// statements by themselves begins with.
	Setup, Before string
	// Whole holds where want/ has the scripts from their first line on; else
	// they begin with the first step.
	Whole bool
	// Together holds where the statements of a section belong in one
	// transaction.
	Together bool
	// Since is the server's major version that the case needs.
	Since int
}

func readCase(t *testing.T, dir string) goldenCase {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "case.toml"))
	if err != nil {
		t.Fatal(err)
	}
	c := goldenCase{Scripts: []string{"upgrade heads", "downgrade HEADS:base"}}
	if err := toml.NewDecoder(strings.NewReader(string(data))).DisallowUnknownFields().Decode(&c); err != nil {
		t.Fatal(err)
	}
	if c.About == "" {
		t.Error("case.toml does not say what the case is about")
	}
	return c
}

func cases(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*/case.toml")
	if err != nil || len(files) < 20 {
		t.Fatalf("only %d cases are there, %v", len(files), err)
	}
	for i, f := range files {
		files[i] = filepath.Dir(f)
	}
	return files
}

// plans are those of a case's scripts, with the files' names.
func (c goldenCase) plans(t *testing.T, dir string) (plans []*compiler.Plan, names []string) {
	t.Helper()
	return c.plansIn(t, dir, inOrder)
}

func (c goldenCase) plansIn(t *testing.T, dir string, reorder func([]*revisions.Revision)) (plans []*compiler.Plan, names []string) {
	t.Helper()
	p, err := loadIn(os.DirFS(dir), c.Config, reorder)
	if err != nil {
		t.Fatal(problems(err))
	}
	var heads []string
	for _, r := range p.graph.RealHeads() {
		heads = append(heads, r.ID)
	}
	seen := map[string]int{}
	for _, command := range c.Scripts {
		plan, err := p.compile(strings.ReplaceAll(command, "HEADS", strings.Join(heads, ",")))
		if err != nil {
			t.Fatalf("%s: %s", command, problems(err))
		}
		name := string(plan.Direction)
		if seen[name]++; seen[name] > 1 {
			name += fmt.Sprintf("_%d", seen[name])
		}
		plans, names = append(plans, plan), append(names, name)
	}
	return plans, names
}

// TestGolden compares what comes out of each case, and holds that the manifest
// finds each statement in the script.
func TestGolden(t *testing.T) {
	for _, dir := range cases(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			c := readCase(t, dir)
			plans, names := c.plans(t, dir)
			for i, plan := range plans {
				sql, manifest := script(t, plan)
				golden(t, filepath.Join(dir, "want", names[i]+".sql"), c.shown(sql))
				if i == 0 {
					golden(t, filepath.Join(dir, "want", "manifest.json"), manifest)
				}
				checkManifest(t, plan, sql, manifest)
				if c.Whole && i == 0 && plan.Direction == graph.Upgrade {
					golden(t, filepath.Join(dir, "want", "preflight.sql"), written(t, plan, out.PreflightScript))
					golden(t, filepath.Join(dir, "want", "verify.sql"), written(t, plan, out.VerifyScript))
				}
			}
		})
	}
}

// shown is the part of a script that want/ has.
func (c goldenCase) shown(sql string) string {
	if _, steps, ok := strings.Cut(sql, "\n-- ======== step 1/"); ok && !c.Whole {
		return "-- ======== step 1/" + steps
	}
	return sql
}

// checkManifest holds that statements stand where the manifest says, in the
// author's order, and that equal transaction numbers are neighbours.
func checkManifest(t *testing.T, plan *compiler.Plan, sql, text string) {
	t.Helper()
	var m out.Manifest
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	at, transaction := 0, 0
	for i, step := range m.Steps {
		var want, got []string
		if s := compiler.Section(plan.Steps[i].Revision, plan.Steps[i].Direction, plan.Database); s != nil {
			for _, statement := range s.Statements {
				if !boundary(statement.SQL()) {
					want = append(want, statement.SQL())
				}
			}
		}
		for _, segment := range step.Segments {
			if n := segment.Transaction; n != nil {
				if *n != transaction && *n != transaction+1 {
					t.Errorf("transaction %d follows %d", *n, transaction)
				}
				transaction = *n
			}
			for _, s := range segment.Statements {
				got = append(got, s.SQL)
				if *s.Offset < at || sql[*s.Offset:*s.Offset+*s.Length] != s.SQL {
					t.Errorf("the script has no %q at %d", s.SQL, *s.Offset)
				}
				at = *s.Offset + *s.Length
			}
		}
		same(t, "statements of "+step.Revision, got, want)
	}
}

// boundary holds for BEGIN and COMMIT written by hand.
func boundary(sql string) bool {
	switch word, _, _ := strings.Cut(sql, " "); word {
	case "BEGIN", "START", "COMMIT", "END":
		return true
	}
	return false
}

// TestGoldenVersions runs each case's scripts by psql and compares what they
// leave with what the statements themselves leave.
func TestGoldenVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		goldenRoles(t, s)
		for _, dir := range cases(t) {
			c := readCase(t, dir)
			if c.Since > s.Major {
				continue
			}
			t.Run(filepath.Base(dir), func(t *testing.T) {
				t.Parallel()
				c.run(t, s, dir)
			})
		}
	})
}

func (c goldenCase) run(t *testing.T, s *pgtest.Server, dir string) {
	statements, db := s.Database(t), s.Database(t)
	statements.Exec(c.Setup)
	db.Exec(c.Setup)
	plans, names := c.plans(t, dir)
	table := plans[0].Settings.Tracking.Table
	empty := db.Snapshot(table)
	for i, plan := range plans {
		plan.TargetVersion = min(plan.TargetVersion, s.Major) // for the guard
		if plan.Direction == graph.Upgrade {
			if got := db.Psql(written(t, plan, out.PreflightScript)); got.Status != 0 {
				t.Errorf("preflight.sql ends with status %d\n%s%s", got.Status, got.Stdout, got.Stderr)
			}
		}
		sql, _ := script(t, plan)
		result := db.Psql(sql)
		if result.Status != 0 {
			t.Fatalf("%s: psql ends with status %d\n%s", names[i], result.Status, result.Stderr)
		}
		if plan.Direction == graph.Upgrade {
			verified(t, db, plan)
		}
		if plan.Direction != graph.Stamp {
			oneByOne(t, statements, plan, c.Before, c.Together)
		}
		same(t, names[i]+": schema", db.Snapshot(table), statements.Snapshot(table))
		same(t, names[i]+": data", db.Data(table), statements.Data(table))
		same(t, names[i]+": rows", rows(db, plan), plan.To)
	}
	last := plans[len(plans)-1]
	if len(last.To) == 0 && last.Direction == graph.Downgrade && len(last.Irreversible) == 0 {
		same(t, "what is left", db.Snapshot(table), empty)
	}
}

// verified wants verify.sql to find what the plan was to leave.
func verified(t *testing.T, db *pgtest.DB, plan *compiler.Plan) {
	t.Helper()
	if got := db.Psql(written(t, plan, out.VerifyScript)); got.Status != 0 || len(plan.Facts()) > 0 && !strings.Contains(got.Stdout, "catalogs") {
		t.Errorf("verify.sql ends with status %d\n%s%s", got.Status, got.Stdout, got.Stderr)
	}
}

// written is what a writer makes of a plan.
func written(t *testing.T, plan *compiler.Plan, write func(io.Writer, *compiler.Plan) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b, plan); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rows are those of the tracking table, wherever the plan finds it.
func rows(db *pgtest.DB, plan *compiler.Plan) []string {
	var list []string
	table := `"` + trackingSchema(db, plan) + `"."` + plan.Settings.Tracking.Table + `"`
	for _, row := range db.Query("SELECT version_num FROM " + table + ` ORDER BY version_num COLLATE "C"`) {
		list = append(list, row[0])
	}
	return list
}

// trackingSchema is where the tracking table and the log stand.
func trackingSchema(db *pgtest.DB, plan *compiler.Plan) string {
	if schema := plan.Settings.Tracking.Schema; schema != "" {
		return schema
	}
	return db.Query("SELECT current_schema()")[0][0]
}

// goldenRoles makes the roles of the cases. They belong to the server; tests of
// one package share it.
func goldenRoles(t *testing.T, s *pgtest.Server) {
	t.Helper()
	for _, name := range []string{"golden_deployer", "golden_owner"} {
		command := s.Command("postgres", "-c", "DO 'BEGIN CREATE ROLE "+name+"; EXCEPTION WHEN duplicate_object THEN END'")
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
	}
}
