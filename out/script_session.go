package out

import (
	"fmt"
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
	s.line("SET statement_timeout = 0; SET standard_conforming_strings = on;")
	s.probe()
	// The session's own settings are kept in variables: after a revision that
	// may have changed any they are made again. "\;" sends them all at once.
	s.line(`\set sqlbundle_session ''`)
	settings := s.settings()
	for i, sql := range settings {
		if i < len(settings)-1 {
			sql += `\; `
		}
		s.line(`\set sqlbundle_session :sqlbundle_session %s`, psqlQuote(sql))
	}
	s.line(`\set sqlbundle_raise %s`, psqlQuote(raiseReason))
	s.line(`\set sqlbundle_read %s`, psqlQuote(readAsWritten))
	s.line(":sqlbundle_session;")
}

// readAsWritten makes again what the reading of literals rests on.
const readAsWritten = "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on"

// shorthands are what the segments have in common, as variables of psql.
func (s *script) shorthands() {
	s.line(`\set sqlbundle_reset %s :sqlbundle_session ';'`, psqlQuote(resetSession+`\; `))
	s.line(`\set sqlbundle_leave '%s'`, leaveSession)
	s.line(`\set sqlbundle_path %s`, psqlQuote(ownPath))
	if retries := s.plan.Settings.LockRetries; retries > 0 {
		s.line(`\set sqlbundle_blockers %s`, psqlQuote(blockers))
		s.line(`\set sqlbundle_take %s`, psqlQuote(takeLocks(retries)))
	}
	if looksAtIndexes(s.plan) {
		s.line(`\set sqlbundle_indexes %s`, psqlQuote(compiler.IndexList))
		s.line(`\set sqlbundle_failure ' failed, as told above; nothing of it is left'`)
		s.line(`\set sqlbundle_no_effect ' has not had its effect: what has that name is another index, or is not valid'`)
		s.line(`\set sqlbundle_advice %s`, psqlQuote(advice))
	}
	s.line("")
}

// raiseReason raises the error that the variables sqlbundle_why and
// sqlbundle_hint tell, if any. Settings carry the texts: within a block psql
// replaces no variables.
const raiseReason = `SELECT pg_catalog.set_config('sqlbundle.why', :'sqlbundle_why', false) AS sqlbundle_x, pg_catalog.set_config('sqlbundle.hint', :'sqlbundle_hint', false) AS sqlbundle_x \gset \\ ` +
	`DO $sqlbundle$ BEGIN IF pg_catalog.current_setting('sqlbundle.why') <> '' THEN RAISE EXCEPTION 'sqlbundle: %', ` +
	`pg_catalog.current_setting('sqlbundle.why') USING HINT = pg_catalog.current_setting('sqlbundle.hint'); END IF; END $sqlbundle$`

// ownPath is what a query that is shown needs before it where the search_path
// is not the one that whoever pastes it begins with.
const ownPath = `(SELECT CASE setting WHEN reset_val THEN '' ELSE 'SET search_path = ' || setting || '; ' END FROM pg_catalog.pg_settings WHERE name = 'search_path')`

// advice is the hint about a build that failed or had no effect, as an
// expression.
const advice = `CASE WHEN NOT :'sqlbundle_failed' THEN 'Look at it: it may be somebody else''s. Nothing has been dropped.' ` +
	`WHEN :'sqlbundle_code' = '42P07' THEN 'What has that name may be somebody else''s: rename it, or drop it; then run this script again.' ` +
	`ELSE 'Mend what is told above; then run this script again.' END`

// resetSession takes back what a revision may have set, and its prepared
// statements, so that no revision sees another's.
const resetSession = `RESET SESSION AUTHORIZATION\; RESET ROLE\; RESET ALL\; SET statement_timeout = 0\; ` +
	`DO $sqlbundle$ DECLARE s text; BEGIN FOR s IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE NOT pg_catalog.starts_with(name, 'sqlbundle_') ` +
	`LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', s); END LOOP; END $sqlbundle$`

// leaveSession drops what else a revision may have left in the session.
const leaveSession = `CLOSE ALL; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;`

// settings are the session's own, statement by statement. They hold no
// backslash and nothing but ASCII outside E literals: the line that makes them
// again is read before they hold.
func (s *script) settings() []string {
	set := s.plan.Settings
	list := []string{
		// First, since the session may have begun with a limit that the rest of
		// this would not keep.
		"SET statement_timeout = 0",
		"SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on", "SET client_min_messages = notice",
		"SET quote_all_identifiers = off",
		"SET application_name = 'sqlbundle " + s.digest[:12] + "'",
		"SET lock_timeout = 0", "SET idle_in_transaction_session_timeout = 0",
		// What not every version has is set where it is there. From PostgreSQL
		// 14 on, where the server's system has it, a backend whose client is
		// gone gives up its build and its locks.
		"DO $sqlbundle$ DECLARE v int := pg_catalog.current_setting('server_version_num'); BEGIN " +
			"IF v >= 140000 THEN SET idle_session_timeout = 0; " +
			"BEGIN SET client_connection_check_interval = '10s'; EXCEPTION WHEN invalid_parameter_value THEN NULL; END; END IF; " +
			"IF v >= 170000 THEN SET transaction_timeout = 0; END IF; END $sqlbundle$",
	}
	for _, own := range [...]struct{ name, value string }{{"role", set.Role}, {"search_path", set.SearchPath}} {
		if own.value != "" {
			list = append(list, "DO $sqlbundle$ BEGIN PERFORM pg_catalog.set_config('"+own.name+"', "+asciiLiteral(own.value)+", false); END $sqlbundle$")
		}
	}
	return list
}

// asciiLiteral is a literal within a dollar-quoted block that is read in the
// same way whatever the encoding and standard_conforming_strings are.
func asciiLiteral(text string) string {
	plain := true
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\\' || r == '$':
			fmt.Fprintf(&b, `\x%02x`, r)
		case r >= 0x80:
			fmt.Fprintf(&b, `\U%08x`, r)
		case r == '\'':
			b.WriteString("''")
			continue
		default:
			b.WriteRune(r)
			continue
		}
		plain = false
	}
	if plain {
		return "'" + b.String() + "'"
	}
	return "E'" + b.String() + "'"
}

// psqlQuote makes an argument of a psql command: within single quotes psql
// replaces no variables, and reads a backslash as an escape (psql's manual
// page, Meta-Commands).
func psqlQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", "''", "\n", `\n`, "\r", `\r`).Replace(s) + "'"
}

// restore takes back what a segment has set, or may have, before it is recorded.
func (s *script) restore(segment *compiler.Segment) {
	if !segment.Reset {
		return
	}
	limit := ""
	if segment.Transaction > 0 {
		// The record must not wait for ever while it holds the author's locks.
		limit = " SET LOCAL lock_timeout = " + pgsql.QuoteLiteral(s.plan.Settings.LockTimeout) + ";"
	}
	s.line("%s%s -- nothing that the revision set is seen by others", s.reset, limit)
	s.touched = false
}

// psqlNames are the names in all statements that psql would take for variables
// of its own, sorted.
func psqlNames(plan *compiler.Plan) []string {
	seen := map[string]bool{}
	var names []string
	take := func(statements []*compiler.Statement) {
		for _, st := range statements {
			for _, name := range st.PsqlNames {
				if !seen[name] {
					seen[name] = true
					names = append(names, name)
				}
			}
		}
	}
	for _, step := range plan.Steps {
		take(step.Require)
		for _, segment := range step.Segments {
			take(segment.Statements)
		}
		take(step.Verify)
		for _, segment := range step.Up {
			take(segment.Statements)
		}
	}
	sort.Strings(names)
	return names
}
