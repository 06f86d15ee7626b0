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
	s.line(`SELECT %s AS sqlbundle_look \gset`, recorded(a.Look))
	// The log is kept by the bundle's own role, whatever the revision set.
	reset := ""
	if len(segment.Earlier) > 0 {
		reset = ":sqlbundle_reset "
		s.touched = false
	}
	s.line(`%sEXECUTE sqlbundle_start(%s, %d, %d, '%s', :'sqlbundle_look') \gset`, reset,
		pgsql.QuoteLiteral(step.ID()), segment.Number, len(step.Segments), segment.Digest())
	s.earlier(segment)
	s.attempt(step, segment)
	checked := s.ensure(step, segment)
	if segment.Reset {
		checked += ":sqlbundle_reset :sqlbundle_leave "
		s.touched = false
	}
	s.line(`%sEXECUTE sqlbundle_done(%s, %d, %d, '%s') \gset`, checked,
		pgsql.QuoteLiteral(step.ID()), segment.Number, len(step.Segments), segment.Digest())
}

// attempt runs the statement unless an earlier attempt had its effect. A build
// that fails, rather than being cut off, is cleaned up at once, for what it
// leaves may refuse the application's writes.
func (s *script) attempt(step *compiler.Step, segment *compiler.Segment) {
	a := segment.Again
	skips := a.Unsure == "" && a.Had != "false"
	stay, todo, end := "", "", ""
	if a.Build {
		stay = ` \set ON_ERROR_STOP off`
	}
	if skips {
		todo, end = ` \if :sqlbundle_todo`, ` \endif`
	}
	switch {
	case a.Unsure != "":
		s.unsure(step, segment)
		s.commands(stay)
	case skips || a.Clean != "":
		s.line(`\if :sqlbundle_again`)
		if a.Clean != "" {
			s.line(`%s \gexec`, recorded(a.Clean))
		}
		if skips {
			s.line(`SELECT NOT (%s) AS sqlbundle_todo \gset`, recorded(a.Had))
		}
		s.line(`\endif%s%s`, todo, stay)
	}
	l, st := newLimits(s, segment), segment.Statements[0]
	l.before(st)
	s.statement(st, true)
	if a.Build {
		s.line(`\set sqlbundle_failed :ERROR \set sqlbundle_code :LAST_ERROR_SQLSTATE \set ON_ERROR_STOP on%s`, end)
	} else {
		s.commands(end)
	}
	if !a.Build {
		l.close()
		return
	}
	if back := l.back(); back != "" {
		s.text(back + " ")
	}
	s.clean(a, "sqlbundle_failed")
}

// commands writes a line of psql's commands, if there are any.
func (s *script) commands(list string) {
	if list != "" {
		s.line("%s", list[1:])
	}
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
	words, why := segmentWords(segment), "''"
	hint := pgsql.QuoteLiteral("Look at it: it may be somebody else's. Nothing has been dropped.")
	if a.Ensure != "" {
		why = fmt.Sprintf("CASE WHEN %s THEN '' ELSE %s END", recorded(a.Ensure),
			pgsql.QuoteLiteral(words+" has not had its effect: what has that name is another index, or is not valid"))
	}
	if a.Build {
		mend := pgsql.QuoteLiteral("Mend what is told above; then run this script again.")
		if a.Duplicates != "" {
			mend = "CASE :'sqlbundle_code' WHEN '23505' THEN " + pgsql.QuoteLiteral("Rows are in the way, this shows them: ") + " || :sqlbundle_path || " +
				pgsql.QuoteLiteral(a.Duplicates+"; then run this script again.") + " ELSE " + mend + " END"
		}
		if a.Ensure != "" {
			mend = "CASE :'sqlbundle_code' WHEN '42P07' THEN " + pgsql.QuoteLiteral("What has that name may be somebody else's: rename it, or drop it; then run this script again.") + " ELSE " + mend + " END"
		}
		why = fmt.Sprintf("CASE WHEN :'sqlbundle_failed' THEN %s ELSE %s END", pgsql.QuoteLiteral(words+" failed, as told above; nothing of it is left"), why)
		hint = fmt.Sprintf("CASE WHEN :'sqlbundle_failed' THEN %s ELSE %s END", mend, hint)
	}
	s.line(`SELECT %s AS sqlbundle_why, %s AS sqlbundle_hint \gset`, why, hint)
	if a.Build {
		s.withdraw(step, segment)
	}
	return ":sqlbundle_raise "
}

// withdraw takes the intent of a build back that failed and was cleaned up: so
// an intent that stands tells of a run that was cut off.
func (s *script) withdraw(step *compiler.Step, segment *compiler.Segment) {
	reset := ""
	if segment.Reset {
		reset = ":sqlbundle_reset "
		s.touched = false
	}
	s.line(`%sSELECT pg_catalog.format('DELETE FROM %%s WHERE open AND revision = %%L AND segment = %d', :'sqlbundle_log', %s) WHERE :'sqlbundle_failed' \gexec`,
		reset, segment.Number, pgsql.QuoteLiteral(step.ID()))
}

// unsure stops a further attempt at what nobody can look up.
func (s *script) unsure(step *compiler.Step, segment *compiler.Segment) {
	a := segment.Again
	row := " WHERE open AND revision = " + pgsql.QuoteLiteral(step.ID()) + " AND segment = " + strconv.Itoa(segment.Number) + ";"
	look := "''"
	if a.Inspect != "" {
		look = "'Look: ' || :sqlbundle_path || " + pgsql.QuoteLiteral(a.Inspect+"; ")
	}
	s.raise("CASE WHEN :'sqlbundle_again' THEN "+pgsql.QuoteLiteral("an earlier run was cut off in "+segmentWords(segment)+", and nobody can know whether "+a.Unsure)+" ELSE '' END",
		fmt.Sprintf("%s || pg_catalog.format(%s, :'sqlbundle_log')", look, pgsql.QuoteLiteral(
			"If it had its effect: UPDATE %1$s SET state = 'done', done_at = now()"+strings.ReplaceAll(row, "%", "%%")+
				" if it had none: DELETE FROM %1$s"+strings.ReplaceAll(row, "%", "%%")+" Then run this script again.")))
}

// recorded puts what the first attempt had recorded into a text of an Again,
// and the variable with the list of indexes.
func recorded(sql string) string {
	sql = strings.ReplaceAll(sql, compiler.Before, ":'sqlbundle_before'")
	return strings.ReplaceAll(sql, compiler.Indexes, ":sqlbundle_indexes")
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
