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
	s.line(`SELECT %s AS sqlbundle_look \gset`, a.Look)
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
	reset = ""
	if segment.Reset {
		reset = ":sqlbundle_reset :sqlbundle_leave "
		s.touched = false
	}
	s.line(`%sEXECUTE sqlbundle_done(%s, %d, %d, '%s') \gset`, reset,
		pgsql.QuoteLiteral(step.ID()), segment.Number, len(step.Segments), segment.Digest())
}

// attempt runs the statement unless an earlier attempt had its effect.
func (s *script) attempt(step *compiler.Step, segment *compiler.Segment) {
	a := segment.Again
	if a.Unsure != "" {
		s.unsure(step, segment)
		s.statements(segment, newLimits(s, segment))
		return
	}
	if a.Clean != "" || a.Had != "false" {
		s.line(`\if :sqlbundle_again`)
		s.clean(a, "")
		if a.Had != "false" {
			s.line(`SELECT NOT (%s) AS sqlbundle_todo \gset`, recorded(a.Had))
		}
		s.line(`\endif`)
	}
	unique := a.Duplicates != ""
	switch {
	case unique:
		s.line(`\if :sqlbundle_todo \set ON_ERROR_STOP off`)
	case a.Had != "false":
		s.line(`\if :sqlbundle_todo`)
	}
	l, st := newLimits(s, segment), segment.Statements[0]
	l.before(st)
	s.statement(st, true)
	switch {
	case unique:
		s.line(`\set sqlbundle_failed :ERROR \set ON_ERROR_STOP on \endif`)
		s.clean(a, "sqlbundle_failed")
	case a.Had != "false":
		s.line(`\endif`)
	}
	l.close()
	s.ensure(segment)
}

// clean removes what an unfinished attempt has left, always or when a variable
// holds. Each row of the query is run as a statement.
func (s *script) clean(a *compiler.Again, when string) {
	switch {
	case a.Clean == "":
	case when == "":
		s.line(`%s \gexec`, recorded(a.Clean))
	default:
		s.line(`SELECT * FROM (%s) AS sqlbundle_clean WHERE :'%s' \gexec`, recorded(a.Clean), when)
	}
}

// ensure refuses to record a statement that did not do what it is for.
func (s *script) ensure(segment *compiler.Segment) {
	a := segment.Again
	if a.Ensure == "" {
		return
	}
	failed, hint := "", "Look at it: it may be somebody else's. Nothing has been dropped."
	if a.Duplicates != "" {
		failed = "WHEN :'sqlbundle_failed' THEN " + pgsql.QuoteLiteral(segmentWords(segment)+" failed, as told above; what it left is dropped, since it would refuse writes") + " "
		hint = "If rows are in the way, this shows them: " + a.Duplicates + "; then run this script again."
	}
	s.raise(fmt.Sprintf("CASE %sWHEN %s THEN '' ELSE %s END", failed, recorded(a.Ensure),
		pgsql.QuoteLiteral(segmentWords(segment)+" has not had its effect: what it names is there and is not valid")), pgsql.QuoteLiteral(hint))
}

// unsure stops a further attempt at what nobody can look up.
func (s *script) unsure(step *compiler.Step, segment *compiler.Segment) {
	a := segment.Again
	row := " WHERE open AND revision = " + pgsql.QuoteLiteral(step.ID()) + " AND segment = " + strconv.Itoa(segment.Number) + ";"
	look := ""
	if a.Inspect != "" {
		look = "Look: " + a.Inspect + "; "
	}
	s.raise("CASE WHEN :'sqlbundle_again' THEN "+pgsql.QuoteLiteral("an earlier run was cut off in "+segmentWords(segment)+", and nobody can know whether "+a.Unsure)+" ELSE '' END",
		fmt.Sprintf("pg_catalog.format(%s, :'sqlbundle_log')", pgsql.QuoteLiteral(strings.ReplaceAll(look, "%", "%%")+
			"If it had its effect: UPDATE %1$s SET state = 'done', done_at = now()"+row+" if it had none: DELETE FROM %1$s"+row+" Then run this script again.")))
}

// recorded puts what the first attempt had recorded into an expression.
func recorded(sql string) string {
	return strings.ReplaceAll(sql, compiler.Before, ":'sqlbundle_before'")
}
