package catalog

import (
	"fmt"
	"slices"
	"sync"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// Analysis is what an expression or a query stands on, and what it gives.
type Analysis struct {
	// Expr is the expression with the columns that it names; for a query, only
	// its volatility counts.
	Expr Expr
	// Type is the expression's; unknown where nobody knows. That of a bare
	// literal is "unknown", as in pg_type: it becomes what it is used as.
	Type Type
	// Collation is the name of what COLLATE, or the column, says; else empty.
	Collation string
	// Refs are the columns, functions, types, sequences and other objects that
	// it depends on; a column's relation is not listed besides it. For a query
	// each relation in it is listed, with Sub 0, too.
	Refs []Address
	// Output are the columns of a query.
	Output []OutputColumn
	// OpenOutput holds where there may be more of them, of relations that
	// nobody has made.
	OpenOutput bool
	// Relations are those that a query reads, without those inside views.
	Relations []OID
	// Calls are the functions that it calls and that are not built in, Unknown
	// the names of functions that nobody knows.
	Calls   []OID
	Unknown []string
	// Missing are relations that a query names and that nobody has made; as many
	// histories begin on a database that has something in it, that is no error
	// here. In package effects use run.query, which takes them to be there.
	Missing []*pg.RangeVar
	// Only are those of them that stand behind ONLY.
	Only []OID
	// Locked are the relations of FOR UPDATE and its kin, Sequences those that
	// nextval and its kin name.
	Locked, Sequences []OID
	// Problem is why the server refuses it; nil where nothing is certain to be
	// wrong.
	Problem *Problem
	// Subquery holds where there is a query inside an expression.
	Subquery bool
}

// Problem is an error of the server's: columns that are not there and the like.
type Problem struct{ SQLState, Message string }

// OutputColumn is a column of a query's result.
type OutputColumn struct {
	Name      string
	Type      Type
	Collation string
}

// Named is something that an expression or a query can name besides what stands
// in its own FROM: NEW and OLD of a rule, the arguments of a function, VALUE of
// a domain. The columns are those of Relation where it is given.
type Named struct {
	Name     string
	Relation *Relation
	Columns  []OutputColumn
	// Parameters are the types of $1, $2 and so on.
	Parameters []Type
}

// AnalyzeExpr analyses an expression over the columns of a relation, which is
// nil where it can name none. NEW, OLD and EXCLUDED are the relation too.
func (c *Catalog) AnalyzeExpr(rel *Relation, node *pgsql.Node) *Analysis {
	return newAnalyst(c).over(rel, node)
}

// ColumnsNamed are the columns of a relation that an expression over them names, as
// the Vars of its analysis are, which takes longer.
func (c *Catalog) ColumnsNamed(rel *Relation, node *pgsql.Node) []Var {
	a := newAnalyst(c)
	a.onlyNames = true
	return a.over(rel, node).Expr.Vars
}

func (a *analyst) over(rel *Relation, node *pgsql.Node) *Analysis {
	if rel == nil {
		return a.expression(a.scopeOf(nil), node)
	}
	names := []Named{{Name: rel.Name, Relation: rel}}
	for _, name := range []string{"new", "old", "excluded"} {
		if name != rel.Name {
			names = append(names, Named{Name: name, Relation: rel})
		}
	}
	a.self = rel
	s := a.scopeOf(names)
	for _, other := range s.items[1:] {
		other.hidden = true
	}
	return a.expression(s, node)
}

// AnalyzeValue analyses an expression without columns whose value is given to
// something of a type.
func (c *Catalog) AnalyzeValue(node *pgsql.Node, t Type) Analysis {
	w := valueAnalysts.Get().(*valueAnalyst)
	w.Expr.Volatility = Immutable
	a := &w.analyst
	a.c, a.Analysis = c, &w.Analysis
	v := a.expr(&w.scope, node)
	a.assign(v, column{value: value{Type: t}})
	a.Type, a.Collation, a.Expr.Node = v.Type, v.collation, node
	made := w.Analysis
	*w = valueAnalyst{}
	valueAnalysts.Put(w)
	return made
}

// valueAnalyst is all that AnalyzeValue needs. It is for use again: defaults are
// the commonest of expressions, and most are a constant or one call.
type valueAnalyst struct {
	Analysis
	analyst analyst
	scope   scope
}

var valueAnalysts = sync.Pool{New: func() any { return new(valueAnalyst) }}

// AnalyzeExprWith analyses an expression over names of the caller's.
func (c *Catalog) AnalyzeExprWith(node *pgsql.Node, names ...Named) *Analysis {
	a := newAnalyst(c)
	return a.expression(a.scopeOf(names), node)
}

// AnalyzeQuery analyses a SELECT, VALUES, or a statement that changes rows.
func (c *Catalog) AnalyzeQuery(node *pgsql.Node) *Analysis { return c.AnalyzeQueryWith(node) }

// AnalyzeQueryWith analyses a query that can name what the caller says besides.
func (c *Catalog) AnalyzeQueryWith(node *pgsql.Node, names ...Named) *Analysis {
	a := newAnalyst(c)
	out := a.statement(a.scopeOf(names), node)
	for _, col := range out.columns {
		v := settle(col.value)
		a.Output = append(a.Output, OutputColumn{Name: col.name, Type: v.Type, Collation: v.collation})
	}
	a.OpenOutput = out.open
	a.Expr.Node = node
	return a.Analysis
}

// analyst is an analysis at work. It follows the server's own
// transformations (parse_expr.c, parse_clause.c, parse_relation.c, PostgreSQL
// 16), and collects what recordDependencyOnExpr of dependency.c would.
type analyst struct {
	*Analysis
	c *Catalog
	// self is the relation of an expression, whose columns are noted as Vars.
	self *Relation
	refs map[Address]bool
	// depth counts queries around what is being looked at.
	depth int
	// parameters are the types of $1, $2 and so on.
	parameters []Type
	// onlyNames holds where nobody asks what operators are and give.
	onlyNames bool
}

func newAnalyst(c *Catalog) *analyst {
	return &analyst{Analysis: &Analysis{Expr: Expr{Volatility: Immutable}}, c: c}
}

// scopeOf makes the outermost scope, of names that are given.
func (a *analyst) scopeOf(names []Named) *scope {
	s := &scope{}
	for i, n := range names {
		it := &item{name: n.Name}
		a.parameters = append(a.parameters, n.Parameters...)
		switch {
		case n.Relation == nil:
		case i > 0 && n.Relation == names[i-1].Relation && len(names[i-1].Columns) == 0:
			last := s.items[i-1]
			it.rel, it.open, it.columns = last.rel, last.open, last.columns
		default:
			a.fill(it, n.Relation)
		}
		for _, col := range n.Columns {
			it.columns = append(it.columns, column{name: col.Name, value: value{Type: col.Type, collation: col.Collation}})
		}
		s.items = append(s.items, it)
	}
	return s
}

// expression analyses an expression as a whole.
func (a *analyst) expression(s *scope, node *pgsql.Node) *Analysis {
	v := a.expr(s, node)
	a.Type, a.Collation = v.Type, v.collation
	a.Expr.Node = node
	return a.Analysis
}

// refuse notes the first thing that the server would not accept.
func (a *analyst) refuse(sqlstate, format string, args ...any) {
	if a.Problem == nil {
		a.Problem = &Problem{sqlstate, fmt.Sprintf(format, args...)}
	}
}

// ref notes a dependency.
func (a *analyst) ref(refs ...Address) {
	for _, r := range refs {
		if r.OID != 0 && !a.refs[r] {
			if a.refs == nil {
				a.refs = map[Address]bool{}
			}
			a.refs[r] = true
			a.Refs = append(a.Refs, r)
		}
	}
}

// volatile notes how volatile something is that the expression calls.
func (a *analyst) volatile(v Volatility) { a.Expr.Volatility = a.Expr.Volatility.Worst(v) }

// once adds to a list what is not in it yet.
func once[T comparable](list *[]T, x T) {
	if !slices.Contains(*list, x) {
		*list = append(*list, x)
	}
}
