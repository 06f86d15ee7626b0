package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/fleet"
	"sqlbundle/internal/pgtest"
	"sqlbundle/internal/term"
)

// tenants is a project whose first revision every tenant has.
func tenants(t testing.TB) testProject {
	return newProject(t, map[string]string{
		"sqlbundle.toml": oldest + "[bundle]\nlock_timeout = \"200ms\"\n",
		"migrations/a1.sql": `-- Orders
-- sqlbundle:revision a1
-- sqlbundle:revises base
-- sqlbundle:up
CREATE TABLE orders (id bigint PRIMARY KEY, customer text NOT NULL);
INSERT INTO orders SELECT i, 'c' || i FROM generate_series(1, 100) i;
-- sqlbundle:down
DROP TABLE orders;
`,
		"migrations/b1.sql": `-- Find orders by customer
-- sqlbundle:revision b1
-- sqlbundle:revises a1
-- sqlbundle:up
CREATE INDEX CONCURRENTLY orders_customer ON orders (customer);
-- sqlbundle:down
DROP INDEX CONCURRENTLY orders_customer;
`,
		"migrations/c1.sql": `-- Totals
-- sqlbundle:revision c1
-- sqlbundle:revises b1
-- sqlbundle:up
ALTER TABLE orders ADD COLUMN total numeric;
CREATE TABLE totals (customer text PRIMARY KEY, total numeric);
-- sqlbundle:down
DROP TABLE totals;
ALTER TABLE orders DROP COLUMN total;
`,
	})
}

// tenantsOn makes so many databases with the first revision, a list of them,
// and the bundle of the rest.
func tenantsOn(t testing.TB, s *pgtest.Server, n int) (dbs []*pgtest.DB, list, bundle string) {
	t.Helper()
	p := tenants(t)
	first := s.Database(t)
	apply(t, first, p.sql("upgrade", "a1"))
	dbs = []*pgtest.DB{first}
	for range n - 1 {
		dbs = append(dbs, clone(t, first))
	}
	return dbs, targetList(t, dbs...), p.bundle("a1:head")
}

// targetList writes a list. Each address has a password that must not be shown.
func targetList(t testing.TB, dbs ...*pgtest.DB) string {
	t.Helper()
	text := "# all tenants\n\n"
	for _, db := range dbs {
		text += db.URL() + "&password=s3cret\n"
	}
	name := filepath.Join(t.TempDir(), "tenants")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// fleetReport is what a test reads of a report.
type fleetReport struct {
	Targets []struct {
		Target, Outcome string
		Line            int
		Exit            *int
		StandsAt        []string `json:"stands_at"`
		Inside          *struct {
			Revision          string
			Segment, Segments int
		}
		Error struct{ Message, Code, Detail string }
	}
	Counts map[string]int
}

// applyTargets applies a bundle to a list and reads the report.
func applyTargets(t testing.TB, status int, bundle, list string, args ...string) fleetReport {
	t.Helper()
	stdout, stderr := call(t, status, append([]string{"apply", bundle, "--targets", list, "--report", "json"}, args...)...)
	if strings.Contains(stdout+stderr, "s3cret") {
		t.Errorf("a password is shown:\n%s%s", stdout, stderr)
	}
	var r fleetReport
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v\n%s%s", err, stdout, stderr)
	}
	return r
}

// counts compares how many targets have which outcome.
func (r fleetReport) counts(t testing.TB, what string, want map[string]int) {
	t.Helper()
	same(t, what, r.Counts, want)
}

// 5 % and more fail, each for another reason; all of it is reported, and what is
// left is done by a second run, as psql does it.
func TestApplyTargetsVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		dbs, list, bundle := tenantsOn(t, s, 12)
		byPsql := clone(t, dbs[0])
		applyFile(t, byPsql, filepath.Join(bundle, "upgrade.sql"))
		want := stateOf(byPsql, trackingTable)

		dbs[2].Exec("CREATE TABLE totals (note text)")
		dbs[4].Exec("UPDATE sqlbundle_version SET version_num = 'other'")
		holder := dbs[6].Connect()
		if _, err := holder.Exec(context.Background(), "BEGIN; LOCK TABLE orders IN ACCESS SHARE MODE"); err != nil {
			t.Fatal(err)
		}
		dbs[0].Exec("ALTER DATABASE " + dbs[8].Name + " ALLOW_CONNECTIONS false")
		applyFile(t, dbs[10], filepath.Join(bundle, "upgrade.sql"))

		r := applyTargets(t, 3, bundle, list, "--max-failures", "4", "--retries", "0", "--no-preflight")
		r.counts(t, "the first run", map[string]int{"done": 7, "nothing to do": 1, "failed": 4})
		for i, words := range map[int]string{2: "already exists", 4: "the tracking table says other", 6: "lock timeout", 8: "not currently accepting connections"} {
			got := r.Targets[i]
			if got.Outcome != "failed" || !strings.Contains(got.Error.Message, words) || got.Line != i+3 || *got.Exit != 3 {
				t.Errorf("target %d: %+v, want a failure for %q", i, got, words)
			}
		}
		same(t, "where the one with a table in the way stands", r.Targets[2].StandsAt, []string{"b1"})
		if in := r.Targets[2].Inside; in != nil {
			t.Errorf("its transaction was rolled back, and it stands inside %v", in)
		}
		same(t, "where a finished one stands", r.Targets[0].StandsAt, []string{"c1"})
		same(t, "where one stands that was finished", r.Targets[10].StandsAt, []string{"c1"})

		dbs[2].Exec("DROP TABLE totals")
		dbs[4].Exec("UPDATE sqlbundle_version SET version_num = 'a1'")
		holder.Close(context.Background())
		dbs[0].Exec("ALTER DATABASE " + dbs[8].Name + " ALLOW_CONNECTIONS true")

		applyTargets(t, 0, bundle, list).counts(t, "the second run", map[string]int{"done": 4, "nothing to do": 8})
		for i, db := range dbs {
			same(t, fmt.Sprintf("database %d", i), stateOf(db, trackingTable), want)
		}
		applyTargets(t, 0, bundle, list, "--rollback").counts(t, "the way back", map[string]int{"done": 12})
		same(t, "rows after the way back", rowsOf(dbs[5], trackingTable), []string{"a1"})
	})
}

// After as many failures as are allowed no more are begun; after one among the
// canaries none but these.
func TestApplyTargetsStops(t *testing.T) {
	dbs, list, bundle := tenantsOn(t, pgtest.Shared(t, 0), 6)
	dbs[1].Exec("CREATE TABLE totals (note text)")
	dbs[3].Exec("CREATE TABLE totals (note text)")
	failure := "free names: public.totals is there already"

	r := applyTargets(t, 3, bundle, list, "--canary", "2", "--parallel", "3", "--max-failures", "6")
	r.counts(t, "with a canary that fails", map[string]int{"done": 1, "failed": 1, "not begun": 4})
	if e := r.Targets[1].Error; !strings.Contains(e.Detail, failure) {
		t.Errorf("the preflight's reason is not told: %+v", e)
	}
	r = applyTargets(t, 3, bundle, list, "--parallel", "1")
	r.counts(t, "with no failure allowed", map[string]int{"nothing to do": 1, "failed": 1, "not begun": 4})
	if last := r.Targets[5]; last.Exit != nil || last.StandsAt != nil {
		t.Errorf("of one that was not begun is told %+v", last)
	}
	r = applyTargets(t, 3, bundle, list, "--parallel", "1", "--max-failures", "1")
	r.counts(t, "with one failure allowed", map[string]int{"nothing to do": 1, "done": 1, "failed": 2, "not begun": 2})

	dbs[1].Exec("DROP TABLE totals")
	dbs[3].Exec("DROP TABLE totals")
	applyTargets(t, 0, bundle, list, "--check-only").counts(t, "looking", map[string]int{"checked": 6})
	applyTargets(t, 0, bundle, list, "--canary", "9").counts(t, "at last", map[string]int{"nothing to do": 2, "done": 4})
}

// Where a script tells of an error, cleans up and then stops, the report has the
// error.
func TestApplyTargetsBuilds(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := newProject(t, map[string]string{
		"sqlbundle.toml": "",
		"migrations/a1.sql": `-- One account a customer
-- sqlbundle:revision a1
-- sqlbundle:revises base
-- sqlbundle:up
CREATE UNIQUE INDEX CONCURRENTLY one ON accounts (customer);
-- sqlbundle:down
DROP INDEX CONCURRENTLY one;
`,
	})
	good, bad := s.Database(t), s.Database(t)
	good.Exec("CREATE TABLE accounts (customer text)")
	bad.Exec("CREATE TABLE accounts (customer text); INSERT INTO accounts VALUES ('twice'), ('twice')")
	r := applyTargets(t, 3, p.bundle("head"), targetList(t, good, bad))
	r.counts(t, "with duplicates", map[string]int{"done": 1, "failed": 1})
	if e := r.Targets[1].Error; !strings.Contains(e.Detail, `could not create unique index "one". Key (customer)=(twice) is duplicated.`) {
		t.Errorf("the error is told as %+v", e)
	}
}

// Shards share a list out: each database is done by one of them.
func TestApplyTargetsShards(t *testing.T) {
	dbs, list, bundle := tenantsOn(t, pgtest.Shared(t, 0), 6)
	done := map[string]int{}
	for _, shard := range []string{"1/3", "2/3", "3/3"} {
		for _, target := range applyTargets(t, 0, bundle, list, "--shard", shard).Targets {
			if target.Outcome != "done" {
				t.Errorf("%s in shard %s: %s", target.Target, shard, target.Outcome)
			}
			done[target.Target]++
		}
	}
	if len(done) != 6 {
		t.Errorf("%d of 6 are done: %v", len(done), done)
	}
	// A shard may be empty: nothing is left to do then.
	one := targetList(t, dbs[0])
	if a, b := applyTargets(t, 0, bundle, one, "--shard", "1/2"), applyTargets(t, 0, bundle, one, "--shard", "2/2"); len(a.Targets)+len(b.Targets) != 1 {
		t.Errorf("one database is in shards of %d and %d", len(a.Targets), len(b.Targets))
	}
}

// Two workers with one list do each database once, and both end well.
func TestApplyTargetsTwice(t *testing.T) {
	dbs, list, bundle := tenantsOn(t, pgtest.Shared(t, 0), 8)
	var wait sync.WaitGroup
	var reports [2]fleetReport
	for i := range reports {
		wait.Add(1)
		go func() {
			defer wait.Done()
			var o, e bytes.Buffer
			args := []string{"apply", bundle, "--targets", list, "--report", "json", "--parallel", "3", "--retries", "20"}
			if status := run(context.Background(), args, strings.NewReader(""), &o, &e); status != 0 {
				t.Errorf("a worker ends with %d\n%s%s", status, &o, &e)
			}
			if err := json.Unmarshal(o.Bytes(), &reports[i]); err != nil {
				t.Error(err)
			}
		}()
	}
	wait.Wait()
	both := reports[0].Counts["done"] + reports[1].Counts["done"]
	if both != len(dbs) || reports[0].Counts["nothing to do"]+reports[1].Counts["nothing to do"] != len(dbs) {
		t.Errorf("of %d databases the workers say %v and %v", len(dbs), reports[0].Counts, reports[1].Counts)
	}
	for _, db := range dbs {
		if rows := db.Query("SELECT DISTINCT attempts FROM sqlbundle_log"); len(rows) != 1 || rows[0][0] != "1" {
			t.Errorf("%s: attempts %v", db.Name, rows)
		}
	}
}

// A database in which another run is at work is visited again, and reported
// where that does not end in time.
func TestApplyTargetsBusy(t *testing.T) {
	dbs, list, bundle := tenantsOn(t, pgtest.Shared(t, 0), 2)
	holder := dbs[0].Connect()
	if _, err := holder.Exec(context.Background(), "SELECT pg_advisory_lock(1936812130, hashtext('public.sqlbundle_version'))"); err != nil {
		t.Fatal(err)
	}
	r := applyTargets(t, 3, bundle, list, "--busy", "0", "--parallel", "2")
	r.counts(t, "without patience", map[string]int{"busy": 1, "done": 1})
	if *r.Targets[0].Exit != 3 || !strings.Contains(r.Targets[0].Error.Detail, "another run holds the lock") {
		t.Errorf("the busy one is reported as %+v", r.Targets[0])
	}
	time.AfterFunc(2*time.Second, func() { holder.Close(context.Background()) })
	applyTargets(t, 0, bundle, list, "--no-preflight").counts(t, "with patience", map[string]int{"done": 1, "nothing to do": 1})
}

// Ctrl-C once: what runs ends behind its segment, nothing more begins, and the
// same command does the rest.
func TestApplyTargetsInterrupted(t *testing.T) {
	dbs, list, bundle := tenantsOn(t, pgtest.Shared(t, 0), 4)
	b := loaded(t, bundle)
	f, err := os.Open(list)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	jobs, err := fleet.ReadTargets(f, "list")
	if err != nil {
		t.Fatal(err)
	}
	for i := range jobs {
		jobs[i].Bundle = b
	}
	// The second one waits in its first segment for a lock.
	holder := dbs[1].Connect()
	if _, err := holder.Exec(context.Background(), "BEGIN; LOCK TABLE orders IN ROW EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	interrupts := make(chan struct{})
	under, most := 0, 0
	results, err := fleet.Run(context.Background(), jobs, fleet.Options{
		Parallel: 2, MaxFailures: 4, Interrupts: interrupts, Busy: time.Minute,
		Notify: func(n fleet.Note) {
			switch {
			case n.Result != nil && n.Result.Outcome != fleet.NotBegun:
				under--
			case n.Job != nil && n.Event == nil && n.Result == nil:
				under++
				most = max(most, under)
			case n.Job != &jobs[1] || n.Event == nil:
			case n.Event.Event == executor.Waiting && len(n.Event.Blockers) > 0:
				go func() { interrupts <- struct{}{} }()
			case n.Event.Event == executor.Stopping:
				go holder.Exec(context.Background(), "COMMIT")
			}
		},
	})
	if !errors.Is(err, executor.ErrInterrupted) {
		t.Errorf("the error is %v", err)
	}
	if most != 2 || under != 0 {
		t.Errorf("%d were under way at once, and %d are left", most, under)
	}
	if r := results[1]; r.Outcome != fleet.Interrupted || r.Stands == nil || r.Stands.Inside != "b1" || r.Stands.Segment != 2 {
		t.Errorf("the one that was interrupted: %+v, stands %+v", r, r.Stands)
	}
	var b2 bytes.Buffer
	if err := fleet.Report(&b2, "text", results, term.Style{}); err != nil || !strings.Contains(b2.String(), "inside b1, segment 2/2") {
		t.Errorf("%v\n%s", err, &b2)
	}
	applyTargets(t, 0, bundle, list)
	for _, db := range dbs {
		same(t, db.Name, rowsOf(db, trackingTable), []string{"c1"})
	}
}

// What is wrong with a bundle, a list or a call is told before the first
// connection.
func TestApplyTargetsRefuses(t *testing.T) {
	listener, connections := countingListener(t)
	bundle := tenants(t).bundle("head")
	list := filepath.Join(t.TempDir(), "list")
	good := "postgres://u:s3cret@" + listener + "/x?sslmode=disable\n"
	tests := []struct {
		name   string
		status int
		list   string
		spoil  bool
		args   []string
		want   string
	}{
		{"a tampered bundle", 1, good, true, nil, `"upgrade.sql" was changed`},
		{"another digest", 1, good, false, []string{"--expect", strings.Repeat("0", 64)}, "its digest is"},
		{"an empty digest, as of a variable that is not set", 2, good, false, []string{"--expect", ""}, "not an empty one"},
		{"a line that is no address", 2, good + "s3cret\n", false, nil, "list:2: the database's address cannot be read"},
		{"a database twice", 2, good + good, false, nil, "list:2: this is the database of line 1"},
		{"no database", 2, "# none\n", false, nil, "names no database"},
		{"no folder for the report", 2, good, false, []string{"--report-file", filepath.Join(t.TempDir(), "no", "r")}, "no such file or directory"},
		{"an address", 2, good, false, []string{"--database", "host=x"}, "names the part"},
		{"another part", 2, good, false, []string{"--database", "main"}, "not for"},
		{"a shard of nothing", 2, good, false, []string{"--shard", "4/3"}, "the third of eight"},
		{"both", 2, good, false, []string{"--all"}, "one of them"},
		{"no one at work", 2, good, false, []string{"--parallel", "0"}, "1 or more"},
		{"abandon", 2, good, false, []string{"--abandon", "a1"}, "for one database"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := bundle
			if tt.spoil {
				b = filepath.Join(t.TempDir(), "b")
				if err := os.CopyFS(b, os.DirFS(bundle)); err != nil {
					t.Fatal(err)
				}
				f, err := os.OpenFile(filepath.Join(b, "upgrade.sql"), os.O_APPEND|os.O_WRONLY, 0)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.WriteString(f, "SELECT 1;\n")
				f.Close()
			}
			if err := os.WriteFile(list, []byte(tt.list), 0o600); err != nil {
				t.Fatal(err)
			}
			stdout, stderr := call(t, tt.status, append([]string{"apply", b, "--targets", list}, tt.args...)...)
			if !strings.Contains(stderr, tt.want) || stdout != "" || strings.Contains(stderr, "s3cret") {
				t.Errorf("it says %q and %q, want %q", stdout, stderr, tt.want)
			}
		})
	}
	if n := connections(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
	// The listener does count.
	if err := os.WriteFile(list, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	call(t, 3, "apply", bundle, "--targets", list, "--reconnect", "0")
	if connections() == 0 {
		t.Error("a good call makes no connection")
	}
}

// The log has a line an event, with its target; the report goes into its file.
func TestApplyTargetsLog(t *testing.T) {
	dbs, list, bundle := tenantsOn(t, pgtest.Shared(t, 0), 3)
	file := filepath.Join(t.TempDir(), "report.xml")
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	args := []string{"apply", bundle, "--targets", "-", "--log-format", "json", "--report", "junit", "--report-file", file}
	if status := run(context.Background(), args, bytes.NewReader(text), &stdout, &stderr); status != 0 {
		t.Fatalf("status %d\n%s", status, &stderr)
	}
	kinds := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(stdout.String()), "\n") {
		var e struct{ Target, Event string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		kinds[e.Target] = append(kinds[e.Target], e.Event)
	}
	if len(kinds) != len(dbs) {
		t.Errorf("the log is about %v", kinds)
	}
	for target, k := range kinds {
		if k[0] != "start" || !slices.Contains(k, "segment-done") || !slices.Equal(k[len(k)-2:], []string{"end", "result"}) {
			t.Errorf("%s: %v", target, k)
		}
	}
	xml, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(xml), `tests="3" failures="0"`) || strings.Contains(string(xml)+stdout.String()+stderr.String(), "s3cret") {
		t.Errorf("%v\n%s%s", err, xml, &stderr)
	}
}
