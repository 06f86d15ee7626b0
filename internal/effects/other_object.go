package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// otherObjectStatement are the statements that make or alter objects of which no
// more than their existence, and what they stand on, matters: none touches a
// relation.
func (r *run) otherObjectStatement(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_DefineStmt:
		r.define(n.DefineStmt)
	case *pg.Node_CreateOpClassStmt:
		r.createOperatorClass(n.CreateOpClassStmt)
	case *pg.Node_CreateOpFamilyStmt:
		r.createOperatorFamily(n.CreateOpFamilyStmt)
	case *pg.Node_CreateCastStmt:
		r.createCast(n.CreateCastStmt)
	case *pg.Node_CreateConversionStmt:
		r.createConversion(n.CreateConversionStmt)
	case *pg.Node_CreatePlangStmt:
		r.createLanguage(n.CreatePlangStmt)
	case *pg.Node_CreateTransformStmt:
		r.createTransform(n.CreateTransformStmt)
	case *pg.Node_CreateAmStmt:
		r.createAccessMethod(n.CreateAmStmt)
	case *pg.Node_CreateEventTrigStmt:
		r.createEventTrigger(n.CreateEventTrigStmt)
	case *pg.Node_CreateSubscriptionStmt:
		r.createSubscription(n.CreateSubscriptionStmt)
	case *pg.Node_DropSubscriptionStmt:
		r.dropSubscription(n.DropSubscriptionStmt)
	case *pg.Node_AlterOpFamilyStmt, *pg.Node_AlterOperatorStmt, *pg.Node_AlterCollationStmt, *pg.Node_AlterTsconfigurationStmt,
		*pg.Node_AlterTsdictionaryStmt, *pg.Node_AlterFdwStmt, *pg.Node_AlterForeignServerStmt, *pg.Node_AlterUserMappingStmt,
		*pg.Node_AlterEventTrigStmt, *pg.Node_AlterSubscriptionStmt:
	default:
		return r.foreignStatement(node)
	}
	return true
}

// define is CREATE AGGREGATE, TYPE, OPERATOR, COLLATION and TEXT SEARCH …, which
// the parser has as one statement.
func (r *run) define(n *pg.DefineStmt) {
	r.e.Section = "CREATE " + objectWords(n.Kind)
	switch n.Kind {
	case pg.ObjectType_OBJECT_AGGREGATE:
		r.createAggregate(n)
	case pg.ObjectType_OBJECT_TYPE:
		r.createBaseType(n)
	case pg.ObjectType_OBJECT_OPERATOR:
		r.createOperator(n)
	default:
		r.defineNamed(n)
	}
}

// defineNamed makes a collation or a text search object.
func (r *run) defineNamed(n *pg.DefineStmt) {
	known, ok := objectClasses[n.Kind]
	if !ok {
		r.unknown("what CREATE %s does", objectWords(n.Kind))
		return
	}
	schema, name := r.place(n.Defnames)
	o := r.newOther(known.class, schema.OID, textSearchName(known.kind, name), n.IfNotExists)
	if o == nil {
		return
	}
	for _, node := range n.Definition {
		d := node.GetDefElem()
		switch kind := d.GetDefname(); kind {
		case "parser", "template", "copy":
			if kind == "copy" {
				continue
			}
			from, last := catalog.Split(typeWords(d.Arg))
			if ref := r.Lookup(catalog.ClassTextSearch, from, textSearchName(kind, last)); ref != nil {
				r.Depend(catalog.Address{OID: o.OID}, catalog.Normal, catalog.Address{OID: catalog.HeadOf(ref).OID})
			}
		case "start", "gettoken", "end", "lextypes", "headline", "init", "lexize":
			_, oid := r.supportFunction(typeWords(d.Arg))
			r.Depend(catalog.Address{OID: o.OID}, catalog.Normal, catalog.Address{OID: oid})
		}
	}
}

// newOther makes an object that has nothing but a name; nil where IF NOT EXISTS
// finds it.
func (r *run) newOther(class catalog.Class, in catalog.OID, name string, ifNotExists bool) *catalog.Other {
	if r.Find(class, in, name) != nil {
		if ifNotExists {
			return nil
		}
		r.refuse("42710", "%s is there already", pgsql.QuoteIdent(name))
	}
	return made(r, &catalog.Other{Head: catalog.Head{Class: class, In: in, Name: name}})
}

// createLanguage is CREATE LANGUAGE; without a handler it is CREATE EXTENSION.
func (r *run) createLanguage(n *pg.CreatePLangStmt) {
	r.e.Section = "CREATE LANGUAGE"
	if len(n.Plhandler) == 0 {
		r.createExtension(&pg.CreateExtensionStmt{Extname: n.Plname, IfNotExists: n.Replace})
		return
	}
	if n.Replace && r.Find(catalog.ClassLanguage, 0, n.Plname) != nil {
		return
	}
	o := r.newOther(catalog.ClassLanguage, 0, n.Plname, false)
	for _, names := range [][]*pgsql.Node{n.Plhandler, n.Plinline, n.Plvalidator} {
		if len(names) > 0 {
			_, oid := r.supportFunction(names)
			r.Depend(catalog.Address{OID: o.OID}, catalog.Normal, catalog.Address{OID: oid})
		}
	}
}

func (r *run) createTransform(n *pg.CreateTransformStmt) {
	r.e.Section = "CREATE TRANSFORM"
	t := r.typeNamed(n.TypeName)
	key := catalog.Signature(n.Lang, []catalog.Type{{Name: t.Name, OID: t.OID, Array: t.Array}})
	if n.Replace && r.Find(catalog.ClassTransform, 0, key) != nil {
		return
	}
	o := r.newOther(catalog.ClassTransform, 0, key, false)
	self := catalog.Address{OID: o.OID}
	r.dependOnTypes(self, t)
	for _, f := range []*pg.ObjectWithArgs{n.Fromsql, n.Tosql} {
		if f == nil {
			continue
		}
		if found := r.functionNamed(pg.ObjectType_OBJECT_FUNCTION, f); found != nil {
			r.Depend(self, catalog.Normal, catalog.Address{OID: found.OID})
		}
	}
	if language := r.Find(catalog.ClassLanguage, 0, n.Lang); language != nil {
		r.Depend(self, catalog.Normal, catalog.Address{OID: catalog.HeadOf(language).OID})
	}
}

func (r *run) createAccessMethod(n *pg.CreateAmStmt) {
	r.e.Section = "CREATE ACCESS METHOD"
	o := r.newOther(catalog.ClassAccessMethod, 0, n.Amname, false)
	_, oid := r.supportFunction(n.HandlerName)
	r.Depend(catalog.Address{OID: o.OID}, catalog.Normal, catalog.Address{OID: oid})
}

func (r *run) createEventTrigger(n *pg.CreateEventTrigStmt) {
	r.e.Section = "CREATE EVENT TRIGGER"
	o := r.newOther(catalog.ClassEventTrigger, 0, n.Trigname, false)
	schema, name := catalog.Split(n.Funcname)
	for _, f := range r.Overloads(schema, name) {
		if len(f.Arguments) > 0 {
			continue
		}
		if f.Returns.Name != "event_trigger" && !f.Returns.Unknown() {
			r.refuse("42P17", "function %s must return type event_trigger", spelled(n.Funcname))
		}
		r.Depend(catalog.Address{OID: o.OID}, catalog.Normal, catalog.Address{OID: f.OID})
		return
	}
	r.notMade("function", name)
}

func (r *run) createConversion(n *pg.CreateConversionStmt) {
	r.e.Section = "CREATE CONVERSION"
	schema, name := r.place(n.ConversionName)
	o := r.newOther(catalog.ClassConversion, schema.OID, name, false)
	_, oid := r.supportFunction(n.FuncName)
	r.Depend(catalog.Address{OID: o.OID}, catalog.Normal, catalog.Address{OID: oid})
}

func (r *run) createSubscription(n *pg.CreateSubscriptionStmt) {
	r.e.Section = "CREATE SUBSCRIPTION"
	r.newOther(catalog.ClassSubscription, 0, n.Subname, false)
}

func (r *run) dropSubscription(n *pg.DropSubscriptionStmt) {
	r.e.Section = "DROP SUBSCRIPTION"
	o := r.Find(catalog.ClassSubscription, 0, n.Subname)
	if o == nil {
		if !n.MissingOk {
			r.notMade("subscription", n.Subname)
		}
		return
	}
	r.drop([]catalog.Address{{OID: catalog.HeadOf(o).OID}}, n.Behavior, "the subscription is dropped")
}
