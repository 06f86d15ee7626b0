package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var tableRewrite = &Rule{
	ID: "table-rewrite", Title: "a table is rewritten or read in full under a lock that stops writes",
	Group: GroupLocks, Severity: Error, turn: late,
	Peers: []string{"eugene E10"},
	Doc: "The statement reads or rewrites every row of a table that is in use, and until it is done nothing can be written " +
		"to it; under ACCESS EXCLUSIVE nothing can be read either. This rule speaks where no more special one does.",
	check: func(p *pass, s *statement) {
		if s.explained || s.empties() {
			return
		}
		for _, l := range s.Effects.Locks {
			rel := s.locked(l.OID)
			if l.Mode < effects.Share || !p.inUse(s, rel) || !s.scans(l.OID) || !keepsOut(rel, l.Mode) || s.emptiesInside(l.OID) {
				continue
			}
			p.reportAt(s, Finding{
				Severity: p.weigh(s, rel),
				Message:  fmt.Sprintf("%s is %s while %s", s.name(rel), s.work(l.OID), stops(l.Mode)),
				Help:     "see whether the same can be reached in steps of which none does both",
			})
			return
		}
	},
}

// empties tells whether a statement gives relations new files without a row,
// which takes no time.
func (s *statement) empties() bool {
	return s.node().GetTruncateStmt() != nil || s.node().GetRefreshMatViewStmt().GetSkipData()
}

// emptiesInside tells whether a statement in the body of a DO does so with a
// relation.
func (s *statement) emptiesInside(oid catalog.OID) bool {
	return slices.ContainsFunc(s.body, func(in *statement) bool { return in.empties() && in.rewrites(oid) })
}

// keepsOut tells whether a lock of SHARE or more keeps clients from a relation.
// Nobody writes rows of a materialized view, or reads it before it has been filled.
func keepsOut(rel *catalog.Relation, mode effects.Mode) bool {
	if rel.Kind != catalog.MaterializedView {
		return true
	}
	return mode == effects.AccessExclusive && (rel.Populated || rel.Unknown)
}
