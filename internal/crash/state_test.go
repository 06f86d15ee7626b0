package crash

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"sqlbundle/internal/pgtest"
)

// state is all that counts in a database.
type state struct {
	Schema, Data []string
	// Tracking are the rows of the version table; none without such a table.
	Tracking []string
	// Log are the rows of the table of progress, without what two runs may
	// differ in: times, attempts, object ids, clients.
	Log []string
	// Leftovers are things that no script may leave behind.
	Leftovers []string
	// whole are the rows of the table of progress as they are, open those of
	// unfinished work.
	whole, open []string
}

// leftovers finds invalid indexes, unfinished detaches and advisory locks.
const leftovers = `
SELECT 'invalid index ' || indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive)
UNION ALL
SELECT 'pending detach of ' || inhrelid::regclass FROM pg_inherits i WHERE to_jsonb(i) ->> 'inhdetachpending' = 'true'
UNION ALL
SELECT 'advisory lock of process ' || pid FROM pg_locks
WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL
SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts WHERE database = current_database()
ORDER BY 1`

// stateOf looks at a database. The test fails where that cannot be done.
func stateOf(t *testing.T, db *pgtest.DB, h history) state {
	t.Helper()
	_, table, _ := strings.Cut(h.tracking, ".")
	s := state{Schema: db.Snapshot(table), Data: db.Data(table)}
	if err := s.read(db.URL(), h); err != nil {
		t.Fatal(err)
	}
	return s
}

// read reads the tool's own tables, where they are there, and the leftovers.
func (s *state) read(url string, h history) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("connecting to the database: %w", err)
	}
	defer conn.Close(ctx)
	const bare = `(to_jsonb(l) - '{before,attempts,started_at,done_at,client}'::text[])::text`
	parts := []struct {
		to           *[]string
		table, query string
	}{
		{&s.Tracking, h.tracking, "SELECT version_num::text FROM %s ORDER BY 1"},
		{&s.Log, h.log, "SELECT " + bare + " FROM %s l ORDER BY 1"},
		{&s.whole, h.log, "SELECT to_jsonb(l)::text FROM %s l ORDER BY 1"},
		{&s.open, h.log, "SELECT " + bare + " FROM %s l WHERE open ORDER BY 1"},
		{&s.Leftovers, "pg_catalog.pg_class", "SELECT line FROM (" + leftovers + ") x (line), (SELECT FROM %s LIMIT 1) y"},
	}
	for _, part := range parts {
		var there bool
		if err := conn.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", part.table).Scan(&there); err != nil {
			return fmt.Errorf("looking for %s: %w", part.table, err)
		}
		if !there {
			continue
		}
		rows, err := conn.Query(ctx, fmt.Sprintf(part.query, part.table))
		if err == nil {
			*part.to, err = pgx.CollectRows(rows, pgx.RowTo[string])
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", part.table, err)
		}
	}
	return nil
}

// differs is how two states differ, line by line; empty where they do not.
func differs(want, got state) string {
	return lines("schema", want.Schema, got.Schema) + lines("data", want.Data, got.Data) +
		lines("tracking", want.Tracking, got.Tracking) + lines("log", want.Log, got.Log) +
		lines("left over", want.Leftovers, got.Leftovers)
}

// lines are the lines that only one of two lists has, or has more often: with
// "-" those of the first, with "+" those of the second.
func lines(what string, want, got []string) string {
	count := map[string]int{}
	for _, line := range want {
		count[line]++
	}
	var b strings.Builder
	for _, line := range got {
		if count[line]--; count[line] < 0 {
			fmt.Fprintf(&b, "+ %s: %s\n", what, line)
		}
	}
	for _, line := range want {
		if count[line] > 0 {
			count[line]--
			fmt.Fprintf(&b, "- %s: %s\n", what, line)
		}
	}
	return b.String()
}

// unchanged is how a database has changed that nobody should have touched.
func unchanged(before, after state) string {
	before.Log, after.Log = before.whole, after.whole
	return differs(before, after)
}

// undone is how a database differs from the one before the upgrade: the log
// may tell what has been, but nothing in it is open.
func undone(start, got state) string {
	got.Log = start.Log
	return differs(start, got) + lines("open in the log", nil, got.open)
}
