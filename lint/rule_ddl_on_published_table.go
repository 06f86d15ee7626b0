package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var ddlOnPublishedTable = &Rule{
	ID: "ddl-on-published-table", Title: "subscribers do not learn of the change",
	Group: GroupReplication, Severity: Notice,
	Doc: "Logical replication carries rows and no DDL. A subscriber whose table lacks a column that arrives stops until " +
		"somebody adds it. Add a column there first and here second; drop it here first and there second; rename and " +
		"re-type on both sides while nothing is written.",
	check: func(p *pass, s *statement) {
		rel, change := s.columnChange()
		if rel == nil {
			return
		}
		if feeds := publishers(s.Before, rel); len(feeds) > 0 {
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("%s %s, which subscribers of %s do not learn of: their copy of the table stays as it is", s.name(rel), change, strings.Join(feeds, ", ")),
				Help:    "add columns on the subscribers first, drop them there last",
			})
		}
	},
}

// columnChange is the relation whose columns the statement changes, and how; nil
// for none.
func (s *statement) columnChange() (*catalog.Relation, string) {
	if n := s.node().GetRenameStmt(); n.GetRenameType() == pg.ObjectType_OBJECT_COLUMN {
		return s.relation(n.Relation), "gets another name for a column"
	}
	for _, a := range s.actions() {
		switch a.cmd.Subtype {
		case pg.AlterTableType_AT_AddColumn:
			return a.table, "gets a column"
		case pg.AlterTableType_AT_DropColumn:
			return a.table, "loses a column"
		case pg.AlterTableType_AT_AlterColumnType:
			return a.table, "gets another type for a column"
		}
	}
	return nil, ""
}
