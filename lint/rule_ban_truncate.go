package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var banTruncate = &Rule{
	ID: "ban-truncate", Title: "all rows of a table in use are removed",
	Group: GroupDestructive, Severity: Warning,
	Doc: "TRUNCATE removes all rows for good and keeps readers and writers out until the commit, under ACCESS EXCLUSIVE. " +
		"It does not respect snapshots: a transaction that began before, and has not read the table yet, finds it empty. " +
		"Triggers for DELETE do not fire. Delete in batches what has to go, or fill a new table and exchange the two.",
	check: func(p *pass, s *statement) {
		named := p.truncated(s)
		if len(named) == 0 || len(p.reached(s)) > 0 || s.reachesUnseen() {
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("all rows of %s are gone for good, and until the commit all other queries wait", s.list(named)),
			Help:    "delete in batches what has to go, or make sure that nothing needs the rows",
		})
	},
}

// truncated are the tables in use that a TRUNCATE names.
func (p *pass) truncated(s *statement) []*catalog.Relation {
	var found []*catalog.Relation
	for _, node := range s.node().GetTruncateStmt().GetRelations() {
		rel := s.relation(node.GetRangeVar())
		if rel == nil {
			continue
		}
		inUse := func(part *catalog.Relation) bool { return p.inUse(s, part) }
		if inUse(rel) || node.GetRangeVar().GetInh() && slices.ContainsFunc(s.Before.Descendants(rel.OID), inUse) {
			found = append(found, rel)
		}
	}
	return found
}

// reached are the tables in use that TRUNCATE … CASCADE empties without naming
// them.
func (p *pass) reached(s *statement) []*catalog.Relation {
	n := s.node().GetTruncateStmt()
	if n.GetBehavior() != pg.DropBehavior_DROP_CASCADE {
		return nil
	}
	named := map[catalog.OID]bool{}
	for _, node := range n.Relations {
		if rel := s.relation(node.GetRangeVar()); rel != nil {
			named[rel.OID] = true
			for _, child := range s.Before.Descendants(rel.OID) {
				named[child.OID] = true
			}
		}
	}
	var found []*catalog.Relation
	for _, touch := range s.Effects.Locks {
		rel := s.locked(touch.OID)
		if p.inUse(s, rel) && rel.Kind.IsTable() && !named[rel.OID] {
			found = append(found, rel)
		}
	}
	return found
}

// reachesUnseen tells whether TRUNCATE … CASCADE may empty tables that the history
// does not show.
func (s *statement) reachesUnseen() bool {
	return s.node().GetTruncateStmt().GetBehavior() == pg.DropBehavior_DROP_CASCADE && s.after().Incomplete
}

// list writes the names of relations.
func (s *statement) list(relations []*catalog.Relation) string {
	written := make([]string, len(relations))
	for i, rel := range relations {
		written[i] = s.name(rel)
	}
	return strings.Join(written, ", ")
}
