package out

import (
	"fmt"
	"io"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// VerifyScript writes the read-only checks that follow an upgrade: where the
// database stands, what follows from the plan by the catalogs, then the queries
// of the revisions' verify sections, a line each. It ends with psql's status 3 where any is not true. It fails only
// where w does.
func VerifyScript(w io.Writer, plan *compiler.Plan) error {
	s := newScript(w, plan)
	s.line("-- sqlbundle verify script for psql: changes nothing, exit status 0 where all is as it should be")
	s.line("--")
	if plan.Change != "" {
		s.field("change", plan.Change)
	}
	s.field("to", Heads(plan.To))
	s.field("plan", "sha256 "+s.digest)
	s.line("--")
	s.line("-- Run:       psql -X -f THIS_FILE \"$DATABASE_URL\"")
	s.line("")
	s.session()
	s.line("")
	s.outsideTransactions()
	s.schema()
	s.line("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;")
	s.line("SET LOCAL lock_timeout = %s; SET LOCAL row_security = off;", pgsql.QuoteLiteral(s.plan.Settings.LockTimeout))
	s.line(`SELECT pg_catalog.to_regclass(:'sqlbundle_table') IS NOT NULL AS sqlbundle_there, 'base' AS sqlbundle_state, 0 AS sqlbundle_failed \gset`)
	s.line(`\if :sqlbundle_there`)
	s.line(`SELECT coalesce(pg_catalog.string_agg(version_num, ', ' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM %s%s \gset`, s.table, s.otherRows("version_num"))
	s.line(`\endif`)
	s.line("SET LOCAL row_security = DEFAULT;")
	s.raise("CASE :'sqlbundle_state' WHEN "+pgsql.QuoteLiteral(Heads(plan.To))+" THEN '' ELSE CASE WHEN :'sqlbundle_there' THEN 'the tracking table says ' || :'sqlbundle_state'"+
		" ELSE 'there is no tracking table: nothing is applied (base)' END || ', not ' || "+pgsql.QuoteLiteral(Heads(plan.To))+" END",
		"'Is the upgrade unfinished? Run upgrade.sql again. Is the database further? Then later bundles have queries for it.'")
	s.line(`\echo sqlbundle: verify: the database stands at :sqlbundle_state, ok`)
	s.facts()
	for _, step := range plan.Steps {
		for _, st := range step.Verify {
			s.check(step, st)
		}
	}
	s.line("COMMIT;")
	s.raise("CASE WHEN :sqlbundle_failed = 1 THEN 'what is marked FAILED above is not so' ELSE '' END",
		"'Each of these lines names the object, or the file and the line of its query.'")
	s.line(`\echo sqlbundle: verified`)
	if err := s.w.Flush(); err != nil {
		return fmt.Errorf("writing the verify script: %w", err)
	}
	return nil
}

// check asks one query and goes on whatever it says.
func (s *script) check(step *compiler.Step, st *compiler.Statement) {
	at := st.File.Position(st.Span.Start)
	what := fmt.Sprintf("sqlbundle: verify: revision %s, %s:%d", step.ID(), psqlWords(at.File), at.Line)
	s.line("")
	s.line(`\set sqlbundle_ok off \set ON_ERROR_STOP off`)
	s.query(st)
	s.line(`\set ON_ERROR_STOP on \if :sqlbundle_ok`)
	s.line(`\echo %s, ok`, what)
	s.line(`\else`)
	s.line(`\echo %s, FAILED`, what)
	s.line(`\set sqlbundle_failed 1`)
	s.line(`\endif`)
}

// psqlWords makes a text an argument of \echo.
func psqlWords(text string) string { return psqlQuote(sqlInline(text)) }
