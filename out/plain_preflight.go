package out

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// PlainPreflightScript writes what [PreflightScript] asks for any client that
// sends statement by statement: one query gives the rows, where a person has to
// look for stop; each require query is a row of its own behind it. Its errors are those of [PlainScript].
func PlainPreflightScript(w io.Writer, plan *compiler.Plan) error {
	if err := plainProblems(plan); err != nil {
		return err
	}
	p := newPlain(w, plan, Place{})
	p.title("preflight script, plain SQL for any client: changes nothing; a row with stop means not to begin")
	notes := append(p.serverNotes(), p.roleNotes()...)
	if role := plan.Settings.Role; role != "" {
		p.line("-- It asks as the role %s. An error about it below is a stop.", sqlInline(role))
	}
	// What the session began with, before it is made read-only.
	p.line("SELECT pg_catalog.set_config('sqlbundle.read_only', %s || ' ' || %s, false);", notes[2].status, notes[2].detail)
	notes[2].status = "pg_catalog.split_part(pg_catalog.current_setting('sqlbundle.read_only'), ' ', 1)"
	notes[2].detail = "pg_catalog.substr(pg_catalog.current_setting('sqlbundle.read_only'), pg_catalog.strpos(pg_catalog.current_setting('sqlbundle.read_only'), ' ') + 1)"
	p.session()
	p.whereItStands()
	p.rows(notes)
	p.requirements()
	p.line("RESET default_transaction_read_only;")
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("writing the preflight script: %w", err)
	}
	return nil
}

// whereItStands leaves in sqlbundle.passed how many steps are done, -1 where the
// plan passes through no such state, in sqlbundle.inside how many segments of the
// next one, and in sqlbundle.rows the tracking table's.
func (p *plainScript) whereItStands() {
	var query strings.Builder
	inner := newScript(&query, p.plan)
	inner.passed()
	_ = inner.w.Flush() // into a builder
	table, log := pgsql.QuoteLiteral(p.table), pgsql.QuoteLiteral(p.logTable)
	p.block(fmt.Sprintf("sqlbundle_passed int := %d; sqlbundle_inside int := 0; sqlbundle_rows text := 'base';", startWithout(p.plan.From)),
		"  SET LOCAL row_security = off;",
		"  IF pg_catalog.to_regclass("+table+") IS NOT NULL THEN",
		"  "+query.String()+"  SELECT at.step, coalesce((SELECT string_agg(id, ',' ORDER BY id COLLATE \"C\") FROM present), 'base') INTO sqlbundle_passed, sqlbundle_rows FROM at;",
		"  END IF;",
		"  IF pg_catalog.to_regclass("+log+") IS NOT NULL THEN",
		"    SELECT count(*) INTO sqlbundle_inside FROM "+p.logTable+" WHERE open"+p.notUnrelated()+";",
		"  END IF;",
		"  PERFORM pg_catalog.set_config('sqlbundle.passed', sqlbundle_passed::text, false), pg_catalog.set_config('sqlbundle.inside', sqlbundle_inside::text, false), pg_catalog.set_config('sqlbundle.rows', sqlbundle_rows, false);")
}

// requirements asks what the revisions require, each as a row of its own: of
// interest is the first revision that has not begun. Others may need what is not
// there yet, so all of it comes last.
func (p *plainScript) requirements() {
	for i, step := range p.plan.Steps {
		for _, st := range step.Require {
			at := st.File.Position(st.Span.Start)
			p.line("BEGIN;")
			p.ask(st)
			p.line("SELECT 'require' AS \"check\", CASE WHEN pg_catalog.current_setting('sqlbundle.passed')::int <> %d THEN 'later' WHEN pg_catalog.current_setting('sqlbundle.ok', true) = 'true' THEN 'ok' ELSE 'stop' END AS status, %s AS detail;",
				i, pgsql.QuoteLiteral(fmt.Sprintf("revision %s, %s:%d", step.ID(), ascii(sqlInline(at.File)), at.Line)))
			p.line("ROLLBACK;")
		}
	}
}

// rows is the query that gives all others.
func (p *plainScript) rows(notes []note) {
	plan := p.plan
	const passed = "pg_catalog.current_setting('sqlbundle.passed')::int"
	notes = append(notes,
		note{
			checkPosition, "CASE WHEN " + passed + " < 0 THEN 'stop' WHEN pg_catalog.current_setting('sqlbundle.inside') <> '0' THEN 'warn' ELSE 'ok' END",
			"'the database stands at ' || pg_catalog.current_setting('sqlbundle.rows') || CASE WHEN " + passed + " < 0 THEN " + pgsql.QuoteLiteral(", this bundle starts at "+Heads(plan.From)+" and leads to "+Heads(plan.To)) +
				" WHEN pg_catalog.current_setting('sqlbundle.inside') <> '0' THEN ', and the log shows unfinished work: upgrade.sql says how to go on' ELSE ', after step ' || " + passed + " || " + pgsql.QuoteLiteral(fmt.Sprintf(" of %d", len(plan.Steps))) + " END",
		},
		note{
			checkLock, "CASE WHEN EXISTS (" + p.holders() + ") THEN 'stop' ELSE 'ok' END",
			"coalesce((SELECT 'another run holds the lock, pid ' || pg_catalog.min(pid) FROM (" + p.holders() + ") h HAVING count(*) > 0), 'nobody holds the lock of a run')",
		})
	p.line("-- ======== is there what the plan needs, and who is in the way?")
	p.line("WITH said (n, \"check\", status, detail) AS (VALUES (-1, '', '', '')")
	for _, n := range notes {
		p.line("  , (%d, '%s', %s, %s)", slices.Index(preflightChecks, n.check), n.check, n.status, n.detail)
	}
	p.line("), place (passed, begun, looks, schema) AS (VALUES (%s, CASE WHEN pg_catalog.current_setting('sqlbundle.inside') <> '0' THEN %s + 1 ELSE 0 END, coalesce(pg_catalog.current_schema(), '') = %s, %s::name)",
		passed, passed, pgsql.QuoteLiteral(plan.CreationSchema()), pgsql.QuoteLiteral(plan.Settings.Tracking.Schema))
	p.line("%s", fewRow)
	p.text(neededQuery(plan.Needs(), plan))
	p.line("SELECT \"check\", status, pg_catalog.regexp_replace(detail, '[[:cntrl:]]', '?', 'g') AS detail FROM shown")
	p.line("  ORDER BY n, CASE status WHEN 'stop' THEN 1 WHEN 'warn' THEN 2 ELSE 3 END, detail COLLATE \"C\";")
}
