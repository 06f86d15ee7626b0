package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// drops notes the types, functions and schemas that a DROP names: what goes with
// them by CASCADE wants no owner of its own (PostgreSQL 16, dropcmds.c).
func (w *wants) drops(drop *pg_query.DropStmt) {
	for _, node := range drop.Objects {
		for _, o := range w.namedBy(drop.RemoveType, node) {
			if change, ok := w.changing(w.st.Before, o); ok {
				change.Drops, change.Tolerant = true, drop.MissingOk
				w.Changes = append(w.Changes, change)
			}
		}
	}
}

// namedBy are the objects that are gone behind the statement, and which it names.
func (w *wants) namedBy(what pg_query.ObjectType, node *pgsql.Node) []catalog.Object {
	before := w.st.Before
	var found []catalog.Object
	add := func(o catalog.Object) {
		if w.after.Object(catalog.HeadOf(o).OID) == nil {
			found = append(found, o)
		}
	}
	switch what {
	case pg_query.ObjectType_OBJECT_SCHEMA:
		if s := before.Schema(node.GetString_().GetSval()); s != nil {
			add(s)
		}
	case pg_query.ObjectType_OBJECT_TYPE, pg_query.ObjectType_OBJECT_DOMAIN:
		if t, ok := before.ResolveType(node.GetTypeName()); ok && before.DataType(t) != nil {
			add(before.DataType(t))
		}
	case pg_query.ObjectType_OBJECT_FUNCTION, pg_query.ObjectType_OBJECT_PROCEDURE, pg_query.ObjectType_OBJECT_ROUTINE, pg_query.ObjectType_OBJECT_AGGREGATE:
		schema, name := catalog.Split(node.GetObjectWithArgs().GetObjname())
		for _, f := range before.Overloads(schema, name) {
			add(f)
		}
	}
	return found
}
