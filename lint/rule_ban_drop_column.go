package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var banDropColumn = &Rule{
	ID: "ban-drop-column", Title: "the column's data are gone for good", Group: GroupDestructive, Severity: Warning,
	Peers: []string{"atlas DS103", "strong_migrations remove_column", "pg-schema-diff DELETES_DATA", "mp MP017"},
	Doc: "What stands in the column can only come back from a backup, and programs that still select it, or that have listed " +
		"the table's columns when they started, fail from the commit on. Release programs that do not know the column " +
		"first. With require_two_release_drop the drop is an error unless a released revision has said, by COMMENT ON " +
		"COLUMN, that the column is unused.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_DropColumn) {
			col := a.table.Column(a.cmd.Name)
			if !p.inUse(s, a.table) || !a.table.Unknown && (p.baseColumn(s, a.table, col) == nil || col.Generated == 'v') {
				continue
			}
			f := Finding{
				Span:    a.span,
				Message: fmt.Sprintf("the values of %s.%s are gone for good, and programs that still select it fail", s.name(a.table), pgsql.QuoteIdent(a.cmd.Name)),
				Help:    "release programs that do not know the column first",
			}
			if p.in.Config.RequireTwoReleaseDrop && !p.markedUnused(a.table, a.cmd.Name) {
				f.Severity = Error
				f.Help = fmt.Sprintf("first release a revision that says so: COMMENT ON COLUMN %s.%s IS 'unused'", s.name(a.table), pgsql.QuoteIdent(a.cmd.Name))
			}
			p.reportAt(s, f)
		}
	},
}

// markedUnused tells whether a released revision has called a column unused, in
// a comment on it.
func (p *pass) markedUnused(rel *catalog.Relation, column string) bool {
	if p.in.Graph == nil {
		return false
	}
	for _, rev := range p.in.Graph.Revisions() {
		section := compiler.Section(rev, graph.Upgrade, p.history.Database)
		if !p.in.Released[rev.ID] || section == nil {
			continue
		}
		for _, st := range section.Statements {
			n := st.Node.GetCommentStmt()
			if n.GetObjtype() != pg.ObjectType_OBJECT_COLUMN || !strings.Contains(strings.ToLower(n.Comment), "unused") {
				continue
			}
			if names := pgsql.Names(n.Object.GetList().GetItems()); len(names) > 1 && names[len(names)-1] == column && names[len(names)-2] == rel.Name {
				return true
			}
		}
	}
	return false
}
