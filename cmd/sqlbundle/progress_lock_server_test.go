package main

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"

	"sqlbundle/internal/pgtest"
	"sqlbundle/out"
)

// holds takes the lock of a run, as another one would, and gives its session.
func holds(t *testing.T, db *pgtest.DB, table string) *pgx.Conn {
	t.Helper()
	conn := db.Connect()
	var got bool
	err := conn.QueryRow(context.Background(), fmt.Sprintf("SELECT pg_try_advisory_lock(%d, hashtext($1))", out.LockKey), table).Scan(&got)
	if err != nil || !got {
		t.Fatalf("the lock of %s: %v, %v", table, got, err)
	}
	return conn
}

// tableNamed makes names of a table until one has a key of the sign.
func tableNamed(db *pgtest.DB, sign string) string {
	return db.Query("SELECT 't' || i FROM generate_series(1, 100) i WHERE sign(hashtext('public.t' || i)) = " + sign + " ORDER BY i LIMIT 1")[0][0]
}

// TestGuardLock holds that one run at a time works on a tracking table,
// whatever the sign of its key, and that others do not disturb it.
func TestGuardLockVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		for _, sign := range []string{"-1", "1"} {
			db, other := s.Database(t), s.Database(t)
			name := tableNamed(db, sign)
			p := made(t, oldest+"[tracking]\ntable = '"+name+"'\n", rev{id: "one", up: "CREATE TABLE one ();", down: "DROP TABLE one;"})
			upgrade, rollback := p.scripts("head")

			holder := holds(t, db, "public."+name)
			var query string
			if err := holder.QueryRow(context.Background(), "SELECT 'a long one'").Scan(&query); err != nil {
				t.Fatal(err)
			}
			pid := strconv.Itoa(int(holder.PgConn().PID()))
			for _, script := range []string{upgrade, rollback} {
				for _, args := range [][]string{nil, {"-v", "sqlbundle_check_only=1"}} {
					refuses(t, db, script, args, "another run holds the lock, pid "+pid+" (", "SELECT 'a long one'", "Wait until it has ended", "pg_terminate_backend")
				}
			}
			// The same table in another database, and another table in this one.
			finished(t, other.PsqlFile(upgrade))
			if err := holder.Close(context.Background()); err != nil {
				t.Fatal(err)
			}
			holds(t, db, "public.another")
			finished(t, db.PsqlFile(upgrade))
			finished(t, db.PsqlFile(rollback))
		}
	})
}

// TestGuardGivesLockBack holds that a run leaves no lock behind in a session
// that goes on, as a pool's does.
func TestGuardGivesLockBack(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	upgrade, rollback := branched(t, "").scripts("head")
	const left = "SELECT 'left ' || count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();\n"
	for _, script := range []string{"\\set sqlbundle_check_only 1\n\\i " + upgrade, "\\i " + upgrade, "\\i " + upgrade, "\\i " + rollback} {
		got := db.Psql(script+"\n"+left, "-At")
		finished(t, got, "left 0")
	}
}
