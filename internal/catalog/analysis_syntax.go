package catalog

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// sqlValue is CURRENT_DATE and its kin (PostgreSQL 16, SQLValueFunction in
// primnodes.h).
func (a *analyst) sqlValue(n *pg.SQLValueFunction) value {
	a.volatile(Stable)
	name := map[pg.SQLValueFunctionOp]string{
		pg.SQLValueFunctionOp_SVFOP_CURRENT_DATE:        "date",
		pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME:        "timetz",
		pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME_N:      "timetz",
		pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP:   "timestamptz",
		pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP_N: "timestamptz",
		pg.SQLValueFunctionOp_SVFOP_LOCALTIME:           "time",
		pg.SQLValueFunctionOp_SVFOP_LOCALTIME_N:         "time",
		pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP:      "timestamp",
		pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP_N:    "timestamp",
	}[n.Op]
	if name == "" {
		return value{Type: Builtin("name")}
	}
	t := Builtin(name)
	if n.Typmod >= 0 && sqlValueNames[n.Op].precision {
		t.Mods = []int32{n.Typmod}
	}
	return value{Type: t}
}

// sqlSyntax are the expressions that have a grammar of their own: XML and JSON.
func (a *analyst) sqlSyntax(s *scope, node *pgsql.Node) value {
	switch n := node.Node.(type) {
	case *pg.Node_XmlExpr:
		return a.xml(s, n.XmlExpr)
	case *pg.Node_XmlSerialize:
		a.expr(s, n.XmlSerialize.Expr)
		t, _ := a.c.ResolveType(n.XmlSerialize.TypeName)
		return value{Type: t}
	case *pg.Node_JsonObjectConstructor:
		a.exprs(s, n.JsonObjectConstructor.Exprs)
		return a.json(n.JsonObjectConstructor.Output)
	case *pg.Node_JsonArrayConstructor:
		a.exprs(s, n.JsonArrayConstructor.Exprs)
		return a.json(n.JsonArrayConstructor.Output)
	case *pg.Node_JsonArrayQueryConstructor:
		a.statement(s, n.JsonArrayQueryConstructor.Query)
		return a.json(n.JsonArrayQueryConstructor.Output)
	case *pg.Node_JsonObjectAgg:
		return a.jsonAggregate(s, n.JsonObjectAgg.Constructor, func() {
			a.expr(s, n.JsonObjectAgg.Arg.GetKey())
			a.jsonValue(s, n.JsonObjectAgg.Arg.GetValue())
		})
	case *pg.Node_JsonArrayAgg:
		return a.jsonAggregate(s, n.JsonArrayAgg.Constructor, func() { a.jsonValue(s, n.JsonArrayAgg.Arg) })
	case *pg.Node_JsonKeyValue:
		a.expr(s, n.JsonKeyValue.Key)
		a.jsonValue(s, n.JsonKeyValue.Value)
	case *pg.Node_JsonValueExpr:
		return a.jsonValue(s, n.JsonValueExpr)
	case *pg.Node_JsonIsPredicate:
		a.expr(s, n.JsonIsPredicate.Expr)
		return boolean
	default:
		// What is newer than this is looked at for what it names.
		a.volatile(VolatilityUnknown)
		pgsql.Walk(node, func(message any) bool {
			if ref, ok := message.(*pg.ColumnRef); ok {
				a.columnRef(s, ref)
			}
			return true
		})
	}
	return value{}
}

// xml is XMLELEMENT and its kin.
func (a *analyst) xml(s *scope, n *pg.XmlExpr) value {
	for _, node := range n.NamedArgs {
		a.expr(s, node.GetResTarget().GetVal())
	}
	a.exprs(s, n.Args)
	if n.Op == pg.XmlExprOp_IS_DOCUMENT {
		return boolean
	}
	return value{Type: Builtin("xml")}
}

// json is the result of a constructor, which RETURNING may say.
func (a *analyst) json(out *pg.JsonOutput) value {
	if out.GetTypeName() == nil {
		return value{Type: Builtin("json")}
	}
	t, _ := a.c.ResolveType(out.TypeName)
	a.ref(Address{OID: t.OID})
	return value{Type: t}
}

func (a *analyst) jsonValue(s *scope, n *pg.JsonValueExpr) value {
	if n == nil {
		return value{}
	}
	return a.expr(s, n.RawExpr)
}

// jsonAggregate is JSON_OBJECTAGG and JSON_ARRAYAGG.
func (a *analyst) jsonAggregate(s *scope, n *pg.JsonAggConstructor, arguments func()) value {
	if s.group != nil {
		s.group.inside++
	}
	arguments()
	a.sorts(s, n.GetAggOrder())
	a.expr(s, n.GetAggFilter())
	if s.group != nil {
		s.group.inside--
	}
	a.window(s, n.GetOver())
	a.volatile(Stable)
	return a.json(n.GetOutput())
}
