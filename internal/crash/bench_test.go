package crash

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"sqlbundle/internal/pgtest"
)

// bench is a server on which trials are made, each in a database of its own.
type bench struct {
	server *pgtest.Server

	mu    sync.Mutex
	free  []*pgx.Conn // to the database postgres
	tools []*tool
}

// made counts the databases: benches may share a server.
var made atomic.Int64

// tool is a database's handle that one trial after the other uses, under
// another name: making one by itself would make an empty database first.
type tool struct {
	*pgtest.DB
	lent *lent
}

// lent is the test that uses a tool now.
type lent struct{ testing.TB }

func newBench(t *testing.T, s *pgtest.Server) *bench {
	b := &bench{server: s}
	t.Cleanup(func() {
		for _, conn := range b.free {
			conn.Close(context.Background())
		}
	})
	return b
}

// admin runs a statement in the database postgres and scans its row, if any
// places are given.
func (b *bench) admin(sql string, args []any, into ...any) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := b.connection(ctx)
	if err != nil {
		return err
	}
	if len(into) > 0 {
		err = conn.QueryRow(ctx, sql, args...).Scan(into...)
	} else {
		_, err = conn.Exec(ctx, sql, args...)
	}
	if err != nil {
		conn.Close(ctx)
		return fmt.Errorf("%s: %w", sql, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free = append(b.free, conn)
	return nil
}

func (b *bench) connection(ctx context.Context) (*pgx.Conn, error) {
	b.mu.Lock()
	if n := len(b.free); n > 0 {
		conn := b.free[n-1]
		b.free = b.free[:n-1]
		b.mu.Unlock()
		return conn, nil
	}
	b.mu.Unlock()
	conn, err := pgx.Connect(ctx, b.server.URL("postgres"))
	if err != nil {
		return nil, fmt.Errorf("connecting to the server: %w", err)
	}
	return conn, nil
}

// hangUp closes the connections that nobody uses: the server is about to stop.
func (b *bench) hangUp() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, conn := range b.free {
		conn.Close(context.Background())
	}
	b.free = nil
}

// database makes a database from a template, and drops it when the test ends.
func (b *bench) database(t *testing.T, template string) *pgtest.DB {
	t.Helper()
	handle := b.borrow(t)
	db := handle.DB
	if err := b.admin("CREATE DATABASE "+db.Name+" TEMPLATE "+template, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.admin("DROP DATABASE "+db.Name+" WITH (FORCE)", nil); err != nil {
			t.Error(err)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.tools = append(b.tools, handle)
	})
	return db
}

// borrow is a handle whose failures are this test's, with a new name.
func (b *bench) borrow(t *testing.T) *tool {
	b.mu.Lock()
	defer b.mu.Unlock()
	name := fmt.Sprintf("crash_%d", made.Add(1))
	if n := len(b.tools); n > 0 {
		handle := b.tools[n-1]
		b.tools = b.tools[:n-1]
		handle.lent.TB, handle.Name = t, name
		return handle
	}
	handle := &tool{lent: &lent{t}}
	handle.DB = b.server.Database(detached{handle.lent})
	handle.Name = name
	return handle
}

// detached keeps the database of a tool from being dropped with the first test
// that uses the tool.
type detached struct{ *lent }

// Cleanup does nothing: the database ends with the server.
func (detached) Cleanup(func()) {}

// settle waits until nobody is connected to a database.
func (b *bench) settle(db *pgtest.DB) error {
	deadline := time.Now().Add(patience)
	for pause := time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		var others int
		if err := b.admin("SELECT count(*) FROM pg_stat_activity WHERE datname = $1", []any{db.Name}, &others); err != nil {
			return err
		}
		if others == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waited %s for the backend of the run before to end", patience)
		}
		time.Sleep(pause)
	}
}
