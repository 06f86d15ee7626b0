package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var creatingUnloggedTable = &Rule{
	ID: "creating-unlogged-table", Title: "an unlogged table is empty after a crash",
	Group: GroupData, Severity: Notice,
	Doc: "What is written to an unlogged table does not go through the log. That is fast, and after a crash of the server " +
		"the table is empty; standbys cannot read it, and after a switch to one it is empty as well. Good for caches and " +
		"for loading data; make it logged while it is small, or drop it in the same release.",
	check: func(p *pass, s *statement) {
		made := s.after().RangeVar(s.creates())
		if made == nil || made.OID < s.Before.Next() || made.Persistence != catalog.Unlogged || made.Kind != catalog.Table {
			return
		}
		if end, ok := p.end(s).Object(made.OID).(*catalog.Relation); !ok || end.Persistence != catalog.Unlogged {
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("after a crash %s is empty, and standbys cannot read it", s.name(made)),
			Help:    "leave UNLOGGED out unless the rows may be lost at any time",
		})
	},
}

// creates is the name of the table that a statement makes; nil for other
// statements.
func (s *statement) creates() *pg.RangeVar {
	if n := s.node().GetCreateStmt(); n != nil {
		return n.Relation
	}
	if n := s.node().GetCreateTableAsStmt(); n != nil {
		return n.GetInto().GetRel()
	}
	return s.node().GetSelectStmt().GetIntoClause().GetRel()
}
