package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createAggregate is CREATE [OR REPLACE] AGGREGATE, in both of its forms
// (DefineAggregate, aggregatecmds.c). An aggregate counts as immutable.
func (r *run) createAggregate(n *pg.DefineStmt) {
	r.e.Section = "CREATE AGGREGATE"
	schema, name := r.place(n.Defnames)
	f := &catalog.Function{BareName: name, Kind: 'a', Volatility: catalog.Immutable, Language: "internal"}
	f.Arguments = r.aggregateArguments(n)
	f.Head = head(catalog.ClassFunction, schema.OID, "")
	f.Name = catalog.Signature(name, f.Arguments)
	state := r.typeNamed(option(n.Definition, "stype").GetArg().GetTypeName())
	f.Returns = state
	var support []catalog.Address
	for _, d := range n.Definition {
		switch def := d.GetDefElem(); def.GetDefname() {
		case "sfunc", "finalfunc", "combinefunc", "serialfunc", "deserialfunc", "msfunc", "minvfunc", "mfinalfunc":
			result, oid := r.supportFunction(typeWords(def.Arg))
			support = append(support, catalog.Address{OID: oid})
			if def.Defname == "finalfunc" {
				f.Returns = result
			}
		}
	}
	f = r.storeFunction(f, n.Replace)
	r.Depend(catalog.Address{OID: f.OID}, catalog.Normal, support...)
	r.dependOnTypes(catalog.Address{OID: f.OID}, state)
}

// aggregateArguments are the types of what is aggregated.
func (r *run) aggregateArguments(n *pg.DefineStmt) []catalog.Type {
	if n.Oldstyle {
		base := option(n.Definition, "basetype").GetArg()
		if t := base.GetTypeName(); t != nil && spelled(t.Names) != "any" && spelled(t.Names) != `"any"` {
			return []catalog.Type{r.typeNamed(t)}
		}
		return nil
	}
	if len(n.Args) == 0 {
		return nil
	}
	var types []catalog.Type
	for _, node := range list(n.Args[0]) {
		types = append(types, r.typeNamed(node.GetFunctionParameter().GetArgType()))
	}
	return types
}

// typeWords are the names of a function in a definition, which the parser gives
// as those of a type.
func typeWords(arg *pgsql.Node) []*pgsql.Node {
	if t := arg.GetTypeName(); t != nil {
		return t.Names
	}
	return list(arg)
}

// supportFunction is a function that is named without its arguments, and what
// it returns; 0 where it is built in or nobody knows.
func (r *run) supportFunction(names []*pgsql.Node) (catalog.Type, catalog.OID) {
	schema, name := catalog.Split(names)
	for _, f := range r.Overloads(schema, name) {
		return f.Returns, f.OID
	}
	for _, f := range builtin.Functions(name, r.Version) {
		return builtinType(f.Returns), 0
	}
	return catalog.Type{}, 0
}
