package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/pgtest"
)

// TestApplyPlainVersions plays a night with a bundle in the plain dialect: it is
// looked at, applied, does nothing the second time, as psql's script does not, and
// is rolled back.
func TestApplyPlainVersions(t *testing.T) {
	p := night(t)
	dir, other := p.bundle("heads", "--dialect", "plain"), p.bundle("heads")
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := s.Database(t)
		empty := everything(db)
		stdout, _ := call(t, 0, "apply", dir, "--database", db.URL(), "--check-only")
		says(t, stdout, "ok    position               the database stands at base", "sqlbundle: preflight: 0 stop", "sqlbundle: guards passed, nothing has been changed; beginning with step 1 of 2")
		same(t, "after a look", everything(db), empty)
		events, err := applying(t, db, dir, executor.Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "statements", len(of(events, executor.StatementDone)), 6)
		if rows := of(events, executor.Rowed); len(rows) != 1 || len(rows[0].Rows) != 2 {
			t.Errorf("the rows are %+v", rows)
		}
		if done := of(events, executor.SegmentDone); len(done) != 5 {
			t.Errorf("the segments are %+v", done)
		}
		before := everything(db)
		stdout, _ = call(t, 0, "apply", dir, "--database", db.URL())
		says(t, stdout, "sqlbundle: nothing to do, the database stands at bb", "sqlbundle: verified")
		applyFile(t, db, filepath.Join(other, "upgrade.sql"))
		same(t, "after further runs", everything(db), before)
		stdout, _ = call(t, 0, "apply", dir, "--database", db.URL(), "--check-only")
		says(t, stdout, "sqlbundle: guards passed, nothing has been changed; nothing to do, the database stands at bb")
		stdout, _ = call(t, 0, "apply", dir, "--database", db.URL(), "--rollback")
		says(t, stdout, "sqlbundle: step 2/2 downgrade aa segment 1/1", "sqlbundle: done, the database stands at base")
		same(t, "rows", rowsOf(db, trackingTable), []string{})
	})
}

// TestApplyPlainRefusals holds what is refused of a bundle in the plain dialect.
func TestApplyPlainRefusals(t *testing.T) {
	p := night(t)
	db := pgtest.Shared(t, 0).Database(t)
	dir := p.bundle("heads", "--dialect", "plain")
	for _, option := range []string{"--stop-after", "--abandon"} {
		_, stderr := call(t, 2, "apply", dir, "--database", "host=/nowhere", option, "aa")
		says(t, stderr, option+" is for bundles that psql can run")
	}
	before := everything(db)
	stdout, stderr := call(t, 3, "apply", p.bundle("aa:heads", "--dialect", "plain"), "--database", db.URL())
	says(t, stdout, "stop  position               the database stands at base, this bundle starts at aa and leads to bb")
	says(t, stderr, "ERROR:  sqlbundle: ")
	same(t, "the database", everything(db), before)
	db.Exec("CREATE TABLE t ()")
	before = everything(db)
	_, stderr = call(t, 3, "apply", dir, "--database", db.URL())
	says(t, stderr, "ERROR:  sqlbundle: this is not the moment: stop says free names")
	same(t, "the database", everything(db), before)
}

// TestApplyPlainRetries holds that a transaction or a batch that has failed for a
// reason that passes begins again in the same session.
func TestApplyPlainRetries(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	dir := made(
		t, oldest,
		triesAtRows("aa", "nextval('tries') % 3 > 0", "WHEN (new.id % 4 = 0)"),
		rev{id: "bb", up: "CREATE TABLE v ();\n-- sqlbundle:commit\nUPDATE u SET n = 0 WHERE id = 4;\n-- sqlbundle:batch key=id size=4\nUPDATE u SET n = 1;\nSELECT 1;", down: "DROP TABLE v;"},
	).bundle("heads", "--dialect", "plain")
	events, err := applying(t, db, dir, executor.Options{Retries: 2, NoPreflight: true, NoVerify: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "attempts more", len(of(events, executor.Retrying)), 8)
	same(t, "sessions", len(of(events, executor.Connected)), 1)
	same(t, "rows", db.Query("SELECT count(*) FROM u WHERE n = 1"), [][]string{{"12"}})
	events, err = applying(t, db, dir, executor.Options{Retries: 2, NoPreflight: true, NoVerify: true}, nil)
	if n := len(of(events, executor.SegmentBegun)); err != nil || n > 0 {
		t.Errorf("a second run ends with %v after %d segments", err, n)
	}
}

// TestApplyPlainStops holds what is said where a run stops with something done: the
// command that makes the rest, which goes on.
func TestApplyPlainStops(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := night(t)
	dir := p.bundle("heads", "--dialect", "plain")
	goesOn := func(t *testing.T, db *pgtest.DB, after string) {
		t.Helper()
		_, err := applying(t, db, dir, executor.Options{NoPreflight: true}, nil)
		var refused *executor.Refused
		if !errors.As(err, &refused) || !strings.Contains(refused.Hint, "sqlbundle upgrade base:bb --sql --dialect plain --after "+after) {
			t.Fatalf("a second run says %v\n%+v", err, refused)
		}
		// The bundle for psql goes on too.
		call(t, 0, "apply", p.bundle("heads"), "--database", db.URL())
		same(t, "rows", rowsOf(db, trackingTable), []string{"bb"})
	}
	t.Run("interrupted", func(t *testing.T) {
		t.Parallel()
		db := s.Database(t)
		events := applyingInterrupted(t, db, dir)
		if stands := of(events, executor.Stands); len(stands) != 1 || !strings.HasPrefix(stands[0].Message, "the database stands behind bb/1, this script begins where the plan starts. Make the rest: sqlbundle upgrade base:bb --sql") {
			t.Errorf("it stands at %+v", stands)
		}
		goesOn(t, db, "bb/1")
	})
	t.Run("lost", func(t *testing.T) {
		t.Parallel()
		db := s.Database(t)
		killed := 0
		events, err := applying(t, db, dir, executor.Options{Reconnect: time.Minute}, func(e executor.Event) {
			if e.Event == executor.StatementDone && killed == map[string]int{"aa": 0, "bb": 1}[e.Revision] && e.Statement == 1 {
				killed++
				db.Exec(endRuns)
			}
		})
		var refused *executor.Refused
		if !errors.As(err, &refused) || !strings.Contains(refused.Hint, "--after aa/1") || killed != 2 {
			t.Errorf("the error is %v after %d losses", err, killed)
		}
		if n := len(of(events, executor.Reconnecting)); n < 2 {
			t.Errorf("it connected %d times more", n)
		}
		goesOn(t, db, "aa/1")
	})
	t.Run("failed", func(t *testing.T) {
		t.Parallel()
		db := s.Database(t)
		var name string
		events, err := applying(t, db, dir, executor.Options{}, func(e executor.Event) {
			if e.Event == executor.SegmentBegun && e.Revision == "bb" && e.Segment == 3 {
				name = "taken"
				db.Exec("CREATE INDEX t_n ON t (id)")
			}
		})
		var refused *executor.Refused
		if !errors.As(err, &refused) || !strings.Contains(refused.Message, "CREATE INDEX at migrations/bb.sql:11 has failed, or has not had its effect") || !strings.Contains(refused.Hint, "--after bb/2") || name == "" {
			t.Errorf("the error is %v, %+v", err, refused)
		}
		if notices := of(events, executor.Noticed); notices[len(notices)-1].Code != "42P07" {
			t.Errorf("the error before is not told: %+v", notices)
		}
		db.Exec("DROP INDEX t_n")
		goesOn(t, db, "bb/2")
	})
	t.Run("failed in a transaction", func(t *testing.T) {
		t.Parallel()
		db := s.Database(t)
		events, err := applying(t, db, dir, executor.Options{}, func(e executor.Event) {
			if e.Event == executor.SegmentBegun && e.Revision == "bb" && e.Segment == 1 {
				db.Exec("ALTER TABLE t ADD COLUMN m int")
			}
		})
		failed, stands := of(events, executor.Failed), of(events, executor.Stands)
		if err == nil || len(failed) != 1 || failed[0].Code != "42701" || failed[0].File != "migrations/bb.sql" {
			t.Errorf("the error is %v, %+v", err, failed)
		}
		if len(stands) != 1 || !strings.Contains(stands[0].Message, "--after aa/1") {
			t.Errorf("it stands at %+v", stands)
		}
		db.Exec("ALTER TABLE t DROP COLUMN m")
		goesOn(t, db, "aa/1")
	})
}

// TestApplyPlainTargets holds that a list's report says where databases stand that
// a bundle in the plain dialect has gone to.
func TestApplyPlainTargets(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := night(t)
	dir, targets := p.bundle("heads", "--dialect", "plain"), filepath.Join(t.TempDir(), "targets")
	whole, half := s.Database(t), s.Database(t)
	call(t, 0, "apply", p.bundle("aa"), "--database", half.URL())
	call(t, 0, "apply", p.bundle("aa:heads", "--dialect", "plain"), "--database", half.URL(), "--check-only")
	half.Exec("CREATE INDEX t_n ON t (id)")
	write(t, targets, whole.URL()+"\n"+half.URL()+"\n")
	args := []string{"apply", p.bundle("aa:heads", "--dialect", "plain"), "--targets", targets, "--no-preflight", "--max-failures", "5"}
	call(t, 0, "apply", p.bundle("aa"), "--database", whole.URL())
	stdout, _ := call(t, 3, args...)
	says(t, stdout, "at bb\n", "at aa, inside bb, segment 3/4\n", `relation "t_n" already exists`, "Make the rest: sqlbundle upgrade aa:bb --sql --dialect plain --after bb/2", "2 databases: 1 done, 1 failed")
	stdout, _ = call(t, 3, args...)
	says(t, stdout, "at bb\n", "at aa, inside bb, segment 3/4\n", "Make the rest: sqlbundle upgrade aa:bb --sql --dialect plain --after bb/2", "2 databases: 1 nothing to do, 1 failed")
	_, stderr := call(t, 2, append([]string{"apply", dir, "--stop-after", "aa"}, args[2:]...)...)
	says(t, stderr, "--stop-after is for bundles that psql can run")
}
