package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createRange is CREATE TYPE … AS RANGE. It makes functions of the type's name
// and, from 14 on, a multirange type (DefineRange, typecmds.c).
func (r *run) createRange(n *pg.CreateRangeStmt) {
	r.e.Section = "CREATE TYPE"
	subtype := r.typeNamed(option(n.Params, "subtype").GetArg().GetTypeName())
	t := r.newType(n.TypeName, &catalog.DataType{Kind: 'r', Base: subtype})
	self := catalog.Address{OID: t.OID}
	r.dependOnTypes(self, subtype)
	for _, node := range n.Params {
		switch d := node.GetDefElem(); d.GetDefname() {
		case "canonical", "subtype_diff":
			_, oid := r.supportFunction(typeWords(d.Arg))
			r.Depend(self, catalog.Normal, catalog.Address{OID: oid})
		}
	}
	r.constructor(t, t, subtype, subtype)
	r.constructor(t, t, subtype, subtype, catalog.Builtin("text"))
	if r.Version < 14 {
		return
	}
	schema, name := t.In, multirangeName(t.Name)
	if given := words(option(n.Params, "multirange_type_name").GetArg()); len(given) > 0 {
		name = given[len(given)-1]
		if len(given) > 1 {
			schema = r.schemaNamed(given[len(given)-2]).OID
		}
	}
	of := catalog.Type{OID: t.OID}
	multi := made(r, &catalog.DataType{Head: head(catalog.ClassType, schema, name), Kind: 'm', Base: of})
	r.Depend(catalog.Address{OID: multi.OID}, catalog.Internal, self)
	r.constructor(multi, multi)
	r.constructor(multi, multi, of)
	r.constructor(multi, multi, catalog.Type{OID: t.OID, Array: true})
}

// constructor makes one of the functions that come with a range type.
func (r *run) constructor(of, gives *catalog.DataType, arguments ...catalog.Type) {
	f := &catalog.Function{
		Head:     head(catalog.ClassFunction, of.In, ""),
		BareName: of.Name, Kind: 'f', Volatility: catalog.Immutable, Language: "internal",
		Arguments: arguments, Returns: catalog.Type{OID: gives.OID},
	}
	f.Name = catalog.Signature(f.BareName, arguments)
	if r.Find(catalog.ClassFunction, f.In, f.Name) != nil {
		r.refuse("42723", "function %s already exists with same argument types", pgsql.QuoteIdent(f.BareName))
	}
	f = made(r, f)
	r.Depend(catalog.Address{OID: f.OID}, catalog.Internal, catalog.Address{OID: of.OID})
}

// multirangeName is the name of a range's multirange type (makeMultirangeTypeName,
// pg_type.c).
func multirangeName(name string) string {
	if at := strings.Index(name, "range"); at >= 0 {
		return catalog.Truncate(name[:at] + "multi" + name[at:])
	}
	return catalog.MakeName(name, "", "multirange")
}

// createBaseType is CREATE TYPE with the functions of a type, or of a shell
// (DefineType, typecmds.c).
func (r *run) createBaseType(n *pg.DefineStmt) {
	r.e.Section = "CREATE TYPE"
	if len(n.Definition) == 0 {
		r.newType(n.Defnames, &catalog.DataType{Kind: 'p'})
		return
	}
	t := r.newType(n.Defnames, &catalog.DataType{Kind: 'b', Collatable: isTrue(option(n.Definition, "collatable"))})
	self := catalog.Address{OID: t.OID}
	for _, node := range n.Definition {
		d := node.GetDefElem()
		switch d.GetDefname() {
		case "input", "output", "receive", "send", "typmod_in", "typmod_out", "analyze", "subscript":
			_, oid := r.supportFunction(typeWords(d.Arg))
			r.Depend(self, catalog.Normal, catalog.Address{OID: oid})
		}
	}
}

// alterType is ALTER TYPE … SET: it touches no relation.
func (r *run) alterType(n *pg.AlterTypeStmt) {
	r.e.Section = "ALTER TYPE"
	r.typeNamed(&pg.TypeName{Names: n.TypeName})
}
