package out

import (
	"fmt"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// LockKey is the first key of the advisory lock that a run holds; the second
// is hashtext of the qualified tracking table.
const LockKey = 1936812130

// probe finds out whether a transaction is open already (psql -1, BEGIN before
// \i): a local setting is gone by the next statement unless there is one.
func (s *script) probe() {
	s.line(`SELECT pg_catalog.set_config('sqlbundle.probe', 'in', true) AS sqlbundle_x \gset`)
	s.line(`SELECT pg_catalog.set_config('sqlbundle.intx', coalesce(pg_catalog.current_setting('sqlbundle.probe', true), ''), false) AS sqlbundle_x \gset`)
}

// guard refuses a server, a session or a database that the script is not for,
// and takes the lock. A refusal is an error raised by the server: psql has no
// command that ends with a status.
func (s *script) guard() {
	s.line("-- ======== is this the right place? Nothing has been changed so far.")
	s.steering()
	s.outsideTransactions()
	s.line("DO $sqlbundle$ BEGIN")
	s.version()
	s.refuse("pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('transaction_read_only')::bool", "this server or session is read-only (a standby?)", "Connect to the primary; or, where it is a setting, SET default_transaction_read_only = off.")
	s.databaseName()
	s.line("END $sqlbundle$;")
	s.line(`SELECT pg_catalog.lower(:'sqlbundle_check_only') IN ('on', 'true', 'yes', '1') AS sqlbundle_check, pg_catalog.lower(:'sqlbundle_check_only') IN ('off', 'false', 'no', '0') AS sqlbundle_work \gset`)
	s.raise(`CASE WHEN :'sqlbundle_check' OR :'sqlbundle_work' THEN '' ELSE 'sqlbundle_check_only is ' || pg_catalog.quote_literal(:'sqlbundle_check_only') || ', neither on nor off' END`,
		`'To look only: psql -X -v sqlbundle_check_only=on -f THIS_FILE'`)
	s.schema()
	s.lock()
}

// version refuses an older server than the script is for, within a block.
func (s *script) version() {
	s.line("  IF pg_catalog.current_setting('server_version_num')::int < %d0000 THEN RAISE EXCEPTION 'sqlbundle: this script needs PostgreSQL %d, this is %%', pg_catalog.current_setting('server_version')"+
		" USING HINT = 'Make a script for that version: [project] target_version.'; END IF;",
		s.plan.TargetVersion, s.plan.TargetVersion)
}

// databaseName refuses a database of another name than configured, within a
// block.
func (s *script) databaseName() {
	if name := s.plan.DatabaseName; name != "" {
		s.line("  IF current_database() <> %s THEN RAISE EXCEPTION 'sqlbundle: this is the database %%, the script is for %%', current_database(), %s"+
			" USING HINT = 'Connect to that one, or set its name in the configuration.'; END IF;", scriptLiteral(name), scriptLiteral(name))
	}
}

// outsideTransactions refuses what the probe has found.
func (s *script) outsideTransactions() {
	s.raise("CASE pg_catalog.current_setting('sqlbundle.intx') WHEN 'in' THEN 'started inside a transaction' ELSE '' END",
		"'Run it without psql -1 and outside BEGIN.'")
}

// steering gives the three variables that a caller may set their defaults, and
// forgets where an earlier run in the same session of psql stood.
func (s *script) steering() {
	for _, name := range [...]string{"check_only", "stop_after", "abandon"} {
		value := "''"
		if name == "check_only" {
			value = "off"
		}
		s.line(`\if :{?sqlbundle_%s} \else \set sqlbundle_%s %s \endif`, name, name, value)
	}
	s.line(`\if :{?sqlbundle_place} \unset sqlbundle_at_:sqlbundle_place \endif`)
	s.line(`\if :{?sqlbundle_stop} \unset sqlbundle_stop_:sqlbundle_stop \endif`)
	s.line(`\if :{?sqlbundle_begun} \unset sqlbundle_begun_:sqlbundle_begun \endif`)
	s.line(`\if :{?sqlbundle_inside} \unset sqlbundle_inside_:sqlbundle_inside \endif`)
	if s.plan.Direction == graph.Downgrade {
		s.line(`\if :{?sqlbundle_undo} \unset sqlbundle_undo_:sqlbundle_undo \endif`)
	}
}

func (s *script) refuse(condition, why, hint string) {
	s.line("  IF %s THEN RAISE EXCEPTION 'sqlbundle: %s' USING HINT = %s; END IF;", condition, why, pgsql.QuoteLiteral(hint))
}

// scriptLiteral is a literal within a dollar-quoted block: the block's own tag
// must not stand in it.
func scriptLiteral(text string) string {
	return strings.ReplaceAll(pgsql.QuoteLiteral(text), "$sqlbundle", "$'||'sqlbundle")
}

// schema finds where the two tables stand.
func (s *script) schema() {
	t := s.plan.Settings.Tracking
	name := "coalesce(pg_catalog.current_schema(), '')"
	why, hint := "no schema of the search_path exists, so the tracking table has no place", "Set [tracking] schema, or the search_path."
	if t.Schema != "" {
		name = "coalesce((SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = " + pgsql.QuoteLiteral(t.Schema) + "), '')"
		why, hint = "there is no schema "+pgsql.QuoteIdent(t.Schema)+" for the tracking table", "Create it, or set [tracking] schema."
	}
	s.line(`SELECT %s AS sqlbundle_schema \gset`, name)
	s.raise("CASE :'sqlbundle_schema' WHEN '' THEN "+pgsql.QuoteLiteral(why)+" ELSE '' END", pgsql.QuoteLiteral(hint))
	if t.Schema == "" {
		s.raise(`coalesce((SELECT 'the tracking table stands in the schema ' || x || ', and the first of the search_path is ' || :'sqlbundle_schema'
    FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) x WHERE pg_catalog.to_regclass(pg_catalog.format('%I.%I', :'sqlbundle_schema', `+pgsql.QuoteLiteral(t.Table)+`)) IS NULL
    AND pg_catalog.to_regclass(pg_catalog.format('%I.%I', x, `+pgsql.QuoteLiteral(t.Table)+`)) IS NOT NULL LIMIT 1), '')`,
			"'Set [tracking] schema, or a search_path that begins with the right one.'")
	}
	s.line(`SELECT pg_catalog.format('%%I.%%I', :'sqlbundle_schema', %s) AS sqlbundle_table, pg_catalog.format('%%I.%%I', :'sqlbundle_schema', %s) AS sqlbundle_log \gset`,
		pgsql.QuoteLiteral(t.Table), pgsql.QuoteLiteral(t.LogTable))
}

// raise refuses unless the expression why is empty; among the checks that come
// before a run it is a row instead.
func (s *script) raise(why, hint string) {
	s.line(`SELECT %s AS sqlbundle_why,`, why)
	s.line(`  %s AS sqlbundle_hint \gset`, hint)
	if s.noting != "" {
		s.noteWhy()
		return
	}
	s.line(":sqlbundle_raise;")
}

// lock takes the advisory lock. It tries for a second, since the backend of a
// run that has just failed needs a moment to end, but it never waits for the
// lock: that makes the holder's concurrent build fail.
func (s *script) lock() {
	s.lockKey()
	const held = `SELECT pg_catalog.pg_backend_pid() IN (:sqlbundle_holders) AS sqlbundle_locked, pg_catalog.set_config('sqlbundle.key', :'sqlbundle_key', false) AS sqlbundle_x \gset`
	// A run that failed in this very session has it still, and a lock that is
	// taken twice has to be given back twice.
	s.line(held)
	s.line(`\if :sqlbundle_locked \else`)
	s.line("DO $sqlbundle$ BEGIN FOR i IN 1..10 LOOP EXIT WHEN pg_catalog.pg_try_advisory_lock(%d, pg_catalog.current_setting('sqlbundle.key')::int); PERFORM pg_catalog.pg_sleep(0.1); END LOOP; END $sqlbundle$;", LockKey)
	s.line(held)
	s.line(`\endif`)
	s.raise(`CASE WHEN :'sqlbundle_locked' THEN '' ELSE 'another run holds the lock' || coalesce((SELECT pg_catalog.string_agg(', pid ' || pid
    || coalesce(' (' || application_name || ', since ' || backend_start::timestamptz(0) || ')', '') || coalesce(': ' || query, ''), '') FROM pg_catalog.pg_stat_activity WHERE pid IN (:sqlbundle_holders)), '') END`,
		`'Wait until it has ended, and run this script again. If its client is gone: SELECT pg_terminate_backend(' || coalesce((SELECT pg_catalog.min(pid)::text FROM (:sqlbundle_holders) h), 'PID') || ');'`)
}

// lockKey computes the second key, and the query for the pids of those who hold
// the lock.
func (s *script) lockKey() {
	s.line(`SELECT pg_catalog.hashtext(:'sqlbundle_table') AS sqlbundle_key, pg_catalog.hashtext(:'sqlbundle_table')::bigint & 4294967295 AS sqlbundle_objid \gset`)
	text, database, _ := strings.Cut(psqlQuote(lockHolders("objid = OBJID")), " AND objid = OBJID")
	s.line(`\set sqlbundle_holders %s'`, text)
	s.line(`\set sqlbundle_holders :sqlbundle_holders ' AND objid = ''' :sqlbundle_objid '''::oid%s`, database)
}

// lockHolders is a query of the backends that hold the advisory lock whose second
// key fulfils a condition on objid. In pg_locks the two keys are classid and
// objid, and objsubid is 2 (PostgreSQL 18, 53.13).
func lockHolders(condition string) string {
	return fmt.Sprintf("SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = %d AND objsubid = 2 AND %s"+
		" AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())", LockKey, condition)
}

// unlock gives the lock back.
func (s *script) unlock() {
	s.line(`SELECT pg_catalog.pg_advisory_unlock(%d, :'sqlbundle_key'::int) AS sqlbundle_x \gset`, LockKey)
}
