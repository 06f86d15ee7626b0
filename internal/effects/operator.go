package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createOperator is CREATE OPERATOR (DefineOperator, operatorcmds.c).
func (r *run) createOperator(n *pg.DefineStmt) {
	schema, name := r.place(n.Defnames)
	o := &catalog.Operator{BareName: name, Volatility: catalog.VolatilityUnknown}
	var operands []catalog.Type
	if left := option(n.Definition, "leftarg"); left != nil {
		o.Left = r.typeNamed(left.Arg.GetTypeName())
	} else {
		o.Prefix = true
	}
	o.Right = r.typeNamed(option(n.Definition, "rightarg").GetArg().GetTypeName())
	operands = append(operands, o.Left, o.Right)
	o.Head = head(catalog.ClassOperator, schema.OID, catalog.Signature(name, operands))
	if r.Find(catalog.ClassOperator, schema.OID, o.Name) != nil {
		r.refuse("42723", "operator %s already exists", name)
	}
	function := option(n.Definition, "procedure")
	if function == nil {
		function = option(n.Definition, "function")
	}
	if o.Prefix {
		operands = operands[1:]
	}
	r.operatorFunction(o, typeWords(function.GetArg()), operands)
	o = made(r, o)
	self := catalog.Address{OID: o.OID}
	r.dependOnTypes(self, o.Left, o.Right, o.Result)
	r.Depend(self, catalog.Normal, catalog.Address{OID: o.Function})
}

// operatorFunction takes in what an operator calls.
func (r *run) operatorFunction(o *catalog.Operator, names []*pgsql.Node, operands []catalog.Type) {
	schema, name := catalog.Split(names)
	signature := catalog.Signature(name, operands)
	for _, f := range r.Overloads(schema, name) {
		if f.Name == signature {
			o.Function, o.Result, o.Volatility = f.OID, f.Returns, f.Volatility
			return
		}
	}
	result, _ := r.supportFunction(names)
	o.Result = result
}

// createOperatorClass is CREATE OPERATOR CLASS; without FAMILY it makes one of
// the same name (DefineOpClass, opclasscmds.c).
func (r *run) createOperatorClass(n *pg.CreateOpClassStmt) {
	r.e.Section = "CREATE OPERATOR CLASS"
	schema, name := r.place(n.Opclassname)
	o := r.newOther(catalog.ClassOperatorClass, schema.OID, methodName(name, n.Amname), false)
	t := r.typeNamed(n.Datatype)
	stored := catalog.Edit(r.Catalog, o)
	stored.Kind = n.Amname
	if n.IsDefault {
		stored.Options = []string{"default"}
	}
	self := catalog.Address{OID: o.OID}
	r.dependOnTypes(self, t)
	r.Depend(self, catalog.Auto, r.familyOf(n, schema.OID, name))
	if am := r.Find(catalog.ClassAccessMethod, 0, n.Amname); am != nil {
		r.Depend(self, catalog.Normal, catalog.Address{OID: catalog.HeadOf(am).OID})
	}
	for _, node := range n.Items {
		item := node.GetCreateOpClassItem()
		if item.GetName() == nil {
			continue
		}
		if f := r.functionNamed(pg.ObjectType_OBJECT_FUNCTION, item.Name); f != nil {
			r.Depend(self, catalog.Normal, catalog.Address{OID: f.OID})
		} else if op := r.operatorNamed(item.Name); op != nil {
			r.Depend(self, catalog.Normal, catalog.Address{OID: catalog.HeadOf(op).OID})
		}
	}
}

// familyOf is the operator family of a new class.
func (r *run) familyOf(n *pg.CreateOpClassStmt, schema catalog.OID, name string) catalog.Address {
	if len(n.Opfamilyname) > 0 {
		from, family := catalog.Split(n.Opfamilyname)
		if o := r.Lookup(catalog.ClassOperatorFamily, from, methodName(family, n.Amname)); o != nil {
			return catalog.Address{OID: catalog.HeadOf(o).OID}
		}
		return catalog.Address{}
	}
	if o := r.Find(catalog.ClassOperatorFamily, schema, methodName(name, n.Amname)); o != nil {
		return catalog.Address{OID: catalog.HeadOf(o).OID}
	}
	return catalog.Address{OID: r.newOther(catalog.ClassOperatorFamily, schema, methodName(name, n.Amname), false).OID}
}

func (r *run) createOperatorFamily(n *pg.CreateOpFamilyStmt) {
	r.e.Section = "CREATE OPERATOR FAMILY"
	schema, name := r.place(n.Opfamilyname)
	r.newOther(catalog.ClassOperatorFamily, schema.OID, methodName(name, n.Amname), false)
}

// createCast is CREATE CAST. Its Options are pg_cast's castmethod and
// castcontext.
func (r *run) createCast(n *pg.CreateCastStmt) {
	r.e.Section = "CREATE CAST"
	from, to := r.typeNamed(n.Sourcetype), r.typeNamed(n.Targettype)
	bare := func(t catalog.Type) catalog.Type { return catalog.Type{Name: t.Name, OID: t.OID, Array: t.Array} }
	name := catalog.Signature("cast", []catalog.Type{bare(from), bare(to)})
	method, context := "b", map[pg.CoercionContext]string{
		pg.CoercionContext_COERCION_IMPLICIT: "i", pg.CoercionContext_COERCION_ASSIGNMENT: "a",
	}[n.Context]
	if context == "" {
		context = "e"
	}
	switch {
	case n.Func != nil:
		method = "f"
	case n.Inout:
		method = "i"
	}
	f := r.checkCast(n, from, to)
	o := r.newOther(catalog.ClassCast, 0, name, false)
	catalog.Edit(r.Catalog, o).Options = []string{method, context}
	self := catalog.Address{OID: o.OID}
	r.dependOnTypes(self, from, to)
	if f != nil {
		r.Depend(self, catalog.Normal, catalog.Address{OID: f.OID})
	}
}

// checkCast refuses a cast whose function does not take and give its types, and
// finds that function (CreateCast, functioncmds.c).
func (r *run) checkCast(n *pg.CreateCastStmt, from, to catalog.Type) *catalog.Function {
	if n.Func == nil {
		return nil
	}
	f := r.functionNamed(pg.ObjectType_OBJECT_FUNCTION, n.Func)
	switch {
	case f == nil:
	case len(f.Arguments) < 1 || len(f.Arguments) > 3:
		r.refuse("42P17", "cast function must take one to three arguments")
	case !r.isBinaryCoercible(from, f.Arguments[0]):
		r.refuse("42P17", "argument of cast function must match or be binary-coercible from source data type")
	case !r.isBinaryCoercible(f.Returns, to):
		r.refuse("42P17", "return data type of cast function must match or be binary-coercible to target data type")
	}
	return f
}

// isBinaryCoercible tells whether a value of a type is one of another as it is
// (IsBinaryCoercible, parse_coerce.c); so does what nobody knows.
func (r *run) isBinaryCoercible(from, to catalog.Type) bool {
	from, to = bare(from), bare(to)
	if from.Unknown() || to.Unknown() || from.Is(to) || r.Bottom(from).Is(to) {
		return true
	}
	if from.Name != "" && to.Name != "" && !from.Array && !to.Array {
		return builtin.IsBinaryCoercible(from.Name, to.Name, r.Version)
	}
	c, ok := r.FindCast(from, to)
	return ok && c.Method == 'b' && c.Context == implicitly || r.Category(to) == 'P'
}
