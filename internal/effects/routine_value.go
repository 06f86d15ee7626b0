package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// evaluated is the value of an expression of a body.
func (r *run) evaluated(text string) datum {
	targets := r.targetsOf("SELECT " + text)
	if len(targets) != 1 {
		return datum{}
	}
	return r.value(targets[0].GetResTarget().GetVal(), nil)
}

// targetsOf are what a query without FROM selects.
func (r *run) targetsOf(text string) []*pgsql.Node {
	statements, err := ParseOnce(text)
	if err != nil || len(statements) != 1 {
		return nil
	}
	return statements[0].Stmt.GetSelectStmt().GetTargetList()
}

// assign sets the variables of an assignment.
func (r *run) assign(step pgsql.Step) {
	for _, name := range step.Into {
		r.variables[name] = r.evaluated(step.Text)
	}
}

// afterStep sets what a statement leaves in variables: those of INTO and FOUND.
func (r *run) afterStep(step pgsql.Step) {
	statements, err := ParseOnce(step.Text)
	if err != nil || len(statements) != 1 {
		clear(r.variables)
		return
	}
	n := statements[0].Stmt
	if n.GetSelectStmt() == nil {
		if n.GetInsertStmt() != nil || n.GetUpdateStmt() != nil || n.GetDeleteStmt() != nil || n.GetMergeStmt() != nil {
			delete(r.variables, "found")
		}
		for _, name := range step.Into {
			delete(r.variables, name)
		}
		return
	}
	found := r.ask(n.GetSelectStmt(), nil)
	r.variables["found"] = found.exists()
	for i, name := range step.Into {
		r.variables[name] = found.value(i)
	}
}

// value is the value of an expression; s is where the names of columns stand.
func (r *run) value(node *pgsql.Node, s *scope) datum {
	switch n := node.GetNode().(type) {
	case *pg.Node_AConst:
		v, ok := constant(node)
		if !ok || v.null {
			return datum{null: ok}
		}
		return textDatum(v.text)
	case *pg.Node_TypeCast:
		return r.castValue(n.TypeCast, s)
	case *pg.Node_ColumnRef:
		return r.nameValue(catalog.Strings(n.ColumnRef.Fields), s)
	case *pg.Node_BoolExpr:
		return r.boolValue(n.BoolExpr, s)
	case *pg.Node_NullTest:
		d := r.value(n.NullTest.Arg, s)
		if d.open() && d.may == nil {
			return datum{}
		}
		return boolDatum(d.null == (n.NullTest.Nulltesttype == pg.NullTestType_IS_NULL))
	case *pg.Node_BooleanTest:
		return booleanTest(n.BooleanTest.Booltesttype, r.value(n.BooleanTest.Arg, s))
	case *pg.Node_SubLink:
		return r.subLink(n.SubLink, s)
	case *pg.Node_AExpr:
		return r.operation(n.AExpr, s)
	case *pg.Node_FuncCall:
		return r.callValue(n.FuncCall, s)
	case *pg.Node_CoalesceExpr:
		for _, arg := range n.CoalesceExpr.Args {
			if d := r.value(arg, s); !d.null {
				return d
			}
		}
		return nothing
	case *pg.Node_SqlvalueFunction:
		return r.sessionValue(n.SqlvalueFunction.Op)
	}
	return datum{}
}

func (r *run) sessionValue(op pg.SQLValueFunctionOp) datum {
	switch op {
	case pg.SQLValueFunctionOp_SVFOP_CURRENT_SCHEMA:
		return r.currentSchema()
	case pg.SQLValueFunctionOp_SVFOP_CURRENT_CATALOG:
		return thisDatabase
	}
	return datum{}
}

// thisDatabase is the database's name, which is that of all that is in it.
var thisDatabase = oidDatum(^catalog.OID(0))

func (r *run) currentSchema() datum {
	if s := r.CreationSchema(); s != nil {
		return textDatum(s.Name)
	}
	return datum{}
}

func (r *run) boolValue(n *pg.BoolExpr, s *scope) datum {
	result := r.value(n.Args[0], s)
	if n.Boolop == pg.BoolExprType_NOT_EXPR {
		return result.not()
	}
	for _, arg := range n.Args[1:] {
		if n.Boolop == pg.BoolExprType_AND_EXPR {
			result = both(result, r.value(arg, s))
		} else {
			result = either(result, r.value(arg, s))
		}
	}
	return result
}

func booleanTest(test pg.BoolTestType, d datum) datum {
	if d.open() {
		return datum{}
	}
	switch test {
	case pg.BoolTestType_IS_TRUE:
		return boolDatum(d.is(true))
	case pg.BoolTestType_IS_NOT_TRUE:
		return boolDatum(!d.is(true))
	case pg.BoolTestType_IS_FALSE:
		return boolDatum(d.is(false))
	case pg.BoolTestType_IS_NOT_FALSE:
		return boolDatum(!d.is(false))
	}
	return boolDatum(d.null == (test == pg.BoolTestType_IS_UNKNOWN))
}

// operation is an operator at work.
func (r *run) operation(n *pg.A_Expr, s *scope) datum {
	op := strings.Join(catalog.Strings(n.Name), ".")
	if is, ok := r.versionTest(n); ok {
		return boolDatum(is)
	}
	switch n.Kind {
	case pg.A_Expr_Kind_AEXPR_OP:
		if n.Lexpr != nil {
			return compareData(op, r.value(n.Lexpr, s), r.value(n.Rexpr, s))
		}
	case pg.A_Expr_Kind_AEXPR_IN, pg.A_Expr_Kind_AEXPR_OP_ANY:
		result, left := boolDatum(false), r.value(n.Lexpr, s)
		items, ok := r.items(n.Rexpr, s)
		if !ok || op != "=" && n.Kind == pg.A_Expr_Kind_AEXPR_OP_ANY {
			return datum{}
		}
		for _, item := range items {
			result = either(result, equal(left, item))
		}
		if op == "<>" {
			return result.not()
		}
		return result
	case pg.A_Expr_Kind_AEXPR_LIKE, pg.A_Expr_Kind_AEXPR_ILIKE:
		is := likeDatum(r.value(n.Lexpr, s), r.value(n.Rexpr, s), n.Kind == pg.A_Expr_Kind_AEXPR_ILIKE)
		if strings.HasPrefix(op, "!") {
			return is.not()
		}
		return is
	case pg.A_Expr_Kind_AEXPR_DISTINCT, pg.A_Expr_Kind_AEXPR_NOT_DISTINCT:
		a, b := r.value(n.Lexpr, s), r.value(n.Rexpr, s)
		is := equal(a, b)
		if is.null {
			is = boolDatum(a.null && b.null)
			if a.open() || b.open() {
				is = datum{}
			}
		}
		if n.Kind == pg.A_Expr_Kind_AEXPR_DISTINCT {
			return is.not()
		}
		return is
	}
	return datum{}
}

// items are the members of a list or an array.
func (r *run) items(node *pgsql.Node, s *scope) (items []datum, ok bool) {
	for node.GetTypeCast() != nil {
		node = node.GetTypeCast().Arg
	}
	var nodes []*pgsql.Node
	switch {
	case node.GetList() != nil:
		nodes = node.GetList().Items
	case node.GetAArrayExpr() != nil:
		nodes = node.GetAArrayExpr().Elements
	case node.GetFuncCall() != nil:
		if _, name := catalog.Split(node.GetFuncCall().Funcname); name != "current_schemas" {
			return nil, false
		}
		for _, name := range r.Session.Path {
			items = append(items, textDatum(name))
		}
		return append(items, textDatum(catalog.SystemSchema)), true
	case node.GetAConst().GetSval() != nil:
		list, ok := strings.CutPrefix(strings.TrimSuffix(node.GetAConst().GetSval().Sval, "}"), "{")
		if !ok || strings.ContainsAny(list, `"{\`) {
			return nil, false
		}
		for _, item := range strings.Split(list, ",") {
			items = append(items, textDatum(strings.TrimSpace(item)))
		}
		return items, true
	default:
		return nil, false
	}
	for _, n := range nodes {
		items = append(items, r.value(n, s))
	}
	return items, true
}
