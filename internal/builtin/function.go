package builtin

import (
	"slices"
	"strings"

	"sqlbundle/internal/memo"
)

// Volatility is pg_proc.provolatile (PostgreSQL 18, section 36.7): what a
// function's result may depend on.
type Volatility byte

// The volatilities.
const (
	Immutable Volatility = 'i'
	Stable    Volatility = 's'
	Volatile  Volatility = 'v'
)

// Function is one overload: a row of pg_proc.
type Function struct {
	Name string
	// Args are the types of the input arguments; that of a variadic one is the
	// array, or "any".
	Args []string
	// Returns is the type of the result, or of each row where Set holds;
	// "record" where several arguments are OUT or the columns are a TABLE.
	Returns    string
	Set        bool
	Volatility Volatility
	// Strict holds where NULL in gives NULL out without a call.
	Strict bool
	// Kind is pg_proc.prokind: function, aggregate, window function or
	// procedure, as 'f', 'a', 'w', 'p'.
	Kind     byte
	Variadic bool
	// Defaults is how many of the last arguments have a default.
	Defaults int
}

// Functions are all functions of this name in pg_catalog.
func Functions(name string, version int) []Function {
	return functionMemo.Get(question{version, name, ""}, func() []Function {
		var found []Function
		for f := range lines(functionData, version, name) {
			found = append(found, parseFunction(f))
		}
		return slices.Clip(found)
	})
}

var functionMemo memo.Memo[question, []Function]

// parseFunction reads NAME ARGUMENTS RESULT KIND-VOLATILITY-FLAGS; the flags
// are s for strict, r for a set of rows, v for variadic, and the number of
// defaults.
func parseFunction(f []string) Function {
	flags := f[3][2:]
	return Function{
		Name: f[0], Args: list(f[1]), Returns: f[2],
		Kind: f[3][0], Volatility: Volatility(f[3][1]),
		Strict:   strings.Contains(flags, "s"),
		Set:      strings.Contains(flags, "r"),
		Variadic: strings.Contains(flags, "v"),
		Defaults: number(strings.TrimLeft(flags, "srv"), 0),
	}
}
