package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/revisions"
)

// namedObject is an object that a statement names. Its object is nil where the
// catalog does not have it.
type namedObject struct {
	name   string
	object catalog.Object
}

// plainClasses are the classes of objects that no schema holds, and that
// statements name by one word.
var plainClasses = map[pg.ObjectType]catalog.Class{
	pg.ObjectType_OBJECT_SCHEMA: catalog.ClassSchema, pg.ObjectType_OBJECT_EXTENSION: catalog.ClassExtension,
	pg.ObjectType_OBJECT_LANGUAGE: catalog.ClassLanguage, pg.ObjectType_OBJECT_FDW: catalog.ClassWrapper,
	pg.ObjectType_OBJECT_FOREIGN_SERVER: catalog.ClassServer, pg.ObjectType_OBJECT_PUBLICATION: catalog.ClassPublication,
	pg.ObjectType_OBJECT_SUBSCRIPTION: catalog.ClassSubscription, pg.ObjectType_OBJECT_EVENT_TRIGGER: catalog.ClassEventTrigger,
}

// namedObject is the object of a kind that a node of the statement's tree names.
func (s *statement) namedObject(kind pg.ObjectType, n *pgsql.Node) namedObject {
	if named := n.GetRangeVar(); named != nil {
		rel := s.relation(named)
		if rel == nil {
			return namedObject{name: pgsql.QuoteIdent(named.Relname)}
		}
		return namedObject{s.name(rel), rel}
	}
	parts := objectNames(n)
	found := namedObject{name: spelled(parts)}
	switch schema, name := catalog.Split(parts); kind {
	case pg.ObjectType_OBJECT_FUNCTION, pg.ObjectType_OBJECT_PROCEDURE, pg.ObjectType_OBJECT_ROUTINE, pg.ObjectType_OBJECT_AGGREGATE:
		if f := s.function(n.GetObjectWithArgs()); f != nil {
			found.object = f
		}
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		found.object = s.Before.Lookup(catalog.ClassType, schema, name)
	case pg.ObjectType_OBJECT_COLLATION:
		found.object = s.Before.Lookup(catalog.ClassCollation, schema, name)
	case pg.ObjectType_OBJECT_LARGEOBJECT:
		found.name = "a large object"
	default:
		if class := plainClasses[kind]; class != 0 {
			found.object = s.Before.Find(class, 0, name)
		}
	}
	return found
}

// function is the one with a name and arguments, as it is before the statement,
// or the only one with the name where no arguments are given; nil where there is
// none.
func (s *statement) function(n *pg.ObjectWithArgs) *catalog.Function {
	schema, name := catalog.Split(n.GetObjname())
	found := s.Before.Overloads(schema, name)
	if n.GetArgsUnspecified() && len(found) == 1 {
		return found[0]
	}
	var arguments []catalog.Type
	for _, node := range n.GetObjargs() {
		t, _ := s.Before.ResolveType(node.GetTypeName())
		arguments = append(arguments, catalog.Type{Name: t.Name, OID: t.OID, Array: t.Array})
	}
	for _, f := range found {
		if f.Name == catalog.Signature(name, arguments) {
			return f
		}
	}
	return nil
}

// isNew tells whether what a statement names has been made by what is judged. It
// is not where the catalog does not have it.
func (p *pass) isNew(s *statement, o catalog.Object) bool {
	return o != nil && !p.old(s, catalog.HeadOf(o).OID)
}

// everyStatement calls visit with the tree of each statement of an up section in
// the whole history.
func (p *pass) everyStatement(visit func(*pgsql.Node)) {
	all := p.in.Revisions
	if p.in.Graph != nil {
		all = p.in.Graph.Revisions()
	}
	for _, rev := range all {
		for _, section := range rev.Sections {
			if section.Kind != revisions.Up {
				continue
			}
			for _, st := range section.Statements {
				visit(st.Node)
			}
		}
	}
}
