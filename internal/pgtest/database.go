package pgtest

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// patience is how long a statement or script of a test may take.
const patience = 5 * time.Minute

// DB is a database of one test. Where a method cannot do what it says, the test
// fails at once; so the methods are for the test's own goroutine.
type DB struct {
	Name   string
	Server *Server

	tb testing.TB
}

// Result is what a psql left behind.
type Result struct {
	Stdout, Stderr string
	// Status is psql's exit status: 0, 1 out of its own resources or wrongly
	// called, 2 connection lost, 3 stopped by an error in a script; -1 where a
	// signal ended it.
	Status int
}

// URL is the connection string.
func (db *DB) URL() string { return db.Server.URL(db.Name) }

// Env are the environment variables that lead psql here.
func (db *DB) Env() []string { return db.Server.Env(db.Name) }

// Command is a psql on the database, not started; see [Server.Command].
func (db *DB) Command(args ...string) *exec.Cmd { return db.Server.Command(db.Name, args...) }

// Psql runs a script on psql's standard input, as `psql -X args… < script`.
func (db *DB) Psql(script string, args ...string) Result {
	db.tb.Helper()
	cmd := db.Command(args...)
	cmd.Stdin = strings.NewReader(script)
	return db.Run(cmd)
}

// PsqlFile runs a script from a file, as `psql -X args… -f path`.
func (db *DB) PsqlFile(path string, args ...string) Result {
	db.tb.Helper()
	return db.Run(db.Command(append(args, "-f", path)...))
}

// Run runs a command that [DB.Command] made, as the test has changed it. One
// that does not end in minutes is killed, and the test fails.
func (db *DB) Run(cmd *exec.Cmd) Result {
	db.tb.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		db.tb.Fatal(err)
	}
	late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	err := cmd.Wait()
	var exit *exec.ExitError
	if !late.Stop() {
		db.tb.Fatalf("psql was still running after %s\n%s", patience, &stderr)
	}
	if err != nil && !errors.As(err, &exit) {
		db.tb.Fatal(err)
	}
	return Result{Stdout: stdout.String(), Stderr: stderr.String(), Status: cmd.ProcessState.ExitCode()}
}

// Connect opens a session, which is closed when the test ends.
func (db *DB) Connect() *pgx.Conn {
	db.tb.Helper()
	conn, err := pgx.Connect(context.Background(), db.URL())
	if err != nil {
		db.tb.Fatal(err)
	}
	db.tb.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// Exec runs statements in a session of their own. Several in one string are one
// transaction, as the simple protocol has it.
func (db *DB) Exec(sql string) {
	db.tb.Helper()
	if _, err := db.query(sql); err != nil {
		db.tb.Fatalf("%v\n%s", err, sql)
	}
}

// ExecError runs statements that the server is to refuse, and gives its error;
// nil where it takes them.
func (db *DB) ExecError(sql string) error {
	_, err := db.query(sql)
	return err
}

// Query gives the rows of the last statement, each value as the server prints
// it and NULL as \N.
func (db *DB) Query(sql string) [][]string {
	db.tb.Helper()
	rows, err := db.query(sql)
	if err != nil {
		db.tb.Fatalf("%v\n%s", err, sql)
	}
	return rows
}

func (db *DB) query(sql string) ([][]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgconn.Connect(ctx, db.URL())
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	results, err := conn.Exec(ctx, sql).ReadAll()
	if err != nil || len(results) == 0 {
		return nil, err
	}
	last := results[len(results)-1]
	return texts(last.Rows), last.Err
}

func texts(rows [][][]byte) [][]string {
	all := make([][]string, len(rows))
	for i, row := range rows {
		all[i] = make([]string, len(row))
		for j, value := range row {
			all[i][j] = `\N`
			if value != nil {
				all[i][j] = string(value)
			}
		}
	}
	return all
}
