package catalog

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// noName is what a column is called that nothing names.
const noName = "?column?"

// OutputName is the name that the server gives a column of a query without AS
// (FigureColname, parse_target.c, PostgreSQL 16).
func (c *Catalog) OutputName(node *pgsql.Node) string {
	if name := c.ExpressionName(node); name != "" {
		return name
	}
	return noName
}

// ExpressionName is the name that the server finds in an expression; empty where
// it finds none.
func (c *Catalog) ExpressionName(node *pgsql.Node) string {
	name, _ := c.figureName(node)
	return name
}

// figureName gives a name and how good it is: 2 for one that stands, 1 for one
// that gives way to a better one further inside.
func (c *Catalog) figureName(node *pgsql.Node) (string, int) {
	if node == nil {
		return "", 0
	}
	switch n := node.Node.(type) {
	case *pg.Node_ColumnRef:
		return lastName(n.ColumnRef.Fields)
	case *pg.Node_AIndirection:
		if name, strength := lastName(n.AIndirection.Indirection); strength > 0 {
			return name, strength
		}
		return c.figureName(n.AIndirection.Arg)
	case *pg.Node_FuncCall:
		_, name := c.functionName(n.FuncCall)
		return name, 2
	case *pg.Node_AExpr:
		if n.AExpr.Kind == pg.A_Expr_Kind_AEXPR_NULLIF {
			return "nullif", 2
		}
	case *pg.Node_AConst:
		// Up to 14 the parser makes a cast of it.
		if _, ok := n.AConst.Val.(*pg.A_Const_Boolval); ok && c.Version < 15 {
			return "bool", 1
		}
	case *pg.Node_TypeCast:
		name, strength := c.figureName(n.TypeCast.Arg)
		if strength > 1 {
			return name, strength
		}
		_, name = Split(n.TypeCast.TypeName.GetNames())
		return name, 1
	case *pg.Node_CollateClause:
		return c.figureName(n.CollateClause.Arg)
	case *pg.Node_SubLink:
		return c.subLinkName(n.SubLink)
	case *pg.Node_CaseExpr:
		if name, strength := c.figureName(n.CaseExpr.Defresult); strength > 1 {
			return name, strength
		}
		return "case", 1
	default:
		return syntaxName(node)
	}
	return "", 0
}

// lastName is the last of several names that is one, not a subscript or a star.
func lastName(nodes []*pgsql.Node) (string, int) {
	name := ""
	for _, node := range nodes {
		if s, ok := node.Node.(*pg.Node_String_); ok {
			name = s.String_.Sval
		}
	}
	if name == "" {
		return "", 0
	}
	return name, 2
}

func (c *Catalog) subLinkName(n *pg.SubLink) (string, int) {
	switch n.SubLinkType {
	case pg.SubLinkType_EXISTS_SUBLINK:
		return "exists", 2
	case pg.SubLinkType_ARRAY_SUBLINK:
		return "array", 2
	case pg.SubLinkType_EXPR_SUBLINK:
		query := n.Subselect.GetSelectStmt()
		for query.GetLarg() != nil {
			query = query.Larg
		}
		if len(query.GetValuesLists()) > 0 {
			return "column1", 2
		}
		if list := query.GetTargetList(); len(list) > 0 {
			return c.firstName(list[0].GetResTarget())
		}
	}
	return "", 0
}

// firstName is the name of a query's first column, where that has one.
func (c *Catalog) firstName(target *pg.ResTarget) (string, int) {
	switch {
	case target.GetName() != "":
		return target.GetName(), 2
	case isStar(target.GetVal()):
		return "", 0
	}
	return c.OutputName(target.GetVal()), 2
}

// isStar tells whether a target is "*" or "t.*".
func isStar(node *pgsql.Node) bool {
	fields := node.GetColumnRef().GetFields()
	return len(fields) > 0 && fields[len(fields)-1].GetAStar() != nil
}

// sqlValueNames are the names of CURRENT_DATE and its kin.
var sqlValueNames = map[pg.SQLValueFunctionOp]struct {
	name      string
	precision bool
}{
	pg.SQLValueFunctionOp_SVFOP_CURRENT_DATE:        {"current_date", false},
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME:        {"current_time", false},
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME_N:      {"current_time", true},
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP:   {"current_timestamp", false},
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP_N: {"current_timestamp", true},
	pg.SQLValueFunctionOp_SVFOP_LOCALTIME:           {"localtime", false},
	pg.SQLValueFunctionOp_SVFOP_LOCALTIME_N:         {"localtime", true},
	pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP:      {"localtimestamp", false},
	pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP_N:    {"localtimestamp", true},
	pg.SQLValueFunctionOp_SVFOP_CURRENT_ROLE:        {"current_role", false},
	pg.SQLValueFunctionOp_SVFOP_CURRENT_USER:        {"current_user", false},
	pg.SQLValueFunctionOp_SVFOP_USER:                {"user", false},
	pg.SQLValueFunctionOp_SVFOP_SESSION_USER:        {"session_user", false},
	pg.SQLValueFunctionOp_SVFOP_CURRENT_CATALOG:     {"current_catalog", false},
	pg.SQLValueFunctionOp_SVFOP_CURRENT_SCHEMA:      {"current_schema", false},
}

var xmlNames = map[pg.XmlExprOp]string{
	pg.XmlExprOp_IS_XMLCONCAT: "xmlconcat", pg.XmlExprOp_IS_XMLELEMENT: "xmlelement",
	pg.XmlExprOp_IS_XMLFOREST: "xmlforest", pg.XmlExprOp_IS_XMLPARSE: "xmlparse", pg.XmlExprOp_IS_XMLPI: "xmlpi",
	pg.XmlExprOp_IS_XMLROOT: "xmlroot",
}

// syntaxName is the name of what has a grammar of its own.
func syntaxName(node *pgsql.Node) (string, int) {
	name := ""
	switch n := node.Node.(type) {
	case *pg.Node_GroupingFunc:
		name = "grouping"
	case *pg.Node_AArrayExpr:
		name = "array"
	case *pg.Node_RowExpr:
		name = "row"
	case *pg.Node_CoalesceExpr:
		name = "coalesce"
	case *pg.Node_MinMaxExpr:
		name = "greatest"
		if n.MinMaxExpr.Op == pg.MinMaxOp_IS_LEAST {
			name = "least"
		}
	case *pg.Node_SqlvalueFunction:
		name = sqlValueNames[n.SqlvalueFunction.Op].name
	case *pg.Node_XmlExpr:
		name = xmlNames[n.XmlExpr.Op]
	case *pg.Node_XmlSerialize:
		name = "xmlserialize"
	case *pg.Node_JsonObjectConstructor:
		name = "json_object"
	case *pg.Node_JsonArrayConstructor, *pg.Node_JsonArrayQueryConstructor:
		name = "json_array"
	case *pg.Node_JsonObjectAgg:
		name = "json_objectagg"
	case *pg.Node_JsonArrayAgg:
		name = "json_arrayagg"
	}
	if name == "" {
		return "", 0
	}
	return name, 2
}
