package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var renamingObject = &Rule{
	ID: "renaming-object", Title: "a function, type or sequence in use gets another name",
	Group: GroupCompatibility, Severity: Notice,
	Doc: "What refers to the object inside the database follows it to its new name, except the bodies of functions, which " +
		"are text. Clients do not follow: a call, a cast or a nextval by the old name fails from the commit on. Make a " +
		"second object under the new name and drop the old one when nothing uses it.",
	check: func(p *pass, s *statement) {
		n := s.node().GetRenameStmt()
		if n == nil || s.Effects.Refused != nil {
			return
		}
		var lost []string
		objects := s.renamed(n)
		for _, o := range objects {
			if p.loses(s, o) {
				lost = append(lost, s.describe(o))
			}
		}
		if class := dropClasses[n.RenameType]; len(objects) == 0 && (class == catalog.ClassFunction || class == catalog.ClassType) {
			lost = append(lost, spelled(objectNames(n.Object))) // the history has not made it
		}
		for _, name := range lost {
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("clients and function bodies that still use %s fail once it is called %s", name, pgsql.QuoteIdent(n.Newname)),
				Help:    "add an object of the new name, and drop the old one when nothing uses it",
			})
		}
	},
}

// renamed is the object that gets a name, where it is neither a table or view nor
// a part of one.
func (s *statement) renamed(n *pg.RenameStmt) []catalog.Object {
	class := dropClasses[n.RenameType]
	switch n.RenameType {
	case pg.ObjectType_OBJECT_SCHEMA, pg.ObjectType_OBJECT_EXTENSION:
		return nil
	case pg.ObjectType_OBJECT_COLLATION:
		class = catalog.ClassCollation
	case pg.ObjectType_OBJECT_TSCONFIGURATION, pg.ObjectType_OBJECT_TSDICTIONARY, pg.ObjectType_OBJECT_TSPARSER, pg.ObjectType_OBJECT_TSTEMPLATE:
		class = catalog.ClassTextSearch
	case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_SEQUENCE:
		if rel := s.renamedRelation(n.Relation); rel != nil && rel.Kind == catalog.Sequence {
			return []catalog.Object{rel}
		}
	}
	if class == 0 {
		return nil
	}
	return s.moved(class)
}
