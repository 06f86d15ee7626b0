package out

import (
	"fmt"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// logColumns are the columns of the log table.
var logColumns = [...]string{
	"revision text NOT NULL", "direction text NOT NULL", "segment int NOT NULL", "segments int NOT NULL",
	"digest text NOT NULL", "plan_digest text NOT NULL", "state text NOT NULL", "open boolean NOT NULL",
	"before text", "cursor text", "rows_done bigint", "attempts int NOT NULL DEFAULT 1",
	"started_at timestamptz NOT NULL DEFAULT now()", "done_at timestamptz", "by_role text NOT NULL DEFAULT session_user", "client text NOT NULL",
}

// tables makes the tracking table and the log where they are missing; the
// tracking table as Alembic names and types it in its style. A log of another
// make is left alone, and the script stops.
func (s *script) tables() {
	s.line(`SELECT pg_catalog.to_regclass(:'sqlbundle_table') IS NULL AS sqlbundle_new, pg_catalog.to_regclass(:'sqlbundle_log') IS NULL AS sqlbundle_new_log \gset`)
	if s.plan.Direction == graph.Downgrade {
		s.untouched()
	}
	s.line(`\if :sqlbundle_new`)
	s.line("%s", s.createTracking())
	s.line(`\endif`)
	s.line(`\if :sqlbundle_new_log`)
	s.line("%s", s.createLog())
	s.line(`\endif`)
	s.tableFits()
	s.logFits()
}

// tableFits refuses a tracking table that is none.
func (s *script) tableFits() {
	s.raise(`CASE WHEN `+odd(`:'sqlbundle_table'`)+`
  THEN 'the tracking table ' || :'sqlbundle_table' || ' is no ordinary table: a view, unlogged, partitioned or foreign' ELSE '' END`,
		"'Nothing has been changed. What is applied must be kept in a table that a crash leaves alone.'")
}

// logFits refuses a log table of another make.
func (s *script) logFits() {
	s.raise(`CASE WHEN `+isLog(`:'sqlbundle_log'`)+`
  THEN '' ELSE 'the log table ' || :'sqlbundle_log' || ' is of another version, or somebody else''s' END`,
		"'Nothing has been changed. Rename that table, or name another: [tracking] log_table.'")
}

// createTracking makes the tracking table.
func (s *script) createTracking() string {
	t := s.plan.Settings.Tracking
	column := "text"
	if t.Style == "alembic" {
		column = "varchar(32)"
	}
	return fmt.Sprintf("CREATE TABLE %s (version_num %s NOT NULL, CONSTRAINT %s PRIMARY KEY (version_num));",
		s.table, column, pgsql.QuoteIdent(t.Table+"_pkc"))
}

// createLog makes the log.
func (s *script) createLog() string {
	return fmt.Sprintf("CREATE TABLE %s (\n  %s);\nCREATE UNIQUE INDEX ON %s (revision, direction, segment) WHERE open;",
		s.logTable, strings.Join(logColumns[:], ", "), s.logTable)
}

// odd is the condition that a table of this name, an expression, cannot keep
// what is applied.
func odd(name string) string {
	return "EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(" + name + ") AND (relkind <> 'r' OR relpersistence <> 'p'))"
}

// isLog is the condition that the table of this name, an expression, is a log
// of this version.
func isLog(name string) string {
	names := make([]string, len(logColumns))
	for i, c := range logColumns {
		names[i] = c[:strings.IndexByte(c, ' ')]
	}
	return fmt.Sprintf(`(SELECT count(*) FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass(%s) AND NOT attisdropped AND attname IN
    (%s)) = %d
  AND EXISTS (SELECT FROM pg_catalog.pg_index WHERE indrelid = pg_catalog.to_regclass(%s) AND indisunique AND indisvalid AND indnkeyatts = 3 AND indpred IS NOT NULL)`,
		name, literals(names), len(logColumns), name)
}

// untouched ends a way back where there is no tracking table. It makes none.
func (s *script) untouched() {
	if len(s.plan.To) > 0 {
		s.raise("CASE WHEN :'sqlbundle_new' THEN "+pgsql.QuoteLiteral("there is no tracking table: nothing is applied, this script starts at "+Heads(s.plan.From))+" ELSE '' END",
			"'Nothing has been changed. There is nothing to take back.'")
		return
	}
	s.line(`\if :sqlbundle_new`)
	s.line("ROLLBACK;")
	s.unlock()
	s.line(`\if :sqlbundle_check \echo sqlbundle: guards passed, nothing has been changed; nothing to do, the database stands at base`)
	s.line(`\else \echo sqlbundle: nothing to do, the database stands at base`)
	s.line(`\endif`)
	s.line(`\quit`)
	s.line(`\endif`)
}

// forget ends the progress for which a condition holds: nothing goes on there.
func (s *script) forget(condition string) { s.line("%s;", s.closing(condition)) }

// closing is the statement that does so.
func (s *script) closing(condition string) string {
	if s.plan.Settings.Tracking.Log {
		return "UPDATE " + s.logTable + " SET open = false WHERE open AND " + condition
	}
	return "DELETE FROM " + s.logTable + " WHERE open AND " + condition
}

// logRow are the columns that a row of the log is made with.
const logRow = "(revision, direction, segment, segments, digest, plan_digest, state, open, before, done_at, client)"

// prepare makes the statements that keep the log: an intent before a statement
// that no transaction can hold, a finished segment, a finished revision.
func (s *script) prepare() {
	if len(s.plan.Steps) == 0 {
		return
	}
	verb := pgsql.QuoteLiteral(string(s.plan.Direction))
	insert := "  INSERT INTO " + s.logTable + " AS l " + logRow + "\n  SELECT $1, " + verb
	plan := pgsql.QuoteLiteral(s.digest)
	s.line("")
	s.line("-- ======== the log: a statement outside transactions is begun, a segment is done, a revision is done")
	s.line(`\set sqlbundle_client 'coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), ''local'') || '', psql '' || ' :'VERSION_NAME' ' || CASE ' :'sqlbundle_abandon' ' WHEN '''' THEN '''' ELSE '', abandoning'' END'`)
	// While this very backend has the lock it holds; else it is an error, for a
	// pooler may have given the session another backend. The backend's number
	// keeps the planner from evaluating the error beforehand.
	s.line(`\set sqlbundle_held 'CASE WHEN pg_catalog.pg_backend_pid() IN (' :sqlbundle_holders ') THEN true ELSE (''sqlbundle: this session has lost its lock (a pooler in transaction mode?), backend '' || pg_catalog.pg_backend_pid())::boolean END'`)
	s.line(`SELECT pg_catalog.format('DEALLOCATE %I', name) FROM pg_catalog.pg_prepared_statements WHERE pg_catalog.starts_with(name, 'sqlbundle_') \gexec`)
	s.line("PREPARE sqlbundle_start(text, int, int, text, text) AS\n%s, $2, $3, $4, %s, 'started', true, $5, NULL, :sqlbundle_client WHERE :sqlbundle_held", insert, plan)
	s.line("  ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = $3, plan_digest = %s, client = excluded.client,", plan)
	s.line("    attempts = l.attempts + 1 WHERE l.state = 'started'")
	s.line("  RETURNING attempts > 1 AS sqlbundle_again, before AS sqlbundle_before, true AS sqlbundle_todo, false AS sqlbundle_failed, '' AS sqlbundle_code;")
	s.line("PREPARE sqlbundle_done(text, int, int, text) AS\n%s, $2, $3, $4, %s, 'done', true, NULL, pg_catalog.clock_timestamp(), :sqlbundle_client WHERE :sqlbundle_held", insert, plan)
	s.line("  ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET state = 'done', segments = $3, digest = $4, plan_digest = %s, done_at = excluded.done_at WHERE l.state = 'started'", plan)
	s.line(`  RETURNING 1 AS sqlbundle_x;`)
	s.line("PREPARE sqlbundle_last(text, int, text) AS")
	if !s.plan.Settings.Tracking.Log {
		s.line("  WITH finished AS (DELETE FROM %s WHERE open AND revision = $1 AND direction = %s)", s.logTable, verb)
		s.line("  SELECT $2 AS sqlbundle_x, $3 AS sqlbundle_x WHERE :sqlbundle_held;")
		s.line("")
		return
	}
	s.line("  WITH finished AS (UPDATE %s SET open = false WHERE open AND revision = $1 AND direction = %s)", s.logTable, verb)
	s.line("%s, $2, $2, $3, %s, 'done', false, NULL, pg_catalog.clock_timestamp(), :sqlbundle_client WHERE :sqlbundle_held RETURNING 1 AS sqlbundle_x;", insert, plan)
	s.line("")
}
