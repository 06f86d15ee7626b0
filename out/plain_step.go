package out

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// step writes what of a revision stands behind the place where the script
// begins.
func (p *plainScript) step(i int) {
	step := p.plan.Steps[i]
	if i < p.first {
		return
	}
	for n, segment := range step.Segments {
		if i == p.first && n < p.segment {
			continue
		}
		if n == 0 {
			p.require(i, step)
		}
		p.banner(i, step, segment)
		if segment.Transaction == 0 {
			p.outside(i, n)
		} else {
			p.transaction(i, n)
		}
		p.line("")
	}
}

// before is the marker with which a segment begins: that its revision's
// conditions hold is part of it.
func (p *plainScript) before(i, n int) string {
	if n == 0 && len(p.plan.Steps[i].Require) > 0 {
		return p.marker(i, n) + " required"
	}
	return p.marker(i, n)
}

// require asks the queries that must be true before anything of the revision is
// done, in a transaction of their own.
func (p *plainScript) require(i int, step *compiler.Step) {
	if len(step.Require) == 0 {
		return
	}
	p.line("-- ======== step %d/%d: %s %s requires", i+1, len(p.plan.Steps), step.Direction, step.ID())
	p.open("BEGIN")
	p.guard(p.marker(i, 0), "")
	p.queries(step.Require, fmt.Sprintf("revision %s requires what is not so", step.ID()),
		"Nothing of this revision has been done. When it is so: ", p.marker(i, 0))
	p.block("", p.writes(), p.reaches(p.before(i, 0)))
	p.line("COMMIT;")
	p.line("")
}

// writes holds that the transaction which a guard has let through is still
// open, within a block: some clients roll it back after an error, and go on.
func (p *plainScript) writes() string {
	return refuses("pg_catalog.current_setting('transaction_read_only')::bool", "'an earlier statement of this transaction has failed, so nothing is done here'", "'The first error of the script says why.'")
}

// queries asks each query as its author wrote it, in a subtransaction that may
// change nothing. RELEASE takes that back, and cannot bring a transaction to
// life that has failed, as ROLLBACK TO would.
func (p *plainScript) queries(list []*compiler.Statement, why, hint, marker string) {
	for _, st := range list {
		p.ask(st)
		at := st.File.Position(st.Span.Start)
		p.block("", refuses("pg_catalog.current_setting('sqlbundle.ok', true) IS DISTINCT FROM 'true'",
			pgsql.QuoteLiteral(fmt.Sprintf("%s: the query at %s:%d is not true", why, ascii(sqlInline(at.File)), at.Line)),
			pgsql.QuoteLiteral(hint)+" || "+p.way(pgsql.QuoteLiteral(marker))))
	}
	// A query's function may have set something.
	p.line("%s SET LOCAL lock_timeout = %s;", p.reset, pgsql.QuoteLiteral(p.plan.Settings.LockTimeout))
	p.touched = false
}

// ask asks one query. What it says stands in sqlbundle.ok until the transaction
// ends.
func (p *plainScript) ask(st *compiler.Statement) {
	sql, l := st.SQL(), queryLimits(p.script, st)
	p.readable(st.Lead, sql, st.Trail)
	if lead := trimLines(st.Lead); lead != "" {
		p.line("%s", lead)
	}
	p.line("SAVEPOINT sqlbundle; SET TRANSACTION READ ONLY; %s", l)
	p.line("SELECT pg_catalog.set_config('sqlbundle.ok', ((")
	p.line("%s", strings.TrimRight(sql+" "+st.Trail, " "))
	p.line(") IS TRUE)::text, true) AS sqlbundle;")
	p.line("RELEASE SAVEPOINT sqlbundle;")
	p.touched = true
}

// transaction writes a segment that stands in one.
func (p *plainScript) transaction(i, n int) {
	step := p.plan.Steps[i]
	segment := step.Segments[n]
	last := n == len(step.Segments)-1
	if p.opens(i, n) || i == p.first && n == p.segment {
		p.readable(segment.Begin)
		p.open(segment.Begin)
	}
	modes := leadingModes(segment)
	if modes == 0 {
		p.guard(p.before(i, n), "")
	}
	l := newLimits(p.script, segment)
	if limits := l.open(); limits != "" {
		p.endable(limits)
	}
	if p.opens(i, n) || i == p.first && n == p.segment {
		p.retry(i, n, l)
	}
	if reason, ok := p.irreversible[i+1]; ok {
		p.block("", "  "+raises(pgsql.QuoteLiteral("revision "+step.ID()+" is irreversible: "+ascii(sqlInline(reason))), "'Nothing of it is undone.'"))
	}
	p.earlier(segment)
	for k, st := range segment.Statements {
		if k > 0 && k == modes {
			p.guard(p.before(i, n), "")
		}
		l.before(st)
		p.statement(st, k == 0)
		l.after(st)
	}
	if modes > 0 && modes == len(segment.Statements) {
		p.guard(p.before(i, n), "")
	}
	if last {
		p.tail(step)
	}
	p.restore(segment)
	if last && len(step.Verify) > 0 {
		p.queries(step.Verify, fmt.Sprintf("revision %s does not verify", step.ID()),
			"The transaction is rolled back, and the revision is not recorded. ", p.marker(i, n))
	}
	if last {
		p.last(i, n)
	} else {
		p.block("", p.insert(i, n, "done", "true", "NULL", "pg_catalog.clock_timestamp()")+";", p.reaches(p.behind(i, n)))
	}
	if p.closes(i, n) {
		p.line("COMMIT;")
	}
	p.leave(i, n)
}

// leadingModes counts the statements that the guard has to let pass: the
// transaction's modes cannot be set any more when a query has run, and the guard
// is one. Until it has, only settings are made, which end with the transaction
// that it refuses.
func leadingModes(segment *compiler.Segment) int {
	n := 0
	for i, st := range segment.Statements {
		if !st.OnlySets {
			break
		}
		for _, set := range st.Settings {
			if set.Name == "transaction" || strings.HasPrefix(set.Name, "transaction_") {
				n = i + 1
			}
		}
	}
	return n
}

// behind is the marker with which a segment ends.
func (p *plainScript) behind(i, n int) string {
	segments := p.plan.Steps[i].Segments
	if segments[n].Reset && (p.closes(i, n) || n == len(segments)-1) {
		return p.marker(i, n+1) + " leaving"
	}
	return p.marker(i, n+1)
}

// leave drops what else the segment may have left in the session.
func (p *plainScript) leave(i, n int) {
	if behind := p.behind(i, n); behind != p.marker(i, n+1) {
		p.block("", refuses("pg_catalog.current_setting('sqlbundle.after', true) IS DISTINCT FROM '"+behind+"'", "'an earlier statement has failed, so this one is not run'", "'The first error says why.'"),
			"  EXECUTE 'CLOSE ALL'; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;", p.reaches(p.marker(i, n+1)))
	}
}

// insert is the row of the log for a segment.
func (p *plainScript) insert(i, n int, state, open, before, doneAt string) string {
	step := p.plan.Steps[i]
	return fmt.Sprintf("  INSERT INTO %s AS l %s\n    VALUES (%s, '%s', %d, %d, '%s', '%s', '%s', %s, %s, %s, coalesce(pg_catalog.host(pg_catalog.inet_client_addr()), 'local') || ', plain')",
		p.logTable, logRow, pgsql.QuoteLiteral(step.ID()), step.Direction, n+1, len(step.Segments), step.Segments[n].Digest(), p.digest, state, open, before, doneAt)
}

// last records the revision: it closes its progress, and does to the tracking
// table what the plan says.
func (p *plainScript) last(i, n int) {
	step := p.plan.Steps[i]
	body := []string{p.writes(), fmt.Sprintf("  %s;", p.closing(fmt.Sprintf("revision = %s AND direction = '%s'", pgsql.QuoteLiteral(step.ID()), step.Direction)))}
	if p.plan.Settings.Tracking.Log {
		body = append(body, p.insert(i, n, "done", "false", "NULL", "pg_catalog.clock_timestamp()")+";")
	}
	for _, op := range step.Tracking {
		from, to := pgsql.QuoteLiteral(op.From), pgsql.QuoteLiteral(op.To)
		sql, one := "", true
		switch op.Kind {
		case graph.OpInsert:
			sql = "INSERT INTO " + p.table + " (version_num) VALUES (" + to + ")"
		case graph.OpUpdate:
			sql = "UPDATE " + p.table + " SET version_num = " + to + " WHERE version_num = " + from
		case graph.OpDelete:
			sql = "DELETE FROM " + p.table + " WHERE version_num = " + from
		case graph.OpPurge:
			sql, one = "DELETE FROM "+p.table, false
		}
		if body = append(body, "  "+sql+";"); one {
			body = append(body, "  GET DIAGNOSTICS sqlbundle_n = ROW_COUNT;",
				refuses("sqlbundle_n <> 1", "'somebody has changed the tracking table during the run'", "'The transaction is rolled back. Run this script again: it says where the database stands.'"))
		}
	}
	p.block("sqlbundle_n bigint;", append(body, p.reaches(p.behind(i, n)))...)
}
