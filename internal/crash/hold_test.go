package crash

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"sqlbundle/internal/pgtest"
)

// hold is another session that makes a concurrent statement wait. Each makes it
// wait elsewhere, so that what is cut has got less or more far.
type hold string

const (
	noHold hold = ""
	// snapshot is an old snapshot: a build waits at its end, when all is built.
	snapshot hold = "snapshot"
	// reader reads every table: a drop and a detach wait.
	reader hold = "reader"
	// writer writes to every table: a build waits at its beginning.
	writer hold = "writer"
	// rows has locked one row in the middle of every table: a batch waits.
	rows hold = "rows"
)

// statement finds the first word of a statement.
var statement = regexp.MustCompile(`(?s)^\s*(?:--[^\n]*\n\s*)*(\w+)`)

// holdsUp are the sessions that a concurrent statement waits for.
func holdsUp(sql string) []hold {
	switch strings.ToUpper(statement.FindStringSubmatch(sql)[1]) {
	case "CREATE":
		return []hold{snapshot, writer}
	case "REINDEX":
		return []hold{snapshot, reader, writer}
	case "DO":
		return []hold{rows}
	}
	return []hold{reader}
}

// everyTable locks the tables of all users' schemas; the tool's own are left
// alone, for the run itself has to get at them.
const everyTable = `DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT format('%%I.%%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind IN ('r', 'p') AND nspname !~ '^(pg_|information_schema)' AND relname !~ '^(sqlbundle|alembic)_' ORDER BY 1
  LOOP %s; END LOOP;
END $$`

// lockTables takes a lock of every table, lockRow one row's in the middle.
const (
	lockTables = "EXECUTE 'LOCK TABLE ONLY ' || t || ' IN %s MODE'"
	lockRow    = "EXECUTE format('SELECT FROM %1$s WHERE ctid = (SELECT ctid FROM %1$s ORDER BY ctid OFFSET (SELECT count(*) / 2 FROM %1$s) LIMIT 1) FOR UPDATE', t)"
)

// begin opens the session; the connection is to be closed.
func (h hold) begin(db *pgtest.DB) (*pgx.Conn, error) {
	sql := "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class LIMIT 1"
	switch h {
	case reader:
		sql = "BEGIN; " + fmt.Sprintf(everyTable, fmt.Sprintf(lockTables, "ACCESS SHARE"))
	case writer:
		sql = "BEGIN; " + fmt.Sprintf(everyTable, fmt.Sprintf(lockTables, "ROW EXCLUSIVE"))
	case rows:
		sql = "BEGIN; " + fmt.Sprintf(everyTable, lockRow)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, db.URL())
	if err != nil {
		return nil, fmt.Errorf("opening the session that holds up a statement: %w", err)
	}
	if _, err := conn.PgConn().Exec(ctx, sql).ReadAll(); err != nil {
		conn.Close(ctx)
		return nil, fmt.Errorf("holding up a statement: %w", err)
	}
	return conn, nil
}

// held waits until a backend waits for a lock, or has answered; it tells
// whether it waits.
func (b *bench) held(pid int, answered <-chan struct{}) (bool, error) {
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		var waiting bool
		err := b.admin("SELECT coalesce((SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $1), false)", []any{pid}, &waiting)
		if err != nil || waiting {
			return waiting, err
		}
		select {
		case <-answered:
			return false, nil
		case <-time.After(2 * time.Millisecond):
		}
	}
	return false, fmt.Errorf("waited %s for the backend to wait or to answer", patience)
}
