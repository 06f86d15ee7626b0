package out

import (
	"fmt"
	"io"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// PlainVerifyScript writes what [VerifyScript] does for any client that sends
// statement by statement: each check is a statement of its own that raises an
// error where it is not so. Its errors are those of [PlainScript].
func PlainVerifyScript(w io.Writer, plan *compiler.Plan) error {
	if err := plainProblems(plan); err != nil {
		return err
	}
	p := newPlain(w, plan, Place{})
	p.title("verify script, plain SQL for any client: changes nothing, and shows an error for each check that is not as it should be")
	p.session()
	table, to := pgsql.QuoteLiteral(p.table), pgsql.QuoteLiteral(Heads(plan.To))
	p.block("sqlbundle_state text := 'base';",
		"  IF pg_catalog.to_regclass("+table+") IS NOT NULL THEN",
		"    SET LOCAL row_security = off;",
		"    SELECT coalesce(pg_catalog.string_agg(version_num, ', ' ORDER BY version_num COLLATE \"C\"), 'base') INTO sqlbundle_state FROM "+p.table+p.otherRows("version_num")+";",
		"  END IF;",
		refuses("sqlbundle_state <> "+to, "'the tracking table says ' || sqlbundle_state || ', not ' || "+to,
			"'Is the upgrade unfinished? Run upgrade.sql again. Is the database further? Then later bundles have queries for it.'"))
	p.line("SELECT 'sqlbundle: the database stands at ' || %s || ', ok' AS sqlbundle;", to)
	p.facts()
	for _, step := range plan.Steps {
		for _, st := range step.Verify {
			p.check(step, st)
		}
	}
	p.line("RESET default_transaction_read_only;")
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("writing the verify script: %w", err)
	}
	return nil
}

// check asks one query, in a transaction of its own.
func (p *plainScript) check(step *compiler.Step, st *compiler.Statement) {
	at := st.File.Position(st.Span.Start)
	what := fmt.Sprintf("revision %s, %s:%d", step.ID(), ascii(sqlInline(at.File)), at.Line)
	p.line("BEGIN;")
	p.ask(st)
	p.block("", refuses("pg_catalog.current_setting('sqlbundle.ok', true) IS DISTINCT FROM 'true'", pgsql.QuoteLiteral(what+": the query is not true"), "'Nothing has been changed.'"))
	p.line("SELECT %s AS sqlbundle;", pgsql.QuoteLiteral("sqlbundle: "+what+", ok"))
	p.line("ROLLBACK;")
}

// facts asks the catalogs for what follows from the plan, as [script.facts] does.
func (p *plainScript) facts() {
	facts := p.plan.Facts()
	if len(facts) == 0 {
		return
	}
	schema := p.plan.CreationSchema()
	p.block("sqlbundle_lines text; sqlbundle_wrong boolean;",
		"  IF coalesce(pg_catalog.current_schema(), '') <> "+pgsql.QuoteLiteral(schema)+" THEN",
		"    RAISE INFO 'sqlbundle: the catalogs were not asked: names without a schema mean % here, not %', coalesce(pg_catalog.current_schema(), 'nothing'), "+pgsql.QuoteLiteral(schema)+";",
		"    RETURN;",
		"  END IF;",
		"  SET LOCAL search_path = ''; SET LOCAL statement_timeout = 0;",
		"  "+factRows(facts)+"\n"+factQuery+"  INTO sqlbundle_lines, sqlbundle_wrong;",
		refuses("sqlbundle_wrong", "'what follows from the revisions is not so: ' || sqlbundle_lines", "'Nothing has been changed. Look at what is marked FAILED.'"),
		"  RAISE INFO '%', sqlbundle_lines;")
}
