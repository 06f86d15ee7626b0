package out

import (
	"sort"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// psqlSettings make psql itself predictable, whatever its command line and
// psqlrc say. They stand before any statement.
const psqlSettings = `\set ON_ERROR_STOP on
\set AUTOCOMMIT on
\set SINGLELINE off
\set SINGLESTEP off
\set ON_ERROR_ROLLBACK off
\set FETCH_COUNT 0
\set ECHO none
\set ECHO_HIDDEN off
\set QUIET on
\set VERBOSITY default
\set SHOW_CONTEXT never
\pset pager off
\timing off
\encoding UTF8
`

// session sets what the rest relies on: psql, then the server's session.
func (s *script) session() {
	s.text(psqlSettings)
	for _, name := range psqlNames(s.plan) {
		s.line(`\unset %s`, name)
	}
	// On a line of its own: psql reads each line by what held before it.
	s.line("SET standard_conforming_strings = on;")
	s.probe()
	// The session's own settings are kept in a variable: after a revision that
	// may have changed any they are made again.
	s.line(`\set sqlbundle_session ''`)
	for _, sql := range s.settings() {
		s.line(`\set sqlbundle_session :sqlbundle_session %s`, psqlQuote(sql+" "))
	}
	s.line(":sqlbundle_session")
	s.line("")
}

// settings are the session's own, line by line.
func (s *script) settings() []string {
	set := s.plan.Settings
	lines := []string{
		"SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET client_min_messages = notice;",
		"SET application_name = 'sqlbundle " + s.digest[:12] + "';",
		"SET lock_timeout = 0; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;",
		// What not every version has is set where it is there.
		"DO $sqlbundle$ BEGIN PERFORM pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings " +
			"WHERE name IN ('idle_session_timeout', 'transaction_timeout'); END $sqlbundle$;",
		// From PostgreSQL 14 on, and only where the server's system has it, a
		// backend whose client is gone gives up its build and its locks.
		"DO $sqlbundle$ BEGIN PERFORM pg_catalog.set_config('client_connection_check_interval', '10s', false); " +
			"EXCEPTION WHEN undefined_object OR invalid_parameter_value THEN NULL; END $sqlbundle$;",
	}
	if set.Role != "" {
		lines = append(lines, "SET ROLE "+pgsql.QuoteIdent(set.Role)+";")
	}
	if set.SearchPath != "" {
		lines = append(lines, "DO $sqlbundle$ BEGIN PERFORM pg_catalog.set_config('search_path', "+scriptLiteral(set.SearchPath)+", false); END $sqlbundle$;")
	}
	return lines
}

// psqlQuote makes an argument of a psql command: within single quotes psql
// replaces no variables, and reads a backslash as an escape (psql's manual
// page, Meta-Commands).
func psqlQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", "''", "\n", `\n`, "\r", `\r`).Replace(s) + "'"
}

// reset takes back what a revision has set, or may have, before it is
// recorded.
func (s *script) reset(segment *compiler.Segment) {
	if !segment.Reset {
		return
	}
	// How psql reads is set again before the line that may depend on it.
	s.line("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; " +
		"-- no revision sees another's settings")
	// The record must not wait for ever while it holds the author's locks.
	s.line(":sqlbundle_session SET LOCAL lock_timeout = %s;", pgsql.QuoteLiteral(s.plan.Settings.LockTimeout))
	s.touched = false
}

// leave drops what a revision leaves in the session beside settings. It stands
// behind the COMMIT, for a temporary table with deferred checks cannot be
// dropped before.
func (s *script) leave(segment *compiler.Segment) {
	if segment.Reset {
		s.line("CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; -- nor its cursors, statements and temporary tables")
	}
}

// psqlNames are the names in all statements that psql would take for variables
// of its own, sorted.
func psqlNames(plan *compiler.Plan) []string {
	seen := map[string]bool{}
	var names []string
	for _, step := range plan.Steps {
		for _, segment := range step.Segments {
			for _, st := range segment.Statements {
				for _, name := range st.PsqlNames {
					if !seen[name] {
						seen[name] = true
						names = append(names, name)
					}
				}
			}
		}
	}
	sort.Strings(names)
	return names
}
