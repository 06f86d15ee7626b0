package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"sqlbundle/internal/pgtest"
)

// running runs psql beside the test; the function that it gives waits for the
// end.
func running(t *testing.T, db *pgtest.DB, args ...string) (wait func() pgtest.Result) {
	t.Helper()
	cmd := db.Command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	stop := func() {
		select {
		case <-ended:
		case <-time.After(time.Minute):
			_ = cmd.Process.Kill()
			<-ended
			t.Errorf("psql does not end\n%s%s", &stdout, &stderr)
		}
	}
	t.Cleanup(stop)
	return func() pgtest.Result {
		stop()
		return pgtest.Result{Stdout: stdout.String(), Stderr: stderr.String(), Status: cmd.ProcessState.ExitCode()}
	}
}

// await polls a query until it gives a row, and gives its first value.
func await(t *testing.T, db *pgtest.DB, query string) string {
	t.Helper()
	for range 3000 {
		if rows := db.Query(query); len(rows) > 0 {
			return rows[0][0]
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("in vain: %s", query)
	return ""
}

// snapshot opens a transaction that concurrent builds have to wait for; the
// function that it gives ends it.
func snapshot(t *testing.T, db *pgtest.DB) (end func()) {
	t.Helper()
	conn := db.Connect()
	if _, err := conn.Exec(context.Background(), "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

// waiting is the backend of a concurrent build that waits for old snapshots.
const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'virtualxid' AND query LIKE '%INDEX CONCURRENTLY%'`

// TestConcurrentRunsVersions holds that of two runs one works, and the other
// stops at once and changes nothing, while the first waits within a concurrent
// build.
func TestConcurrentRunsVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		p := branched(t, oldest)
		upgrade, rollback := p.scripts("head")
		undisturbed := s.Database(t)
		finished(t, undisturbed.PsqlFile(upgrade))

		db := s.Database(t)
		// Inside the build of cc: its table is there already.
		finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=aa"))
		end := snapshot(t, db)
		first := running(t, db, "-f", upgrade)
		pid := await(t, db, waiting)
		for _, script := range []string{upgrade, rollback} {
			begun := time.Now()
			refuses(t, db, script, nil, "another run holds the lock, pid "+pid+" (sqlbundle ", "CREATE INDEX CONCURRENTLY aa_c ON aa (c)")
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("the second run waited: %s", took)
			}
		}
		same(t, "who builds", await(t, db, waiting), pid)
		end()
		finished(t, first())
		same(t, "at the end", stateOf(db, trackingTable), stateOf(undisturbed, trackingTable))
		same(t, "the log", logOf(db), logOf(undisturbed))
	})
}

// TestConcurrentStarts holds that runs which start in the same moment are one
// run and others that are refused, or find nothing to do.
func TestConcurrentStarts(t *testing.T) {
	p, s := branched(t, ""), pgtest.Shared(t, 0)
	upgrade, rollback := p.scripts("head")
	undisturbed, db := s.Database(t), s.Database(t)
	finished(t, undisturbed.PsqlFile(upgrade))
	for _, script := range []string{upgrade, rollback, upgrade} {
		var waits []func() pgtest.Result
		for range 4 {
			waits = append(waits, running(t, db, "-f", script))
		}
		done := 0
		for _, wait := range waits {
			switch got := wait(); {
			case got.Status == 0:
				done++
			default:
				stopped(t, got, "another run holds the lock")
			}
		}
		if done == 0 {
			t.Errorf("none of the runs has worked")
		}
	}
	same(t, "at the end", stateOf(db, trackingTable), stateOf(undisturbed, trackingTable))
	same(t, "runs of the first step", db.Query("SELECT count(*) FROM sqlbundle_log WHERE revision = 'aa' AND direction = 'upgrade'"), [][]string{{"2"}})
}

// TestConcurrentPooler holds that nothing is recorded, and no transaction
// commits, once the session has lost its lock.
func TestConcurrentPooler(t *testing.T) {
	s := pgtest.Shared(t, 0)
	const lose = `CREATE FUNCTION lose() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_unlock_all(); END';
		CREATE PROCEDURE lose_all() LANGUAGE plpgsql AS 'BEGIN INSERT INTO one VALUES (9); PERFORM pg_advisory_unlock_all(); END';`
	const keep = `CREATE OR REPLACE FUNCTION lose() RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
		CREATE OR REPLACE PROCEDURE lose_all() LANGUAGE plpgsql AS 'BEGIN END';`
	tests := []struct {
		name, config, up string
		rows             []string // of the tracking table, when it has stopped
		ones             [][]string
	}{
		{"the only segment", "", "INSERT INTO one VALUES (2);\nSELECT lose();", []string{"one"}, [][]string{{"1"}}},
		{"its first statement", "", "SELECT lose();\nINSERT INTO one VALUES (2);", []string{"one"}, [][]string{{"1"}}},
		{"a first segment", "", "INSERT INTO one VALUES (2);\nSELECT lose();\n-- sqlbundle:commit\nINSERT INTO one VALUES (3);", []string{"one"}, [][]string{{"1"}}},
		{"a last segment", "", "INSERT INTO one VALUES (2);\n-- sqlbundle:commit\nINSERT INTO one VALUES (3);\nSELECT lose();", []string{"one"}, [][]string{{"1"}, {"2"}}},
		{"a joint transaction", "[bundle]\ntransaction = 'all'\n", "INSERT INTO one VALUES (2);\nSELECT lose();", []string{}, nil},
		{"a transaction by hand", "", "BEGIN;\nINSERT INTO one VALUES (2);\nSELECT lose();\nCOMMIT;", []string{"one"}, [][]string{{"1"}}},
		{"outside transactions", "", "-- sqlbundle:notransaction\nCALL lose_all();", []string{"one"}, [][]string{{"1"}, {"9"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec("CREATE TABLE public.one (n int);" + lose)
			p := made(t, test.config,
				rev{id: "one", up: "INSERT INTO one VALUES (1);", down: "DELETE FROM one;"},
				rev{id: "two", up: test.up},
				rev{id: "three", up: "INSERT INTO one VALUES (4);"},
			)
			upgrade, _ := p.scripts("head")
			got := db.PsqlFile(upgrade)
			stopped(t, got, "sqlbundle: this session has lost its lock (a pooler in transaction mode?)")
			same(t, "rows", rowsOf(db, trackingTable), test.rows)
			same(t, "data", db.Query("SELECT n FROM one ORDER BY 1"), test.ones)
			db.Exec(keep)
			again := db.PsqlFile(upgrade)
			if strings.HasPrefix(test.name, "outside") {
				stopped(t, again, "an earlier run was cut off in CALL at migrations/two.sql:")
				return
			}
			finished(t, again)
			same(t, "rows at the end", rowsOf(db, trackingTable), []string{"three"})
		})
	}
}

// writer changes rows of its own for as long as it is let, and keeps account
// of what has been committed.
type writer struct {
	number  int
	ledger  map[int]int
	writes  int
	failure error
	done    chan struct{}
}

// writes starts one; it ends when the context does.
func writes(ctx context.Context, db *pgtest.DB, number int) (*writer, error) {
	conn, err := pgx.Connect(context.Background(), db.URL())
	if err != nil {
		return nil, err
	}
	w := &writer{number: number, ledger: map[int]int{}, done: make(chan struct{})}
	go func() {
		defer close(w.done)
		defer conn.Close(context.Background())
		for ctx.Err() == nil && w.failure == nil {
			w.failure = w.write(conn)
			w.writes++
		}
	}()
	return w, nil
}

// write does one insert, update or delete of a row that is its own.
func (w *writer) write(conn *pgx.Conn) error {
	id := w.number*1_000_000 + w.writes/3
	var err error
	switch w.writes % 3 {
	case 0:
		_, err = conn.Exec(context.Background(), "INSERT INTO accounts (id, email, value) VALUES ($1::bigint, 'w' || $1::bigint, $2)", id, w.writes)
		w.ledger[id] = w.writes
	case 1:
		_, err = conn.Exec(context.Background(), "UPDATE accounts SET value = $2 WHERE id = $1", id, w.writes)
		w.ledger[id] = w.writes
	default:
		// Every other row goes again.
		if id%2 == 0 {
			_, err = conn.Exec(context.Background(), "DELETE FROM accounts WHERE id = $1", id)
			delete(w.ledger, id)
		}
	}
	return err
}

// TestConcurrentWritersVersions holds that applications may write during the
// whole run, a cut and a second run included: no write fails, and none is lost.
func TestConcurrentWritersVersions(t *testing.T) {
	p := made(t, oldest,
		rev{id: "one", up: "CREATE TABLE accounts (id bigint PRIMARY KEY, email text, value int);\nINSERT INTO accounts SELECT i, 'a' || i, i FROM generate_series(1, 3000) i;"},
		rev{id: "two", up: "ALTER TABLE accounts ADD COLUMN lower_email text;\nCREATE INDEX CONCURRENTLY accounts_value ON accounts (value);\nCREATE UNIQUE INDEX CONCURRENTLY accounts_email ON accounts (email);\n" +
			"UPDATE accounts SET lower_email = lower(email) WHERE lower_email IS NULL AND id <= 1500;\n-- sqlbundle:commit\nUPDATE accounts SET lower_email = lower(email) WHERE lower_email IS NULL;"},
		rev{id: "three", up: "ALTER TABLE accounts ADD CONSTRAINT value_there CHECK (value IS NOT NULL) NOT VALID;\n-- sqlbundle:commit\nALTER TABLE accounts VALIDATE CONSTRAINT value_there;"},
		rev{id: "four", up: "REINDEX TABLE CONCURRENTLY accounts;\nDROP INDEX CONCURRENTLY accounts_value;\nVACUUM accounts;"},
	)
	upgrade, _ := p.scripts("head")
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := s.Database(t)
		finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=one"))
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		var writers []*writer
		for i := 1; i <= 3; i++ {
			w, err := writes(ctx, db, i)
			if err != nil {
				t.Fatal(err)
			}
			writers = append(writers, w)
		}
		const held = waiting + ` AND pg_blocking_pids(pid) && ARRAY(SELECT a.pid FROM pg_stat_activity a WHERE a.datname = current_database() AND a.state = 'idle in transaction')`
		cut := func(pid string, run func() pgtest.Result, end func()) {
			t.Helper()
			db.Exec("SELECT pg_terminate_backend(" + pid + ")")
			if got := run(); got.Status != 2 {
				t.Errorf("psql ends with status %d, want 2\n%s%s", got.Status, got.Stdout, got.Stderr)
			}
			end()
		}
		end, run := snapshot(t, db), running(t, db, "-f", upgrade)
		cut(await(t, db, held+" AND query LIKE '%accounts_value%'"), run, end)
		// The second run builds that index again, and is cut in the next one.
		end, run = snapshot(t, db), running(t, db, "-f", upgrade)
		await(t, db, held+" AND query LIKE '%accounts_value%'")
		next := snapshot(t, db)
		end()
		cut(await(t, db, held+" AND query LIKE '%accounts_email%'"), run, next)
		finished(t, db.PsqlFile(upgrade), "going on inside two, at its segment 3")
		cancel()
		for _, w := range writers {
			<-w.done
			if w.failure != nil {
				t.Errorf("after %d writes one failed: %v", w.writes, w.failure)
			}
			if w.writes < 30 {
				t.Errorf("only %d writes went through", w.writes)
			}
			kept := map[string]string{}
			for id, value := range w.ledger {
				kept[fmt.Sprint(id)] = fmt.Sprint(value)
			}
			there := map[string]string{}
			for _, row := range db.Query(fmt.Sprintf("SELECT id, value FROM accounts WHERE id / 1000000 = %d", w.number)) {
				there[row[0]] = row[1]
			}
			same(t, "what a writer has committed", there, kept)
		}
		same(t, "rows of nobody", db.Query("SELECT count(*), count(lower_email) FROM accounts WHERE id < 1000000"), [][]string{{"3000", "3000"}})
		same(t, "invalid indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{})
		same(t, "indexes", db.Query("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'accounts'::regclass ORDER BY 1"), [][]string{{"accounts_email"}, {"accounts_pkey"}})
	})
}
