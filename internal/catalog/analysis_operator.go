package catalog

import (
	"slices"

	"sqlbundle/internal/memo"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// operation is an operator, or one of the forms that stand for some
// (transformAExprOp and its kin, parse_expr.c).
func (a *analyst) operation(s *scope, n *pg.A_Expr) value {
	schema, name := Split(n.Name)
	left := a.expr(s, n.Lexpr)
	switch n.Kind {
	case pg.A_Expr_Kind_AEXPR_IN:
		return a.in(s, left, n)
	case pg.A_Expr_Kind_AEXPR_BETWEEN, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN,
		pg.A_Expr_Kind_AEXPR_BETWEEN_SYM, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN_SYM:
		for i, bound := range a.exprs(s, n.Rexpr.GetList().GetItems()) {
			a.operator("", []string{">=", "<="}[i%2], left, bound)
		}
		return boolean
	}
	right := a.expr(s, n.Rexpr)
	switch n.Kind {
	case pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
		if !right.isLiteral() {
			right.Type = a.c.Bottom(right.Type).Element()
		}
		a.operator(schema, name, left, right)
		return boolean
	case pg.A_Expr_Kind_AEXPR_DISTINCT, pg.A_Expr_Kind_AEXPR_NOT_DISTINCT:
		if n.Lexpr.GetRowExpr() == nil && !right.isLiteral() {
			a.operator("", "=", left, right)
		}
		return boolean
	case pg.A_Expr_Kind_AEXPR_NULLIF:
		// The result is the left side, as it was converted to be compared.
		if t := a.comparedAs(left, right); !t.Unknown() && !t.Is(left.Type) {
			return value{Type: t, collation: left.collation}
		}
		return settle(left)
	}
	if n.Lexpr.GetRowExpr() != nil || n.Lexpr == nil && n.Rexpr.GetRowExpr() != nil {
		return boolean
	}
	if n.Lexpr == nil {
		return a.prefix(schema, name, right)
	}
	return a.operator(schema, name, left, right)
}

// in is IN with a list.
func (a *analyst) in(s *scope, left value, n *pg.A_Expr) value {
	values := a.exprs(s, n.Rexpr.GetList().GetItems())
	if n.Lexpr.GetRowExpr() != nil {
		return boolean
	}
	for _, v := range values {
		a.operator("", "=", left, v)
	}
	return boolean
}

// operator is a binary operator at work; an operator of unknown types has the
// worst volatility of all of its name.
func (a *analyst) operator(schema, name string, left, right value) value {
	if a.onlyNames {
		return value{}
	}
	return a.operated(a.c.binary(schema, name, left.Type, right.Type), left, right)
}

// binary finds the binary operator for operands of these types. What built-in
// operators, and operands of built-in or unknown types, decide alone is found
// once.
func (c *Catalog) binary(schema, name string, l, r Type) choice {
	find := func() choice {
		if chosen, ok := c.chooseBinary(c.operatorsFor(schema, name, l, r), l, r); ok {
			return chosen
		}
		// None fits: whatever is asked of it is then asked of all of the name.
		chosen, _ := c.chooseBinary(c.operators(schema, name, l, r), l, r)
		return chosen
	}
	if l.OID != 0 || r.OID != 0 || schema != "" && schema != SystemSchema || len(c.Named(ClassOperator, schema, name)) > 0 {
		return find()
	}
	return builtinBinaries.Get(binaryCall{c.Version, name, l.Name, r.Name, l.Array, r.Array}, find)
}

// binaryCall is a binary operator between types that no statement has made.
type binaryCall struct {
	version               int
	name                  string
	left, right           string
	leftArray, rightArray bool
}

var builtinBinaries memo.Memo[binaryCall, choice]

// chooseBinary chooses among the operators of a name; false where none takes the
// operands.
func (c *Catalog) chooseBinary(all []candidate, l, r Type) (choice, bool) {
	if l.isLiteral() != r.isLiteral() {
		// A literal is taken as what stands on the other side, if there is such
		// an operator (binary_oper_exact, parse_oper.c).
		same := l
		if l.isLiteral() {
			same = r
		}
		for _, t := range []Type{same, c.Bottom(same)} {
			for _, f := range all {
				if !t.Unknown() && f.arguments[0].Is(t) && f.arguments[1].Is(t) {
					return choice{one: true, among: []candidate{f}}, true
				}
			}
		}
	}
	return c.chooseOperator(all, l, r)
}

// comparedAs is the type that the left side of "=" is converted to.
func (a *analyst) comparedAs(left, right value) Type {
	a.operator("", "=", left, right)
	all := a.c.operators("", "=", left.Type, right.Type)
	chosen := a.c.choose(all, []Type{left.Type, right.Type})
	if len(chosen) != 1 || right.isLiteral() && slices.ContainsFunc(all, func(f candidate) bool { return f.arguments[0].Is(left.Type) }) {
		return Type{}
	}
	arguments, _ := a.c.resolve(chosen[0], []value{left, right})
	return arguments[0]
}

// prefix is an operator with one operand; a sign in front of a number leaves the
// type that the number has.
func (a *analyst) prefix(schema, name string, operand value) value {
	chosen, _ := a.c.chooseOperator(a.c.operators(schema, name, operand.Type), operand.Type)
	return a.operated(chosen, operand)
}

// choice is the operator that is meant or, where one does not hold, those that
// may be.
type choice struct {
	one   bool
	among []candidate
}

// chooseOperator chooses among operators; false where none takes the operands.
func (c *Catalog) chooseOperator(all []candidate, given ...Type) (choice, bool) {
	chosen := c.choose(all, given)
	if len(chosen) == 0 {
		return choice{among: all}, false
	}
	return choice{one: len(chosen) == 1, among: chosen}, true
}

// operated is what a chosen operator gives.
func (a *analyst) operated(by choice, operands ...value) value {
	if by.one {
		return a.apply(by.among[0], operands...)
	}
	return a.oneOf(by.among, operands)
}

// oneOf is the result of a call that may mean any of several.
func (a *analyst) oneOf(all []candidate, given []value) value {
	if len(all) == 0 {
		a.volatile(VolatilityUnknown)
		return value{}
	}
	result := Type{}
	for i, f := range all {
		_, returns := a.c.resolve(f, given)
		if i == 0 {
			result = returns
		}
		if !result.Is(returns) {
			result = Type{}
		}
		if f.volatility != all[0].volatility && f.volatility.Worst(Stable) != Stable {
			a.volatile(VolatilityUnknown)
		} else {
			a.volatile(f.volatility)
		}
	}
	return value{Type: result, collation: mergedCollation(given)}
}

// apply notes a call of what has been chosen.
func (a *analyst) apply(f candidate, given ...value) value {
	arguments, returns := a.c.resolve(f, given)
	for i, v := range given {
		if i < len(arguments) {
			a.coerce(v, arguments[i])
		}
	}
	a.volatile(f.volatility)
	a.ref(Address{OID: f.oid})
	if f.function != nil {
		once(&a.Calls, f.oid)
	}
	made := value{Type: returns}
	if a.textLike(returns) {
		made.collation = mergedCollation(given)
	}
	return made
}
