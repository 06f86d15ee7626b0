package out

import (
	"fmt"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// progress looks for an unfinished revision in the log, and computes the segment
// where the script goes on, and what is in the way: sqlbundle_why.
func (s *script) progress() {
	back := s.plan.Direction == graph.Downgrade
	s.reasons()
	s.line("-- The segments of revisions with several, but for the last: a stopped run may have left them done.")
	s.line("WITH part (step, segment, digest) AS (VALUES")
	s.partRows()
	if back {
		s.line("), up (step, segment, digest, kept, schema, what) AS (VALUES -- and those of the upgrades")
		s.upRows()
		if len(s.irreversible) > 0 {
			s.line("), irreversible (step, revision, reason, last) AS (VALUES")
			s.irreversibleRows()
		}
	}
	s.line("), unfinished AS (SELECT * FROM %s WHERE open AND revision <> :'sqlbundle_abandon'%s", s.logTable, s.notUnrelated())
	s.line("), own AS (SELECT u.*, p.digest AS should FROM unfinished u LEFT JOIN part p ON p.step = :sqlbundle_passed + 1 AND p.segment = u.segment")
	s.line("    WHERE direction = '%s' AND revision = :'sqlbundle_next'", s.plan.Direction)
	if back {
		s.line("), undo AS (SELECT u.*, p.digest AS should, p.kept, p.schema FROM unfinished u LEFT JOIN up p ON p.step = :sqlbundle_passed AND p.segment = u.segment")
		s.line("    WHERE direction = 'upgrade' AND revision = :'sqlbundle_last' AND :sqlbundle_passed > 0")
	}
	s.line("), problem (rank, why, way_out) AS (")
	s.problems(back)
	s.line("), first AS (SELECT why, 'Nothing has been changed. ' || way_out AS hint FROM problem ORDER BY rank, why LIMIT 1)")
	s.line("SELECT coalesce((SELECT why FROM first), '') AS sqlbundle_why, coalesce((SELECT hint FROM first), '') AS sqlbundle_hint,")
	s.line("  CASE WHEN :sqlbundle_passed >= :sqlbundle_stop THEN 'none' ELSE :sqlbundle_passed + 1 || '_' || done + 1 END AS sqlbundle_place,")
	s.line("  CASE WHEN EXISTS (SELECT FROM own) THEN :sqlbundle_passed + 1 ELSE 0 END AS sqlbundle_begun,")
	if back {
		s.line("  CASE WHEN EXISTS (SELECT FROM undo) AND :sqlbundle_stop >= :sqlbundle_passed THEN :sqlbundle_passed ELSE 0 END AS sqlbundle_inside,")
		s.line("  coalesce((SELECT :sqlbundle_passed || '_' || max(segment) FROM undo), 'none') AS sqlbundle_undo,")
	}
	where := "  CASE"
	if back {
		s.line("  CASE WHEN EXISTS (SELECT FROM undo WHERE state = 'done') AND :sqlbundle_stop >= :sqlbundle_passed THEN 'taking back what the upgrade of ' || :'sqlbundle_last' || ' has done before it stopped, segment ' || (SELECT string_agg(segment::text, ', ' ORDER BY segment DESC) FROM undo)")
		where = "   "
	}
	s.line("%s WHEN :sqlbundle_passed >= :sqlbundle_stop THEN 'nothing to do, the database stands at ' || coalesce(nullif(:'sqlbundle_state', ''), 'base')", where)
	s.line("    WHEN EXISTS (SELECT FROM own) THEN 'going on inside ' || :'sqlbundle_next' || ', at its segment ' || done + 1 || CASE WHEN EXISTS (SELECT FROM own WHERE state = 'started') THEN ', after a look at what a cut has left' ELSE '' END")
	if back {
		s.line("    WHEN EXISTS (SELECT FROM undo WHERE state = 'started') THEN 'going on after step ' || :sqlbundle_passed || ' of %d, after a look at what a cut in the upgrade of ' || :'sqlbundle_last' || ' has left'", len(s.plan.Steps))
	}
	s.line("    WHEN :sqlbundle_passed > 0 THEN 'going on after step ' || :sqlbundle_passed || ' of %d' ELSE 'beginning with step 1 of %d' END AS sqlbundle_where", len(s.plan.Steps), len(s.plan.Steps))
	s.line(`  FROM (SELECT count(*) AS done FROM own WHERE state = 'done') d \gset`)
}

// problems lists what is in the way, each with its reason and the way out. The
// lowest rank is told.
func (s *script) problems(back bool) {
	p := s.plan
	s.line("            SELECT 1, 'sqlbundle_stop_after=' || :'sqlbundle_stop_after' || ': this script has no such revision', 'Its revisions are listed at its top.' WHERE :sqlbundle_stop < 0")
	s.line("  UNION ALL SELECT 1, 'sqlbundle_abandon=' || :'sqlbundle_abandon' || ': this script has no such revision', 'Its revisions are listed at its top.' WHERE NOT :'sqlbundle_known' AND NOT EXISTS (SELECT FROM %s WHERE open AND revision = :'sqlbundle_abandon')", s.logTable)
	s.line("  UNION ALL SELECT 1, 'the progress inside ' || revision || ' is of a run that had abandoned what was there before',")
	s.line("    'Run this script without sqlbundle_abandon. If that is undone by hand as well: UPDATE ' || :'sqlbundle_log' || ' SET open = false WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ';'")
	s.line("    FROM %s WHERE open AND revision = :'sqlbundle_abandon' AND client LIKE '%%, abandoning' GROUP BY revision", s.logTable)
	why, way := s.elsewhere(stateVariable, "")
	s.line("  UNION ALL SELECT 2, %s,", why)
	s.line("    %s WHERE :sqlbundle_passed < 0", way)
	s.line("  UNION ALL SELECT 3, 'segment ' || segment || ' of ' || revision || ' is done, and it was another one than here',")
	s.line("    'Use the script that did it; or undo by hand what is done of ' || revision || ' and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE'")
	s.line("    FROM own WHERE state = 'done' AND should IS DISTINCT FROM digest")
	s.line("  UNION ALL SELECT 4, 'an earlier run was cut off in segment ' || segment || ' of ' || revision || ', which was another statement than here',")
	// A batch that has done rows would do them twice.
	s.line("    CASE WHEN rows_done > 0 THEN 'Its batches have changed ' || rows_done || ' rows, which are committed: do not do them again. To go on behind them with the statement as it is here: UPDATE ' || :'sqlbundle_log' || ' SET digest = ' || pg_catalog.quote_literal(should) || ' WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ' AND segment = ' || segment || '; Or take them back by hand, and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE' ELSE")
	s.line("    'Use the script that began it; or look at what it left, ' || %s || '; then: DELETE FROM ' || :'sqlbundle_log' || ' WHERE open AND revision = ' || pg_catalog.quote_literal(revision) || ' AND segment = ' || segment || ';' END",
		pgsql.QuoteLiteral("such as invalid indexes: SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
	s.line("    FROM own WHERE state = 'started' AND should IS DISTINCT FROM digest")
	if back {
		s.undoProblems()
	}
	s.line("  UNION ALL SELECT 5, CASE direction WHEN 'downgrade' THEN 'a rollback stopped inside ' ELSE 'an ' || direction || ' stopped inside ' END || revision || ', after ' || count(*) FILTER (WHERE state = 'done') || ' of ' || max(segments) || ' segments',")
	s.line("    CASE direction WHEN 'downgrade' THEN 'Finish it: psql -X -v sqlbundle_stop_after=' || revision || ' -f rollback.sql' ELSE 'Finish it with its own script' END")
	s.line("      || '; or take back by hand what it did and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE'")
	s.line("    FROM unfinished u WHERE NOT (direction = '%s' AND revision = :'sqlbundle_next')%s GROUP BY revision, direction", p.Direction, notUndo(back))
}

// elsewhere says that the database stands where the plan does not pass, and what
// to do, as expressions. The rows of the tracking table are one too, empty for
// none; dialect is the flag of a script that is not psql's.
func (s *script) elsewhere(rows, dialect string) (why, way string) {
	p := s.plan
	way = fmt.Sprintf("'Make the script from where the database stands: sqlbundle %s ' || coalesce(nullif(pg_catalog.replace(%s, ' ', ''), ''), 'base') || ':TARGET --sql%s%s'", p.Direction, rows, dialect, s.databaseFlag())
	switch p.Direction {
	case graph.Downgrade:
		way = "CASE " + rows + " WHEN '' THEN 'There is nothing to take back.' ELSE " + way + " END"
	case graph.Stamp:
		way = "'Name the start, sqlbundle stamp FROM:TARGET --sql" + dialect + ", or replace what is there with --purge.'"
	}
	return fmt.Sprintf("'the tracking table says ' || coalesce(nullif(%s, ''), 'base (nothing is applied)') || ', this script starts at %s and leads to %s'", rows, Heads(p.From), Heads(p.To)), way
}

// stateVariable holds the rows of the tracking table.
const stateVariable = ":'sqlbundle_state'"

// databaseFlag names the database in a command, where there are several.
func (s *script) databaseFlag() string {
	if s.plan.Database == "" {
		return ""
	}
	return " --database " + s.plan.Database
}

// notUndo leaves out the upgrade that a way back takes back, and what an earlier
// run has taken back of it.
func notUndo(back bool) string {
	if back {
		return " AND NOT (revision = :'sqlbundle_last' AND :sqlbundle_passed > 0 AND (direction = 'upgrade' OR direction = 'downgrade' AND digest IN (SELECT digest FROM up WHERE step = :sqlbundle_passed)))"
	}
	return ""
}

// undoProblems is what else keeps a way back from going on: an upgrade that
// stopped inside a revision, and revisions that have no way back.
func (s *script) undoProblems() {
	s.line("  UNION ALL SELECT 3, 'the progress inside ' || revision || ' is not of this bundle: its segment ' || segment || ' was another one than here',")
	s.line("    'Use the bundle that began it; or undo by hand what is done of ' || revision || ' and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE'")
	s.line("    FROM undo WHERE should IS DISTINCT FROM digest")
	s.line("  UNION ALL SELECT 4, 'the upgrade stopped inside ' || revision || ': done is segment ' || string_agg(segment::text, ', ' ORDER BY segment) FILTER (WHERE state = 'done') || ' of ' || max(segments)")
	s.line("      || coalesce((SELECT ', it stopped in ' || segment || ', ' || what FROM up WHERE step = :sqlbundle_passed AND segment = count(*) FILTER (WHERE state = 'done') + 1), '')")
	s.line("      || coalesce(', begun ' || max(attempts) FILTER (WHERE state = 'started') || ' times', '')")
	s.line("      || '; not surely taken back is ' || (array_agg(kept ORDER BY segment DESC) FILTER (WHERE state = 'done'))[1],")
	ways := fmt.Sprintf("pg_catalog.replace(%s, 'REVISION', revision)", pgsql.QuoteLiteral(waysOut("REVISION")))
	if len(s.irreversible) > 0 {
		ways = "CASE WHEN EXISTS (SELECT FROM irreversible WHERE step = :sqlbundle_passed) THEN 'It is irreversible: once finished, it stays. Undo by hand what is done and run: psql -X -v sqlbundle_abandon=' || revision || ' -f THIS_FILE' ELSE " + ways + " END"
	}
	s.line("    %s", ways)
	s.line("    FROM undo GROUP BY revision HAVING (array_agg(kept ORDER BY segment DESC) FILTER (WHERE state = 'done'))[1] <> ''")
	// A name without a schema has meant another object then than it does to what
	// takes the segment back.
	s.line("  UNION ALL SELECT 5, 'the upgrade stopped inside ' || revision || ', and what takes it back is for the schema ' || schema || ', while the first of the search_path is ' || coalesce(pg_catalog.current_schema(), 'none'),")
	s.line("    'Set [bundle] search_path and make the bundle anew. ' || %s", ways)
	s.line("    FROM undo WHERE state = 'done' AND schema <> coalesce(nullif(pg_catalog.current_schema(), ''), 'none') AND schema <> ''")
	if len(s.irreversible) == 0 {
		return
	}
	s.line("  UNION ALL SELECT 6, 'revision ' || revision || ' is irreversible: ' || reason, coalesce('To go back as far as that revision: psql -X -v sqlbundle_stop_after=' || nullif(last, '') || ' -f THIS_FILE', 'There is no way back from here but a backup.')")
	s.line("    FROM irreversible WHERE step > :sqlbundle_passed AND :sqlbundle_passed >= 0 AND step <= :sqlbundle_stop")
}

// partRows lists the segments whose progress can be in the log: all but the
// last of a revision with several.
func (s *script) partRows() {
	s.text("  (0, 0, '')")
	for i, step := range s.plan.Steps {
		for _, segment := range step.Segments[:len(step.Segments)-1] {
			s.text(fmt.Sprintf(", (%d, %d, '%s')", i+1, segment.Number, segment.Digest()))
		}
	}
	s.text("\n")
}

// upRows lists the segments of the upgrades that the plan takes back, in which
// they may have stopped. The last one has no digest: the log never holds it as
// progress.
func (s *script) upRows() {
	s.text("  (0, 0, '', '', '', '')")
	for i, step := range s.plan.Steps {
		for n, segment := range step.Up {
			if len(step.Up) == 1 {
				break
			}
			digest := segment.Digest()
			if n == len(step.Up)-1 {
				digest = ""
			}
			schema := ""
			if len(segment.Undo) > 0 {
				schema = step.UpSchema
			}
			s.text(fmt.Sprintf(",\n  (%d, %d, '%s', %s, %s, %s)", i+1, segment.Number, digest, pgsql.QuoteLiteral(ascii(keptWords(segment))),
				pgsql.QuoteLiteral(ascii(sqlInline(schema))), pgsql.QuoteLiteral(ascii(segmentWords(segment)))))
		}
	}
	s.text("\n")
}

// keptWords tells which statement is not taken back, and why; empty where all
// are.
func keptWords(segment *compiler.Segment) string {
	if segment.Kept == nil {
		return ""
	}
	return statementWords(segment.Kept.Statement) + ": " + sqlInline(segment.Kept.Why)
}

// segmentWords names a segment by its first statement.
func segmentWords(segment *compiler.Segment) string {
	if len(segment.Statements) == 0 {
		return "recording the revision"
	}
	words := statementWords(segment.Statements[0])
	if more := len(segment.Statements) - 1; more > 0 {
		words += fmt.Sprintf(" and %d more", more)
	}
	return words
}

// statementWords names a statement by its place.
func statementWords(st *compiler.Statement) string {
	at := st.File.Position(st.Span.Start)
	return fmt.Sprintf("%s at %s:%d", st.Kind, sqlInline(at.File), at.Line)
}

func (s *script) notUnrelated() string {
	if len(s.plan.Unrelated) == 0 {
		return ""
	}
	return " AND revision NOT IN (" + literals(s.plan.Unrelated) + ")"
}
