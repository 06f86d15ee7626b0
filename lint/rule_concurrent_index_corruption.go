package lint

import (
	"fmt"
	"strconv"
	"strings"

	"sqlbundle/internal/catalog"
)

var concurrentIndexCorruption = &Rule{
	ID: "concurrent-index-corruption", Title: "PostgreSQL 14.0 to 14.3 may lose rows from indexes built concurrently",
	Group: GroupLocks, Severity: Warning,
	Peers: []string{"strong_migrations add_index_corruption"},
	Doc: "In 14.0 to 14.3, CREATE INDEX CONCURRENTLY and REINDEX CONCURRENTLY let vacuum remove versions of rows that the " +
		"build still needed, so that an index may lack rows that are in the table; 14.4 has mended it. Update the servers " +
		"before building, and rebuild what was built there. The rule speaks only where the exact release is configured.",
	check: func(p *pass, s *statement) {
		if !losesRows(p.in.Config.TargetRelease) || s.Effects.Refused != nil {
			return
		}
		n, create := s.node().GetReindexStmt(), s.node().GetIndexStmt()
		table := s.relation(create.GetRelation())
		switch {
		case create.GetConcurrent() && p.inUse(s, table):
		case n != nil && isOn(n.Params, "concurrently"):
			if table = p.reindexedInUse(s); table == nil {
				return
			}
		default:
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("rows of %s that change during the build may be missing from the index: PostgreSQL %s has a defect there", s.name(table), p.in.Config.TargetRelease),
			Help:    "update the servers to 14.4 or later first",
		})
	},
}

// losesRows tells whether a release has the defect.
func losesRows(release string) bool {
	minor, found := strings.CutPrefix(release, "14.")
	n, err := strconv.Atoi(minor)
	return found && err == nil && n < 4
}

// reindexedInUse is the first table in use of which a REINDEX rebuilds an index;
// nil for none.
func (p *pass) reindexedInUse(s *statement) *catalog.Relation {
	for _, l := range s.Effects.Locks {
		if rel := s.locked(l.OID); p.inUse(s, rel) {
			return rel
		}
	}
	return nil
}
