package out

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// PreflightScript writes the read-only checks that come before an upgrade, a
// table of check, status (ok, warn or stop) and detail. It ends with psql's
// status 3 where any says stop, when all have been shown. A role that may not see
// something is told so. It fails only where w does.
//
// What psql asks before is kept in the variable sqlbundle_rows; the rest is one
// query over what the plan needs, see [script.needed].
func PreflightScript(w io.Writer, plan *compiler.Plan) error {
	p := *plan
	p.Settings.Role = "" // taken where the role may be, see [script.takeRole]
	s := newScript(w, &p)
	s.digest = plan.Digest()
	s.line("-- sqlbundle preflight script for psql: changes nothing")
	s.line("--")
	if p.Database != "" {
		s.field("database", p.Database)
	}
	s.field("from", Heads(p.From))
	s.field("to", Heads(p.To))
	s.field("plan", "sha256 "+s.digest)
	s.line("--")
	s.line("-- Run:       psql -X -f THIS_FILE \"$DATABASE_URL\", as the role that will run upgrade.sql")
	s.line("--            exit status 0: no check says stop; 2: connection lost; 3: one says stop, or it failed")
	s.line("")
	s.line("-- ======== the session")
	s.session()
	s.line(`\pset format aligned \pset tuples_only off \pset expanded off \pset footer off \pset border 1 \pset linestyle ascii \pset title`)
	s.steering()
	s.line(`\set sqlbundle_rows ''`)
	s.fits()
	s.server()
	s.takeRole(plan.Settings.Role)
	s.lockKeyOf()
	s.line("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;")
	s.line("SET LOCAL lock_timeout = %s; SET LOCAL row_security = off;", pgsql.QuoteLiteral(p.Settings.LockTimeout))
	s.standing()
	s.line("SET LOCAL row_security = DEFAULT; -- the authors' queries run with what the session has")
	s.requirements()
	s.needed()
	s.line("COMMIT;")
	s.verdict()
	if err := s.w.Flush(); err != nil {
		return fmt.Errorf("writing the preflight script: %w", err)
	}
	return nil
}

// The checks, in the order in which they are shown.
const (
	checkServer       = "server"
	checkDatabase     = "database"
	checkWritable     = "read-only"
	checkRole         = "role"
	checkPath         = "search_path"
	checkTracking     = "tracking table"
	checkPosition     = "position"
	checkLock         = "other run"
	checkRequire      = "require"
	checkModel        = "statements"
	checkObjects      = "objects"
	checkNames        = "free names"
	checkExtensions   = "extensions"
	checkOwner        = "owner"
	checkPrivileges   = "privileges"
	checkCreate       = "create"
	checkIndexes      = "invalid indexes"
	checkSizes        = "sizes"
	checkLocks        = "locks"
	checkTransactions = "transactions"
	checkPrepared     = "prepared transactions"
	checkVacuum       = "wraparound vacuum"
	checkStandbys     = "standbys"
	checkSlots        = "replication slots"
	checkPublications = "publications"
)

var preflightChecks = []string{
	checkServer, checkDatabase, checkWritable, checkRole, checkPath, checkTracking, checkPosition, checkLock, checkRequire, checkModel,
	checkObjects, checkNames, checkExtensions, checkOwner, checkPrivileges, checkCreate, checkIndexes, checkSizes, checkLocks,
	checkTransactions, checkPrepared, checkVacuum, checkStandbys, checkSlots, checkPublications,
}

// noteQuery adds a row whose status and detail are expressions; none where the
// status is empty.
func (s *script) noteQuery(check, status, detail string) {
	s.line(`SELECT %s AS sqlbundle_status,`, status)
	s.line(`  %s AS sqlbundle_detail \gset`, detail)
	s.line(`\set sqlbundle_rows :sqlbundle_rows ', (%d, ''%s'', ' :'sqlbundle_status' ', ' :'sqlbundle_detail' ')'`, slices.Index(preflightChecks, check), check)
}

// noteWhy makes a row of a refusal.
func (s *script) noteWhy() {
	s.noteQuery(s.noting, `CASE :'sqlbundle_why' WHEN '' THEN '' ELSE 'stop' END`, `:'sqlbundle_why' || '. ' || :'sqlbundle_hint'`)
}

// noted writes refusals as rows of a check.
func (s *script) noted(check string, write func()) {
	s.noting = check
	write()
	s.noting = ""
}

// verdict shows the rows, and raises where one says stop.
func (s *script) verdict() {
	s.line(`SELECT "check", status, detail FROM pg_catalog.json_to_recordset(:'sqlbundle_all') AS r (n int, "check" text, status text, detail text)`)
	s.line(`  ORDER BY n, CASE status WHEN 'stop' THEN 1 WHEN 'warn' THEN 2 ELSE 3 END, detail COLLATE "C";`)
	s.line(`SELECT count(*) FILTER (WHERE status = 'stop') AS sqlbundle_stops, count(*) FILTER (WHERE status = 'warn') AS sqlbundle_warns,`)
	s.line(`  coalesce('this is not the moment: stop says ' || pg_catalog.string_agg(DISTINCT "check", ', ') FILTER (WHERE status = 'stop'), '') AS sqlbundle_why,`)
	s.line(`  'Nothing has been changed. Mend what the rows with stop tell, and run this script again.' AS sqlbundle_hint`)
	s.line(`  FROM pg_catalog.json_to_recordset(:'sqlbundle_all') AS r ("check" text, status text) \gset`)
	s.line(`\echo sqlbundle: preflight: :sqlbundle_stops stop, :sqlbundle_warns warn`)
	s.line(":sqlbundle_raise;")
}

// preflightCheck is a check within the one query: its rows of status and detail,
// and what is said where it has none, an expression; empty for no row at all.
type preflightCheck struct{ name, rows, fine string }

// checksQuery is the WITH list and the rows of all checks, to follow the lists of what
// the plan needs.
func checksQuery(checks []preflightCheck) string {
	var with, rows strings.Builder
	for i, c := range checks {
		n := slices.Index(preflightChecks, c.name)
		fmt.Fprintf(&with, "), check_%d (status, detail) AS ( -- %s\n%s\n", i, c.name, c.rows)
		fmt.Fprintf(&rows, "  UNION ALL SELECT %d, '%s', status, detail FROM check_%d", n, c.name, i)
		if c.fine != "" {
			fmt.Fprintf(&rows, "\n  UNION ALL SELECT %d, '%s', 'ok', %s WHERE NOT EXISTS (SELECT FROM check_%d)", n, c.name, c.fine, i)
		}
		rows.WriteByte('\n')
	}
	return with.String() + "), shown (n, \"check\", status, detail) AS (\n  SELECT * FROM said WHERE status <> ''\n" + rows.String() + ")\n"
}
