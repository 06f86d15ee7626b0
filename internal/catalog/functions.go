package catalog

import (
	"slices"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/memo"
)

// candidate is a function or operator that a call may mean.
type candidate struct {
	oid        OID
	arguments  []Type
	returns    Type
	set        bool
	volatility Volatility
	kind       byte
	// variadic holds where the last argument takes any number of values; fixed
	// are the arguments before it.
	variadic bool
	defaults int
	function *Function
}

// candidates are the functions of a name, as many as accept so many arguments:
// those of the user first and those of pg_catalog, which comes first in the
// search_path, so that of equals it wins (FuncnameGetCandidates, namespace.c).
func (c *Catalog) candidates(schema, name string, n int) []candidate {
	var fit []candidate
	if schema == "" || schema == SystemSchema {
		fit = builtinCandidates.Get(arity{c.Version, name, n}, func() []candidate {
			var all []candidate
			for _, f := range builtin.Functions(name, c.Version) {
				all = withCandidate(all, builtinCandidate(f), n)
			}
			return slices.Clip(all)
		})
	}
	for _, f := range c.Overloads(schema, name) {
		fit = withCandidate(fit, candidate{
			oid: f.OID, arguments: f.Arguments, returns: f.Returns, set: f.Set, volatility: f.Volatility, kind: f.Kind,
			variadic: f.Variadic, defaults: f.Defaults, function: f,
		}, n)
	}
	return fit
}

// arity asks for what is built in under a name and takes so many arguments.
type arity struct {
	version int
	name    string
	n       int
}

var builtinCandidates memo.Memo[arity, []candidate]

// withCandidate adds one that accepts so many arguments, any number where n is
// less than 0, and that none before it hides.
func withCandidate(fit []candidate, f candidate, n int) []candidate {
	if n >= 0 && !f.take(n) || slices.ContainsFunc(fit, f.equals) {
		return fit
	}
	return append(fit, f)
}

func builtinCandidate(f builtin.Function) candidate {
	made := candidate{
		returns: builtinType(f.Returns), set: f.Set, volatility: Volatility(f.Volatility), kind: f.Kind,
		variadic: f.Variadic, defaults: f.Defaults,
	}
	for _, arg := range f.Args {
		made.arguments = append(made.arguments, builtinType(arg))
	}
	return made
}

// take fits the arguments to a number of values, where that is possible.
func (f *candidate) take(n int) bool {
	have := len(f.arguments)
	if n <= have && n >= have-f.defaults {
		if n == have && f.variadic {
			last := f.arguments[have-1]
			f.arguments = append(slices.Clone(f.arguments[:have-1]), spread(last))
		}
		f.arguments = f.arguments[:n]
		return true
	}
	if !f.variadic || n < have {
		return false
	}
	last := spread(f.arguments[have-1])
	arguments := slices.Clone(f.arguments[:have-1])
	for len(arguments) < n {
		arguments = append(arguments, last)
	}
	f.arguments = arguments
	return true
}

// spread is what each value of a variadic argument is.
func spread(t Type) Type {
	switch {
	case t.Array:
		return t.Element()
	case t.Name == "anyarray":
		return Builtin("anyelement")
	case t.Name == "anycompatiblearray":
		return Builtin("anycompatible")
	}
	return t
}

// equals tells whether another takes the same arguments: the one that comes
// first in the search_path hides it.
func (f *candidate) equals(g candidate) bool {
	return slices.EqualFunc(f.arguments, g.arguments, Type.Is)
}

// choose finds the function or operator that a call means among candidates of
// the right number of arguments (func_get_detail and oper, parse_func.c,
// parse_oper.c, PostgreSQL 16). With unknown types more than one may be left;
// none means that no candidate takes them.
func (c *Catalog) choose(all []candidate, given []Type) []candidate {
	for _, f := range all {
		if slices.EqualFunc(f.arguments, given, Type.Is) {
			return []candidate{f}
		}
	}
	var fit []candidate
	for _, f := range all {
		if c.accepts(f, given) {
			fit = append(fit, f)
		}
	}
	if len(fit) < 2 {
		return fit
	}
	return c.narrow(fit, given)
}

func (c *Catalog) accepts(f candidate, given []Type) bool {
	for i, t := range given {
		if !c.canCoerce(t, f.arguments[i]) {
			return false
		}
	}
	return c.agrees(f, given)
}

// agrees tells whether polymorphic arguments would be of one type.
func (c *Catalog) agrees(f candidate, given []Type) bool {
	var elem Type
	for i, t := range given {
		var here Type
		t = c.Bottom(t)
		switch f.arguments[i].Name {
		case "anyelement", "anynonarray", "anyenum":
			here = t
		case "anyarray":
			here = t.Element()
		case "anyrange", "anymultirange":
			here = c.rangeSubtype(t)
		}
		switch {
		case here.Unknown() || here.isLiteral() || f.arguments[i].Array:
		case elem.Unknown():
			elem = here
		case !elem.Is(here):
			return false
		}
	}
	return true
}

// narrow is func_select_candidate.
func (c *Catalog) narrow(all []candidate, given []Type) []candidate {
	base := make([]Type, len(given))
	literals := false
	for i, t := range given {
		base[i] = c.Bottom(t)
		literals = literals || t.isLiteral()
	}
	all = best(all, func(f candidate) int { return c.matches(f, base, false) })
	if len(all) > 1 {
		all = best(all, func(f candidate) int { return c.matches(f, base, true) })
	}
	if len(all) == 1 || !literals {
		return all
	}
	if byCategory := c.byCategory(all, base); len(byCategory) == 1 {
		return byCategory
	} else if len(byCategory) > 0 {
		all = byCategory
	}
	return c.byOnlyType(all, base)
}

// best keeps those with the highest score.
func best(all []candidate, score func(candidate) int) []candidate {
	top, kept := -1, []candidate(nil)
	for _, f := range all {
		switch n := score(f); {
		case n > top:
			top, kept = n, []candidate{f}
		case n == top:
			kept = append(kept, f)
		}
	}
	return kept
}

// matches counts the arguments that are given exactly, or else as the preferred
// type of their category.
func (c *Catalog) matches(f candidate, given []Type, preferred bool) int {
	n := 0
	for i, t := range given {
		if t.isLiteral() {
			continue
		}
		if t.Is(f.arguments[i]) {
			n++
		} else if preferred {
			mine, _ := c.category(t)
			its, is := c.category(f.arguments[i])
			if is && mine == its {
				n++
			}
		}
	}
	return n
}

// byCategory resolves literals: where a candidate takes a string, as that, else
// as the one category that all take. It is nil where that decides nothing.
func (c *Catalog) byCategory(all []candidate, given []Type) []candidate {
	kept := all
	for i, t := range given {
		if !t.isLiteral() {
			continue
		}
		want, anyPreferred, conflict := byte(0), false, false
		for j, f := range all {
			category, preferred := c.category(f.arguments[i])
			switch {
			case j == 0:
				want, anyPreferred = category, preferred
			case category == want:
				anyPreferred = anyPreferred || preferred
			case category == 'S':
				want, anyPreferred = category, preferred
			default:
				conflict = true
			}
		}
		if conflict && want != 'S' {
			return nil
		}
		var next []candidate
		for _, f := range kept {
			category, preferred := c.category(f.arguments[i])
			if category == want && (preferred || !anyPreferred) {
				next = append(next, f)
			}
		}
		kept = next
	}
	return kept
}

// byOnlyType takes literals as what the other arguments are, where those are
// all of one type.
func (c *Catalog) byOnlyType(all []candidate, given []Type) []candidate {
	var only Type
	for _, t := range given {
		switch {
		case t.isLiteral():
		case only.Unknown():
			only = t
		case !only.Is(t):
			return all
		}
	}
	if only.Unknown() {
		return all
	}
	var fit []candidate
	for _, f := range all {
		if !slices.ContainsFunc(f.arguments, func(t Type) bool { return !c.canCoerce(only, t) }) {
			fit = append(fit, f)
		}
	}
	if len(fit) == 1 {
		return fit
	}
	return all
}
