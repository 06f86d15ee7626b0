package out

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// probe finds out whether a transaction is open already (psql -1, BEGIN before
// \i): a local setting is gone by the next statement unless there is one.
func (s *script) probe() {
	s.line(`SELECT pg_catalog.set_config('sqlbundle.probe', 'in', true) AS sqlbundle_x \gset`)
	s.line(`SELECT pg_catalog.set_config('sqlbundle.intx', coalesce(pg_catalog.current_setting('sqlbundle.probe', true), ''), false) AS sqlbundle_x \gset`)
}

// guard refuses a server or a database that the script is not for. A refusal
// is an error raised by the server: psql has no command that ends with a
// status.
func (s *script) guard() {
	s.line("-- ======== is this the right place? Nothing has been changed so far.")
	s.line("DO $sqlbundle$ BEGIN")
	s.refuse("pg_catalog.current_setting('sqlbundle.intx') = 'in'", "started inside a transaction", "Run it without psql -1 and outside BEGIN.")
	s.line("  IF pg_catalog.current_setting('server_version_num')::int < %d0000 THEN RAISE EXCEPTION 'sqlbundle: this script needs PostgreSQL %d, this is %%', pg_catalog.current_setting('server_version'); END IF;",
		s.plan.TargetVersion, s.plan.TargetVersion)
	s.refuse("pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('transaction_read_only')::bool", "this server or session is read-only (a standby?)", "Connect to the primary.")
	if name := s.plan.DatabaseName; name != "" {
		s.line("  IF current_database() <> %s THEN RAISE EXCEPTION 'sqlbundle: this is the database %%, the script is for %%', current_database(), %s"+
			" USING HINT = 'Connect to that one, or set its name in the configuration.'; END IF;", scriptLiteral(name), scriptLiteral(name))
	}
	s.refuseIrreversible()
	s.line("END $sqlbundle$;")
	if len(s.plan.Irreversible) > 0 {
		return
	}
	s.place()
	if !s.plan.Purge {
		s.state()
	}
	s.createTable()
}

func (s *script) refuse(condition, why, hint string) {
	s.line("  IF %s THEN RAISE EXCEPTION 'sqlbundle: %s' USING HINT = %s; END IF;", condition, why, pgsql.QuoteLiteral(hint))
}

// refuseIrreversible stops a way back that does not exist before its first
// change.
func (s *script) refuseIrreversible() {
	for _, i := range s.plan.Irreversible {
		s.line("  RAISE EXCEPTION 'sqlbundle: revision %% is irreversible: %%', %s, %s USING HINT = %s;",
			pgsql.QuoteLiteral(i.Revision.ID), scriptLiteral(sqlInline(i.Reason)),
			pgsql.QuoteLiteral("Nothing has been changed. To go back as far as that revision, make a script: sqlbundle downgrade APPLIED:"+i.Revision.ID+" --sql"))
	}
}

// scriptLiteral is a literal within a dollar-quoted block: the block's own tag
// must not stand in it.
func scriptLiteral(text string) string {
	return strings.ReplaceAll(pgsql.QuoteLiteral(text), "$sqlbundle", "$'||'sqlbundle")
}

// place finds the tracking table.
func (s *script) place() {
	t := s.plan.Settings.Tracking
	if t.Schema == "" {
		s.line(`SELECT coalesce(pg_catalog.current_schema(), '') AS sqlbundle_schema \gset`)
		s.line(`SELECT pg_catalog.set_config('sqlbundle.schema', :'sqlbundle_schema', false) AS sqlbundle_x \gset`)
		s.line("DO $sqlbundle$ BEGIN")
		s.refuse("pg_catalog.current_setting('sqlbundle.schema') = ''", "no schema of the search_path exists, so the tracking table has no place",
			"Set [tracking] schema, or the search_path.")
		s.line("END $sqlbundle$;")
		s.line(`SELECT pg_catalog.to_regclass(pg_catalog.format('%%I.%%I', :'sqlbundle_schema', %s)) IS NULL AS sqlbundle_new \gset`, pgsql.QuoteLiteral(t.Table))
		return
	}
	schema := scriptLiteral(pgsql.QuoteIdent(t.Schema))
	s.line("DO $sqlbundle$ BEGIN")
	s.line("  IF pg_catalog.to_regnamespace(%s) IS NULL THEN RAISE EXCEPTION 'sqlbundle: there is no schema %% for the tracking table', %s"+
		" USING HINT = 'Create it, or set [tracking] schema.'; END IF;", schema, schema)
	s.line("END $sqlbundle$;")
	s.line(`SELECT pg_catalog.to_regclass(%s) IS NULL AS sqlbundle_new \gset`, pgsql.QuoteLiteral(s.table))
}

// state refuses a database that does not stand where the plan starts. Rows of
// branches that share no revision with the plan's are left alone.
func (s *script) state() {
	s.line(`\set sqlbundle_state ''`)
	s.line(`\if :sqlbundle_new \else`)
	s.line(`SELECT coalesce(pg_catalog.string_agg(version_num, ', ' ORDER BY version_num COLLATE "C"), '') AS sqlbundle_state FROM %s%s \gset`,
		s.table, s.otherRows())
	s.line(`\endif`)
	s.line(`SELECT pg_catalog.set_config('sqlbundle.state', :'sqlbundle_state', false) AS sqlbundle_x \gset`)
	from := strings.Join(s.plan.From, ", ")
	s.line("DO $sqlbundle$ BEGIN")
	s.line("  IF pg_catalog.current_setting('sqlbundle.state') <> %s THEN", pgsql.QuoteLiteral(from))
	s.line("    RAISE EXCEPTION 'sqlbundle: the tracking table says %%, this script starts at %s', coalesce(nullif(pg_catalog.current_setting('sqlbundle.state'), ''), 'base (nothing is applied)')", Heads(s.plan.From))
	s.line("      USING HINT = %s;", startHint(s.plan))
	s.line("  END IF;")
	s.line("END $sqlbundle$;")
}

func startHint(plan *compiler.Plan) string {
	if plan.Direction == graph.Stamp {
		return pgsql.QuoteLiteral("Name the start, sqlbundle stamp FROM:TARGET --sql, or replace what is there with --purge.")
	}
	return fmt.Sprintf("pg_catalog.format('Nothing has been changed. Make the script from where the database stands: sqlbundle %s %%s:TARGET --sql', "+
		"coalesce(nullif(pg_catalog.replace(pg_catalog.current_setting('sqlbundle.state'), ' ', ''), ''), 'base'))", plan.Direction)
}

// otherRows leaves out the rows of unrelated branches.
func (s *script) otherRows() string {
	if len(s.plan.Unrelated) == 0 {
		return ""
	}
	quoted := make([]string, len(s.plan.Unrelated))
	for i, id := range s.plan.Unrelated {
		quoted[i] = pgsql.QuoteLiteral(id)
	}
	return " WHERE version_num NOT IN (" + strings.Join(quoted, ", ") + ")"
}

// createTable makes the tracking table where it is missing, as Alembic names
// and types it in its style.
func (s *script) createTable() {
	t := s.plan.Settings.Tracking
	column := "text"
	if t.Style == "alembic" {
		column = "varchar(32)"
	}
	s.line(`\if :sqlbundle_new`)
	s.line("CREATE TABLE %s (version_num %s NOT NULL, CONSTRAINT %s PRIMARY KEY (version_num));",
		s.table, column, pgsql.QuoteIdent(t.Table+"_pkc"))
	s.line(`\endif`)
	s.line(`\echo sqlbundle: %s from %s to %s, %s`, s.plan.Direction, strings.ReplaceAll(Heads(s.plan.From), ", ", ","),
		strings.ReplaceAll(Heads(s.plan.To), ", ", ","), Count(len(s.plan.Steps), "step"))
	s.line("")
}
