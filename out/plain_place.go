package out

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// place refuses where the database does not stand where the script begins, by
// tracking table and log. All of it happens in one transaction, which also makes
// the two tables: a refusal leaves nothing.
func (p *plainScript) place() {
	p.line("-- ======== where does the database stand?")
	p.open("BEGIN")
	p.line("SET LOCAL lock_timeout = %s;", pgsql.QuoteLiteral(p.plan.Settings.LockTimeout))
	p.line("SET LOCAL row_security = off;")
	p.tables()
	p.stands()
	p.cuts()
	p.block("", p.begin()...)
	p.line("COMMIT;")
	p.line("")
}

// tables makes the two tables where they are missing.
func (p *plainScript) tables() {
	t := p.plan.Settings.Tracking
	table, log := pgsql.QuoteLiteral(p.table), pgsql.QuoteLiteral(p.logTable)
	body := []string{p.ready("locked", "begun")}
	missing := "  IF pg_catalog.to_regclass(" + table + ") IS NULL THEN "
	switch {
	case p.plan.Direction != graph.Downgrade:
		body = append(body, missing+p.createTracking()+" END IF;")
	case len(p.plan.To) == 0:
		body = append(body, missing+raises("'nothing to do, the database stands at base'", "'Nothing has been changed. There is no tracking table: nothing is applied.'")+" END IF;")
	default:
		body = append(body, missing+raises("'there is no tracking table: nothing is applied'", "'Nothing has been changed. There is nothing to take back.'")+" END IF;")
	}
	body = append(body,
		"  IF pg_catalog.to_regclass("+log+") IS NULL THEN "+p.createLog()+" END IF;",
		refuses(odd(table), pgsql.QuoteLiteral("the tracking table "+pgsql.QuoteIdent(t.Schema)+"."+pgsql.QuoteIdent(t.Table)+" is no ordinary table: a view, unlogged, partitioned or foreign"),
			"'Nothing has been changed. What is applied must be kept in a table that a crash leaves alone.'"),
		refuses("NOT ("+isLog(log)+")", pgsql.QuoteLiteral("the log table "+p.logTable+" is of another version, or somebody else's"),
			"'Nothing has been changed. Rename that table, or name another: [tracking] log_table.'"))
	p.block("", body...)
}

// stands finds the place, and refuses any but the one where the script begins.
func (p *plainScript) stands() {
	var query strings.Builder
	inner := &plainScript{script: newScript(&query, p.plan), first: p.first, segment: p.segment}
	inner.standing()
	// What is written to a builder is written.
	_ = inner.w.Flush()
	p.block("sqlbundle_is record;", strings.TrimSuffix(query.String(), "\n"))
}

// standing is what [plainScript.stands] does, within a block.
func (p *plainScript) standing() {
	steps := len(p.plan.Steps)
	p.passed()
	p.line(", part (step, segment, digest) AS (VALUES -- the segments of revisions with several, but for the last")
	p.partRows()
	p.line("), here AS (SELECT step AS passed, coalesce((SELECT min(revision) FROM plan WHERE plan.step = at.step), '') AS last, coalesce((SELECT min(revision) FROM plan WHERE plan.step = at.step + 1), '') AS next,")
	p.line("    coalesce((SELECT string_agg(id, ', ' ORDER BY id COLLATE \"C\") FROM present), '') AS rows FROM at")
	p.line("), unfinished AS (SELECT * FROM %s WHERE open%s", p.logTable, p.notUnrelated())
	p.line("), own AS (SELECT u.*, p.digest AS should FROM here JOIN unfinished u ON u.direction = '%s' AND u.revision = next", p.plan.Direction)
	p.line("    LEFT JOIN part p ON p.step = passed + 1 AND p.segment = u.segment")
	p.line("), done AS (SELECT count(*) FILTER (WHERE state = 'done') AS segments, max(segment) FILTER (WHERE state = 'started') AS begun, max(before) FILTER (WHERE state = 'started') AS before FROM own")
	p.line("), problem (rank, why, way_out) AS (")
	p.inTheWay()
	p.line(")")
	p.line("SELECT here.*, begun, before, CASE WHEN segments > 0 THEN next || '/' || segments WHEN passed > 0 THEN last || '/' || (SELECT coalesce(max(segment), 0) + 1 FROM part WHERE step = passed) ELSE '%s' END AS after,", start)
	p.line("  (SELECT why FROM problem ORDER BY rank, why LIMIT 1) AS why, (SELECT way_out FROM problem ORDER BY rank, why LIMIT 1) AS way_out INTO sqlbundle_is FROM here, done;")
	p.line("  IF sqlbundle_is.why <> '' THEN %s END IF;", raises("sqlbundle_is.why", "'Nothing has been changed. ' || sqlbundle_is.way_out"))
	p.line("  IF sqlbundle_is.passed >= %d THEN %s END IF;", steps, raises("'nothing to do, the database stands at ' || coalesce(nullif(sqlbundle_is.rows, ''), 'base')", "'Nothing has been changed, and nothing is left to do.'"))
	p.line("  IF sqlbundle_is.after <> '%s'%s THEN %s END IF;", p.begins(), p.unless(),
		raises("'the database stands ' || CASE sqlbundle_is.after WHEN 'start' THEN 'where the plan starts' ELSE 'behind ' || sqlbundle_is.after END || "+pgsql.QuoteLiteral(", this script begins "+p.beginsWords()),
			"'Nothing has been changed. ' || "+p.rest("sqlbundle_is.after")))
	p.dead()
	p.line("  PERFORM pg_catalog.set_config('sqlbundle.begun', coalesce(sqlbundle_is.begun, 0)::text, true), pg_catalog.set_config('sqlbundle.before', coalesce(sqlbundle_is.before, ''), true);")
	p.line("EXCEPTION WHEN OTHERS THEN PERFORM pg_catalog.pg_advisory_unlock(%s); RAISE;", p.lockKeys())
}

func (p *plainScript) beginsWords() string {
	if p.begins() == start {
		return "where the plan starts"
	}
	return "behind " + p.begins()
}

// unless lets a script begin behind a segment that was begun and is not
// recorded: whoever asks for it says that it is done.
func (p *plainScript) unless() string {
	if p.cut() == nil {
		return ""
	}
	return fmt.Sprintf(" AND NOT (sqlbundle_is.after = '%s' AND sqlbundle_is.begun = %d)", p.marker(p.first, p.segment-1), p.segment)
}

// cut is the segment without a transaction behind which the script begins; nil
// where there is none.
func (p *plainScript) cut() *compiler.Segment {
	if p.segment == 0 || p.plan.Steps[p.first].Segments[p.segment-1].Transaction > 0 {
		return nil
	}
	return p.plan.Steps[p.first].Segments[p.segment-1]
}

// next is the segment with which the script begins where that has no
// transaction, and may have been begun; nil where it has one.
func (p *plainScript) next() *compiler.Segment {
	if p.first == len(p.plan.Steps) || p.plan.Steps[p.first].Segments[p.segment].Transaction > 0 {
		return nil
	}
	return p.plan.Steps[p.first].Segments[p.segment]
}

// inTheWay lists what keeps the script from beginning. The lowest rank is told.
func (p *plainScript) inTheWay() {
	why, way := p.elsewhere("rows", " --dialect plain")
	p.line("            SELECT 2, %s,", why)
	p.line("    %s FROM here WHERE passed < 0", way)
	byHand := "'undo by hand what is done of ' || revision || " + pgsql.QuoteLiteral(" and run: "+writable+p.closing("revision = ")) + " || pg_catalog.quote_literal(revision) || ';'"
	p.line("  UNION ALL SELECT 3, 'segment ' || segment || ' of ' || revision || ' is done, and it was another one than here', 'Use the script that did it; or '")
	p.line("    || %s FROM own WHERE state = 'done' AND should IS DISTINCT FROM digest", byHand)
	p.line("  UNION ALL SELECT 4, 'an earlier run was cut off in segment ' || segment || ' of ' || revision || ', which was another statement than here', 'Use the script that began it; or look at what it left and '")
	p.line("    || %s FROM own WHERE state = 'started' AND should IS DISTINCT FROM digest", byHand)
	p.line("  UNION ALL SELECT 5, CASE direction WHEN 'downgrade' THEN 'a rollback stopped inside ' ELSE 'an ' || direction || ' stopped inside ' END || revision || ', after ' || count(*) FILTER (WHERE state = 'done') || ' of ' || max(segments) || ' segments',")
	p.line("    'Run its own script again, which says how to finish it; or ' || %s", byHand)
	p.line("    FROM unfinished, here WHERE NOT (direction = '%s' AND revision = next) GROUP BY revision, direction", p.plan.Direction)
}

// writable stands before what a person is to run by hand: perhaps in the
// session of a script.
const writable = "SET default_transaction_read_only = off; "

// dead refuses a way back that an irreversible revision stops, within a block.
func (p *plainScript) dead() {
	for _, n := range p.irreversibleSteps() {
		if n <= p.first {
			continue
		}
		hint := "There is no way back from here but a backup."
		if n > 1 {
			hint = "To go back as far as it can: a downgrade to " + p.plan.Steps[n-1].ID() + "."
		}
		p.line("  %s", raises(scriptLiteral("revision "+p.plan.Steps[n-1].ID()+" is irreversible: "+ascii(sqlInline(p.irreversible[n]))), pgsql.QuoteLiteral("Nothing has been changed. "+hint)))
		return
	}
}

// cuts looks at what a cut has left in the segment behind which the script
// begins, and in the one with which it does, where these have no transaction.
func (p *plainScript) cuts() {
	cut, next := p.cut(), p.next()
	var earlier *compiler.Segment
	for _, segment := range [...]*compiler.Segment{cut, next} {
		if segment != nil {
			// The later segment has the settings of the earlier one, and more.
			earlier = segment
		}
	}
	if earlier == nil {
		return
	}
	p.earlier(earlier)
	if cut != nil {
		p.after(cut)
	}
	if next != nil {
		p.again(next)
	}
	if len(earlier.Earlier) > 0 {
		p.line("%s", p.reset)
		p.touched = false
	}
}

const beforeVariable = "sqlbundle_before text := pg_catalog.current_setting('sqlbundle.before', true); sqlbundle_left text;"

// after holds that the segment has had its effect, where it is not recorded.
func (p *plainScript) after(segment *compiler.Segment) {
	a := segment.Again
	body := p.leftovers(a)
	if a.Done != "" {
		body = append(body, refuses("NOT "+known(a, a.Done), pgsql.QuoteLiteral(ascii(segmentWords(segment))+" has not had its effect"),
			"'Nothing has been changed. ' || "+p.rest(pgsql.QuoteLiteral(p.marker(p.first, p.segment-1)))))
	}
	p.ifBegun(segment, body)
}

// again finds out whether the segment is to be run another time.
func (p *plainScript) again(segment *compiler.Segment) {
	a, id, words := segment.Again, p.plan.Steps[p.first].ID(), ascii(segmentWords(segment))
	done := p.rest(pgsql.QuoteLiteral(p.marker(p.first, p.segment+1)))
	var body []string
	if a.Unsure != "" {
		look := ""
		if a.Inspect != "" {
			look = "Look: " + a.Inspect + "; "
		}
		body = append(body, "  "+raises(pgsql.QuoteLiteral("an earlier run was cut off in "+words+", and nobody can know whether "+a.Unsure),
			pgsql.QuoteLiteral(look+"If it had none of its effect: "+writable+"DELETE FROM "+p.logTable+" WHERE open AND revision = "+pgsql.QuoteLiteral(id)+fmt.Sprintf(" AND segment = %d; then run this script again. If it had: ", segment.Number))+" || "+done))
	} else {
		body = p.leftovers(a)
		if a.Had != "false" {
			body = append(body, refuses(known(a, a.Had), pgsql.QuoteLiteral("an earlier run was cut off behind "+words+", which has had its effect"), "'Nothing has been changed. ' || "+done))
		}
	}
	p.ifBegun(segment, body)
}

// ifBegun writes a block for a segment that an earlier run has begun.
func (p *plainScript) ifBegun(segment *compiler.Segment, body []string) {
	if len(body) == 0 {
		return
	}
	body = append([]string{fmt.Sprintf("  IF pg_catalog.current_setting('sqlbundle.begun', true) IS DISTINCT FROM '%d' THEN RETURN; END IF;", segment.Number)}, body...)
	p.block(beforeVariable, body...)
}

// leftovers refuses where an attempt of ours has left something, with the
// statements that remove it: no block can run them.
func (p *plainScript) leftovers(a *compiler.Again) []string {
	if a.Clean == "" {
		return nil
	}
	return []string{
		"  " + leftBehind(a),
		refuses("sqlbundle_left <> ''", "'an earlier run was cut off, and has left something'",
			"'Nothing has been changed. Remove it, outside a transaction: "+writable+"' || sqlbundle_left || '; Then run this script again.'"),
	}
}

// leftBehind finds the statements that remove what an attempt has left.
func leftBehind(a *compiler.Again) string {
	return "SELECT pg_catalog.string_agg(sqlbundle_clean.sql, '; ') INTO sqlbundle_left FROM (" + known(a, a.Clean) + ") AS sqlbundle_clean (sql);"
}

// begin makes the session one that has begun, within a block.
func (p *plainScript) begin() []string {
	body := []string{p.writes()}
	if p.cut() != nil {
		body = append(body, "  UPDATE "+p.logTable+" SET state = 'done', done_at = pg_catalog.clock_timestamp() WHERE open AND state = 'started' AND revision = "+
			pgsql.QuoteLiteral(p.plan.Steps[p.first].ID())+fmt.Sprintf(" AND segment = %d;", p.segment))
	}
	return append(body, p.reaches(p.begins()))
}

// reaches moves the session to a place, within a block.
func (p *plainScript) reaches(marker string) string {
	return "  PERFORM pg_catalog.set_config('sqlbundle.after', '" + marker + "', false);"
}

// known puts what the first attempt had recorded into a text of an Again, and
// the list of indexes.
func known(a *compiler.Again, sql string) string {
	ours := strings.NewReplacer(compiler.Before, "sqlbundle_before", compiler.Indexes, compiler.IndexList)
	return ours.Replace(strings.ReplaceAll(sql, compiler.Ours, a.Ours))
}
