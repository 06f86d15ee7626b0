package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// rename is ALTER … RENAME of any kind of object (ExecRenameStmt, alter.c). What
// refers to the object goes on referring to it: views and constraints do so by
// number.
func (r *run) rename(n *pg.RenameStmt) {
	r.e.Section = "ALTER " + objectWords(n.RenameType)
	to := catalog.Truncate(n.Newname)
	switch what := n.RenameType; {
	case isRelation(what):
		r.renameRelation(n, to)
	case what == pg.ObjectType_OBJECT_COLUMN || what == pg.ObjectType_OBJECT_ATTRIBUTE:
		r.e.Section = "ALTER " + objectWords(n.RelationType)
		r.renameColumnOf(n, to)
	case what == pg.ObjectType_OBJECT_TABCONSTRAINT:
		r.e.Section = "ALTER TABLE"
		r.renameTableConstraint(n, to)
	case what == pg.ObjectType_OBJECT_DOMCONSTRAINT:
		r.e.Section = "ALTER DOMAIN"
		r.renameDomainConstraint(n, to)
	case partClasses[what] != 0:
		r.renamePart(n, to)
	case what == pg.ObjectType_OBJECT_ROLE || what == pg.ObjectType_OBJECT_DATABASE || what == pg.ObjectType_OBJECT_TABLESPACE:
	case what == pg.ObjectType_OBJECT_TYPE || what == pg.ObjectType_OBJECT_DOMAIN:
		r.renameType(n, to)
	default:
		r.renameObject(n, to)
	}
}

// renameRelation locks ACCESS EXCLUSIVE; an index by ALTER INDEX only SHARE
// UPDATE EXCLUSIVE (RenameRelation, tablecmds.c). The constraint behind an index
// gets the name, too.
func (r *run) renameRelation(n *pg.RenameStmt, to string) {
	rel := r.relationIfExists(n.Relation, kindOfObject(n.RenameType), n.MissingOk)
	if rel == nil {
		return
	}
	r.checkAltered(rel, n.RenameType)
	mode := AccessExclusive
	if n.RenameType == pg.ObjectType_OBJECT_INDEX && rel.Kind.IsIndex() {
		mode = ShareUpdateExclusive
	}
	r.lock(rel.OID, mode, "it is renamed")
	r.setRelationName(rel, to)
	if rel.Index != nil && rel.Index.Constraint != 0 {
		r.setName(r.Object(rel.Index.Constraint), to)
	}
}

// checkAltered refuses statements about another kind of relation than theirs;
// ALTER TABLE does for all but composite types, RENAME by ALTER INDEX for tables
// as well (RangeVarCallbackForAlterRelation, tablecmds.c).
func (r *run) checkAltered(rel *catalog.Relation, what pg.ObjectType) {
	switch {
	case rel.Kind == catalog.CompositeType:
		r.refuse("42809", "%s is a composite type", r.QualifiedName(rel))
	case what == pg.ObjectType_OBJECT_TABLE || what == pg.ObjectType_OBJECT_INDEX:
	case !isOfKind(rel, what):
		r.refuse("42809", "%s is not a %s", r.QualifiedName(rel), strings.ToLower(objectWords(what)))
	}
}

// setRelationName gives a relation another name in its schema.
func (r *run) setRelationName(rel *catalog.Relation, to string) {
	if r.Find(catalog.ClassRelation, rel.In, to) != nil {
		r.refuse("42P07", "relation %s already exists", pgsql.QuoteIdent(to))
	}
	if hasRowType(rel) && r.Find(catalog.ClassType, rel.In, to) != nil {
		r.refuse("42710", "type %s already exists", pgsql.QuoteIdent(to))
	}
	r.Move(rel, rel.In, to)
}

// setName gives an object another name in its container.
func (r *run) setName(o catalog.Object, to string) {
	if o == nil {
		return
	}
	h := catalog.HeadOf(o)
	if r.Find(h.Class, h.In, to) != nil {
		r.refuse("42710", "%s is there already", pgsql.QuoteIdent(to))
	}
	r.Move(o, h.In, to)
}

// renamePart renames a trigger, rule or policy: ACCESS EXCLUSIVE on its
// relation. The clones of a row trigger follow it from 15 on (renametrig,
// trigger.c).
func (r *run) renamePart(n *pg.RenameStmt, to string) {
	rel := r.relationIfExists(n.Relation, catalog.Table, n.MissingOk)
	if rel == nil {
		return
	}
	r.lock(rel.OID, AccessExclusive, "what belongs to it is renamed")
	found := r.part(n.RenameType, rel, n.Subname)
	if found == nil {
		if !rel.Unknown {
			r.refuse("42704", "%s for %s does not exist", pgsql.QuoteIdent(n.Subname), r.QualifiedName(rel))
		}
		return
	}
	t, isTrigger := found.(*catalog.Trigger)
	if isTrigger && r.Version >= 15 {
		r.renameTrigger(rel, t, to)
		return
	}
	r.setName(found, to)
}

// renameTrigger renames a trigger with its clones; the partitions are locked even
// where it has none.
func (r *run) renameTrigger(rel *catalog.Relation, t *catalog.Trigger, to string) {
	if t.Parent != 0 {
		state := "0A000"
		if r.Version < 18 {
			state = "XX000"
		}
		r.refuse(state, "cannot rename trigger %s: it belongs to that of the partitioned table", pgsql.QuoteIdent(t.Name))
	}
	r.setName(t, to)
	if rel.Kind != catalog.Partitioned {
		return
	}
	for _, child := range r.Descendants(rel.OID) {
		r.lock(child.OID, AccessExclusive, "the trigger of its parent is renamed, and its own with it")
		for _, clone := range r.Triggers(child.OID) {
			if clone.Name == t.Name && clone.Parent != 0 {
				r.setName(clone, to)
			}
		}
	}
}

// renameType renames a type with the relation behind it; the type of a table's
// rows is renamed with the table alone.
func (r *run) renameType(n *pg.RenameStmt, to string) {
	names := list(n.Object)
	schema, name := catalog.Split(names)
	t, _ := r.Lookup(catalog.ClassType, schema, name).(*catalog.DataType)
	if t == nil {
		if r.Relation(schema, name) != nil {
			r.refuse("42809", "%s is a table's row type", spelled(names))
		}
		r.notMade("type", name)
		return
	}
	if n.RenameType == pg.ObjectType_OBJECT_DOMAIN && t.Kind != 'd' && t.Kind != 0 {
		r.refuse("42809", "%s is not a domain", spelled(names))
	}
	if rel, ok := r.Object(t.Relation).(*catalog.Relation); ok {
		r.lock(rel.OID, AccessExclusive, "the type that it stands behind is renamed")
		if r.Find(catalog.ClassRelation, rel.In, to) != nil {
			r.refuse("42P07", "relation %s already exists", pgsql.QuoteIdent(to))
		}
		r.Move(rel, rel.In, to)
	}
	r.setName(t, to)
}

// renameObject renames what is neither a relation nor a part of one.
func (r *run) renameObject(n *pg.RenameStmt, to string) {
	object := n.Object
	if object == nil {
		// Schemas and, in older grammars, others are named as a text.
		object = stringNode(n.Subname)
	}
	found, ok := r.named(n.RenameType, object)
	if !ok {
		if !n.MissingOk {
			r.notMade("object", objectName(object))
		}
		return
	}
	switch o := found.(type) {
	case *catalog.Function:
		key := catalog.Signature(to, o.Arguments)
		if r.Find(catalog.ClassFunction, o.In, key) != nil {
			r.refuse("42723", "function %s already exists", pgsql.QuoteIdent(to))
		}
		f := catalog.Edit(r.Catalog, o)
		f.BareName = to
		r.Move(f, f.In, key)
	case *catalog.Schema:
		if r.Schema(to) != nil {
			r.refuse("42P06", "schema %s already exists", pgsql.QuoteIdent(to))
		}
		r.Move(o, 0, to)
	default:
		r.setName(found, renamedKey(n, to))
	}
}

// renamedKey is the new key of an object whose key is more than its name.
func renamedKey(n *pg.RenameStmt, to string) string {
	switch n.RenameType {
	case pg.ObjectType_OBJECT_OPCLASS, pg.ObjectType_OBJECT_OPFAMILY:
		return methodName(to, list(n.Object)[0].GetString_().GetSval())
	}
	return textSearchName(objectClasses[n.RenameType].kind, to)
}
