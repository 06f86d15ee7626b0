package builtin

import (
	"slices"

	"sqlbundle/internal/memo"
)

// Operator is a row of pg_operator.
type Operator struct {
	Name string
	// Left is empty for a prefix operator, Right for a postfix operator, which
	// only version 13 has.
	Left, Right string
	Result      string
	// Volatility is that of the operator's function.
	Volatility Volatility
}

// Operators are all operators of this name in pg_catalog.
func Operators(name string, version int) []Operator {
	return operatorMemo.Get(question{version, name, ""}, func() []Operator {
		var found []Operator
		for f := range lines(operatorData, version, name) {
			found = append(found, parseOperator(f))
		}
		return slices.Clip(found)
	})
}

var operatorMemo memo.Memo[question, []Operator]

// parseOperator reads NAME LEFT RIGHT RESULT VOLATILITY.
func parseOperator(f []string) Operator {
	return Operator{
		Name: f[0], Left: opt(f[1]), Right: opt(f[2]), Result: f[3],
		Volatility: Volatility(f[4][0]),
	}
}
