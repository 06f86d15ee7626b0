package out

import (
	"fmt"
	"strconv"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// outside writes a segment of one statement that no transaction can hold.
// First the intent is committed; only where it was there already do the
// catalogs decide whether the statement had its effect.
func (s *script) outside(step *compiler.Step, segment *compiler.Segment) {
	a := segment.Again
	s.earlier(segment)
	s.ours(a)
	s.line(`SELECT %s AS sqlbundle_look \gset`, recorded(a.Look))
	// The log is kept by the bundle's own role, whatever the revision set.
	s.line(`%sEXECUTE sqlbundle_start(%s, %d, %d, '%s', :'sqlbundle_look') \gset`, s.resetting(len(segment.Earlier) > 0, ":sqlbundle_reset "),
		pgsql.QuoteLiteral(step.ID()), segment.Number, len(step.Segments), segment.Digest())
	s.earlier(segment)
	s.attempt(step, segment)
	checked := s.ensure(step, segment)
	s.line(`%s%sEXECUTE sqlbundle_done(%s, %d, %d, '%s') \gset`, checked, s.resetting(segment.Reset, ":sqlbundle_reset :sqlbundle_leave "),
		pgsql.QuoteLiteral(step.ID()), segment.Number, len(step.Segments), segment.Digest())
}

// resetting gives commands that go back to the script's own settings, where
// that is needed.
func (s *script) resetting(needed bool, commands string) string {
	if !needed {
		return ""
	}
	s.touched = false
	return commands
}

// ours names the condition that tells what the statement made.
func (s *script) ours(a *compiler.Again) {
	if a.Ours != "" {
		s.line(`\set sqlbundle_ours %s`, psqlQuote(recorded(a.Ours)))
	}
}

// attempt runs the statement unless an earlier attempt had its effect. A build
// that fails, rather than being cut off, is cleaned up at once, for what it
// leaves may refuse the application's writes.
func (s *script) attempt(step *compiler.Step, segment *compiler.Segment) {
	a := segment.Again
	start, end := "", ""
	if a.Unsure != "" {
		s.unsure(step, segment)
	} else {
		s.clean(a, "sqlbundle_again")
		if a.Had != "false" {
			s.line(`SELECT NOT (:'sqlbundle_again' AND %s) AS sqlbundle_todo \gset`, recorded(a.Had))
			start, end = ` \if :sqlbundle_todo`, ` \endif`
		}
	}
	if a.Build {
		start += ` \set ON_ERROR_STOP off`
		end = ` \set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on` + end
	}
	s.some(start)
	l, st := newLimits(s, segment), segment.Statements[0]
	l.before(st)
	s.statement(st, true)
	s.some(end)
	if !a.Build {
		l.close()
		return
	}
	back := l.back()
	if len(segment.Earlier) > 0 {
		// The author's limits are for the build, not for what cleans it up.
		back = "SET lock_timeout = 0; SET statement_timeout = 0;"
	}
	if back != "" {
		s.text(back + " ")
	}
	s.clean(a, "sqlbundle_failed")
}

// clean removes what an unfinished attempt has left where a variable holds.
// Each row of the query is run as a statement.
func (s *script) clean(a *compiler.Again, when string) {
	if a.Clean != "" {
		s.line(`SELECT * FROM (%s) AS sqlbundle_clean WHERE :'%s' \gexec`, recorded(a.Clean), when)
	}
}

// ensure refuses to record a statement that failed, or did not do what it is
// for. It gives the command that does so, to stand before what records it.
func (s *script) ensure(step *compiler.Step, segment *compiler.Segment) string {
	a := segment.Again
	if a.Ensure == "" && !a.Build {
		return ""
	}
	words := pgsql.QuoteLiteral(ascii(segmentWords(segment)))
	cases, hint := "", ":sqlbundle_advice"
	if a.Build {
		cases += " WHEN :'sqlbundle_failed' THEN " + words + " || :'sqlbundle_failure'"
	}
	if a.Ensure != "" {
		cases += " WHEN NOT " + recorded(a.Ensure) + " THEN " + words + " || :'sqlbundle_no_effect'"
	}
	if a.Duplicates != "" {
		hint = "CASE :'sqlbundle_code' WHEN '23505' THEN " + pgsql.QuoteLiteral("Rows are in the way, this shows them: ") + " || :sqlbundle_path || " +
			pgsql.QuoteLiteral(a.Duplicates+"; then run this script again.") + " ELSE :sqlbundle_advice END"
	}
	why := "CASE" + cases + " ELSE '' END"
	s.line(`SELECT %s AS sqlbundle_why, %s AS sqlbundle_hint \gset`, why, hint)
	if a.Build {
		s.withdraw(step, segment)
	}
	return ":sqlbundle_raise; "
}

// withdraw takes the intent of a build back that failed and was cleaned up: so
// an intent that stands tells of a run that was cut off.
func (s *script) withdraw(step *compiler.Step, segment *compiler.Segment) {
	s.line(`%sSELECT pg_catalog.format('DELETE FROM %%s WHERE open AND revision = %%L AND segment = %d', :'sqlbundle_log', %s) WHERE :'sqlbundle_failed' \gexec`,
		s.resetting(segment.Reset, ":sqlbundle_reset "), segment.Number, pgsql.QuoteLiteral(step.ID()))
}

// unsure stops a further attempt at what nobody can look up.
func (s *script) unsure(step *compiler.Step, segment *compiler.Segment) {
	a := segment.Again
	row := " WHERE open AND revision = " + pgsql.QuoteLiteral(step.ID()) + " AND segment = " + strconv.Itoa(segment.Number) + ";"
	look := "''"
	if a.Inspect != "" {
		look = "'Look: ' || :sqlbundle_path || " + pgsql.QuoteLiteral(a.Inspect+"; ")
	}
	s.raise("CASE WHEN :'sqlbundle_again' THEN "+pgsql.QuoteLiteral("an earlier run was cut off in "+ascii(segmentWords(segment))+", and nobody can know whether "+a.Unsure)+" ELSE '' END",
		fmt.Sprintf("%s || pg_catalog.format(%s, :'sqlbundle_log')", look, pgsql.QuoteLiteral(
			"If it had its effect: UPDATE %1$s SET state = 'done', done_at = now()"+strings.ReplaceAll(row, "%", "%%")+
				" if it had none: DELETE FROM %1$s"+strings.ReplaceAll(row, "%", "%%")+" Then run this script again.")))
}

// recorded puts what the first attempt had recorded into a text of an Again,
// and the variable with the list of indexes.
func recorded(sql string) string {
	return strings.NewReplacer(compiler.Before, ":'sqlbundle_before'", compiler.Indexes, ":sqlbundle_indexes", compiler.Ours, ":sqlbundle_ours").Replace(sql)
}

// looksAtIndexes tells whether a text that the script may write needs the list
// of indexes.
func looksAtIndexes(plan *compiler.Plan) bool {
	for _, step := range plan.Steps {
		for _, segments := range [...][]*compiler.Segment{step.Segments, step.Up} {
			for _, segment := range segments {
				if a := segment.Again; a != nil && strings.Contains(a.Look+a.Clean, compiler.Indexes) {
					return true
				}
			}
		}
	}
	return false
}
