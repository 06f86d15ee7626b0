package main

import (
	"context"
	"encoding/binary"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"sqlbundle/internal/pgtest"
)

// follow is a standby that takes WAL and says how far it has come: status is sent
// as "standby status update" (PostgreSQL 16, 55.4).
func follow(t *testing.T, db *pgtest.DB, replayed uint64) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgconn.Connect(ctx, db.URL()+"&replication=true&application_name=pre_standby")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(ctx) })
	at := db.Query("SELECT pg_current_wal_lsn()")[0][0]
	conn.Frontend().Send(&pgproto3.Query{String: "START_REPLICATION PHYSICAL " + at})
	status := append([]byte{'r'}, make([]byte, 33)...)
	for i := range 3 {
		binary.BigEndian.PutUint64(status[1+8*i:], replayed)
	}
	conn.Frontend().Send(&pgproto3.CopyData{Data: status})
	if err := conn.Frontend().Flush(); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if rows := db.Query("SELECT count(replay_lsn) FROM pg_stat_replication WHERE application_name = 'pre_standby'"); rows[0][0] == "1" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the server knows no standby")
}

// TestPreflightStandby holds what is said of a standby that is behind, of one
// that is not, and to a role that may not see it.
func TestPreflightStandby(t *testing.T) {
	s := pgtest.Shared(t, 0)
	roles(t, s)
	db := s.Database(t)
	script := filepath.Join(made(t, oldest, toBegin).bundle("head"), "preflight.sql")
	follow(t, db, 8)
	look(t, db, replaced(t, script, "268435456::bigint", "1000000000000000::bigint"), "").says(t, "standbys", "ok", "pre_standby (", " is ", " behind")
	look(t, db, replaced(t, script, "268435456::bigint", "8::bigint"), "").says(t, "standbys", "warn", "pre_standby (", " is ", " behind")
	look(t, db, script, "-c role=pre_stranger").says(t, "standbys", "warn", "its state is not visible to this role (GRANT pg_monitor)")
}
