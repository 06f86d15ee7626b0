package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var changingTableSchema = &Rule{
	ID: "changing-table-schema", Title: "a table, function or type in use moves to another schema",
	Group: GroupCompatibility, Severity: Warning,
	Peers: []string{"mp MP098"},
	Doc: "Qualified names of the object break at the commit, and so do plain ones unless the search_path of each client " +
		"leads to the new schema. Leave a view under the old name in the same transaction, or for a function one that " +
		"calls the other, and drop it when no running code uses it.",
	check: func(p *pass, s *statement) {
		n := s.node().GetAlterObjectSchemaStmt()
		if n == nil || s.Effects.Refused != nil {
			return
		}
		for _, o := range s.movedTo(n) {
			if !p.loses(s, o) {
				continue
			}
			fix := ""
			if rel, ok := o.(*catalog.Relation); ok && isTableOrView(rel) && !rel.Unknown {
				to := pgsql.QuoteIdent(n.Newschema) + "." + pgsql.QuoteIdent(rel.Name)
				fix = s.together(s.File.Slice(s.Span)+";", fmt.Sprintf("CREATE VIEW %s AS SELECT * FROM %s;", s.Before.QualifiedName(rel), to))
			}
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("code that finds %s where it was fails once it is in schema %s", s.describe(o), pgsql.QuoteIdent(n.Newschema)),
				Help:    "leave something of its name behind in the same transaction, until no running code uses it",
				Fix:     fix,
			})
		}
	},
}

// movedTo is the object that a statement moves to another schema.
func (s *statement) movedTo(n *pg.AlterObjectSchemaStmt) []catalog.Object {
	if class := dropClasses[n.ObjectType]; class == catalog.ClassFunction || class == catalog.ClassType {
		return s.moved(class)
	}
	rel := s.renamedRelation(n.Relation)
	if rel == nil || s.Before.SchemaOf(rel) == n.Newschema {
		return nil
	}
	return []catalog.Object{rel}
}
