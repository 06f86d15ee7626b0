package catalog

// Operator is an operator that is not built in. Head.Name is its [Signature].
type Operator struct {
	Head
	BareName string
	// Left is unknown for a prefix operator, see Prefix.
	Left, Right, Result Type
	Prefix              bool
	// Function is what it calls; 0 where that is built in.
	Function   OID
	Volatility Volatility
}

func (o *Operator) clone() Object { n := *o; return &n }
