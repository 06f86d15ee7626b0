package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// made marks a new object with the statement that makes it.
func made[O catalog.Object](r *run, o O) O {
	catalog.HeadOf(o).Origin = r.origin
	return catalog.Add(r.Catalog, o)
}

// head is the start of a new object.
func head(class catalog.Class, in catalog.OID, name string) catalog.Head {
	return catalog.Head{Class: class, In: in, Name: catalog.Truncate(name)}
}

// schemaNamed is the schema with a name, taken to be there where the history has
// not made it.
func (r *run) schemaNamed(name string) *catalog.Schema {
	if name == catalog.TempSchema {
		return r.Temp()
	}
	if s := r.Schema(name); s != nil {
		return s
	}
	r.notMade("schema", name)
	return catalog.Add(r.Catalog, &catalog.Schema{Head: head(catalog.ClassSchema, 0, name)})
}

// schemaFor is where a new object goes: the schema that is named, or the first
// of the search_path (RangeVarGetCreationNamespace, namespace.c).
func (r *run) schemaFor(name string) *catalog.Schema {
	if name != "" {
		return r.schemaNamed(name)
	}
	if s := r.CreationSchema(); s != nil {
		return s
	}
	for _, name := range r.Session.Path {
		if name != "$user" {
			return r.schemaNamed(name)
		}
	}
	r.refuse("3F000", "no schema has been selected to create in")
	return nil
}

// place is the schema and the name of a new object that a list names.
func (r *run) place(names []*pgsql.Node) (*catalog.Schema, string) {
	schema, name := catalog.Split(names)
	return r.schemaFor(schema), catalog.Truncate(name)
}

// notMade notes that a statement names what the history has not made; from then
// on nobody knows what else there is.
func (r *run) notMade(what, name string) {
	r.Incomplete = true
	r.unknown("%s %s is not made by the history: taken to be there", what, pgsql.QuoteIdent(name))
}

// typeNamed is the type that a statement names. One that nobody has made is
// taken to be there.
func (r *run) typeNamed(n *pg.TypeName) catalog.Type {
	if n == nil {
		return catalog.Type{}
	}
	if t, ok := r.ResolveType(n); ok {
		return t
	}
	schema, name := catalog.Split(n.Names)
	if n.PctType || name == "" || schema == catalog.SystemSchema {
		return catalog.Type{}
	}
	r.notMade("type", name)
	t := catalog.Add(r.Catalog, &catalog.DataType{Head: head(catalog.ClassType, r.schemaFor(schema).OID, name)})
	return catalog.Type{OID: t.OID, Array: len(n.ArrayBounds) > 0}
}

// dependOnTypes records that something has parts of some types.
func (r *run) dependOnTypes(dependent catalog.Address, types ...catalog.Type) {
	for _, t := range types {
		r.Depend(dependent, catalog.Normal, catalog.Address{OID: t.OID})
	}
}

// list are the parts of a name, or the members of any list of the parser's.
func list(node *pgsql.Node) []*pgsql.Node { return node.GetList().GetItems() }

// option is what an option of a DefElem list says; nil where it is not there.
func option(options []*pgsql.Node, name string) *pg.DefElem {
	for _, node := range options {
		if d := node.GetDefElem(); d.GetDefname() == name {
			return d
		}
	}
	return nil
}

// words are the names in the argument of an option, which the parser gives as a
// list, a type's name or a text.
func words(arg *pgsql.Node) []string {
	switch {
	case arg.GetList() != nil:
		return catalog.Strings(list(arg))
	case arg.GetTypeName() != nil:
		return catalog.Strings(arg.GetTypeName().GetNames())
	case arg.GetString_() != nil:
		return []string{arg.GetString_().GetSval()}
	}
	return nil
}

// word is the text of an option; empty where it is not there.
func word(options []*pgsql.Node, name string) string {
	if w := words(option(options, name).GetArg()); len(w) > 0 {
		return w[len(w)-1]
	}
	return ""
}

// isTrue is what an option of a truth value says; one without an argument is
// true (defGetBoolean, define.c).
func isTrue(d *pg.DefElem) bool {
	if d == nil {
		return false
	}
	if d.Arg == nil {
		return true
	}
	switch arg := d.Arg.Node.(type) {
	case *pg.Node_Integer:
		return arg.Integer.Ival != 0
	case *pg.Node_Boolean:
		return arg.Boolean.Boolval
	case *pg.Node_String_:
		return arg.String_.Sval == "true" || arg.String_.Sval == "on"
	}
	return false
}
