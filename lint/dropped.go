package lint

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// dropClasses are the classes of what DROP names, relations and what belongs to
// them apart.
var dropClasses = map[pg.ObjectType]catalog.Class{
	pg.ObjectType_OBJECT_FUNCTION:  catalog.ClassFunction,
	pg.ObjectType_OBJECT_PROCEDURE: catalog.ClassFunction,
	pg.ObjectType_OBJECT_ROUTINE:   catalog.ClassFunction,
	pg.ObjectType_OBJECT_AGGREGATE: catalog.ClassFunction,
	pg.ObjectType_OBJECT_TYPE:      catalog.ClassType,
	pg.ObjectType_OBJECT_DOMAIN:    catalog.ClassType,
	pg.ObjectType_OBJECT_EXTENSION: catalog.ClassExtension,
	pg.ObjectType_OBJECT_SCHEMA:    catalog.ClassSchema,
}

// dropped are the objects that a DROP names and that are gone behind it, as they
// were before. A relation that the history has not made is one without content.
func (s *statement) dropped() []catalog.Object {
	n := s.node().GetDropStmt()
	var found []catalog.Object
	for _, object := range n.GetObjects() {
		for _, o := range s.mentioned(n, object) {
			if s.after().Object(catalog.HeadOf(o).OID) == nil && !slices.Contains(found, o) {
				found = append(found, o)
			}
		}
	}
	return found
}

// mentioned are the objects that one of the names of a DROP may mean.
func (s *statement) mentioned(n *pg.DropStmt, object *pgsql.Node) []catalog.Object {
	class := dropClasses[n.RemoveType]
	schema, name := catalog.Split(objectNames(object))
	switch {
	case n.RemoveType == pg.ObjectType_OBJECT_TRIGGER:
		names := objectNames(object)
		schema, table := catalog.Split(names[:len(names)-1])
		if rel := s.Before.Relation(schema, table); rel != nil {
			return notNil(s.Before.Find(catalog.ClassTrigger, rel.OID, name))
		}
		return nil
	case class == 0:
		if rel := s.Before.Relation(schema, name); rel != nil {
			return []catalog.Object{rel}
		}
		return s.assumed(schema, name)
	case class == catalog.ClassFunction:
		var found []catalog.Object
		for _, f := range s.Before.Overloads(schema, name) {
			found = append(found, f)
		}
		return found
	case class == catalog.ClassType:
		return notNil(s.Before.Lookup(class, schema, name))
	}
	return notNil(s.Before.Find(class, 0, name))
}

func notNil(o catalog.Object) []catalog.Object {
	if o == nil {
		return nil
	}
	return []catalog.Object{o}
}

// assumed is a relation that the history has not made and that the statement has
// taken to be there, to drop it or to give it another name: its lock tells of it.
func (s *statement) assumed(schema, name string) []catalog.Object {
	in := s.after().CreationSchema()
	if schema != "" {
		in = s.after().Schema(schema)
	}
	if in == nil {
		return nil
	}
	for _, l := range s.Effects.Locks {
		if !l.OID.Assumed() || l.Relation != pgsql.QuoteIdent(in.Name)+"."+pgsql.QuoteIdent(name) {
			continue
		}
		head := catalog.Head{OID: l.OID, Class: catalog.ClassRelation, In: in.OID, Name: name}
		rel := &catalog.Relation{Head: head, Kind: catalog.Table, Persistence: catalog.Permanent, Unknown: true}
		if still, ok := s.after().Object(l.OID).(*catalog.Relation); ok {
			rel.Kind = still.Kind
		}
		return []catalog.Object{rel}
	}
	return nil
}

// renamedRelation is the relation that a statement gives another name or schema,
// as it was before; nil where there is none.
func (s *statement) renamedRelation(n *pg.RangeVar) *catalog.Relation {
	if n == nil {
		return nil
	}
	if rel := s.relation(n); rel != nil {
		return rel
	}
	for _, o := range s.assumed(n.Schemaname, n.Relname) {
		return o.(*catalog.Relation)
	}
	return nil
}

// notShown is what a message ends with where nobody knows what a relation is like.
func notShown(rel *catalog.Relation) string {
	if rel.Unknown {
		return "; the history does not show what it is like"
	}
	return ""
}

// objectNames are the parts of a name in a DROP.
func objectNames(object *pgsql.Node) []*pgsql.Node {
	switch {
	case object.GetObjectWithArgs() != nil:
		return object.GetObjectWithArgs().GetObjname()
	case object.GetTypeName() != nil:
		return object.GetTypeName().GetNames()
	case object.GetList() != nil:
		return object.GetList().GetItems()
	}
	return []*pgsql.Node{object}
}

// droppedTables are the tables in use that are gone behind a statement, in
// whatever words it drops them. Partitions that go with their parent are not
// among them.
func (p *pass) droppedTables(s *statement) []*catalog.Relation {
	gone := func(oid catalog.OID) bool { return s.after().Object(oid) == nil }
	var found []*catalog.Relation
	for _, o := range s.dropped() {
		if rel, ok := o.(*catalog.Relation); ok && rel.Unknown && p.inUse(s, rel) && s.node().GetDropStmt().RemoveType == pg.ObjectType_OBJECT_TABLE {
			found = append(found, rel)
		}
	}
	for _, l := range s.Effects.Locks {
		rel, ok := s.Before.Object(l.OID).(*catalog.Relation)
		if !ok || rel.Unknown && s.node().GetDropStmt() != nil || !gone(l.OID) || !p.inUse(s, rel) || slices.ContainsFunc(rel.Parents, gone) {
			continue
		}
		if rel.Kind == catalog.Table || rel.Kind == catalog.Partitioned {
			found = append(found, rel)
		}
	}
	return found
}

// describe names an object with the word for what it is: "table app.tickets".
func (s *statement) describe(o catalog.Object) string {
	if rel, ok := o.(*catalog.Relation); ok && s.Before.Object(rel.OID) == nil {
		return s.name(rel)
	}
	return s.Before.Describe(catalog.Address{OID: catalog.HeadOf(o).OID})
}

// spelled is a name as the statement has it.
func spelled(parts []*pgsql.Node) string {
	written := pgsql.Names(parts)
	for i, part := range written {
		written[i] = pgsql.QuoteIdent(part)
	}
	return strings.Join(written, ".")
}
