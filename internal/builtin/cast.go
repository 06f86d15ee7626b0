package builtin

import "sqlbundle/internal/memo"

// Cast is a row of pg_cast.
type Cast struct {
	From, To string
	// Method is castmethod: 'f' by a function, 'b' none is needed, 'i' through
	// text.
	Method byte
	// Context is castcontext: 'i' implicit, 'a' in assignments too, 'e' only
	// where it is written.
	Context byte
	// Function is what converts, where Method is 'f'.
	Function string
	// Volatility is the function's, or through text the worse of output's and
	// input's.
	Volatility Volatility
}

// FindCast finds the cast between two types that pg_cast has; a type may have
// one to itself, which applies modifiers. Casts that need no row are not here:
// those between arrays, those to and from text that [Type.Input] describes.
func FindCast(from, to string, version int) (Cast, bool) {
	c := castMemo.Get(question{version, from, to}, func() (c found[Cast]) {
		for f := range lines(castData, version, from, to) {
			return found[Cast]{parseCast(f), true}
		}
		return c
	})
	return c.fact, c.ok
}

var castMemo memo.Memo[question, found[Cast]]

// parseCast reads FROM TO METHOD-CONTEXT-VOLATILITY FUNCTION.
func parseCast(f []string) Cast {
	return Cast{
		From: f[0], To: f[1],
		Method: f[2][0], Context: f[2][1], Volatility: Volatility(f[2][2]),
		Function: opt(f[3]),
	}
}
