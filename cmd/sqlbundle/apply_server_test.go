package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/pgtest"
	"sqlbundle/out"
)

// loaded is a bundle's folder, ready to be run.
func loaded(t testing.TB, dir string) *executor.Bundle {
	t.Helper()
	files, err := readBundle(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := executor.Load(files, "")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func targetOf(t testing.TB, db *pgtest.DB) executor.Target {
	t.Helper()
	target, err := executor.ParseTarget(db.URL())
	if err != nil {
		t.Fatal(err)
	}
	return target
}

// applying runs a bundle; on is called with each event.
func applying(t testing.TB, db *pgtest.DB, dir string, o executor.Options, on func(executor.Event)) ([]executor.Event, error) {
	t.Helper()
	var events []executor.Event
	o.Events = func(e executor.Event) {
		events = append(events, e)
		if on != nil {
			on(e)
		}
	}
	err := executor.Run(context.Background(), targetOf(t, db), loaded(t, dir), o)
	return events, err
}

// one finds the events of a kind.
func of(events []executor.Event, kind executor.Kind) []executor.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e executor.Event) bool { return e.Event != kind })
}

// night is a history with something of each kind.
func night(t testing.TB) testProject {
	return made(t, oldest+"[bundle]\nlock_timeout = '2500ms'\n",
		rev{id: "aa", up: "CREATE TABLE t (id int PRIMARY KEY, n int);\nINSERT INTO t SELECT generate_series(1, 10);", down: "DROP TABLE t;"},
		rev{
			id: "bb", up: "ALTER TABLE t ADD COLUMN m int DEFAULT 1;\n-- sqlbundle:batch key=id size=3\nUPDATE t SET n = id;\nCREATE INDEX CONCURRENTLY t_n ON t (n);\nSELECT id, n FROM t WHERE id < 3 ORDER BY id;",
			down: "DROP INDEX t_n;\nALTER TABLE t DROP COLUMN m;", sections: "-- sqlbundle:verify\nSELECT bool_and(n = id) FROM t",
		})
}

// writing opens a transaction that a concurrent build waits for.
func writing(t *testing.T, db *pgtest.DB) (end func()) {
	t.Helper()
	conn := db.Connect()
	if _, err := conn.PgConn().Exec(context.Background(), "SET application_name = 'night report'; BEGIN; DELETE FROM t WHERE false").ReadAll(); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

// TestApplyVersions plays a night: the bundle is applied as a deploy job does,
// it does nothing the second time, psql finds nothing to do, and it is rolled
// back.
func TestApplyVersions(t *testing.T) {
	dir := night(t).bundle("heads")
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := s.Database(t)
		empty := stateOf(db, "public.none").Schema
		stdout, stderr := call(t, 0, "apply", dir, "--database", db.URL(), "--expect", loaded(t, dir).Digest)
		says(t, stdout, "ok    position               the database stands at base", "sqlbundle: preflight: 0 stop", "sqlbundle: step 2/2 upgrade bb segment 4/4",
			"  id | n\n  1 | 1\n  2 | 2\n", "the database stands at bb", "sqlbundle: verify: revision bb: ", "sqlbundle: verified")
		says(t, stderr, "INFO:  sqlbundle: step 2/2 upgrade bb segment 2/4: 10 rows changed, 10 seen, all batches done")
		same(t, "who did it", db.Query("SELECT DISTINCT client FROM sqlbundle_log"), [][]string{{"local, psql (sqlbundle " + out.Version + ")"}})
		before := everything(db)
		stdout, _ = call(t, 0, "apply", dir, "--database", db.URL())
		says(t, stdout, "nothing to do, the database stands at bb")
		applyFile(t, db, filepath.Join(dir, "upgrade.sql"))
		same(t, "after further runs", everything(db), before)
		stdout, _ = call(t, 0, "apply", dir, "--database", db.URL(), "--rollback", "--check-only")
		says(t, stdout, "guards passed, nothing has been changed; beginning with step 1 of 2")
		stdout, _ = call(t, 0, "apply", dir, "--database", db.URL(), "--rollback")
		says(t, stdout, "the database stands at base")
		db.Exec("DROP TABLE sqlbundle_version, sqlbundle_log")
		same(t, "after the way back", stateOf(db, "public.none").Schema, empty)
		call(t, 0, "apply", dir, "--database", db.URL(), "--stop-after", "aa")
		same(t, "rows", rowsOf(db, trackingTable), []string{"aa"})
	})
}

// TestApplyRefusals holds what each refusal says, and that nothing is changed.
func TestApplyRefusals(t *testing.T) {
	s := pgtest.Shared(t, 0)
	db := s.Database(t)
	dir := night(t).bundle("aa:heads")
	before := everything(db)
	refuse := func(wanted string, args ...string) {
		t.Helper()
		stdout, stderr := call(t, 3, append([]string{"apply", dir, "--database", db.URL()}, args...)...)
		says(t, stdout+stderr, wanted)
		same(t, wanted, everything(db), before)
	}
	refuse("stop  position               the tracking table says base (nothing is applied), this script starts at aa and leads to bb")
	refuse("ERROR:  sqlbundle: this is not the moment: stop says ")
	refuse("ERROR:  sqlbundle: the tracking table says base (nothing is applied), this script starts at aa", "--no-preflight")
	refuse("--stop-after zz: this script has no such revision", "--no-preflight", "--stop-after", "zz")
	refuse("ERROR:  sqlbundle: there is no tracking table", "--rollback")
	dir = night(t).bundle("heads")
	holder := holds(t, db, "public.sqlbundle_version")
	before = everything(db)
	refuse("ERROR:  sqlbundle: another run holds the lock, pid ", "--no-preflight")
	if err := holder.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, stderr := call(t, 3, "apply", dir, "--database", "host=/nowhere password=sesame")
	says(t, stderr, "ERROR:  failed to connect")
	if strings.Contains(stderr, "sesame") {
		t.Errorf("the password is shown: %s", stderr)
	}
}

// TestApplyRetries holds that a run begins again after a lock timeout, tells who
// is in the way, and gives up after the last attempt.
func TestApplyRetriesVersions(t *testing.T) {
	dir := night(t).bundle("heads")
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		t.Parallel()
		db := s.Database(t)
		call(t, 0, "apply", dir, "--database", db.URL(), "--stop-after", "aa")
		end := blocked(t, db, "t")
		events, err := applying(t, db, dir, executor.Options{NoPreflight: true}, nil)
		var refused *executor.Refused
		if !errors.As(err, &refused) || refused.PG == nil || refused.PG.Code != "55P03" {
			t.Errorf("the error is %v", err)
		}
		if failed := of(events, executor.Failed); len(failed) != 1 || failed[0].File != "migrations/bb.sql" || failed[0].Line != 8 {
			t.Errorf("the failure is %+v", failed)
		}
		freed := false
		events, err = applying(t, db, dir, executor.Options{NoPreflight: true, Retries: 3}, func(e executor.Event) {
			if e.Event == executor.Retrying && !freed {
				freed = true
				end()
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(of(events, executor.Retrying)); n != 1 {
			t.Errorf("there were %d attempts more", n)
		}
		waits := of(events, executor.Waiting)
		if len(waits) == 0 || len(waits[0].Blockers) != 1 || waits[0].Blockers[0].Application != "night report" || !strings.Contains(waits[0].Blockers[0].Query, "SELECT 'rows of it' FROM t") {
			t.Errorf("the run waits for %+v", waits)
		}
		same(t, "rows", rowsOf(db, trackingTable), []string{"bb"})
	})
}

// TestApplyBuildsVersions holds that a concurrent build tells how far it is and
// for whom it waits.
func TestApplyBuildsVersions(t *testing.T) {
	dir := night(t).bundle("heads")
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		t.Parallel()
		db := s.Database(t)
		end := func() {}
		events, err := applying(t, db, dir, executor.Options{}, func(e executor.Event) {
			switch {
			case e.Event == executor.SegmentBegun && e.Revision == "bb" && e.Segment == 3:
				end = writing(t, db)
			case e.Event == executor.Progress:
				end()
				end = func() {}
			}
		})
		end()
		if err != nil {
			t.Fatal(err)
		}
		progress := of(events, executor.Progress)
		if len(progress) == 0 || !strings.HasPrefix(progress[0].Phase, "create index concurrently: ") || progress[0].Total < 1 {
			t.Errorf("the progress is %+v", progress)
		}
		if waits := of(events, executor.Waiting); len(waits) == 0 || waits[0].Blockers[0].Application != "night report" {
			t.Errorf("the run waits for %+v", waits)
		}
	})
}

// endRuns ends the backends of runs.
const endRuns = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name ~ '^sqlbundle [0-9a-f]{12}$'"

// TestApplyReconnectsVersions holds that a run whose backend is ended goes on
// with another one, wherever that happens, and gives up where it shall not.
func TestApplyReconnectsVersions(t *testing.T) {
	dir := night(t).bundle("heads")
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		t.Parallel()
		whole := s.Database(t)
		if _, err := applying(t, whole, dir, executor.Options{}, nil); err != nil {
			t.Fatal(err)
		}
		db := s.Database(t)
		kills := 0
		kill := func(e executor.Event) {
			if e.Event == executor.StatementDone && kills < 4 && e.Statement == 1 && e.Segment != kills {
				kills++
				db.Exec(endRuns)
			}
		}
		events, err := applying(t, db, dir, executor.Options{Reconnect: time.Minute}, kill)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(of(events, executor.Reconnecting)); n < 3 || kills < 3 {
			t.Errorf("the connection was lost %d times, and made anew %d times", kills, n)
		}
		same(t, "the database", stateOf(db, trackingTable), stateOf(whole, trackingTable))

		gone := s.Database(t)
		_, err = applying(t, gone, dir, executor.Options{}, func(e executor.Event) {
			if e.Event == executor.StatementDone {
				gone.Exec(endRuns)
			}
		})
		var refused *executor.Refused
		if !errors.As(err, &refused) {
			t.Errorf("without another attempt the error is %v", err)
		}
	})
}

// applyingInterrupted applies a bundle that is asked to stop in the first segment
// of revision bb, and gives what it told.
func applyingInterrupted(t *testing.T, db *pgtest.DB, dir string) []executor.Event {
	t.Helper()
	interrupts := make(chan struct{}, 1)
	events, err := applying(t, db, dir, executor.Options{Interrupts: interrupts}, func(e executor.Event) {
		if e.Event == executor.SegmentBegun && e.Revision == "bb" && e.Segment == 1 {
			interrupts <- struct{}{}
			time.Sleep(100 * time.Millisecond) // until it has been heard
		}
	})
	if !errors.Is(err, executor.ErrInterrupted) {
		t.Errorf("the error is %v", err)
	}
	return events
}

// TestApplyInterrupts holds that a run which is asked to stop ends behind the
// segment, tells where it goes on, and that one which is asked twice cancels
// its statement.
func TestApplyInterrupts(t *testing.T) {
	s := pgtest.Shared(t, 0)
	dir := night(t).bundle("heads")
	t.Run("once", func(t *testing.T) {
		db := s.Database(t)
		events := applyingInterrupted(t, db, dir)
		if stands := of(events, executor.Stands); len(stands) != 1 || stands[0].Message != "the same command goes on: going on inside bb, at its segment 2" {
			t.Errorf("it stands at %+v", stands)
		}
		same(t, "open", db.Query("SELECT segment, state FROM sqlbundle_log WHERE open ORDER BY 1"), [][]string{{"1", "done"}})
		call(t, 0, "apply", dir, "--database", db.URL())
	})
	t.Run("twice", func(t *testing.T) {
		db := s.Database(t)
		interrupts := make(chan struct{}, 2)
		end, progress, stopping := func() {}, 0, 0
		events, err := applying(t, db, dir, executor.Options{Interrupts: interrupts, Retries: 3}, func(e executor.Event) {
			switch {
			case e.Event == executor.SegmentBegun && e.Revision == "bb" && e.Segment == 3:
				end = writing(t, db)
			case e.Event == executor.Progress:
				if progress++; progress == 1 {
					interrupts <- struct{}{}
					interrupts <- struct{}{}
				}
			case e.Event == executor.Stopping:
				if stopping++; stopping == 2 {
					// What the build has left cannot be dropped before.
					time.AfterFunc(time.Second, end)
				}
			}
		})
		if !errors.Is(err, executor.ErrInterrupted) {
			t.Errorf("the error is %v", err)
		}
		if failed := of(events, executor.Failed); len(failed) != 1 || !strings.Contains(failed[0].Message, "failed, as told above; nothing of it is left") {
			t.Errorf("the failure is %+v", failed)
		}
		if stands := of(events, executor.Stands); len(stands) != 1 || stands[0].Message != "the same command goes on: going on inside bb, at its segment 3" {
			t.Errorf("it stands at %+v", stands)
		}
		same(t, "indexes", db.Query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), [][]string{{"0"}})
		call(t, 0, "apply", dir, "--database", db.URL())
	})
}

// TestApplySignals holds that the process itself ends behind the segment at the
// first signal, and is still there at the second.
func TestApplySignals(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	dir := made(t, oldest, rev{id: "aa", up: "SELECT pg_sleep(1);\n-- sqlbundle:commit\nCREATE TABLE t ();\n-- sqlbundle:commit\nSELECT pg_sleep(60);", down: "DROP TABLE t;"}).bundle("heads")
	for _, c := range []struct {
		signals int
		stands  string
	}{{1, "going on inside aa, at its segment 2"}, {2, "going on inside aa, at its segment 3"}} {
		cmd := exec.Command(newProcess(t, nil).program, "apply", dir, "--database", db.URL(), "--no-preflight", "--log-format", "json")
		cmd.Stderr = os.Stderr
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var events []executor.Event
		for lines := json.NewDecoder(stdout); lines.More(); {
			var e executor.Event
			if err := lines.Decode(&e); err != nil {
				t.Fatal(err)
			}
			events = append(events, e)
			stopping := len(of(events, executor.Stopping))
			if e.Event == executor.StatementSent && (e.Segment == 3 || c.signals == 1) && stopping == 0 || e.Event == executor.Stopping && stopping < c.signals {
				if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait()
		if status := cmd.ProcessState.ExitCode(); status != 130 {
			t.Errorf("after %d signals: status %d", c.signals, status)
		}
		if stands := of(events, executor.Stands); len(stands) != 1 || !strings.HasSuffix(stands[0].Message, c.stands) {
			t.Errorf("after %d signals it stands at %+v", c.signals, stands)
		}
	}
}

// TestApplyTwice holds that of two runs at once one works.
func TestApplyTwice(t *testing.T) {
	s := pgtest.Shared(t, 0)
	dir := made(t, oldest, rev{id: "aa", up: "CREATE TABLE t ();\nSELECT pg_sleep(2);", down: "DROP TABLE t;"}).bundle("heads")
	for _, psql := range []bool{false, true} {
		db := s.Database(t)
		other := -1
		_, err := applying(t, db, dir, executor.Options{NoPreflight: true}, func(e executor.Event) {
			if e.Event != executor.SegmentBegun {
				return
			}
			if psql {
				other = db.PsqlFile(filepath.Join(dir, "upgrade.sql")).Status
			} else {
				other = run(context.Background(), []string{"apply", dir, "--no-preflight", "--database", db.URL()}, strings.NewReader(""), &strings.Builder{}, &strings.Builder{})
			}
		})
		if err != nil || other != 3 {
			t.Errorf("the first ends with %v, the other with %d", err, other)
		}
	}
}

// TestApplyCommitFails holds that a transaction that fails in its COMMIT, for a
// reason that passes, is begun again.
func TestApplyCommitFails(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	dir := made(
		t, oldest,
		rev{id: "aa", up: `CREATE TABLE u (id int);
CREATE SEQUENCE tries;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('tries') < 3 THEN RAISE EXCEPTION 'not yet' USING ERRCODE = '40001'; END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON u DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();`, down: "DROP TABLE u;\nDROP FUNCTION f();\nDROP SEQUENCE tries;"},
		rev{id: "bb", up: "INSERT INTO u VALUES (1);", down: "DELETE FROM u WHERE id = 1;"},
	).bundle("heads")
	events, err := applying(t, db, dir, executor.Options{Retries: 5}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(of(events, executor.Retrying)); n != 2 {
		t.Errorf("there were %d attempts more", n)
	}
	same(t, "rows", db.Query("SELECT id FROM u"), [][]string{{"1"}})
}

// TestApplyFailsWhileStopping holds that a run that fails is not said to have been
// stopped, where it was asked to stop meanwhile.
func TestApplyFailsWhileStopping(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	dir := made(t, oldest, rev{id: "aa", up: "SELECT pg_sleep(0.5);\nSELECT 1 / 0;", down: "SELECT 1;"}).bundle("heads")
	interrupts := make(chan struct{}, 1)
	_, err := applying(t, db, dir, executor.Options{Interrupts: interrupts}, func(e executor.Event) {
		if e.Event == executor.SegmentBegun {
			interrupts <- struct{}{}
		}
	})
	var refused *executor.Refused
	if !errors.As(err, &refused) || refused.PG == nil || refused.PG.Code != "22012" {
		t.Errorf("the error is %v", err)
	}
}

// TestApplyBatchesGetFurther holds that attempts are counted anew when a batch is
// done.
func TestApplyBatchesGetFurther(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	dir := made(
		t, oldest,
		triesAtRows("aa", "nextval('tries') % 3 = 0", ""),
		rev{id: "bb", up: "-- sqlbundle:batch key=id size=2\nUPDATE u SET n = 1;", down: "SELECT 1;"},
	).bundle("heads")
	events, err := applying(t, db, dir, executor.Options{Retries: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(of(events, executor.Retrying)); n < 2 {
		t.Errorf("there were %d attempts more", n)
	}
	same(t, "rows", db.Query("SELECT count(*) FROM u WHERE n = 1"), [][]string{{"12"}})
}

// TestApplyRetriesEnd holds that attempts are counted over all segments of a
// transaction, and that nothing of one that was rolled back is told to be done.
func TestApplyRetriesEnd(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, dialect := range []string{"psql", "plain"} {
		t.Run(dialect, func(t *testing.T) {
			db := s.Database(t)
			dir := made(t, oldest+"[bundle]\ntransaction = 'all'\n",
				rev{id: "aa", up: "CREATE TABLE t ();", down: "DROP TABLE t;"},
				rev{id: "bb", up: "DO $$ BEGIN RAISE EXCEPTION 'never' USING ERRCODE = '40001'; END $$;", down: "SELECT 1;"},
				rev{id: "cc", up: "CREATE TABLE u ();", down: "DROP TABLE u;"},
			).bundle("heads", "--dialect", dialect)
			attempts := 0
			o := executor.Options{Retries: 2, NoPreflight: true, NoVerify: true}
			interrupts := make(chan struct{}, 3)
			o.Interrupts = interrupts
			events, err := applying(t, db, dir, o, func(e executor.Event) {
				if e.Event == executor.Retrying {
					if attempts++; attempts == 4 {
						interrupts <- struct{}{} // it would never end
					}
				}
			})
			var refused *executor.Refused
			if !errors.As(err, &refused) || refused.PG == nil || refused.PG.Code != "40001" {
				t.Errorf("it ends with %v", err)
			}
			same(t, "attempts more", attempts, 2)
			same(t, "segments that are done", len(of(events, executor.SegmentDone)), 0)
			same(t, "what stands", len(of(events, executor.Stands)), 0)
		})
	}
}

// triesAtRows is a revision that makes a table of twelve rows: to change one that
// when is about fails with a serialization failure where the count of tries says so.
func triesAtRows(id, fails, when string) rev {
	return rev{id: id, up: `CREATE TABLE u (id int PRIMARY KEY, n int);
INSERT INTO u SELECT generate_series(1, 12);
CREATE SEQUENCE tries;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ` + fails + ` THEN RAISE EXCEPTION 'not yet' USING ERRCODE = '40001'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER early BEFORE UPDATE ON u FOR EACH ROW ` + when + ` EXECUTE FUNCTION f();`, down: "DROP TABLE u;\nDROP FUNCTION f();\nDROP SEQUENCE tries;"}
}
