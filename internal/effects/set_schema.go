package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// setSchema is ALTER … SET SCHEMA (ExecAlterObjectSchemaStmt, alter.c).
func (r *run) setSchema(n *pg.AlterObjectSchemaStmt) {
	r.e.Section = "ALTER " + objectWords(n.ObjectType)
	switch {
	case isRelation(n.ObjectType):
		rel := r.relationIfExists(n.Relation, kindOfObject(n.ObjectType), n.MissingOk)
		if rel != nil {
			r.setRelationSchema(rel, n)
		}
	case n.ObjectType == pg.ObjectType_OBJECT_EXTENSION:
		if e := r.extensionToAlter(objectName(n.Object)); e != nil {
			r.moveExtension(e, r.schemaNamed(n.Newschema))
		}
	case n.ObjectType == pg.ObjectType_OBJECT_TYPE || n.ObjectType == pg.ObjectType_OBJECT_DOMAIN:
		t := r.typeOfNames(n.Object)
		if t == nil {
			r.notMade("type", objectName(n.Object))
			return
		}
		r.moveType(t, r.schemaNamed(n.Newschema).OID)
	default:
		found, ok := r.named(n.ObjectType, n.Object)
		if !ok {
			r.notMade("object", objectName(n.Object))
			return
		}
		r.moveObject(found, r.schemaNamed(n.Newschema).OID)
	}
}

// setRelationSchema moves a relation, under ACCESS EXCLUSIVE, with its indexes
// and the sequences that its columns own; the latter are locked as well
// (AlterTableNamespace, tablecmds.c).
func (r *run) setRelationSchema(rel *catalog.Relation, n *pg.AlterObjectSchemaStmt) {
	r.checkAltered(rel, n.ObjectType)
	if rel.Kind.IsIndex() {
		r.refuse("42809", "cannot change schema of index %s", r.QualifiedName(rel))
	}
	r.lock(rel.OID, AccessExclusive, "it moves to another schema")
	if rel.Kind == catalog.Sequence && rel.Sequence != nil && rel.Sequence.OwnerTable != 0 {
		r.refuse("0A000", "cannot move sequence %s into another schema: a column owns it", r.QualifiedName(rel))
	}
	schema := r.schemaNamed(n.Newschema)
	r.refuseTemporary(rel.In, schema.OID)
	r.moveRelation(rel, schema.OID)
}

// refuseTemporary refuses to move something into or out of the session's schema
// (CheckSetNamespace, namespace.c).
func (r *run) refuseTemporary(from, to catalog.OID) {
	if temp := r.Schema(catalog.TempSchema); temp != nil && from != to && (from == temp.OID || to == temp.OID) {
		r.refuse("0A000", "cannot move objects into or out of temporary schemas")
	}
}

func (r *run) moveRelation(rel *catalog.Relation, schema catalog.OID) {
	if rel.In == schema {
		return
	}
	if r.Find(catalog.ClassRelation, schema, rel.Name) != nil {
		r.refuse("42P07", "relation %s already exists in schema %s", pgsql.QuoteIdent(rel.Name), r.schemaOf(schema))
	}
	if hasRowType(rel) && r.Find(catalog.ClassType, schema, rel.Name) != nil {
		r.refuse("42710", "type %s already exists in schema %s", pgsql.QuoteIdent(rel.Name), r.schemaOf(schema))
	}
	r.Move(rel, schema, rel.Name)
	for _, index := range r.Indexes(rel.OID) {
		r.Move(index, schema, index.Name)
	}
	for _, sequence := range r.ownedSequences(rel.OID) {
		r.lock(sequence.OID, AccessExclusive, "the table whose column owns it moves to another schema")
		r.Move(sequence, schema, sequence.Name)
	}
}

// schemaOf is the name of a schema.
func (r *run) schemaOf(oid catalog.OID) string {
	s, _ := r.Object(oid).(*catalog.Schema)
	if s == nil {
		return "?"
	}
	return pgsql.QuoteIdent(s.Name)
}

// moveType moves a type with the relation behind it; that is not locked.
func (r *run) moveType(t *catalog.DataType, schema catalog.OID) {
	if t.In == schema {
		return
	}
	r.refuseTemporary(t.In, schema)
	if r.Find(catalog.ClassType, schema, t.Name) != nil {
		r.refuse("42710", "type %s already exists in schema %s", pgsql.QuoteIdent(t.Name), r.schemaOf(schema))
	}
	if rel, ok := r.Object(t.Relation).(*catalog.Relation); ok {
		r.Move(rel, schema, rel.Name)
	}
	r.Move(t, schema, t.Name)
}

// moveObject moves any other object.
func (r *run) moveObject(o catalog.Object, schema catalog.OID) {
	h := catalog.HeadOf(o)
	if h.In == schema {
		return
	}
	r.refuseTemporary(h.In, schema)
	if r.Find(h.Class, schema, h.Name) != nil {
		state := "42710"
		if h.Class == catalog.ClassFunction {
			state = "42723"
		}
		r.refuse(state, "%s is in schema %s already", r.QualifiedName(o), r.schemaOf(schema))
	}
	r.Move(o, schema, h.Name)
}
