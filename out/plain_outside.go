package out

import (
	"fmt"

	"sqlbundle/internal/pgsql"
)

// outside writes a segment of one statement that no transaction can hold. The
// transaction with its intent lets it write; the next thing behind it takes
// that back, and its effect is recorded where the catalog shows it: a client
// that goes on after an error comes here as well.
func (p *plainScript) outside(i, n int) {
	step := p.plan.Steps[i]
	segment := step.Segments[n]
	p.open("BEGIN")
	p.guard(p.before(i, n), "")
	p.earlier(segment)
	p.intent(i, n)
	p.earlier(segment)
	st, l := segment.Statements[0], newLimits(p.script, segment)
	if segment.Batch == nil {
		l.before(st)
	} else {
		p.loopLimits(segment)
	}
	p.readable(st.Lead, st.SQL(), st.Trail)
	p.line("COMMIT;")
	if segment.Batch != nil {
		p.loop(i, step, segment)
	} else {
		p.statement(st, true)
	}
	p.line("SET default_transaction_read_only = on;")
	// A client that goes on after an error, and out of the transaction as well,
	// must not write because of one that hits this very statement.
	p.line("SET SESSION default_transaction_read_only = on; -- once more, in case that has failed")
	p.open("BEGIN")
	p.guard(p.before(i, n), p.marker(i, n+1))
	if segment.Batch != nil {
		p.batchDone(i, n)
		p.line("%s", batchEnd)
	} else {
		p.effect(i, n)
		l.close()
	}
	if segment.Reset || len(segment.Earlier) > 0 {
		p.line("%s", p.reset)
		p.touched = false
	}
	if segment.Batch != nil {
		p.block("", p.writes(), p.reaches(p.behind(i, n)))
		p.line("COMMIT;")
		p.leave(i, n)
		return
	}
	p.block("sqlbundle_n bigint;",
		p.writes(),
		fmt.Sprintf("  UPDATE %s SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = %s AND direction = '%s' AND segment = %d;",
			p.logTable, pgsql.QuoteLiteral(step.ID()), step.Direction, n+1),
		"  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;",
		refuses("sqlbundle_n <> 1", "'somebody has changed the log during the run'", "'Run this script again: it says where the database stands.'"),
		p.reaches(p.behind(i, n)))
	p.line("COMMIT;")
	p.leave(i, n)
}

// intent records that the statement is begun, with what it finds, looked up as
// the role and on the path that the revision has set; and lets the session
// write. The log is kept by the bundle's own role.
func (p *plainScript) intent(i, n int) {
	segment := p.plan.Steps[i].Segments[n]
	own := ""
	if len(segment.Earlier) > 0 {
		own = "  RESET SESSION AUTHORIZATION; RESET ROLE;"
		if role := p.plan.Settings.Role; role != "" {
			own += " PERFORM pg_catalog.set_config('role', " + asciiLiteral(role) + ", false);"
		}
	}
	body := []string{
		p.writes(),
		"  PERFORM pg_catalog.set_config('sqlbundle.before', " + known(segment.Again, segment.Again.Look) + ", false);",
	}
	if segment.Batch != nil {
		body[1] = "  PERFORM pg_catalog.set_config('sqlbundle.before', '', false), " + p.batchSettings() + ";"
	}
	if own != "" {
		body = append(body, own)
	}
	body = append(body,
		p.insert(i, n, "started", "true", "pg_catalog.current_setting('sqlbundle.before')", "NULL"),
		"    ON CONFLICT (revision, direction, segment) WHERE open DO UPDATE SET segments = excluded.segments, plan_digest = excluded.plan_digest, client = excluded.client, attempts = l.attempts + 1",
		"    WHERE l.state = 'started' RETURNING before INTO STRICT sqlbundle_before;",
		"  PERFORM pg_catalog.set_config('sqlbundle.before', sqlbundle_before, false), pg_catalog.set_config('sqlbundle.begun', '"+p.marker(i, n+1)+"', false), pg_catalog.set_config('default_transaction_read_only', 'off', false);")
	p.block("sqlbundle_before text;", body...)
}

// batchSettings tell a loop where the log is, which lock the run has, and how to
// find who is in the way.
func (p *plainScript) batchSettings() string {
	t := p.plan.Settings.Tracking
	settings := fmt.Sprintf("pg_catalog.set_config('sqlbundle.log', %s, false), pg_catalog.set_config('sqlbundle.key', pg_catalog.hashtext(pg_catalog.format('%%I.%%I', %s, %s))::text, false)",
		pgsql.QuoteLiteral(p.logTable), pgsql.QuoteLiteral(t.Schema), pgsql.QuoteLiteral(t.Table))
	if p.plan.Settings.LockRetries > 0 {
		settings += ", pg_catalog.set_config('sqlbundle.blockers', " + pgsql.QuoteLiteral(blockers) + ", false)"
	}
	return settings
}

// batchDone holds that all batches are done: the last of them has recorded it.
func (p *plainScript) batchDone(i, n int) {
	step := p.plan.Steps[i]
	p.block("", refuses(fmt.Sprintf("NOT EXISTS (SELECT FROM %s WHERE open AND state = 'done' AND revision = %s AND direction = '%s' AND segment = %d)",
		p.logTable, pgsql.QuoteLiteral(step.ID()), step.Direction, n+1),
		pgsql.QuoteLiteral(ascii(segmentWords(step.Segments[n]))+" has failed; the batches that were committed stay done"), p.way(pgsql.QuoteLiteral(p.marker(i, n)))))
}

// effect holds that the statement has had its effect; where no catalog tells,
// it stops, and whoever has seen no error says so by the next script.
func (p *plainScript) effect(i, n int) {
	segment := p.plan.Steps[i].Segments[n]
	a, words := segment.Again, ascii(segmentWords(segment))
	failed := p.way(pgsql.QuoteLiteral(p.marker(i, n)))
	if a.Done == "" {
		p.block("", "  "+raises(pgsql.QuoteLiteral(words+" has run, and the server cannot tell whether it has succeeded"),
			"'If no error is shown above, it has. ' || "+p.rest(pgsql.QuoteLiteral(p.marker(i, n+1)))+" || '. If one is: ' || "+failed))
		return
	}
	remove, body := "", []string{"  IF " + known(a, a.Done) + " THEN RETURN; END IF;"}
	if a.Clean != "" {
		remove = "coalesce('Remove what it has left, outside a transaction: " + writable + "' || sqlbundle_left || '; ', '') || "
		body = append(body, "  "+leftBehind(a))
	}
	rows := ""
	if a.Duplicates != "" {
		rows = pgsql.QuoteLiteral("Where rows are in the way, this shows them: "+a.Duplicates+"; ") + " || "
	}
	body = append(body, "  "+raises(pgsql.QuoteLiteral(words+" has failed, or has not had its effect"), remove+rows+failed))
	p.block(beforeVariable, body...)
}
