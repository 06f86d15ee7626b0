package catalog

import "strings"

// resolve gives the types that a chosen function's arguments and result have
// for what it is given, pseudo-types being what they stand for
// (enforce_generic_type_consistency, parse_coerce.c).
func (c *Catalog) resolve(f candidate, given []value) (arguments []Type, returns Type) {
	p := polymorphic{c: c}
	var compatible []value
	for i, v := range given {
		if i < len(f.arguments) {
			compatible = p.take(f.arguments[i].Name, c.Bottom(v.Type).plain(), v, compatible)
		}
	}
	if len(compatible) > 0 {
		p.compatible = c.commonType(compatible).plain()
	}
	if p.elem.Unknown() && !p.ranged.Unknown() {
		p.elem = c.rangeSubtype(p.ranged)
	}
	arguments = make([]Type, len(given))
	for i := range given {
		if i < len(f.arguments) {
			arguments[i] = p.concrete(f.arguments[i])
		}
	}
	return arguments, p.concrete(f.returns)
}

// polymorphic is what the pseudo-types of one call stand for.
type polymorphic struct {
	c                        *Catalog
	elem, ranged, compatible Type
}

// take learns from one argument.
func (p *polymorphic) take(pseudo string, t Type, v value, compatible []value) []value {
	if t.isLiteral() && !strings.HasPrefix(pseudo, "anycompatible") {
		return compatible
	}
	switch pseudo {
	case "anyelement", "anynonarray", "anyenum":
		p.elem = v.plain()
	case "anyarray":
		p.elem = t.Element()
	case "anyrange":
		p.ranged = t
	case "anymultirange":
		p.ranged = p.c.rangeOf(t)
	case "anycompatible", "anycompatiblenonarray":
		return append(compatible, value{Type: v.Type})
	case "anycompatiblearray":
		if !t.isLiteral() {
			return append(compatible, value{Type: t.Element()})
		}
	case "anycompatiblerange":
		p.ranged = t
		return append(compatible, value{Type: p.c.rangeSubtype(t)})
	}
	return compatible
}

// concrete is what a pseudo-type stands for; other types are themselves.
func (p *polymorphic) concrete(t Type) Type {
	if t.Array {
		return t
	}
	switch t.Name {
	case "anyelement", "anynonarray", "anyenum":
		return p.elem
	case "anyarray":
		return arrayOf(p.elem)
	case "anyrange", "anycompatiblerange":
		return p.ranged
	case "anymultirange", "anycompatiblemultirange":
		return p.c.multirangeOf(p.ranged)
	case "anycompatible", "anycompatiblenonarray":
		return p.compatible
	case "anycompatiblearray":
		return arrayOf(p.compatible)
	}
	return t
}
