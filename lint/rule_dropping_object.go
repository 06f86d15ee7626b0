package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var droppingObject = &Rule{
	ID: "dropping-object", Title: "a view, function, sequence or type in use is dropped",
	Group: GroupCompatibility, Severity: Warning,
	Peers: []string{"pg-schema-diff DELETES_DATA", "pg-schema-diff HAS_UNTRACKABLE_DEPENDENCIES"},
	Doc: "Code that still names the object fails from the commit on, and so do function bodies, which the server does not " +
		"look into when something is dropped. Dropping a sequence loses the number that it has come to. Drop the object one " +
		"release after the last code that uses it; to change it, create it anew in the same transaction.",
	check: func(p *pass, s *statement) {
		n := s.node().GetDropStmt()
		if n == nil || !dropsObject(n.RemoveType) || s.Effects.Refused != nil {
			return
		}
		for _, o := range s.dropped() {
			if !p.loses(s, o) {
				continue
			}
			p.reportAt(s, Finding{
				Severity: s.unusedType(n, o),
				Message:  fmt.Sprintf("clients and function bodies that still use %s fail once it is gone", s.describe(o)),
				Help:     "drop it one release after the last code that uses it, or create it anew in the same transaction",
			})
		}
		for _, object := range n.Objects {
			if dropClasses[n.RemoveType] != 0 && !n.MissingOk && len(s.mentioned(n, object)) == 0 && s.after().Incomplete {
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("clients and function bodies that still use %s fail once it is gone", spelled(objectNames(object))),
					Help:    "drop it one release after the last code that uses it; the history does not show what it is",
				})
			}
		}
	},
}

// dropsObject tells whether a DROP is of objects that clients use by name, tables
// and schemas apart.
func dropsObject(what pg.ObjectType) bool {
	switch what {
	case pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_SEQUENCE, pg.ObjectType_OBJECT_FOREIGN_TABLE:
		return true
	}
	return dropClasses[what] != 0 && what != pg.ObjectType_OBJECT_SCHEMA
}

// unusedType is a notice for a type or an extension that surely nothing in the
// database uses.
func (s *statement) unusedType(n *pg.DropStmt, o catalog.Object) Severity {
	class := catalog.HeadOf(o).Class
	if class != catalog.ClassType && class != catalog.ClassExtension || s.Before.Incomplete {
		return ""
	}
	if len(dependents(s.Before, []catalog.Address{{OID: catalog.HeadOf(o).OID}})) > 0 {
		return ""
	}
	return Notice
}
