package catalog

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// funcCall is a call of a function, aggregate or window function.
func (a *analyst) funcCall(s *scope, n *pg.FuncCall) value {
	f, given, ok := a.call(s, n)
	if !ok {
		return a.strangeCall(n, given)
	}
	if a.depth == 0 {
		a.refuseRows(n, f)
	}
	made := a.apply(f, given...)
	if f.set && made.Name == "record" {
		made.Type = Builtin("record")
	}
	return made
}

// refuseRows refuses what an expression that stands in no query must not call:
// what takes or gives many rows (check_agglevels_and_constraints, parse_agg.c;
// check_srf_call_placement, parse_func.c, PostgreSQL 16).
func (a *analyst) refuseRows(n *pg.FuncCall, f candidate) {
	switch {
	case n.Over != nil:
		a.refuse("42P20", "window functions are not allowed here")
	case f.kind == 'a':
		a.refuse("42803", "aggregate functions are not allowed here")
	case f.set:
		a.refuse("0A000", "set-returning functions are not allowed here")
	}
}

// call analyses the arguments of a call and finds what it means; ok is false
// where that is not certain.
func (a *analyst) call(s *scope, n *pg.FuncCall) (f candidate, given []value, ok bool) {
	schema, name := a.c.functionName(n)
	aggregate := a.isAggregate(schema, name) && n.Over == nil
	if aggregate && s.group != nil {
		s.group.inside++
	}
	given = a.exprs(s, n.Args)
	a.sorts(s, n.AggOrder)
	a.expr(s, n.AggFilter)
	if aggregate && s.group != nil {
		s.group.inside--
	}
	a.window(s, n.Over)
	if n.AggWithinGroup {
		for _, node := range n.AggOrder {
			given = append(given, a.expr(s, node.GetSortBy().GetNode()))
		}
	}
	a.sequence(name, n.Args, given)
	all := a.c.candidates(schema, name, len(given))
	if n.FuncVariadic {
		all = slices.DeleteFunc(slices.Clone(a.c.candidates(schema, name, -1)), func(f candidate) bool { return len(f.arguments) != len(given) })
	}
	all = a.named(n, all)
	types := make([]Type, len(given))
	for i, v := range given {
		types[i] = v.Type
	}
	if a.c.callsType(schema, name, all, types) {
		return candidate{}, given, false
	}
	chosen := a.c.choose(all, types)
	if len(chosen) == 1 {
		return chosen[0], given, true
	}
	return candidate{}, given, false
}

// callsType tells whether a call is a conversion that need not do anything: the
// name is a type's, and no function takes exactly what is given
// (func_get_detail, parse_func.c).
func (c *Catalog) callsType(schema, name string, all []candidate, given []Type) bool {
	if len(given) != 1 {
		return false
	}
	t, ok := c.namedType(schema, name)
	exact := func(f candidate) bool { return slices.EqualFunc(f.arguments, given, Type.Is) }
	return ok && (given[0].isLiteral() || c.Bottom(given[0]).Is(t)) && !slices.ContainsFunc(all, exact)
}

// functionName is the name that a call means. Before 14 EXTRACT was date_part
// (PostgreSQL 14, release notes).
func (c *Catalog) functionName(n *pg.FuncCall) (schema, name string) {
	schema, name = Split(n.Funcname)
	if c.Version < 14 && name == "extract" && n.Funcformat == pg.CoercionForm_COERCE_SQL_SYNTAX {
		name = "date_part"
	}
	return schema, name
}

// named fits the candidates to arguments that are given by name: only their
// number is looked at.
func (a *analyst) named(n *pg.FuncCall, all []candidate) []candidate {
	if !slices.ContainsFunc(n.Args, func(arg *pgsql.Node) bool { return arg.GetNamedArgExpr() != nil }) {
		return all
	}
	loose := make([]candidate, len(all))
	for i, f := range all {
		f.arguments = slices.Clone(f.arguments)
		for j, arg := range n.Args {
			if arg.GetNamedArgExpr() != nil && j < len(f.arguments) {
				f.arguments[j] = Builtin("any")
			}
		}
		loose[i] = f
	}
	return loose
}

// strangeCall is a call that no function of known arguments fits: a conversion
// that is written as a call, one that may mean several functions, or one that
// nobody knows.
func (a *analyst) strangeCall(n *pg.FuncCall, given []value) value {
	schema, name := a.c.functionName(n)
	if t, ok := a.c.namedType(schema, name); ok && len(given) == 1 {
		return a.coerce(given[0], t)
	}
	if all := a.c.candidates(schema, name, len(given)); len(all) > 0 {
		for _, f := range all {
			a.ref(Address{OID: f.oid})
			if f.oid != 0 {
				once(&a.Calls, f.oid)
			}
		}
		return a.oneOf(all, given)
	}
	once(&a.Unknown, name)
	a.volatile(VolatilityUnknown)
	return value{}
}

func (a *analyst) isAggregate(schema, name string) bool {
	return slices.ContainsFunc(a.c.candidates(schema, name, -1), func(f candidate) bool { return f.kind == 'a' })
}

// sequence notes which sequence the functions about sequences name; all of them
// lock it as nextval does (init_sequence, sequence.c).
func (a *analyst) sequence(name string, args []*pgsql.Node, given []value) {
	if len(given) == 0 || !slices.Contains([]string{"nextval", "currval", "setval"}, name) {
		return
	}
	if given[0].text == nil {
		a.serialSequence(args[0])
		return
	}
	schema, relation := splitText(*given[0].text)
	if rel := a.c.Relation(schema, relation); rel != nil {
		once(&a.Sequences, rel.OID)
	}
}

// serialSequence is pg_get_serial_sequence of constants.
func (a *analyst) serialSequence(node *pgsql.Node) {
	for node.GetTypeCast() != nil {
		node = node.GetTypeCast().Arg
	}
	call := node.GetFuncCall()
	if _, name := Split(call.GetFuncname()); name != "pg_get_serial_sequence" || len(call.Args) != 2 {
		return
	}
	rel := a.c.Relation(splitText(call.Args[0].GetAConst().GetSval().GetSval()))
	if rel == nil {
		return
	}
	col := rel.Column(call.Args[1].GetAConst().GetSval().GetSval())
	for _, d := range a.c.Dependents(Address{OID: rel.OID}) {
		s, ok := a.c.Object(d.Dependent.OID).(*Relation)
		if ok && col != nil && s.Sequence != nil && s.Sequence.OwnerTable == rel.OID && s.Sequence.OwnerColumn == col.Num {
			once(&a.Sequences, s.OID)
		}
	}
}

// window is what stands behind OVER, or in a WINDOW clause.
func (a *analyst) window(s *scope, n *pg.WindowDef) {
	if n == nil {
		return
	}
	a.exprs(s, n.PartitionClause)
	a.sorts(s, n.OrderClause)
	a.expr(s, n.StartOffset)
	a.expr(s, n.EndOffset)
}

// sorts are the expressions of an ORDER BY.
func (a *analyst) sorts(s *scope, nodes []*pgsql.Node) {
	for _, node := range nodes {
		a.expr(s, node.GetSortBy().GetNode())
	}
}
