package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var renamingTable = &Rule{
	ID: "renaming-table", Title: "a table or view in use gets another name",
	Group: GroupCompatibility, Severity: Warning,
	Peers: []string{"atlas BC101", "strong_migrations rename_table", "mp MP028"},
	Doc: "At the moment of the commit the old name is gone, and code that still uses it fails until the new release runs " +
		"everywhere. Code and database cannot change at the same instant. A view under the old name, made in the same " +
		"transaction, serves the old code: a simple one takes INSERT, UPDATE and DELETE too. Drop it when nothing uses it.",
	check: func(p *pass, s *statement) {
		n := s.node().GetRenameStmt()
		if n == nil || n.RenameType == pg.ObjectType_OBJECT_COLUMN || n.RenameType == pg.ObjectType_OBJECT_TABCONSTRAINT || n.Subname != "" {
			return
		}
		rel := s.renamedRelation(n.Relation)
		if rel == nil || !isTableOrView(rel) || s.Effects.Refused != nil || !p.loses(s, rel) || p.takesOver(s, rel, n.Newname) {
			return
		}
		old := s.name(rel)
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("code that still uses %s fails as soon as it is called %s", old, pgsql.QuoteIdent(n.Newname)),
			Help:    "leave a view under the old name in the same transaction, until no running code uses it",
			Fix: s.together(
				s.File.Slice(s.Span)+";",
				fmt.Sprintf("CREATE VIEW %s AS SELECT * FROM %s;", old, s.sibling(rel, n.Newname)),
			),
		})
	},
}

// isTableOrView tells whether a relation is one that queries name.
func isTableOrView(rel *catalog.Relation) bool {
	return rel.Kind.IsTable() || rel.Kind == catalog.View || rel.Kind == catalog.MaterializedView
}

// takesOver tells whether a relation gets a name that another one had in use: it
// is the new half of a swap then.
func (p *pass) takesOver(s *statement, rel *catalog.Relation, name string) bool {
	was := p.base(s).Find(catalog.ClassRelation, rel.In, catalog.Truncate(name))
	return was != nil && catalog.HeadOf(was).OID != rel.OID
}

// sibling is how a statement may write another relation of the same schema.
func (s *statement) sibling(rel *catalog.Relation, name string) string {
	if s.name(rel) == pgsql.QuoteIdent(rel.Name) {
		return pgsql.QuoteIdent(name)
	}
	return pgsql.QuoteIdent(s.after().SchemaOf(rel)) + "." + pgsql.QuoteIdent(name)
}
