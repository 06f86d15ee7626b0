package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a running throw-away server.
type Server struct {
	// Major is its major version, Version the whole one ("17.10").
	Major   int
	Version string
	// Psql is the client's program.
	Psql string

	cluster *cluster
	made    atomic.Int64 // databases, for their names
}

// Stop ends the server and deletes its folder. A server that is not stopped
// ends with the process.
func (s *Server) Stop() { s.cluster.stop() }

// Socket is the folder of the server's Unix socket.
func (s *Server) Socket() string { return s.cluster.folder }

// URL is the connection string of a database, for pgx and psql.
func (s *Server) URL(database string) string {
	values := url.Values{"host": {s.Socket()}, "port": {port}, "user": {"postgres"}}
	return "postgres:///" + url.PathEscape(database) + "?" + values.Encode()
}

// Env are the environment variables that lead any program of PostgreSQL to a
// database.
func (s *Server) Env(database string) []string {
	return []string{"PGHOST=" + s.Socket(), "PGPORT=" + port, "PGUSER=postgres", "PGDATABASE=" + database}
}

// Command is a psql on a database, not started: the arguments stand after -X.
// Its environment is the process's, without what would steer psql, and with C
// as the locale; a test may append to it.
func (s *Server) Command(database string, args ...string) *exec.Cmd {
	cmd := exec.Command(s.Psql, append([]string{"-X"}, args...)...)
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "PG") && !strings.HasPrefix(entry, "PSQL") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	cmd.Env = append(cmd.Env, "LC_ALL=C")
	cmd.Env = append(cmd.Env, s.Env(database)...)
	return cmd
}

// CreateDatabase makes an empty database of this name.
func (s *Server) CreateDatabase(name string) error {
	return s.run("CREATE DATABASE " + pgx.Identifier{name}.Sanitize() + " TEMPLATE template0")
}

// DropDatabase deletes a database and ends the sessions in it.
func (s *Server) DropDatabase(name string) error {
	return s.run("DROP DATABASE IF EXISTS " + pgx.Identifier{name}.Sanitize() + " WITH (FORCE)")
}

// Database makes an empty database with a name of its own, and drops it when
// the test ends. The test fails where that cannot be done.
func (s *Server) Database(tb testing.TB) *DB {
	tb.Helper()
	db := &DB{Name: fmt.Sprintf("test_%d", s.made.Add(1)), Server: s, tb: tb}
	if err := s.CreateDatabase(db.Name); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.DropDatabase(db.Name); err != nil {
			tb.Error(err)
		}
	})
	return db
}

// run executes a statement in the database postgres.
func (s *Server) run(sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return fmt.Errorf("connecting to the server: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("running %s: %w", sql, err)
	}
	return nil
}
