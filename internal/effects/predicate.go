package effects

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// predicate is a condition taken apart as the planner does to prove one from
// another (predtest.c): AND and OR over atoms.
type predicate struct {
	// join is "and" or "or"; an atom has none.
	join  string
	parts []*predicate
	// subject is what an atom is about, a column or an expression over columns;
	// op is "=", "<>", "<", "<=", ">", ">=", "null" or "not null", and "" where
	// the subject is the whole condition.
	subject string
	op      string
	value   value
	t       catalog.Type
}

func joined(join string, parts ...*predicate) *predicate { return &predicate{join: join, parts: parts} }

// negations are what is true where an atom is false.
var negations = map[string]string{
	"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "null": "not null", "not null": "null",
}

// commuted are the operators with their operands in the other order.
var commuted = map[string]string{"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

// not is the opposite of a condition.
func (p *predicate) not() *predicate {
	switch {
	case p.join != "":
		n := &predicate{join: "and"}
		if p.join == "and" {
			n.join = "or"
		}
		for _, part := range p.parts {
			n.parts = append(n.parts, part.not())
		}
		return n
	case p.op == "":
		return &predicate{subject: "NOT " + p.subject}
	}
	n := *p
	n.op = negations[p.op]
	return &n
}

// implies tells whether a condition that is not false makes another one not
// false (predicate_implied_by with weak, predtest.c, PostgreSQL 16).
func (r *run) implies(c, p *predicate) bool {
	gives := func(part *predicate) bool { return r.implies(c, part) }
	helps := func(part *predicate) bool { return r.implies(part, p) }
	switch {
	case p.join == "and":
		return all(p.parts, gives)
	case c.join == "or":
		return all(c.parts, helps)
	case p.join == "or" && slices.ContainsFunc(p.parts, gives):
		return true
	case c.join == "and":
		return slices.ContainsFunc(c.parts, helps)
	case p.join == "or":
		return false
	}
	return r.atomImplies(c, p)
}

func all(parts []*predicate, is func(*predicate) bool) bool {
	return !slices.ContainsFunc(parts, func(p *predicate) bool { return !is(p) })
}

// atomImplies is the same for two atoms (operator_predicate_proof).
func (r *run) atomImplies(c, p *predicate) bool {
	if c.subject != p.subject {
		return false
	}
	if c.op == p.op && (c.op == "" || c.op == "null" || c.op == "not null") {
		return true
	}
	if commuted[c.op] == "" || commuted[p.op] == "" {
		return false
	}
	if c.op == "=" && p.op == "<>" {
		return r.different(p.t, c.value, p.value)
	}
	order, ok := r.compareValues(p.t, c.value, p.value)
	return ok && follows(c.op, p.op, order)
}

// follows tells whether "x op v" gives "x test w" where v compares with w as
// order says.
func follows(op, test string, order int) bool {
	switch op {
	case "=":
		return holds(test, order)
	case "<>":
		return test == "<>" && order == 0
	case "<":
		return order <= 0 && (test == "<" || test == "<=" || test == "<>")
	case "<=":
		return order < 0 && (test == "<" || test == "<>") || order <= 0 && test == "<="
	case ">":
		return order >= 0 && (test == ">" || test == ">=" || test == "<>")
	default:
		return order > 0 && (test == ">" || test == "<>") || order >= 0 && test == ">="
	}
}

// holds tells whether two values in an order fulfil an operator.
func holds(op string, order int) bool {
	switch op {
	case "=":
		return order == 0
	case "<>":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

// predicateOf takes an expression over a table apart.
func (r *run) predicateOf(table *catalog.Relation, e *catalog.Expr) *predicate {
	return r.predicateNode(table, e.Current(table))
}

func (r *run) predicateNode(table *catalog.Relation, n *pgsql.Node) *predicate {
	switch x := n.GetNode().(type) {
	case *pg.Node_BoolExpr:
		if x.BoolExpr.Boolop == pg.BoolExprType_NOT_EXPR {
			return r.predicateNode(table, x.BoolExpr.Args[0]).not()
		}
		p := &predicate{join: "or"}
		if x.BoolExpr.Boolop == pg.BoolExprType_AND_EXPR {
			p.join = "and"
		}
		for _, arg := range x.BoolExpr.Args {
			p.parts = append(p.parts, r.predicateNode(table, arg))
		}
		return p
	case *pg.Node_NullTest:
		op := "not null"
		if x.NullTest.Nulltesttype == pg.NullTestType_IS_NULL {
			op = "null"
		}
		return r.atom(table, x.NullTest.Arg, op, value{})
	case *pg.Node_AExpr:
		if p := r.predicateOperator(table, x.AExpr); p != nil {
			return p
		}
	}
	return &predicate{subject: exprText(n)}
}

// predicateOperator takes an operator apart; nil where it is none that is known.
func (r *run) predicateOperator(table *catalog.Relation, x *pg.A_Expr) *predicate {
	op := strings.Join(catalog.Strings(x.Name), ".")
	switch x.Kind {
	case pg.A_Expr_Kind_AEXPR_OP:
		if op == "!=" {
			op = "<>"
		}
		if v, ok := constant(x.Rexpr); ok && commuted[op] != "" {
			return r.atom(table, x.Lexpr, op, v)
		}
		if v, ok := constant(x.Lexpr); ok && commuted[op] != "" {
			return r.atom(table, x.Rexpr, commuted[op], v)
		}
	case pg.A_Expr_Kind_AEXPR_IN:
		join := "or"
		if op == "<>" {
			join = "and"
		}
		return r.eachValue(table, x.Lexpr, op, join, list(x.Rexpr))
	case pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
		join := "or"
		if x.Kind == pg.A_Expr_Kind_AEXPR_OP_ALL {
			join = "and"
		}
		return r.eachValue(table, x.Lexpr, op, join, elements(x.Rexpr))
	case pg.A_Expr_Kind_AEXPR_BETWEEN, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN:
		return r.between(table, x)
	}
	return nil
}

func (r *run) between(table *catalog.Relation, x *pg.A_Expr) *predicate {
	limits := list(x.Rexpr)
	if len(limits) != 2 {
		return nil
	}
	low, ok := constant(limits[0])
	high, also := constant(limits[1])
	if !ok || !also {
		return nil
	}
	p := joined("and", r.atom(table, x.Lexpr, ">=", low), r.atom(table, x.Lexpr, "<=", high))
	if x.Kind == pg.A_Expr_Kind_AEXPR_NOT_BETWEEN {
		return p.not()
	}
	return p
}

// eachValue is a comparison with each of a list; nil where not all are constants.
func (r *run) eachValue(table *catalog.Relation, subject *pgsql.Node, op, join string, nodes []*pgsql.Node) *predicate {
	if len(nodes) == 0 || commuted[op] == "" {
		return nil
	}
	p := &predicate{join: join}
	for _, node := range nodes {
		v, ok := constant(node)
		if !ok {
			return nil
		}
		p.parts = append(p.parts, r.atom(table, subject, op, v))
	}
	return p
}

// elements are those of ARRAY[…] or of a text like '{a,b}'.
func elements(n *pgsql.Node) []*pgsql.Node {
	for n.GetTypeCast() != nil {
		n = n.GetTypeCast().GetArg()
	}
	if array := n.GetAArrayExpr(); array != nil {
		return array.Elements
	}
	text := n.GetAConst().GetSval().GetSval()
	if len(text) < 3 || text[0] != '{' || strings.ContainsAny(text, `"\ `) || strings.ContainsAny(text[1:len(text)-1], "{}") {
		return nil
	}
	var nodes []*pgsql.Node
	for _, part := range strings.Split(text[1:len(text)-1], ",") {
		nodes = append(nodes, pg.MakeAConstStrNode(part, -1))
	}
	return nodes
}

// atom is a condition on a column or expression. Casts among text types, which
// the server adds by itself, are taken off.
func (r *run) atom(table *catalog.Relation, subject *pgsql.Node, op string, v value) *predicate {
	p := &predicate{op: op, value: v}
	bare := subject
	for bare.GetTypeCast() != nil && bare.GetTypeCast().GetArg().GetColumnRef() != nil {
		col := columnOf(table, bare.GetTypeCast().GetArg())
		_, to := catalog.Split(bare.GetTypeCast().GetTypeName().GetNames())
		if col == nil || col.Type.Name != to && (!isText(col.Type.Name) || !isText(to)) {
			break
		}
		bare = bare.GetTypeCast().GetArg()
	}
	if col := columnOf(table, bare); col != nil {
		p.subject, p.t = "column "+col.Name, col.Type
		return p
	}
	p.subject, p.t = exprText(bare), r.AnalyzeExpr(table, bare).Type
	return p
}

func isText(name string) bool { return name == "text" || name == "varchar" }

// columnOf is the column that a node is; nil for anything else.
func columnOf(table *catalog.Relation, n *pgsql.Node) *catalog.Column {
	names := catalog.Strings(n.GetColumnRef().GetFields())
	if len(names) == 0 {
		return nil
	}
	return table.Column(names[len(names)-1])
}
