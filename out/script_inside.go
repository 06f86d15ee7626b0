package out

import (
	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// inside takes back what an upgrade left that stopped inside a revision before
// anything of it took effect. Where something did, the guard or this refuses
// before any change.
func (s *script) inside() {
	if s.plan.Direction != graph.Downgrade {
		return
	}
	s.line("")
	s.line("-- ======== has the upgrade stopped inside a revision, with nothing done? Then what it left is removed.")
	s.line(`\set sqlbundle_inside_:sqlbundle_inside on`)
	for i, step := range s.plan.Steps {
		if len(step.Up) > 1 {
			s.leftover(i, step)
		}
	}
	s.forget("direction = 'upgrade' AND :sqlbundle_inside > 0 AND revision = :'sqlbundle_last'")
	s.line("")
}

// leftover looks at the first segment of an upgrade that does more than set
// parameters; one in a transaction has left nothing.
func (s *script) leftover(i int, step *compiler.Step) {
	for _, segment := range step.Up {
		if onlySets(segment) {
			continue
		}
		if segment.Again == nil {
			return
		}
		s.line(`\if :{?sqlbundle_inside_%d}`, i+1)
		s.line(`\echo sqlbundle: the upgrade of %s stopped in its segment %d`, step.ID(), segment.Number)
		s.earlier(segment)
		s.ours(segment.Again)
		s.raise("CASE WHEN :'sqlbundle_again' AND "+recorded(segment.Again.Touched)+" THEN "+
			pgsql.QuoteLiteral("the upgrade stopped inside "+step.ID()+", and its "+ascii(segmentWords(segment))+" has had an effect, or may have")+" ELSE '' END",
			pgsql.QuoteLiteral("Nothing has been changed. "+waysOut(step.ID())))
		s.clean(segment.Again, "sqlbundle_again")
		if len(segment.Earlier) > 0 {
			s.line(":sqlbundle_reset")
			s.touched = false
		}
		s.line(`\endif`)
		return
	}
}

// waysOut tells what to do about an upgrade that stopped inside a revision.
func waysOut(id string) string {
	return "Either finish that revision, psql -X -v sqlbundle_stop_after=" + id + " -f upgrade.sql, and run this script again; " +
		"or undo by hand what is done and run: psql -X -v sqlbundle_abandon=" + id + " -f THIS_FILE"
}
