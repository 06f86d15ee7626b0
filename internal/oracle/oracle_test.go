package oracle

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sqlbundle/internal/pgtest"
)

// recorded are cases with their answers, which were measured by another program.
type recorded struct {
	Case
	State   string
	Answers []struct {
		Versions []int
		Answer
	}
}

func (r recorded) answer(major int) Answer {
	for _, a := range r.Answers {
		if slices.Contains(a.Versions, major) {
			return a.Answer
		}
	}
	return Answer{}
}

// record reads the recorded cases by id, their setups complete.
func record(t *testing.T) map[string]recorded {
	t.Helper()
	data, err := os.ReadFile("../effects/testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		States map[string]string
		Cases  []recorded
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	byID := map[string]recorded{}
	for _, r := range file.Cases {
		r.Setup = file.States[r.State] + "\n" + r.Setup
		byID[r.ID] = r
	}
	return byID
}

// withoutReading leaves out locks that conflict with nothing but the strongest.
func withoutReading(a Answer) Answer {
	for _, locks := range []map[string]string{a.Locks, a.IndexLocks} {
		maps.DeleteFunc(locks, func(_, mode string) bool { return mode == "AccessShareLock" })
	}
	return a
}

func TestMeasureVersions(t *testing.T) {
	ids := []string{
		"add-column-not-null-no-default-empty", "add-column-not-null-no-default-rows", "add-column-default-random",
		"add-column-new-table-same-tx", "alter-temp-table", "alter-table-pending-trigger-events",
		"type-varchar-citext", "type-timestamp-timestamptz-berlin", "type-fk-referenced-int-bigint",
		"truncate", "create-index-concurrently", "drop-index-concurrently", "reindex-schema", "reindex-partitioned-table",
		"reindex-table-concurrently", "cluster-partitioned", "detach-partition-concurrently-with-default", "vacuum",
		"create-index-partitioned-concurrently", "table-set-tablespace", "drop-partition-with-default",
		"validate-fk-same-tx-as-add", "delete-all", "refresh-matview", "reassign-owned",
	}
	known := record(t)
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		var cases []Case
		for _, id := range ids {
			r, ok := known[id]
			if !ok {
				t.Fatalf("there is no case %s", id)
			}
			cases = append(cases, r.Case)
		}
		reported := 0
		err := MeasureAll(t.Context(), s, cases, func(i int, a Answer) {
			reported++
			want := known[ids[i]].answer(s.Major)
			if diff := cmp.Diff(want, withoutReading(a), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s\n%s", ids[i], diff)
			}
		})
		if err != nil || reported != len(ids) {
			t.Errorf("%d of %d answers (%v)", reported, len(ids), err)
		}
	})
}

// TestCasesDoNotMeet measures cases of which each leaves traces that would
// change the answer to the next one.
func TestCasesDoNotMeet(t *testing.T) {
	const setup = "CREATE TABLE t (a int); CREATE TABLE u (a int PRIMARY KEY); INSERT INTO u SELECT generate_series(1, 9)"
	scan := Case{Setup: setup, Stmt: "ALTER TABLE t ADD CHECK (a > 0)"}
	want := Answer{Locks: map[string]string{"public.t": "AccessExclusiveLock"}, Scanned: []string{"public.t"}}
	cases := []Case{
		scan,
		{Setup: setup, Stmt: "INSERT INTO t VALUES (-1)"},
		scan,
		{Setup: setup, Session: "CREATE TEMP TABLE t (a int)", Stmt: "ALTER TABLE t ADD CHECK (a > 0)"},
		scan,
		{Setup: setup, Session: "SET ROLE oracle_role", Stmt: "DROP TABLE t"},
		scan,
		{Setup: setup, Stmt: "VACUUM FULL t"},
		{Setup: setup, Stmt: "SELECT 1/0"},
		{Setup: setup, Before: "SELECT 1/0", Stmt: "SELECT 1"},
		scan,
	}
	var got []Answer
	err := MeasureAll(t.Context(), pgtest.Shared(t, 0), cases, func(_ int, a Answer) { got = append(got, a) })
	if err != nil || len(got) != len(cases) {
		t.Fatalf("%d of %d answers (%v)", len(got), len(cases), err)
	}
	for i, c := range cases {
		if c == scan {
			if diff := cmp.Diff(want, got[i], cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("case %d: %s", i, diff)
			}
		}
	}
	if got[3].Scanned[0] != "pg_temp.t" || got[5].SQLState != "42501" || !got[7].NoTx {
		t.Errorf("the cases between: %+v", got)
	}
	if e := got[9].Error; e != "before: division by zero" {
		t.Errorf("what fails before the statement: %q", e)
	}
}

func TestMeasureRefusedSetup(t *testing.T) {
	s := pgtest.Shared(t, 0)
	got, err := Measure(t.Context(), s, Case{Setup: "CREATE TABL t ()", Stmt: "SELECT 1"})
	want := Answer{Error: `setup: syntax error at or near "TABL"`, SQLState: "42601"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if names := s.Database(t).Query("SELECT datname FROM pg_database WHERE datname LIKE 'oracle%'"); len(names) > 0 {
		t.Errorf("databases are left: %v", names)
	}
}

func TestMeasureQuotesNames(t *testing.T) {
	got, err := Measure(t.Context(), pgtest.Shared(t, 0), Case{
		Setup: `CREATE SCHEMA "my app"; CREATE TABLE "my app"."Order" ("a.b" int PRIMARY KEY)`,
		Stmt:  `DROP TABLE "my app"."Order"`,
	})
	want := Answer{
		Locks:      map[string]string{`"my app"."Order"`: "AccessExclusiveLock"},
		IndexLocks: map[string]string{`"my app"."Order_pkey"`: "AccessExclusiveLock"},
		Dropped:    []string{`"my app"."Order"`, `"my app"."Order_pkey"`},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}
