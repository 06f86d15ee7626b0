package out

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// inside takes back what an upgrade has done that stopped inside a revision, the
// last segment first, and what a cut has left of one. Where something stays,
// the guard or this refuses before any change.
func (s *script) inside() {
	if s.plan.Direction != graph.Downgrade {
		return
	}
	s.line("")
	s.line("-- ======== has the upgrade stopped inside a revision? Then what it has done of it is taken back.")
	s.line(`\set sqlbundle_inside_:sqlbundle_inside on`)
	s.line(`\set sqlbundle_undo_:sqlbundle_undo on`)
	s.line(`\set sqlbundle_back off`)
	for i, step := range s.plan.Steps {
		if len(step.Up) > 1 {
			s.line(`\if :{?sqlbundle_inside_%d}`, i+1)
			for n := len(step.Up) - 2; n >= 0; n-- {
				// The guard has refused what stays; but a statement outside
				// transactions may have been cut off before it did anything.
				if segment := step.Up[n]; segment.Kept == nil || segment.Undo != nil || segment.Transaction == 0 {
					s.undo(i, step, segment)
				}
			}
			s.line(`\endif`)
		}
	}
	s.forget("revision = :'sqlbundle_last' AND (direction = 'upgrade' AND :sqlbundle_inside > 0 OR direction = 'downgrade' AND :sqlbundle_stop >= :sqlbundle_passed)")
	s.line("")
}

// undo takes back one segment of an upgrade. Its row in the log is closed with
// what takes it back, which gets a row of its own: while such a row is open, no
// upgrade goes on.
func (s *script) undo(i int, step *compiler.Step, segment *compiler.Segment) {
	s.line(`\if :{?sqlbundle_undo_%d_%d} \set sqlbundle_back on \endif \if :sqlbundle_back \echo sqlbundle: taking back segment %d/%d of the upgrade of %s`,
		i+1, segment.Number, segment.Number, len(step.Up), step.ID())
	if segment.Transaction == 0 {
		s.undoOutside(step, segment)
	}
	l := newLimits(s, &compiler.Segment{Transaction: 1})
	s.endable(strings.TrimSuffix("BEGIN; "+l.open(), " "))
	if segment.Transaction > 0 {
		s.undoStatements(segment)
	}
	s.line(`EXECUTE sqlbundle_done(%s, %d, %d, '%s') \gset`, pgsql.QuoteLiteral(step.ID()), segment.Number, len(step.Up), segment.Digest())
	s.forget(fmt.Sprintf("direction = 'upgrade' AND revision = %s AND segment = %d", pgsql.QuoteLiteral(step.ID()), segment.Number))
	s.line("COMMIT;")
	s.line(`\endif`)
}

// undoStatements writes what takes a segment back, with the settings that its
// revision has made, which it does not leave behind.
func (s *script) undoStatements(segment *compiler.Segment) {
	if len(segment.Undo) == 0 {
		return
	}
	made := s.made(segment)
	for _, sql := range segment.Undo {
		s.readable(sql)
		s.touched = true
		s.line("%s;", sql)
	}
	s.unmade(made, segment.Transaction > 0)
}

// made makes the settings that the segment has left, and tells whether there
// are any.
func (s *script) made(segment *compiler.Segment) bool {
	made := segment.Made()
	for _, st := range made {
		s.readable(st.SQL())
		s.touched = true
		s.line("%s;", st.SQL())
	}
	return len(made) > 0
}

// unmade goes back to the script's own settings.
func (s *script) unmade(made, inTransaction bool) {
	if made {
		s.restore(&compiler.Segment{Reset: true, Transaction: map[bool]int{true: 1}[inTransaction]})
	}
}

// undoOutside takes back a statement that stood outside transactions, done or
// cut off; the catalogs tell what of it is there. Only an index can be, and what
// is dropped is the one that the statement made, by its OID. The intent is committed first. Where nothing
// surely takes it back, only what has not had its effect is cleaned up.
func (s *script) undoOutside(step *compiler.Step, segment *compiler.Segment) {
	id := pgsql.QuoteLiteral(step.ID())
	s.line(`SELECT state = 'started' AS sqlbundle_cut, coalesce(before, '') AS sqlbundle_before FROM %s WHERE open AND direction = 'upgrade' AND revision = %s AND segment = %d \gset`,
		s.logTable, id, segment.Number)
	a := segment.Again
	if a == nil {
		a = &compiler.Again{Touched: "true", Had: "false"}
	}
	made := s.made(segment)
	s.ours(a)
	if segment.Kept != nil {
		s.raise("CASE WHEN :'sqlbundle_cut' AND "+recorded(a.Touched)+" THEN "+
			pgsql.QuoteLiteral("the upgrade stopped inside "+step.ID()+", and its "+ascii(segmentWords(segment))+" has had an effect, or may have")+" ELSE '' END",
			pgsql.QuoteLiteral("Nothing has been changed. "+waysOut(step.ID())))
	}
	s.line(`%sEXECUTE sqlbundle_start(%s, %d, %d, '%s', :'sqlbundle_before') \gset`, s.resetting(made, ":sqlbundle_reset "),
		id, segment.Number, len(step.Up), segment.Digest())
	if s.made(segment) {
		// The author's limits are for the upgrade.
		s.line("SET lock_timeout = 0; SET statement_timeout = 0;")
	}
	s.line(`\set sqlbundle_again on`)
	if len(segment.Undo) == 0 {
		s.clean(a, "sqlbundle_again")
	} else {
		s.text(sqlComment(strings.Join(segment.Undo, "; ")))
		s.line(`SELECT drop_it FROM %s WHERE %s \gexec`, recorded(compiler.Indexes), recorded(compiler.Ours))
	}
	s.unmade(made, false)
}

// waysOut tells what to do about an upgrade that stopped inside a revision.
func waysOut(id string) string {
	return "Either finish that revision, psql -X -v sqlbundle_stop_after=" + id + " -f upgrade.sql, and run this script again; " +
		"or undo by hand what is done and run: psql -X -v sqlbundle_abandon=" + id + " -f THIS_FILE"
}
