package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// plannedVolatility is the volatility of an expression over a relation's columns
// as the planner sees it: a function in SQL that is nothing but an expression is
// taken for that expression, unless that is worse than what the function was
// declared to be (inline_function, clauses.c, PostgreSQL 16).
func (r *run) plannedVolatility(rel *catalog.Relation, expr *catalog.Expr) catalog.Volatility {
	return r.inlinedVolatility(expr.Node, func(n *pgsql.Node) *catalog.Analysis { return r.AnalyzeExpr(rel, n) }, 0)
}

func (r *run) inlinedVolatility(expr *pgsql.Node, analyse func(*pgsql.Node) *catalog.Analysis, depth int) catalog.Volatility {
	if expr.GetAConst() != nil {
		return catalog.Immutable
	}
	a := analyse(expr)
	if a.Expr.Volatility == catalog.Immutable || a.Expr.Volatility == catalog.VolatilityUnknown || depth > 8 {
		return a.Expr.Volatility
	}
	inlined := map[string]catalog.Volatility{}
	for _, oid := range a.Calls {
		f, ok := r.Object(oid).(*catalog.Function)
		if !ok {
			continue
		}
		if body := inlineBody(f); body != nil {
			v := r.inlinedVolatility(body, func(n *pgsql.Node) *catalog.Analysis { return r.AnalyzeExprWith(n, parametersOf(f)) }, depth+1)
			if f.Volatility.Worst(v) == f.Volatility {
				inlined[f.BareName] = v
			}
		}
	}
	if len(inlined) == 0 {
		return a.Expr.Volatility
	}
	node, volatility := proto.Clone(expr).(*pgsql.Node), catalog.Immutable
	pgsql.Walk(node, func(message any) bool {
		call, ok := message.(*pg.FuncCall)
		if !ok {
			return true
		}
		_, name := catalog.Split(call.Funcname)
		if v, ok := inlined[name]; ok {
			volatility = volatility.Worst(v)
			takeOut(call)
		}
		return true
	})
	return volatility.Worst(analyse(node).Expr.Volatility)
}

// parametersOf are a function's arguments as its body names them.
func parametersOf(f *catalog.Function) catalog.Named {
	n := catalog.Named{Name: f.BareName, Parameters: f.Arguments}
	for i, name := range f.Names {
		if name != "" && i < len(f.Arguments) {
			n.Columns = append(n.Columns, catalog.OutputColumn{Name: name, Type: f.Arguments[i]})
		}
	}
	return n
}

// takeOut puts a function without any effect in the place of one that is looked
// at by itself; its arguments stay.
func takeOut(call *pg.FuncCall) {
	name := "num_nonnulls"
	if len(call.Args) == 0 {
		name = "pi"
	}
	call.Funcname = []*pgsql.Node{pg.MakeStrNode(catalog.SystemSchema), pg.MakeStrNode(name)}
}

// inlineBody is the expression that a function is; nil where it is more.
func inlineBody(f *catalog.Function) *pgsql.Node {
	if f.Language != "sql" || f.Kind != 'f' || f.Set || f.Apart || f.Body == "" {
		return nil
	}
	stmts, err := ParseOnce(f.Body)
	if err != nil || len(stmts) != 1 {
		return nil
	}
	s := stmts[0].Stmt.GetSelectStmt()
	if s == nil || len(s.TargetList) != 1 || len(s.FromClause) > 0 || s.WhereClause != nil || len(s.GroupClause) > 0 ||
		s.WithClause != nil || s.LimitCount != nil || s.LimitOffset != nil || s.Op != pg.SetOperation_SETOP_NONE ||
		len(s.SortClause) > 0 || len(s.DistinctClause) > 0 || s.IntoClause != nil {
		return nil
	}
	body := s.TargetList[0].GetResTarget().GetVal()
	sublink := false
	pgsql.Walk(body, func(message any) bool {
		_, is := message.(*pg.SubLink)
		sublink = sublink || is
		return !sublink
	})
	if sublink {
		return nil
	}
	return body
}
