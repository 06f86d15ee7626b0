package out

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"sqlbundle/compiler"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// retryPause waits between two attempts: 0.2 to 0.6 s after the first, twice as
// long after each further one, at most a minute.
const retryPause = "PERFORM pg_catalog.pg_sleep(least(0.2 * 2 ^ sqlbundle_try * (0.5 + pg_catalog.random()), 60));"

// takeLocks is a block that takes at once the locks of the setting
// sqlbundle.locks, each on the table alone, in the order of their names, and in
// subtransactions: an attempt that fails gives all of them back before it waits.
//
// What the role may not lock without more privileges than its statements need,
// and what cannot be locked by name, views and sequences, the statements
// themselves lock.
func takeLocks(retries int) string {
	return fmt.Sprintf(`DO $sqlbundle$
DECLARE sqlbundle_table text; sqlbundle_mode text; sqlbundle_blockers text;
BEGIN
  FOR sqlbundle_try IN 1..%[1]d LOOP
    BEGIN
      FOR sqlbundle_table, sqlbundle_mode IN SELECT key, value FROM pg_catalog.json_each_text(pg_catalog.current_setting('sqlbundle.locks')::json)
        CROSS JOIN pg_catalog.parse_ident(key) p JOIN pg_catalog.pg_namespace n ON n.nspname = p[1] AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = p[2]
        WHERE relkind IN ('r', 'p') AND pg_catalog.has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE') ORDER BY key COLLATE "C"
      LOOP
        EXECUTE pg_catalog.format('LOCK TABLE ONLY %%s IN %%s MODE', sqlbundle_table, sqlbundle_mode);
      END LOOP;
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      %[2]s
      RAISE INFO 'sqlbundle: attempt %% of %[1]d to lock %%: %%; %%', sqlbundle_try, sqlbundle_table, SQLERRM, sqlbundle_blockers;
    END;
    %[3]s
  END LOOP;
END $sqlbundle$`, retries+1, onBlocked("sqlbundle_table", "sqlbundle_mode", "sqlbundle_table", retries+1), retryPause)
}

// lockList are the locks of relations for the setting sqlbundle.locks; empty
// where there is nothing to take.
func lockList(locks []effects.Lock) string {
	var list []string
	for _, l := range locks {
		if l.Mode >= effects.RowExclusive && !strings.HasPrefix(l.Relation, catalog.TempSchema+".") {
			name, _ := json.Marshal(l.Relation)
			list = append(list, string(name)+": \""+lockWords(l.Mode)+"\"")
		}
	}
	if len(list) == 0 {
		return ""
	}
	return "{" + comma(list) + "}"
}

// lockWords is a mode as LOCK TABLE has it: ACCESS EXCLUSIVE.
func lockWords(m effects.Mode) string {
	var words strings.Builder
	for i, r := range strings.TrimSuffix(m.String(), "Lock") {
		if i > 0 && unicode.IsUpper(r) {
			words.WriteByte(' ')
		}
		words.WriteRune(unicode.ToUpper(r))
	}
	return words.String()
}

// blockers is a query that tells who holds a lock on a table ($1) that conflicts
// with a mode ($2) (PostgreSQL 18, table 13.2).
const blockers = `SELECT coalesce('held by ' || pg_catalog.string_agg(DISTINCT coalesce('pid ' || k.pid || coalesce(' (' || nullif(a.application_name, '') || ')', '')
 || coalesce(', in a transaction since ' || a.xact_start::timestamptz(0), '') || coalesce(': ' || pg_catalog.left(pg_catalog.regexp_replace(a.query, '[[:space:]]+', ' ', 'g'), 100), ''),
 'a prepared transaction'), '; '), 'held by nobody any more') FROM pg_catalog.pg_locks k LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = k.pid
 WHERE k.granted AND k.relation = pg_catalog.to_regclass($1) AND k.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND k.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
 AND CASE $2 WHEN 'ACCESS EXCLUSIVE' THEN true WHEN 'EXCLUSIVE' THEN k.mode <> 'AccessShareLock' WHEN 'SHARE ROW EXCLUSIVE' THEN k.mode NOT IN ('AccessShareLock', 'RowShareLock')
 WHEN 'SHARE' THEN k.mode NOT IN ('AccessShareLock', 'RowShareLock', 'ShareLock') WHEN 'SHARE UPDATE EXCLUSIVE' THEN k.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
 ELSE k.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock') END`

// onBlocked finds out who holds a table in the way of a mode, and raises an error
// after the last attempt. The setting sqlbundle.blockers holds the query, table,
// mode and what are expressions; the last one names what could not be locked.
func onBlocked(table, mode, what string, attempts int) string {
	return fmt.Sprintf(`EXECUTE pg_catalog.current_setting('sqlbundle.blockers') INTO sqlbundle_blockers USING %s, %s;
      IF sqlbundle_try = %d THEN RAISE EXCEPTION 'sqlbundle: no lock on %%, in %s (%%); %%', %s, SQLERRM, sqlbundle_blockers
        USING ERRCODE = SQLSTATE, HINT = 'Nothing of this transaction is done. When who holds it has ended, run this script again.'; END IF;`, table, mode, attempts, Count(attempts, "attempt"), what)
}

// setsTransaction tells whether a segment sets something for its transaction,
// which only the first statement can.
func setsTransaction(segment *compiler.Segment) bool {
	for _, st := range segment.Statements {
		for _, set := range st.Settings {
			if strings.HasPrefix(set.Name, "transaction") {
				return true
			}
		}
	}
	return false
}

// retry takes the locks of the transaction that a segment opens. A transaction
// whose author has given it options, such as an isolation level, is left alone: a
// block would be its first statement and decide what it sees.
func (s *script) retry(i, n int, l *limits) {
	segment := s.plan.Steps[i].Segments[n]
	if s.opens(i, n) {
		s.take(segment, l, s.plan.Locks(i, n), s.takePsql)
		return
	}
	// The transaction that others share has these locks already, unless the run
	// begins here.
	s.take(segment, l, segment.Locks(), func(list string) {
		s.line(`\if :{?sqlbundle_at_%d_%d}`, i+1, segment.Number)
		s.takePsql(list)
		s.line(`\endif`)
	})
}

// take writes how the locks are taken, without the limit for statements.
func (s *script) take(segment *compiler.Segment, l *limits, locks []effects.Lock, write func(list string)) {
	list := lockList(locks)
	if segment.Begin != "BEGIN" || s.plan.Settings.LockRetries == 0 || list == "" || setsTransaction(segment) {
		return
	}
	// The limit would count all attempts together.
	limit := l.each[1].have
	limited := limit.own == nil && limit.literal != "0"
	if limited {
		s.line("SET LOCAL statement_timeout = 0;")
	}
	write(list)
	if limited {
		s.line("%s", l.set("statement_timeout", limit.literal))
	}
}

func (s *script) takePsql(list string) {
	s.readable(list)
	s.line(`SELECT pg_catalog.set_config('sqlbundle.locks', %s, true) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.blockers', :'sqlbundle_blockers', true) AS sqlbundle_x \gset \\ :sqlbundle_take;`, pgsql.QuoteLiteral(list))
}
