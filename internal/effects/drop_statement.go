package effects

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// dropStatement is DROP of any kind of object (RemoveRelations, tablecmds.c;
// RemoveObjects, dropcmds.c). All names are looked up first and then dropped at
// once: what one of them needs another may take along.
func (r *run) dropStatement(n *pg.DropStmt) {
	r.e.Section = "DROP " + objectWords(n.RemoveType)
	if n.RemoveType == pg.ObjectType_OBJECT_INDEX {
		r.dropIndexes(n)
		return
	}
	var targets []catalog.Address
	for _, object := range n.Objects {
		var oid catalog.OID
		switch {
		case isRelation(n.RemoveType):
			oid = r.relationToDrop(n, rangeVar(list(object)))
		case partClasses[n.RemoveType] != 0:
			oid = r.partToDrop(n, list(object))
		default:
			oid = r.objectToDrop(n, object)
		}
		if oid != 0 {
			targets = append(targets, catalog.Address{OID: oid})
		}
	}
	if len(targets) > 0 {
		r.drop(targets, n.Behavior, "it is dropped, or something that it belongs to is")
	}
}

// objectWords are the words for a kind of object in a statement.
func objectWords(what pg.ObjectType) string {
	switch what {
	case pg.ObjectType_OBJECT_MATVIEW:
		return "MATERIALIZED VIEW"
	case pg.ObjectType_OBJECT_FDW:
		return "FOREIGN DATA WRAPPER"
	case pg.ObjectType_OBJECT_FOREIGN_SERVER:
		return "SERVER"
	case pg.ObjectType_OBJECT_OPCLASS:
		return "OPERATOR CLASS"
	case pg.ObjectType_OBJECT_OPFAMILY:
		return "OPERATOR FAMILY"
	case pg.ObjectType_OBJECT_STATISTIC_EXT:
		return "STATISTICS"
	case pg.ObjectType_OBJECT_TABCONSTRAINT, pg.ObjectType_OBJECT_DOMCONSTRAINT:
		return "CONSTRAINT"
	case pg.ObjectType_OBJECT_TSCONFIGURATION:
		return "TEXT SEARCH CONFIGURATION"
	case pg.ObjectType_OBJECT_TSDICTIONARY:
		return "TEXT SEARCH DICTIONARY"
	case pg.ObjectType_OBJECT_TSPARSER:
		return "TEXT SEARCH PARSER"
	case pg.ObjectType_OBJECT_TSTEMPLATE:
		return "TEXT SEARCH TEMPLATE"
	}
	return strings.ReplaceAll(strings.TrimPrefix(what.String(), "OBJECT_"), "_", " ")
}

// relationToDrop is the relation that a name means; 0 where there is none and
// that is all right.
func (r *run) relationToDrop(n *pg.DropStmt, name *pg.RangeVar) catalog.OID {
	rel := r.relationIfExists(name, kindOfObject(n.RemoveType), n.MissingOk)
	if rel == nil {
		return 0
	}
	if !isOfKind(rel, n.RemoveType) {
		r.refuse("42809", "%s is not a %s", r.QualifiedName(rel), strings.ToLower(objectWords(n.RemoveType)))
	}
	return rel.OID
}

// isOfKind tells whether a relation is what a statement's words say. What the
// history has not made may be anything.
func isOfKind(rel *catalog.Relation, what pg.ObjectType) bool {
	switch kind := kindOfObject(what); {
	case rel.Unknown && rel.Kind != catalog.View:
		return true
	case kind == catalog.Table:
		return rel.Kind == catalog.Table || rel.Kind == catalog.Partitioned
	case kind == catalog.Index:
		return rel.Kind.IsIndex()
	default:
		return rel.Kind == kind
	}
}

// partToDrop is the trigger, rule or policy with a name on a relation. With IF
// EXISTS either may be missing; no lock is kept then.
func (r *run) partToDrop(n *pg.DropStmt, names []*pgsql.Node) catalog.OID {
	if len(names) < 2 {
		return 0
	}
	name := names[len(names)-1].GetString_().GetSval()
	rel := r.relationIfExists(rangeVar(names[:len(names)-1]), catalog.Table, n.MissingOk)
	if rel == nil {
		return 0
	}
	if n.RemoveType == pg.ObjectType_OBJECT_RULE && name == "_RETURN" && rel.Kind == catalog.View {
		r.refuse("2BP01", "cannot drop rule %s because view %s requires it", name, r.QualifiedName(rel))
	}
	part := r.part(n.RemoveType, rel, name)
	switch {
	case part != nil:
		return catalog.HeadOf(part).OID
	case rel.Unknown:
		r.lock(rel.OID, AccessExclusive, "what belongs to it is dropped")
	case !n.MissingOk:
		r.refuse("42704", "%s %s for %s does not exist", strings.ToLower(objectWords(n.RemoveType)), pgsql.QuoteIdent(name), r.QualifiedName(rel))
	}
	return 0
}

// objectToDrop is an object that is neither a relation nor a part of one.
func (r *run) objectToDrop(n *pg.DropStmt, object *pgsql.Node) catalog.OID {
	found, ok := r.named(n.RemoveType, object)
	if rel, isRelation := found.(*catalog.Relation); isRelation {
		r.refuse("2BP01", "cannot drop type %s because the relation of the name requires it", r.QualifiedName(rel))
	}
	switch {
	case ok:
		return catalog.HeadOf(found).OID
	case r.isBuiltinFunction(object.GetObjectWithArgs()):
		r.refuse("2BP01", "cannot drop function %s because it is required by the database system", objectName(object))
	case n.MissingOk && r.Incomplete:
		r.unknown("whether there is what DROP %s IF EXISTS names", objectWords(n.RemoveType))
	case !n.MissingOk:
		r.notMade(strings.ToLower(objectWords(n.RemoveType)), objectName(object))
	}
	return 0
}

// isBuiltinFunction tells whether a statement names a function of the server's
// own.
func (r *run) isBuiltinFunction(n *pg.ObjectWithArgs) bool {
	schema, name := catalog.Split(n.GetObjname())
	if n == nil || schema != "" && schema != catalog.SystemSchema {
		return false
	}
	given := r.argumentTypes(n.Objargs)
	return slices.ContainsFunc(builtin.Functions(name, r.Version), func(f builtin.Function) bool {
		return slices.EqualFunc(f.Args, given, func(arg string, t catalog.Type) bool { return builtinType(arg).Is(t) })
	})
}

// objectName is the last part of an object's name as a statement has it.
func objectName(object *pgsql.Node) string {
	names := list(object)
	switch {
	case object.GetString_() != nil:
		return object.GetString_().GetSval()
	case object.GetObjectWithArgs() != nil:
		names = object.GetObjectWithArgs().GetObjname()
	case object.GetTypeName() != nil:
		names = object.GetTypeName().GetNames()
	}
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1].GetString_().GetSval()
}

// dropOwned is DROP OWNED BY. Only owners of relations are known.
func (r *run) dropOwned(n *pg.DropOwnedStmt) {
	r.e.Section = "DROP OWNED"
	var targets []catalog.Address
	for _, rel := range r.ownedBy(n.Roles) {
		if !rel.Kind.IsIndex() && rel.Kind != catalog.CompositeType {
			targets = append(targets, catalog.Address{OID: rel.OID})
		}
	}
	r.unknown("what else than relations the roles own")
	if len(targets) > 0 {
		r.drop(targets, n.Behavior, "its owner's objects are dropped")
	}
}
