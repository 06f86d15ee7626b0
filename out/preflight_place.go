package out

import (
	"fmt"

	"sqlbundle/internal/pgsql"
)

// fits ends the script where its queries cannot be asked at all.
func (s *script) fits() {
	s.line("-- ======== can the checks be made here?")
	s.outsideTransactions()
	s.raise(fmt.Sprintf("CASE WHEN pg_catalog.current_setting('server_version_num')::int < %d0000 THEN 'this script needs PostgreSQL %d, this is ' || pg_catalog.current_setting('server_version') ELSE '' END", oldestServer, oldestServer),
		"'Make a script for that version: [project] target_version.'")
}

// oldestServer and newestServer are the major versions that are known.
const (
	oldestServer = 13
	newestServer = 18
)

// note is a row whose status and detail are expressions.
type note struct{ check, status, detail string }

// server looks at the server, the database and the session.
func (s *script) server() {
	s.line("-- ======== is this the right place?")
	for _, n := range s.serverNotes() {
		s.noteQuery(n.check, n.status, n.detail)
	}
}

func (s *script) serverNotes() []note {
	const version = "pg_catalog.current_setting('server_version_num')::int"
	status, more := "'ok'", ""
	if name := s.plan.DatabaseName; name != "" {
		status = "CASE current_database() WHEN " + pgsql.QuoteLiteral(name) + " THEN 'ok' ELSE 'stop' END"
		more = " || CASE current_database() WHEN " + pgsql.QuoteLiteral(name) + " THEN '' ELSE ', the bundle is for ' || " + pgsql.QuoteLiteral(name) + " END"
	}
	return []note{
		{
			checkServer, fmt.Sprintf("CASE WHEN %s < %d0000 THEN 'stop' WHEN %s >= %d0000 THEN 'warn' ELSE 'ok' END", version, s.plan.TargetVersion, version, newestServer+1),
			fmt.Sprintf("'PostgreSQL ' || pg_catalog.current_setting('server_version') || CASE WHEN %s < %d0000 THEN ': the bundle needs %d, make one with a lower target_version' WHEN %s >= %d0000 THEN ': newer than what sqlbundle knows' ELSE '' END",
				version, s.plan.TargetVersion, s.plan.TargetVersion, version, newestServer+1),
		},
		{checkDatabase, status, "current_database()::text" + more},
		{
			checkWritable, "CASE WHEN pg_catalog.pg_is_in_recovery() OR (SELECT setting <> 'off' FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only') THEN 'stop' ELSE 'ok' END",
			"CASE WHEN pg_catalog.pg_is_in_recovery() THEN 'this is a standby: connect to the primary' WHEN (SELECT setting <> 'off' FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only') THEN 'default_transaction_read_only is on' ELSE 'the server takes changes' END",
		},
	}
}

// takeRole becomes the configured role, where that can be.
func (s *script) takeRole(role string) {
	const may = "pg_catalog.pg_has_role(oid, CASE WHEN pg_catalog.current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)"
	if role != "" {
		name := pgsql.QuoteLiteral(role)
		s.line("SELECT coalesce((SELECT CASE WHEN %s THEN 'ok' ELSE 'stop' END FROM pg_catalog.pg_roles WHERE rolname = %s), 'none') AS sqlbundle_role \\gset", may, name)
		s.noteQuery(checkRole, "CASE :'sqlbundle_role' WHEN 'ok' THEN '' ELSE 'stop' END",
			"CASE :'sqlbundle_role' WHEN 'none' THEN 'there is no role ' || "+name+" ELSE 'the role ' || session_user || ' may not become ' || "+name+" END || ', what follows is about ' || session_user")
		s.line(`SELECT :'sqlbundle_role' = 'ok' AS sqlbundle_is \gset`)
		s.line(`\if :sqlbundle_is`)
		s.line("SELECT pg_catalog.set_config('role', %s, false) AS sqlbundle_x \\gset", name)
		s.line(`\endif`)
	}
	for _, n := range s.roleNotes() {
		s.noteQuery(n.check, n.status, n.detail)
	}
	s.line(`SELECT coalesce(pg_catalog.current_schema(), '') = %s AS sqlbundle_same_path \gset`, pgsql.QuoteLiteral(s.plan.CreationSchema()))
}

// roleNotes say who the session is, and what names mean to it.
func (s *script) roleNotes() []note {
	notes := []note{{
		checkRole, "'ok'",
		"session_user || CASE WHEN current_user <> session_user THEN ', as ' || current_user ELSE '' END || CASE WHEN (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN ', superuser' ELSE '' END",
	}}
	if schema := s.plan.CreationSchema(); schema != "" {
		is := "CASE coalesce(pg_catalog.current_schema(), '') WHEN " + pgsql.QuoteLiteral(schema) + " THEN "
		notes = append(notes, note{
			checkPath, is + "'ok' ELSE 'warn' END",
			is + "'names without a schema mean ' || current_schema() ELSE 'names without a schema mean ' || coalesce(pg_catalog.current_schema(), 'nothing') || ', the revisions were followed as if they meant ' || " +
				pgsql.QuoteLiteral(schema) + " || ': objects are not looked at. Set [bundle] search_path' END",
		})
	}
	return notes
}

// lockKeyOf finds where the tracking table stands, and who holds the lock.
func (s *script) lockKeyOf() {
	s.noted(checkTracking, s.schema)
	s.lockKey()
	s.noteQuery(checkLock, "CASE WHEN EXISTS (:sqlbundle_holders) THEN 'stop' ELSE 'ok' END",
		`coalesce((SELECT 'another run holds the lock' || coalesce((SELECT pg_catalog.string_agg(', pid ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '') || coalesce(', since ' || backend_start::timestamptz(0), '') || ': ' || `+shortQuery+`, '') FROM pg_catalog.pg_stat_activity WHERE pid = h.pid), ', pid ' || h.pid) FROM (:sqlbundle_holders) h LIMIT 1), 'nobody holds the lock of a run')`)
}

// shortQuery is a session's query in a row: one line, no more than 80 characters.
const shortQuery = `coalesce(nullif(pg_catalog.left(pg_catalog.regexp_replace(query, '[[:space:][:cntrl:]]+', ' ', 'g'), 80), '<insufficient privilege>'), 'its query is not visible to this role')`

// standing finds out where the database stands.
func (s *script) standing() {
	s.line("-- ======== where does the database stand?")
	t := s.plan.Settings.Tracking
	s.line(`SELECT coalesce(bool_or(relname = %[1]s), false) AS sqlbundle_there, coalesce(bool_or(relname = %[2]s), false) AS sqlbundle_there_log,`, pgsql.QuoteLiteral(t.Table), pgsql.QuoteLiteral(t.LogTable))
	s.line(`  coalesce(bool_and(pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')), true) AS sqlbundle_readable`)
	s.line(`  FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON relnamespace = n.oid WHERE nspname = :'sqlbundle_schema' AND relname IN (%s, %s) \gset`, pgsql.QuoteLiteral(t.Table), pgsql.QuoteLiteral(t.LogTable))
	s.line(`\set sqlbundle_passed -1 \set sqlbundle_begun 0 \set sqlbundle_state ''`)
	s.line(`\if :sqlbundle_readable`)
	s.line(`\if :sqlbundle_there`)
	s.noted(checkTracking, s.tableFits)
	s.position()
	s.noteQuery(checkTracking, "'ok'", ":'sqlbundle_table'")
	s.line(`\else`)
	s.line(`SELECT '' AS sqlbundle_last, '' AS sqlbundle_next, %d AS sqlbundle_stop, true AS sqlbundle_known, %d AS sqlbundle_passed \gset`, len(s.plan.Steps), startWithout(s.plan.From))
	s.noteQuery(checkTracking, "'ok'", "'there is none yet: ' || :'sqlbundle_table' || ' will be made'")
	s.line(`\endif`)
	s.line(`\set sqlbundle_why ''`)
	s.line(`\if :sqlbundle_there_log`)
	s.noted(checkTracking, s.logFits)
	s.line(`SELECT :'sqlbundle_why' = '' AS sqlbundle_fits \gset`)
	s.line(`\if :sqlbundle_fits`)
	s.progress()
	s.noteQuery(checkPosition, "CASE :'sqlbundle_why' WHEN '' THEN 'ok' ELSE 'stop' END", "CASE :'sqlbundle_why' WHEN '' THEN :'sqlbundle_where' ELSE :'sqlbundle_why' || '. ' || :'sqlbundle_hint' END")
	s.line(`\else`)
	s.noteQuery(checkPosition, "'stop'", unknownPlace)
	s.line(`\endif`)
	s.line(`\else`)
	why, way := s.elsewhere(stateVariable, "")
	s.noteQuery(checkPosition, "CASE WHEN :sqlbundle_passed < 0 THEN 'stop' ELSE 'ok' END",
		fmt.Sprintf("CASE WHEN :sqlbundle_passed < 0 THEN %s || '. ' || %s ELSE 'the database stands at ' || coalesce(nullif(:'sqlbundle_state', ''), 'base') || ', after step ' || :sqlbundle_passed || ' of %d' END", why, way, len(s.plan.Steps)))
	s.line(`\endif`)
	s.line(`\else`)
	s.noteQuery(checkTracking, "'stop'", "'this role may not read ' || :'sqlbundle_table' || ' and ' || :'sqlbundle_log' || ': where the database stands is not visible to it'")
	s.noteQuery(checkPosition, "'stop'", unknownPlace)
	s.line(`\endif`)
}

const unknownPlace = "'not known, see the tracking table'"

// startWithout is where a plan finds a database without a tracking table.
func startWithout(from []string) int {
	if len(from) == 0 {
		return 0
	}
	return -1
}
