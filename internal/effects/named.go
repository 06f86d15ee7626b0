package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// objectClasses are the classes of the objects that a statement names by a plain
// or qualified name alone.
var objectClasses = map[pg.ObjectType]struct {
	class catalog.Class
	// inSchema holds where the name can have a schema.
	inSchema bool
	// kind tells apart what shares a class.
	kind string
}{
	pg.ObjectType_OBJECT_SCHEMA:          {catalog.ClassSchema, false, ""},
	pg.ObjectType_OBJECT_EXTENSION:       {catalog.ClassExtension, false, ""},
	pg.ObjectType_OBJECT_LANGUAGE:        {catalog.ClassLanguage, false, ""},
	pg.ObjectType_OBJECT_PUBLICATION:     {catalog.ClassPublication, false, ""},
	pg.ObjectType_OBJECT_SUBSCRIPTION:    {catalog.ClassSubscription, false, ""},
	pg.ObjectType_OBJECT_EVENT_TRIGGER:   {catalog.ClassEventTrigger, false, ""},
	pg.ObjectType_OBJECT_FDW:             {catalog.ClassWrapper, false, ""},
	pg.ObjectType_OBJECT_FOREIGN_SERVER:  {catalog.ClassServer, false, ""},
	pg.ObjectType_OBJECT_ACCESS_METHOD:   {catalog.ClassAccessMethod, false, ""},
	pg.ObjectType_OBJECT_COLLATION:       {catalog.ClassCollation, true, ""},
	pg.ObjectType_OBJECT_CONVERSION:      {catalog.ClassConversion, true, ""},
	pg.ObjectType_OBJECT_STATISTIC_EXT:   {catalog.ClassStatistics, true, ""},
	pg.ObjectType_OBJECT_TSCONFIGURATION: {catalog.ClassTextSearch, true, "configuration"},
	pg.ObjectType_OBJECT_TSDICTIONARY:    {catalog.ClassTextSearch, true, "dictionary"},
	pg.ObjectType_OBJECT_TSPARSER:        {catalog.ClassTextSearch, true, "parser"},
	pg.ObjectType_OBJECT_TSTEMPLATE:      {catalog.ClassTextSearch, true, "template"},
}

// textSearchName is the key of a text search object: its four kinds share a
// class and not their names.
func textSearchName(kind, name string) string {
	if kind == "" {
		return name
	}
	return kind + " " + name
}

// methodName is the key of an operator class or family: each access method has
// its own.
func methodName(name, method string) string { return method + " " + name }

// isRelation tells whether a statement's words mean a relation.
func isRelation(what pg.ObjectType) bool {
	switch what {
	case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW,
		pg.ObjectType_OBJECT_INDEX, pg.ObjectType_OBJECT_SEQUENCE, pg.ObjectType_OBJECT_FOREIGN_TABLE:
		return true
	}
	return false
}

// rangeVar makes of a list of names what a FROM clause would have.
func rangeVar(names []*pgsql.Node) *pg.RangeVar {
	schema, name := catalog.Split(names)
	return &pg.RangeVar{Schemaname: schema, Relname: name, Inh: true}
}

// spelled writes a name as the statement has it.
func spelled(names []*pgsql.Node) string {
	parts := catalog.Strings(names)
	for i, part := range parts {
		parts[i] = pgsql.QuoteIdent(part)
	}
	return strings.Join(parts, ".")
}

// named is the object that a statement names; ok is false where the catalog does
// not have it. Relations and what is on them are not found here, see
// [run.partNamed].
func (r *run) named(what pg.ObjectType, object *pgsql.Node) (found catalog.Object, ok bool) {
	if known, plain := objectClasses[what]; plain {
		names := list(object)
		if object.GetString_() != nil {
			names = []*pgsql.Node{object}
		}
		schema, name := catalog.Split(names)
		name = textSearchName(known.kind, name)
		if known.inSchema {
			found = r.Lookup(known.class, schema, name)
		} else {
			found = r.Find(known.class, 0, name)
		}
		return found, found != nil
	}
	switch what {
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		found = r.typeObject(what, object.GetTypeName())
	case pg.ObjectType_OBJECT_FUNCTION, pg.ObjectType_OBJECT_PROCEDURE, pg.ObjectType_OBJECT_ROUTINE,
		pg.ObjectType_OBJECT_AGGREGATE:
		if f := r.functionNamed(what, object.GetObjectWithArgs()); f != nil {
			found = f
		}
	case pg.ObjectType_OBJECT_OPERATOR:
		found = r.operatorNamed(object.GetObjectWithArgs())
	case pg.ObjectType_OBJECT_OPCLASS, pg.ObjectType_OBJECT_OPFAMILY:
		found = r.opclassObject(what, list(object))
	case pg.ObjectType_OBJECT_CAST:
		found = r.Find(catalog.ClassCast, 0, r.castName(list(object)))
	case pg.ObjectType_OBJECT_TRANSFORM:
		found = r.Find(catalog.ClassTransform, 0, r.transformName(list(object)))
	}
	return found, found != nil
}

// typeObject is the type that a statement names: the object of its own, or the
// relation whose rows it is.
func (r *run) typeObject(what pg.ObjectType, n *pg.TypeName) catalog.Object {
	t, ok := r.ResolveType(n)
	if !ok || t.OID == 0 {
		return nil
	}
	found := r.Object(t.OID)
	if d, isType := found.(*catalog.DataType); what == pg.ObjectType_OBJECT_DOMAIN && (!isType || d.Kind != 'd' && d.Kind != 0) {
		r.refuse("42809", "%s is not a domain", spelled(n.Names))
	}
	return found
}

// functionNamed is the function with the name and arguments that a statement
// gives, or with the name alone where it is the only one (LookupFuncWithArgs,
// parse_func.c).
func (r *run) functionNamed(what pg.ObjectType, n *pg.ObjectWithArgs) *catalog.Function {
	schema, name := catalog.Split(n.GetObjname())
	found := r.Overloads(schema, name)
	if n.ArgsUnspecified {
		var fitting []*catalog.Function
		for _, f := range found {
			if fits(what, f) {
				fitting = append(fitting, f)
			}
		}
		switch len(fitting) {
		case 0:
			found = nil
		case 1:
			return fitting[0]
		default:
			r.refuse("42725", "function name %s is not unique", spelled(n.Objname))
		}
	}
	signature := catalog.Signature(name, r.argumentTypes(n.Objargs))
	for _, f := range found {
		if f.Name != signature {
			continue
		}
		if !fits(what, f) {
			r.refuse("42809", "%s is not of the kind that the statement names", spelled(n.Objname))
		}
		return f
	}
	return nil
}

// fits tells whether a function is of the kind that a statement's words mean.
func fits(what pg.ObjectType, f *catalog.Function) bool {
	switch what {
	case pg.ObjectType_OBJECT_FUNCTION:
		return f.Kind != 'p' && f.Kind != 'a'
	case pg.ObjectType_OBJECT_PROCEDURE:
		return f.Kind == 'p'
	case pg.ObjectType_OBJECT_AGGREGATE:
		return f.Kind == 'a'
	}
	return true
}

// argumentTypes are the types in a list of arguments; what nobody knows is an
// unknown type.
func (r *run) argumentTypes(nodes []*pgsql.Node) []catalog.Type {
	types := make([]catalog.Type, 0, len(nodes))
	for _, node := range nodes {
		t, _ := r.ResolveType(node.GetTypeName())
		types = append(types, catalog.Type{Name: t.Name, OID: t.OID, Array: t.Array})
	}
	return types
}

// operatorNamed is the operator with a name and operands; NONE is an unknown
// type.
func (r *run) operatorNamed(n *pg.ObjectWithArgs) catalog.Object {
	schema, name := catalog.Split(n.GetObjname())
	signature := catalog.Signature(name, r.argumentTypes(n.GetObjargs()))
	for _, o := range r.Named(catalog.ClassOperator, schema, name) {
		if catalog.HeadOf(o).Name == signature {
			return o
		}
	}
	return nil
}

// opclassObject is an operator class or family; the first of the names is the
// access method.
func (r *run) opclassObject(what pg.ObjectType, names []*pgsql.Node) catalog.Object {
	if len(names) < 2 {
		return nil
	}
	schema, name := catalog.Split(names[1:])
	class := catalog.ClassOperatorClass
	if what == pg.ObjectType_OBJECT_OPFAMILY {
		class = catalog.ClassOperatorFamily
	}
	return r.Lookup(class, schema, methodName(name, names[0].GetString_().GetSval()))
}

// castName and transformName are the keys of what is named by types.
func (r *run) castName(nodes []*pgsql.Node) string {
	return catalog.Signature("cast", r.argumentTypes(nodes))
}

func (r *run) transformName(nodes []*pgsql.Node) string {
	if len(nodes) < 2 {
		return ""
	}
	return catalog.Signature(nodes[1].GetString_().GetSval(), r.argumentTypes(nodes[:1]))
}

// partClasses are the classes of what belongs to a relation and is named by its
// own name behind the relation's.
var partClasses = map[pg.ObjectType]catalog.Class{
	pg.ObjectType_OBJECT_TRIGGER:       catalog.ClassTrigger,
	pg.ObjectType_OBJECT_RULE:          catalog.ClassRule,
	pg.ObjectType_OBJECT_POLICY:        catalog.ClassPolicy,
	pg.ObjectType_OBJECT_TABCONSTRAINT: catalog.ClassConstraint,
}

// part is the trigger, rule, policy or constraint of a relation with a name; nil
// where there is none. Of a relation that the history has not made nobody knows.
func (r *run) part(what pg.ObjectType, rel *catalog.Relation, name string) catalog.Object {
	found := r.Find(partClasses[what], rel.OID, name)
	if found == nil && rel.Unknown {
		r.notMade(strings.ToLower(objectWords(what)), name)
	}
	return found
}
