package crash

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/pgtest"
)

// TestPlainClients holds that a plain script changes nothing in the hands of a
// client that does not send each statement as a transaction of its own, and
// that a lost session is told from another one.
func TestPlainClients(t *testing.T) {
	t.Parallel()
	b := newBench(t, pgtest.Shared(t, 0))
	h := histories()[1] // with concurrent builds
	x := newPlainTrial(t, b, h)
	ctx := context.Background()
	for name, send := range map[string]func(t *testing.T, conn *pgx.Conn) string{
		"as one string": func(_ *testing.T, conn *pgx.Conn) string {
			_, err := conn.PgConn().Exec(ctx, x.up.text).ReadAll()
			return message(err)
		},
		"in a transaction": func(t *testing.T, conn *pgx.Conn) string {
			return told(runsOn.sendOn(t, conn, append([]string{"BEGIN"}, x.up.statements...), 0))
		},
		"in a transaction that is rolled back": func(t *testing.T, conn *pgx.Conn) string {
			return told(rollsBack.sendOn(t, conn, append([]string{"BEGIN"}, x.up.statements...), 0))
		},
		"with a savepoint around each statement": func(t *testing.T, conn *pgx.Conn) string {
			return message(savepoints(t, conn, x.up.statements))
		},
		"each on a connection of its own": func(t *testing.T, conn *pgx.Conn) string {
			first := ""
			for _, statement := range x.up.statements {
				other, err := pgx.Connect(ctx, conn.Config().ConnString())
				if err != nil {
					t.Fatal(err)
				}
				// Author's statements by themselves are nobody's to stop here.
				if strings.HasPrefix(statement, "DO ") || strings.HasPrefix(statement, "SELECT pg_catalog") || strings.Contains(statement, "default_transaction_read_only") {
					if _, err := other.PgConn().Exec(ctx, statement).ReadAll(); err != nil && first == "" {
						first = message(err)
					}
				}
				other.Close(ctx)
			}
			return first
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := b.database(t, x.start)
			conn, err := pgx.Connect(ctx, db.URL())
			if err != nil {
				t.Fatal(err)
			}
			got := send(t, conn)
			conn.Close(ctx)
			want := map[string]string{
				"as one string":                          "started inside a transaction, or sent as one string",
				"in a transaction":                       "started inside a transaction, or sent as one string",
				"in a transaction that is rolled back":   "started inside a transaction, or sent as one string",
				"with a savepoint around each statement": "cannot set transaction read-write mode inside a read-only transaction",
				"each on a connection of its own":        "an earlier statement has failed, so nothing is begun",
			}[name]
			if !strings.Contains(got, want) {
				t.Errorf("the first error is %q, want %q", got, want)
			}
			x.settled(t, db)
			if diff := unchanged(x.begin, stateOf(t, db, h)); diff != "" {
				t.Errorf("something has changed (-before +after):\n%s", diff)
			}
		})
	}
	t.Run("two at once", func(t *testing.T) {
		t.Parallel()
		db := b.database(t, x.start)
		first, err := pgx.Connect(ctx, db.URL())
		if err != nil {
			t.Fatal(err)
		}
		defer first.Close(ctx)
		if refused := stops.sendOn(t, first, x.up.statements[:len(x.up.statements)/2], 0); refused != nil {
			t.Fatal(refused)
		}
		before := stateOf(t, db, h)
		if got := told(runsOn.send(t, db, x.up.statements, 0)); !strings.Contains(got, "another run holds the lock, pid ") {
			t.Errorf("the second says %q", got)
		}
		if diff := unchanged(before, stateOf(t, db, h)); diff != "" {
			t.Errorf("the second has changed something:\n%s", diff)
		}
	})
}

// TestPlainBuildsVersions cuts and cancels a concurrent build: what it leaves is
// named, and the messages lead to the end.
func TestPlainBuildsVersions(t *testing.T) {
	t.Parallel()
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		b := newBench(t, s)
		h := histories()[1]
		x := newPlainTrial(t, b, h)
		for _, strike := range []string{"pg_terminate_backend", "pg_cancel_backend"} {
			t.Run(strike, func(t *testing.T) {
				t.Parallel()
				db := b.database(t, x.start)
				ctx := context.Background()
				build := 0
				for i, statement := range x.up.statements {
					if slow.MatchString(statement) {
						build = i
						break
					}
				}
				conn, err := pgx.Connect(ctx, db.URL())
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close(ctx)
				if refused := stops.sendOn(t, conn, x.up.statements[:build], 0); refused != nil {
					t.Fatal(refused)
				}
				holder, err := snapshot.begin(db)
				if err != nil {
					t.Fatal(err)
				}
				defer holder.Close(ctx)
				done, answered := make(chan string, 1), make(chan struct{})
				go func() {
					// What follows the error is sent as well, on a session that lives.
					first := runsOnQuietly(conn, x.up.statements[build:])
					close(answered)
					done <- first
				}()
				if waits, err := b.held(int(conn.PgConn().PID()), answered); err != nil || !waits {
					t.Fatal("the build does not wait: ", err)
				}
				db.Exec("SELECT " + strike + "(" + itoa(conn.PgConn().PID()) + ")")
				t.Log(<-done)
				holder.Close(ctx)
				conn.Close(ctx)
				x.settled(t, db)
				did := finish(t, h, db, x.up, "")
				x.settled(t, db)
				if diff := differs(x.upgraded, stateOf(t, db, h)); diff != "" {
					t.Errorf("(-undisturbed +now):\n%s\n%s", diff, strings.Join(did, "\n"))
				}
				if !strings.Contains(strings.Join(did, "\n"), "DROP INDEX CONCURRENTLY") {
					t.Errorf("no message names what was left:\n%s", strings.Join(did, "\n"))
				}
			})
		}
	})
}

// runsOnQuietly sends statements as long as there is a connection, and gives
// the first error.
func runsOnQuietly(conn *pgx.Conn, statements []string) string {
	first := ""
	for _, statement := range statements {
		if conn.IsClosed() {
			break
		}
		if _, err := conn.PgConn().Exec(context.Background(), statement).ReadAll(); err != nil && first == "" {
			first = message(err)
		}
	}
	return first
}

// savepoints sends as clients do that go on in a transaction after an error.
func savepoints(t *testing.T, conn *pgx.Conn, statements []string) error {
	t.Helper()
	ctx, first := context.Background(), error(nil)
	exec := func(sql string) error {
		_, err := conn.PgConn().Exec(ctx, sql).ReadAll()
		return err
	}
	for _, statement := range statements {
		inside := conn.PgConn().TxStatus() == 'T' && statement != "COMMIT" && statement != "ROLLBACK"
		if inside {
			if err := exec("SAVEPOINT client"); err != nil {
				t.Fatal(err)
			}
		}
		err := exec(statement)
		if err != nil && first == nil {
			first = err
		}
		if inside {
			end := "RELEASE SAVEPOINT client"
			if err != nil {
				end = "ROLLBACK TO SAVEPOINT client"
			}
			if err := exec(end); err != nil {
				t.Fatal(err)
			}
		}
	}
	return first
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func itoa(n uint32) string { return strconv.Itoa(int(n)) }

// told is the message of a refusal; empty for none.
func told(refused *pgconn.PgError) string {
	if refused == nil {
		return ""
	}
	return refused.Message
}
