package compiler_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/effects"
	"sqlbundle/revisions"
)

// planOf compiles an upgrade of a project of texts by revision, each on top of
// the one before, in front of which stands a baseline.
func planOf(t *testing.T, baseline string, from []string, ups ...string) *compiler.Plan {
	t.Helper()
	files := fstest.MapFS{}
	parent := "base"
	for i, up := range ups {
		id := fmt.Sprintf("r%d", i+1)
		text := fmt.Sprintf("-- sqlbundle:revision %s\n-- sqlbundle:revises %s\n-- sqlbundle:up\n%s\n", id, parent, up)
		files["migrations/"+id+".sql"] = &fstest.MapFile{Data: []byte(text)}
		parent = id
	}
	p, err := load(files, "")
	if err != nil {
		t.Fatal(err)
	}
	req := compiler.Request{Direction: graph.Upgrade, From: from, Targets: []string{"heads"}, TargetVersion: 15}
	if baseline != "" {
		files["schema.sql"] = &fstest.MapFile{Data: []byte(baseline)}
		if req.Baseline, err = revisions.LoadBaseline(files, "schema.sql"); err != nil {
			t.Fatal(err)
		}
	}
	plan, err := compiler.Compile(p.graph, req)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// locks are those of a plan's segments, one line a segment.
func locks(plan *compiler.Plan) string {
	var b strings.Builder
	for _, step := range plan.Steps {
		for _, segment := range step.Segments {
			fmt.Fprintf(&b, "%s/%d:", step.ID(), segment.Number)
			for _, l := range segment.Locks() {
				if l.Mode > effects.AccessShare {
					fmt.Fprintf(&b, " %s %s", l.Relation, l.Mode)
				}
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestLocksOfSegments(t *testing.T) {
	plan := planOf(t, "", nil,
		"CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (t int);",
		`CREATE INDEX ON u (t); ALTER TABLE u ADD FOREIGN KEY (t) REFERENCES t (id);
CREATE TABLE v (id int); ALTER TABLE v ADD COLUMN x int;
CREATE INDEX CONCURRENTLY u_t ON u (t);`)
	want := `r1/1:
r2/1: public.t ShareRowExclusiveLock public.u ShareRowExclusiveLock
r2/2: public.u ShareUpdateExclusiveLock
r2/3:
`
	if got := locks(plan); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestReplayFrom holds that what is applied already is known.
func TestReplayFrom(t *testing.T) {
	ups := []string{"CREATE TABLE t (id int PRIMARY KEY, v varchar(10));", "ALTER TABLE t ALTER COLUMN v TYPE text;"}
	for _, from := range [][]string{nil, {"r1"}} {
		plan := planOf(t, "", from, ups...)
		last := plan.Steps[len(plan.Steps)-1].Segments[0].Statements[0]
		if e := last.Effects; len(e.Rewrites) > 0 || len(e.Unknown) > 0 || e.Refused != nil || len(e.Locks) != 1 {
			t.Errorf("from %v: %+v", from, e)
		}
	}
}

// TestPartitionedCut holds that a statement which the catalog keeps out of a
// transaction gets a segment without one.
func TestPartitionedCut(t *testing.T) {
	plan := planOf(t, "", nil, "CREATE TABLE m (d date) PARTITION BY RANGE (d); CREATE TABLE n (d date);",
		"SELECT 1; REINDEX TABLE m; REINDEX TABLE n;")
	var got []bool
	for _, segment := range plan.Steps[1].Segments {
		got = append(got, segment.Transaction == 0)
	}
	if len(got) != 3 || got[0] || !got[1] || got[2] {
		t.Errorf("outside of a transaction: %v, want only the second of three segments", got)
	}
}

// TestTemporaryTables holds that a segment's temporary tables end with it, as in
// the script.
func TestTemporaryTables(t *testing.T) {
	plan := planOf(t, "", nil, "CREATE TEMP TABLE x (a int);", "CREATE TEMP TABLE x (a int);")
	for _, step := range plan.Steps {
		if r := step.Segments[0].Statements[0].Effects.Refused; r != nil {
			t.Errorf("%s: %v", step.ID(), r)
		}
	}
}

// TestBaseline holds that the first revision is judged on top of a dump, with
// all that pg_dump writes into one.
func TestBaseline(t *testing.T) {
	dump, err := os.ReadFile("testdata/baseline.dump.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(dump), string(dump) + "\nALTER TABLE app.c ADD CONSTRAINT n NOT NULL t;\n"} {
		plan := planOf(t, text, nil, "ALTER TABLE app.t ALTER COLUMN v TYPE text; DROP TABLE app.c; ALTER TABLE app.p ADD COLUMN x int DEFAULT random();")
		want := "r1/1: app.c AccessExclusiveLock app.p AccessExclusiveLock app.p1 AccessExclusiveLock app.t AccessExclusiveLock\n"
		if got := locks(plan); got != want {
			t.Errorf("got %swant %s", got, want)
		}
		for _, st := range plan.Steps[0].Segments[0].Statements {
			if e := st.Effects; e.Refused != nil || len(e.Unknown) > 0 {
				t.Errorf("%s: refused %v, unknown %q", st.SQL(), e.Refused, e.Unknown)
			}
		}
	}
}
