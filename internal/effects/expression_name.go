package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// expressionName is what the server calls an index's expression
// (FigureIndexColname, parse_target.c), and "expr" where it finds no name in it.
func (r *run) expressionName(node *pgsql.Node) string {
	name, _ := r.figureName(node)
	if name == "" {
		return "expr"
	}
	return name
}

// strength says how good a name for an expression is.
type strength int

const (
	noName strength = iota
	weakName
	goodName
)

// figureName is FigureColnameInternal.
func (r *run) figureName(node *pgsql.Node) (string, strength) {
	if node == nil {
		return "", noName
	}
	switch n := node.Node.(type) {
	case *pg.Node_ColumnRef:
		return lastName(n.ColumnRef.Fields)
	case *pg.Node_AIndirection:
		if name, s := lastName(n.AIndirection.Indirection); s != noName {
			return name, s
		}
		return r.figureName(n.AIndirection.Arg)
	case *pg.Node_FuncCall:
		name, s := lastName(n.FuncCall.Funcname)
		if r.Version < 14 && name == "extract" {
			name = "date_part"
		}
		return name, s
	case *pg.Node_AExpr:
		if n.AExpr.Kind == pg.A_Expr_Kind_AEXPR_NULLIF {
			return "nullif", goodName
		}
	case *pg.Node_TypeCast:
		name, s := r.figureName(n.TypeCast.Arg)
		if s == goodName || n.TypeCast.TypeName == nil {
			return name, s
		}
		name, _ = lastName(n.TypeCast.TypeName.Names)
		return name, weakName
	case *pg.Node_CollateClause:
		return r.figureName(n.CollateClause.Arg)
	case *pg.Node_CaseExpr:
		if name, s := r.figureName(n.CaseExpr.Defresult); s == goodName {
			return name, s
		}
		return "case", weakName
	}
	return constructName(node)
}

// constructName is the name of what SQL has words of its own for.
func constructName(node *pgsql.Node) (string, strength) {
	switch n := node.Node.(type) {
	case *pg.Node_AArrayExpr:
		return "array", goodName
	case *pg.Node_RowExpr:
		return "row", goodName
	case *pg.Node_CoalesceExpr:
		return "coalesce", goodName
	case *pg.Node_MinMaxExpr:
		if n.MinMaxExpr.Op == pg.MinMaxOp_IS_LEAST {
			return "least", goodName
		}
		return "greatest", goodName
	case *pg.Node_XmlExpr:
		return strings.ToLower(strings.TrimPrefix(n.XmlExpr.Op.String(), "IS_")), goodName
	case *pg.Node_XmlSerialize:
		return "xmlserialize", goodName
	}
	return "", noName
}

// lastName is the last of a list that is a name.
func lastName(nodes []*pgsql.Node) (string, strength) {
	for i := len(nodes) - 1; i >= 0; i-- {
		if name := nodes[i].GetString_().GetSval(); name != "" {
			return name, goodName
		}
	}
	return "", noName
}
