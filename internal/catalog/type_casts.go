package catalog

import "sqlbundle/internal/builtin"

// castPath is how a value of one type becomes one of another.
type castPath struct {
	// known is false where nobody knows whether there is a way.
	known bool
	// context is as in pg_cast.castcontext: where the server takes the way by
	// itself.
	context    byte
	volatility Volatility
}

// castPath finds how one type is converted to another; ok is false where
// nothing does (find_coercion_pathway, parse_coerce.c, PostgreSQL 16).
func (c *Catalog) castPath(from, to Type) (castPath, bool) {
	from, to = c.Bottom(from).plain(), c.Bottom(to).plain()
	free := castPath{known: true, context: 'i', volatility: Immutable}
	switch {
	case from.Unknown() || to.Unknown():
		return castPath{context: 'i', volatility: c.castGuess()}, true
	case from.Is(to), from.isLiteral():
		return free, true
	case to.Name == "any" || isPolymorphic(to) || to.Name == "record" && !to.Array:
		return free, c.isKind(from, to.Name)
	case from.Name == "record" && !from.Array && c.isKind(to, "record"):
		return free, true
	case from.Array && to.Array:
		if path, ok := c.castPath(from.Element(), to.Element()); ok {
			return path, true
		}
	}
	if b, ok := c.findCast(from, to); ok {
		return castPath{known: true, context: b.Context, volatility: Volatility(b.Volatility)}, true
	}
	return c.throughText(from, to)
}

// findCast finds a row of pg_cast, an extension's included.
func (c *Catalog) findCast(from, to Type) (builtin.Cast, bool) {
	if from.Name != "" && to.Name != "" {
		return builtin.FindCast(from.typname(), to.typname(), c.Version)
	}
	for _, t := range []Type{from, to} {
		d := c.DataType(t)
		if d == nil || d.Extension == "" {
			continue
		}
		e, _ := builtin.LookupExtension(d.Extension, c.Version)
		for _, b := range e.Casts {
			if b.From == c.bareType(from) && b.To == c.bareType(to) {
				return b, true
			}
		}
	}
	return builtin.Cast{}, false
}

// bareType is a type's name in pg_type, without a schema.
func (c *Catalog) bareType(t Type) string {
	name := t.Name
	if o := c.Object(t.OID); o != nil {
		name = o.head().Name
	}
	if t.Array {
		name = "_" + name
	}
	return name
}

// throughText is a cast that no row of pg_cast stands for: to a string type in
// assignments, from one only where it is written. What the conversions from and
// to text depend on is measured for built-in types; those of enums are stable,
// of ranges and rows as well.
func (c *Catalog) throughText(from, to Type) (castPath, bool) {
	path := castPath{known: true, context: 'e', volatility: Immutable}
	category, _ := c.category(to)
	source, _ := c.category(from)
	switch {
	case category == 'S':
		path.context = 'a'
	case source != 'S':
		return castPath{}, false
	}
	return castPath{true, path.context, c.ioVolatility(from, false).Worst(c.ioVolatility(to, true))}, true
}

// ioVolatility is that of a type's conversion from text, or to it.
func (c *Catalog) ioVolatility(t Type, input bool) Volatility {
	b, ok := builtin.LookupType(t.typname(), c.Version)
	if d := c.DataType(t); d != nil && !ok {
		b, ok = c.extensionType(d)
	}
	switch {
	case !ok || t.Array:
		return Stable
	case input:
		return Volatility(b.Input)
	}
	return Volatility(b.Output)
}

// castGuess is the volatility of a cast of which a type is unknown. No cast of
// the server's own is volatile; a history that makes casts may have one.
func (c *Catalog) castGuess() Volatility {
	if len(c.In(ClassCast, 0)) > 0 {
		return VolatilityUnknown
	}
	return Stable
}

// canCoerce tells whether the server converts by itself.
func (c *Catalog) canCoerce(from, to Type) bool {
	path, ok := c.castPath(from, to)
	return ok && path.context == 'i'
}

// commonType is the type that several values get where they must have one
// (select_common_type, parse_coerce.c); unknown where nobody knows one of them.
func (c *Catalog) commonType(values []value) Type {
	var common Type
	same := true
	for i, v := range values {
		if v.Unknown() {
			return Type{}
		}
		if i > 0 && !v.Is(values[0].Type) {
			same = false
		}
	}
	if same && len(values) > 0 && !values[0].isLiteral() {
		return sameMods(values)
	}
	common = literal
	for _, v := range values {
		t := c.Bottom(v.Type).plain()
		switch {
		case t.isLiteral() || t.Is(common):
		case common.isLiteral():
			common = t
		default:
			if _, preferred := c.category(common); !preferred && c.canCoerce(common, t) && !c.canCoerce(t, common) {
				common = t
			}
		}
	}
	if common.isLiteral() {
		return Builtin("text")
	}
	// Modifiers stay where all have the same (exprTypmod, nodeFuncs.c), which
	// a literal has not.
	return common
}

// sameMods is the type of values that have the same, with its modifiers where
// those are the same as well.
func sameMods(values []value) Type {
	for _, v := range values[1:] {
		if !v.Same(values[0].Type) {
			return values[0].plain()
		}
	}
	return values[0].Type
}
