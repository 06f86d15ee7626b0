package oracle

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// relation is a row of pg_class, with what the measuring session's counters
// know of it.
type relation struct {
	name string // as quote_ident writes it
	kind string // pg_class.relkind
	file string // pg_class.relfilenode, "0" without storage
	size string // of the main fork, in bytes
	// sampled are relpages and reltuples, which a rollback does not set back.
	sampled string
	scans   scanCount
}

// scanCount are sequential scans begun and the rows that they gave.
type scanCount struct{ begun, rows int }

func (r relation) stored() bool { return r.kind == "r" || r.kind == "m" }
func (r relation) index() bool  { return r.kind == "i" || r.kind == "I" }
func (r relation) temp() bool   { return strings.HasPrefix(r.name, "pg_temp.") }

// lock is a lock on a relation, held or awaited.
type lock struct{ oid, mode string }

// view is what a session sees of its database at one moment, relations by oid.
type view struct {
	relations map[string]relation
	locks     map[lock]bool
}

// relationsQuery needs no setting of the session to be as it was: backslashes
// may mean anything, and search_path may be empty.
const relationsQuery = `
SELECT c.oid,
  CASE WHEN pg_catalog.starts_with(n.nspname, 'pg_temp_') THEN 'pg_temp' ELSE pg_catalog.quote_ident(n.nspname) END
    || '.' || pg_catalog.quote_ident(c.relname),
  c.relkind, c.relfilenode, pg_catalog.pg_relation_size(c.oid), c.relpages || ' ' || c.reltuples,
  pg_catalog.pg_stat_get_xact_numscans(c.oid), pg_catalog.pg_stat_get_xact_tuples_returned(c.oid)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT pg_catalog.starts_with(n.nspname, 'pg_toast')`

// locksQuery is completed with a process id. Below 16384 are the oids of the
// system's own relations (FirstNormalObjectId).
const locksQuery = `
SELECT DISTINCT relation, mode FROM pg_catalog.pg_locks
WHERE pid = %[1]d AND locktype = 'relation' AND relation >= 16384
  AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`

// look reads the relations, and the locks that the session holds itself.
func (l link) look(ctx context.Context) (view, error) {
	results, err := l.run(ctx, fmt.Sprintf(locksQuery, l.PID())+";"+relationsQuery)
	if err != nil {
		return view{}, fmt.Errorf("looking at the database: %w", err)
	}
	return view{locks: readLocks(results[0]), relations: readRelations(results[1])}, nil
}

func readLocks(result *pgconn.Result) map[lock]bool {
	locks := make(map[lock]bool, len(result.Rows))
	for _, row := range result.Rows {
		locks[lock{oid: string(row[0]), mode: string(row[1])}] = true
	}
	return locks
}

func readRelations(result *pgconn.Result) map[string]relation {
	relations := make(map[string]relation, len(result.Rows))
	for _, row := range result.Rows {
		relations[string(row[0])] = relation{
			name: string(row[1]), kind: string(row[2]), file: string(row[3]),
			size: string(row[4]), sampled: string(row[5]),
			scans: scanCount{begun: number(row[6]), rows: number(row[7])},
		}
	}
	return relations
}

// number is 0 for NULL: a relation without counters.
func number(text []byte) int {
	n, _ := strconv.Atoi(string(text))
	return n
}

// same tells whether two views of a database show the same state, whatever the
// counters of their sessions.
func same(a, b map[string]relation) bool {
	if len(a) != len(b) {
		return false
	}
	for oid, r := range a {
		other, ok := b[oid]
		r.scans = other.scans
		if !ok || r != other {
			return false
		}
	}
	return true
}

// modes are the lock modes of relations, the weakest first (manual, section
// 13.3.1).
var modes = []string{
	"AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock",
	"ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock",
}

// stronger gives the later of two modes; the empty one is the weakest.
func stronger(a, b string) string {
	if slices.Index(modes, b) > slices.Index(modes, a) {
		return b
	}
	return a
}
