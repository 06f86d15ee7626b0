package compiler

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"sqlbundle/internal/pgtest"
)

// again_owner owns what the tests make and may do nothing else: what looks at
// the catalogs is to work for an ordinary role.
const ordinaryRole = `DO $$ BEGIN CREATE ROLE again_owner; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$`

// rerun is a statement that is run, interrupted, and run another time.
type rerun struct {
	t       *testing.T
	db      *pgtest.DB
	session string // what each of its sessions begins with
	sql     string
	again   *Again
	before  string
	conn    *pgx.Conn
}

// ordinary is a database with a schema app that an ordinary role owns.
func ordinary(t *testing.T, s *pgtest.Server, setup string) *pgtest.DB {
	t.Helper()
	db := s.Database(t)
	db.Exec(ordinaryRole)
	db.Exec("GRANT CREATE ON DATABASE " + db.Name + " TO again_owner")
	db.Exec("CREATE SCHEMA app AUTHORIZATION again_owner; " + asOrdinary + ";" + setup)
	return db
}

const asOrdinary = "SET ROLE again_owner; SET search_path = app"

// rerunOf looks at what is there before the statement's first attempt.
func rerunOf(t *testing.T, db *pgtest.DB, session, sql string) *rerun {
	t.Helper()
	r := &rerun{t: t, db: db, session: session, sql: sql, again: again(statement(t, sql))}
	r.conn = r.connect()
	r.before = r.column("Look", r.again.Look)[0]
	return r
}

func (r *rerun) connect() *pgx.Conn {
	r.t.Helper()
	conn := r.db.Connect()
	if err := execute(conn, r.session); err != nil {
		r.t.Fatal(err)
	}
	return conn
}

func execute(conn *pgx.Conn, sql string) error {
	_, err := conn.PgConn().Exec(context.Background(), sql).ReadAll()
	return err
}

// close ends its session: a server has only so many.
func (r *rerun) close() { r.conn.Close(context.Background()) }

// run runs a statement that must succeed.
func (r *rerun) run(sql string) {
	r.t.Helper()
	if err := execute(r.conn, sql); err != nil {
		r.t.Fatalf("%v\n%s", err, sql)
	}
}

// column is the only column that a part gives.
func (r *rerun) column(name, text string) []string {
	r.t.Helper()
	sql := r.again.query(name, text, r.before)
	results, err := r.conn.PgConn().Exec(context.Background(), sql).ReadAll()
	if err != nil {
		r.t.Fatalf("%s: %s: %v\n%s", r.sql, name, err, sql)
	}
	var values []string
	for _, row := range results[0].Rows {
		if len(row) != 1 || row[0] == nil {
			r.t.Fatalf("%s: %s gives %q\n%s", r.sql, name, row, sql)
		}
		values = append(values, string(row[0]))
	}
	return values
}

// is compares touched and had, each t or f, and what there is to be cleaned.
func (r *rerun) is(when, touched, had string, clean ...string) {
	r.t.Helper()
	if got := r.column("Touched", r.again.Touched)[0]; got != touched {
		r.t.Errorf("%s, %s: touched is %s", r.sql, when, got)
	}
	if got := r.column("Had", r.again.Had)[0]; got != had {
		r.t.Errorf("%s, %s: had is %s", r.sql, when, got)
	}
	if diff := cmp.Diff(clean, r.clean()); diff != "" {
		r.t.Errorf("%s, %s: what is to be cleaned (-want +got):\n%s", r.sql, when, diff)
	}
}

func (r *rerun) clean() []string {
	r.t.Helper()
	if r.again.Clean == "" {
		return nil
	}
	return r.column("Clean", r.again.Clean)
}

// ensures compares what must hold when the statement has run.
func (r *rerun) ensures(when, want string) {
	r.t.Helper()
	if got := r.column("Ensure", r.again.Ensure)[0]; got != want {
		r.t.Errorf("%s, %s: ensure is %s", r.sql, when, got)
	}
}

// resume cleans up and runs the statement, as a further attempt does, and
// tells whether it had to be run.
func (r *rerun) resume() bool {
	r.t.Helper()
	for _, sql := range r.clean() {
		r.run(sql)
	}
	if r.column("Had", r.again.Had)[0] == "t" {
		return false
	}
	r.run(r.sql)
	return true
}

// interrupt runs the statement until it waits for another session, which runs
// the statements of holder in a transaction, and ends it there: by the
// function pg_cancel_backend or pg_terminate_backend.
func (r *rerun) interrupt(end, holder string) {
	r.t.Helper()
	other := r.db.Connect()
	defer other.Close(context.Background())
	if err := execute(other, "BEGIN;"+holder); err != nil {
		r.t.Fatal(err)
	}
	worker := r.connect()
	defer worker.Close(context.Background())
	pid := worker.PgConn().PID()
	result := make(chan error, 1)
	go func() { result <- execute(worker, r.sql) }()
	watcher := r.db.Connect()
	defer watcher.Close(context.Background())
	// It may also wait for a moment, for the watcher itself.
	r.await(watcher, fmt.Sprintf("SELECT WHERE %d = ANY (pg_blocking_pids(%d))", other.PgConn().PID(), pid))
	if err := execute(watcher, "SELECT "+end+"("+strconv.Itoa(int(pid))+")"); err != nil {
		r.t.Fatal(err)
	}
	if err := <-result; err == nil {
		r.t.Fatalf("%s was not interrupted", r.sql)
	}
	// A backend that ends has told so before it gives its locks back.
	r.await(watcher, fmt.Sprintf("SELECT WHERE NOT EXISTS (SELECT FROM pg_locks WHERE pid = %d AND locktype = 'relation')", pid))
}

// await polls a query until it gives a row.
func (r *rerun) await(conn *pgx.Conn, query string) {
	r.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		tag, err := conn.Exec(context.Background(), query)
		if err != nil || time.Now().After(deadline) {
			r.t.Fatalf("%s: in vain %s: %v", r.sql, query, err)
		}
		if tag.RowsAffected() > 0 {
			return
		}
	}
}

// ends are the ways in which a statement is interrupted.
var ends = []string{"pg_cancel_backend", "pg_terminate_backend"}

// rowsOf runs one of the queries that are meant for a person.
func (r *rerun) rowsOf(name, text string) [][]string {
	r.t.Helper()
	rows := r.db.Query(r.session + ";" + r.again.query(name, text, r.before))
	slices.SortFunc(rows, slices.Compare)
	return rows
}
