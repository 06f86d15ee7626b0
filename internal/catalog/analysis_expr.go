package catalog

import (
	"math"
	"strconv"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

var boolean = value{Type: Builtin("bool")}

// expr analyses an expression of any kind (transformExprRecurse, parse_expr.c).
func (a *analyst) expr(s *scope, node *pgsql.Node) value {
	if node == nil {
		return value{}
	}
	switch n := node.Node.(type) {
	case *pg.Node_ColumnRef:
		return a.columnRef(s, n.ColumnRef)
	case *pg.Node_AConst:
		return constant(n.AConst)
	case *pg.Node_TypeCast:
		return a.typeCast(s, n.TypeCast)
	case *pg.Node_CollateClause:
		return a.collate(s, n.CollateClause)
	case *pg.Node_FuncCall:
		return a.funcCall(s, n.FuncCall)
	case *pg.Node_AExpr:
		return a.operation(s, n.AExpr)
	case *pg.Node_BoolExpr:
		a.exprs(s, n.BoolExpr.Args)
		return boolean
	case *pg.Node_NullTest:
		a.expr(s, n.NullTest.Arg)
		return boolean
	case *pg.Node_BooleanTest:
		a.expr(s, n.BooleanTest.Arg)
		return boolean
	case *pg.Node_CaseExpr:
		return a.caseExpr(s, n.CaseExpr)
	case *pg.Node_CoalesceExpr:
		return a.common(a.exprs(s, n.CoalesceExpr.Args))
	case *pg.Node_MinMaxExpr:
		return a.common(a.exprs(s, n.MinMaxExpr.Args))
	case *pg.Node_SqlvalueFunction:
		return a.sqlValue(n.SqlvalueFunction)
	case *pg.Node_AArrayExpr:
		return a.array(s, n.AArrayExpr.Elements)
	case *pg.Node_RowExpr:
		a.exprs(s, n.RowExpr.Args)
		return value{Type: Builtin("record")}
	case *pg.Node_AIndirection:
		return a.indirection(s, n.AIndirection)
	case *pg.Node_SubLink:
		return a.subLink(s, n.SubLink)
	case *pg.Node_GroupingFunc:
		a.exprs(s, n.GroupingFunc.Args)
		return value{Type: Builtin("int4")}
	case *pg.Node_CurrentOfExpr:
		a.volatile(Volatile)
		return boolean
	case *pg.Node_NamedArgExpr:
		return a.expr(s, n.NamedArgExpr.Arg)
	case *pg.Node_MultiAssignRef:
		a.expr(s, n.MultiAssignRef.Source)
	case *pg.Node_List:
		a.exprs(s, n.List.Items)
		return value{Type: Builtin("record")}
	case *pg.Node_ParamRef:
		if i := int(n.ParamRef.Number) - 1; i >= 0 && i < len(a.parameters) {
			return value{Type: a.parameters[i]}
		}
	case *pg.Node_SetToDefault, *pg.Node_AStar:
	default:
		return a.sqlSyntax(s, node)
	}
	return value{}
}

// exprs analyses several.
func (a *analyst) exprs(s *scope, nodes []*pgsql.Node) []value {
	values := make([]value, len(nodes))
	for i, node := range nodes {
		values[i] = a.expr(s, node)
	}
	return values
}

// constant is a literal: whole numbers are int4 or int8 where they fit, other
// numbers numeric, texts are without a type (make_const, parse_node.c).
func constant(n *pg.A_Const) value {
	switch v := n.GetVal().(type) {
	case *pg.A_Const_Ival:
		return value{Type: Builtin("int4")}
	case *pg.A_Const_Fval:
		i, err := strconv.ParseInt(v.Fval.GetFval(), 0, 64)
		switch {
		case err != nil:
			return value{Type: Builtin("numeric")}
		case i >= math.MinInt32 && i <= math.MaxInt32:
			return value{Type: Builtin("int4")}
		}
		return value{Type: Builtin("int8")}
	case *pg.A_Const_Boolval:
		return boolean
	case *pg.A_Const_Bsval:
		return value{Type: Builtin("bit")}
	case *pg.A_Const_Sval:
		text := v.Sval.GetSval()
		return value{Type: literal, text: &text}
	}
	return value{Type: literal}
}

// collate is COLLATE.
func (a *analyst) collate(s *scope, n *pg.CollateClause) value {
	v := a.expr(s, n.Arg)
	schema, name := Split(n.Collname)
	if o := a.c.Lookup(ClassCollation, schema, name); o != nil {
		a.ref(Address{OID: o.head().OID})
	}
	v = settle(v)
	v.collation = name
	return v
}

// textLike tells whether values of a type have a collation.
func (a *analyst) textLike(t Type) bool {
	t = a.c.Bottom(t)
	category, _ := a.c.category(t.Element())
	return category == 'S' || t.Unknown()
}

// caseExpr is CASE. Its result is the common type, the one behind ELSE first.
func (a *analyst) caseExpr(s *scope, n *pg.CaseExpr) value {
	subject := a.expr(s, n.Arg)
	results := []value{{Type: literal}}
	if n.Defresult != nil {
		results[0] = a.expr(s, n.Defresult)
	}
	for _, node := range n.Args {
		when := node.GetCaseWhen()
		v := a.expr(s, when.GetExpr())
		if n.Arg != nil {
			a.operator("", "=", subject, v)
		}
		results = append(results, a.expr(s, when.GetResult()))
	}
	return a.common(results)
}

// common is the value that several become one as.
func (a *analyst) common(values []value) value {
	t := a.c.commonType(values)
	a.checkCommon(values, t)
	for _, v := range values {
		a.coerce(v, t)
	}
	return value{Type: t, collation: mergedCollation(values)}
}

// checkCommon refuses values that have no common type: those of different
// categories (select_common_type, parse_coerce.c).
func (a *analyst) checkCommon(values []value, common Type) {
	want, _ := a.c.category(common)
	for _, v := range values {
		if v.isLiteral() || want == 0 || common.Unknown() {
			continue
		}
		if category, _ := a.c.category(v.Type); category != 0 && category != want {
			a.refuse("42804", "types %s and %s cannot be matched", a.c.FormatType(v.Type), a.c.FormatType(common))
		}
	}
}

// mergedCollation is the collation of what is made of several values, where
// they say one.
func mergedCollation(values []value) string {
	for _, v := range values {
		if v.collation != "" {
			return v.collation
		}
	}
	return ""
}

// array is ARRAY[…]; of arrays it is an array of more dimensions.
func (a *analyst) array(s *scope, elements []*pgsql.Node) value {
	if len(elements) == 0 {
		return value{}
	}
	values := a.exprs(s, elements)
	v := a.common(values)
	v.Type = arrayOf(v.Type)
	return v
}

// indirection is subscripts and fields of a composite value
// (transformIndirection, parse_expr.c).
func (a *analyst) indirection(s *scope, n *pg.A_Indirection) value {
	v := a.expr(s, n.Arg)
	for _, node := range n.Indirection {
		switch part := node.Node.(type) {
		case *pg.Node_AIndices:
			a.expr(s, part.AIndices.Lidx)
			a.expr(s, part.AIndices.Uidx)
			v = a.subscript(v, part.AIndices.IsSlice)
		case *pg.Node_String_:
			v = a.field(v, part.String_.Sval)
		}
	}
	return v
}

func (a *analyst) subscript(v value, slice bool) value {
	t := a.c.Bottom(v.Type)
	switch {
	case slice || t.Name == "jsonb" && !t.Array:
		v.Type = t
	case t.Array:
		v.Type = t.Element()
	case t.Name == "int2vector":
		v.Type = Builtin("int2")
	case t.Name == "oidvector":
		v.Type = Builtin("oid")
	default:
		v.Type = Type{}
	}
	v.text = nil
	return v
}

// field is an attribute of a composite value.
func (a *analyst) field(v value, name string) value {
	rel := a.c.rowType(v.Type)
	if rel == nil {
		return value{}
	}
	col := rel.Column(name)
	if col == nil {
		return value{}
	}
	a.ref(Address{OID: rel.OID, Sub: col.Num})
	return value{Type: col.Type, collation: col.Collation}
}

// rowType is the relation that has the attributes of a composite type, or nil.
func (c *Catalog) rowType(t Type) *Relation {
	t = c.Bottom(t)
	if t.Array {
		return nil
	}
	switch o := c.Object(t.OID).(type) {
	case *Relation:
		return o
	case *DataType:
		rel, _ := c.Object(o.Relation).(*Relation)
		return rel
	}
	return nil
}

// subLink is a query in an expression.
func (a *analyst) subLink(s *scope, n *pg.SubLink) value {
	a.Subquery = true
	test := a.expr(s, n.Testexpr)
	out := a.statement(s, n.Subselect)
	var first value
	if len(out.columns) > 0 {
		first = settle(out.columns[0].value)
	}
	switch n.SubLinkType {
	case pg.SubLinkType_EXPR_SUBLINK:
		return first
	case pg.SubLinkType_ARRAY_SUBLINK:
		return value{Type: arrayOf(first.Type), collation: first.collation}
	case pg.SubLinkType_ANY_SUBLINK, pg.SubLinkType_ALL_SUBLINK:
		schema, name := "", "="
		if len(n.OperName) > 0 {
			schema, name = Split(n.OperName)
		}
		if len(out.columns) == 1 {
			a.operator(schema, name, test, first)
		}
	}
	return boolean
}
