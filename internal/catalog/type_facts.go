package catalog

import (
	"strings"

	"sqlbundle/internal/builtin"
)

// literal is the type of a text without a type, and of NULL.
var literal = Builtin("unknown")

func (t Type) isLiteral() bool { return t.Name == "unknown" && !t.Array }

// settle gives a literal that nothing has typed the type text.
func settle(v value) value {
	if v.isLiteral() {
		v.Type = Builtin("text")
	}
	return v
}

// plain is the type without modifiers.
func (t Type) plain() Type {
	t.Mods, t.Words = nil, ""
	return t
}

// arrayOf is the type of arrays of a type.
func arrayOf(t Type) Type {
	if !t.Unknown() {
		t.Array = true
	}
	return t
}

// builtinType is a type by its name in pg_type.
func builtinType(name string) Type {
	// int2vector and its like have elements, too, and no underscore.
	if strings.HasPrefix(name, "_") {
		return Type{Name: name[1:], Array: true}
	}
	return Builtin(name)
}

// typname is the name in pg_type of a built-in type.
func (t Type) typname() string {
	if t.Array {
		return "_" + t.Name
	}
	return t.Name
}

// category is a type's as in pg_type.typcategory, and whether it is the
// preferred one there; 0 where nobody knows.
func (c *Catalog) category(t Type) (category byte, preferred bool) {
	t = c.Bottom(t)
	switch {
	case t.Unknown():
		return 0, false
	case t.Array:
		return 'A', false
	case t.Name != "":
		b, _ := builtin.LookupType(t.Name, c.Version)
		return b.Category, b.Preferred
	}
	d := c.DataType(t)
	if d == nil {
		return 'C', false
	}
	switch d.Kind {
	case 'e', 'r':
		return strings.ToUpper(string(d.Kind))[0], false
	case 'm':
		return 'R', false
	case 'c':
		return 'C', false
	}
	if b, ok := c.extensionType(d); ok {
		return b.Category, b.Preferred
	}
	return 'U', false
}

// extensionType is what is known of a type that an extension brings.
func (c *Catalog) extensionType(d *DataType) (builtin.Type, bool) {
	if d.Extension == "" {
		return builtin.Type{}, false
	}
	e, _ := builtin.LookupExtension(d.Extension, c.Version)
	for _, b := range e.Types {
		if b.Name == d.Name {
			return b, true
		}
	}
	return builtin.Type{}, false
}

// rangeSubtype is what a range or multirange is over.
func (c *Catalog) rangeSubtype(t Type) Type {
	if b, ok := builtin.LookupType(t.Name, c.Version); ok && !t.Array && b.RangeSubtype != "" {
		return builtinType(b.RangeSubtype)
	}
	d := c.DataType(t)
	if d == nil || t.Array {
		return Type{}
	}
	if d.Kind == 'm' {
		d = c.DataType(d.Base)
	}
	if d == nil || d.Kind != 'r' {
		return Type{}
	}
	return d.Base
}

// rangeOf is the range of a multirange, multirangeOf the other way round.
func (c *Catalog) rangeOf(t Type) Type {
	if d := c.DataType(t); d != nil && d.Kind == 'm' {
		return d.Base
	}
	if name, ok := strings.CutSuffix(t.Name, "multirange"); ok {
		return Builtin(name + "range")
	}
	return Type{}
}

func (c *Catalog) multirangeOf(t Type) Type {
	if name, ok := strings.CutSuffix(t.Name, "range"); ok {
		return Builtin(name + "multirange")
	}
	return Type{}
}

// isKind tells whether a type is of the kind that a pseudo-type stands for.
func (c *Catalog) isKind(t Type, pseudo string) bool {
	t = c.Bottom(t)
	if t.Unknown() || t.isLiteral() {
		return true
	}
	kind := byte('b')
	if b, ok := builtin.LookupType(t.Name, c.Version); ok {
		kind = b.Kind
	} else if d := c.DataType(t); d != nil {
		kind = d.Kind
	} else if t.OID != 0 {
		kind = 'c'
	}
	switch strings.Replace(pseudo, "compatible", "", 1) {
	case "any", "anyelement":
		return true
	case "anyarray":
		return t.Array || t.Name == "int2vector" || t.Name == "oidvector" || t.Name == "anyarray"
	case "anynonarray":
		return !t.Array
	case "anyenum":
		return !t.Array && kind == 'e'
	case "anyrange":
		return !t.Array && kind == 'r'
	case "anymultirange":
		return !t.Array && kind == 'm'
	case "record":
		return !t.Array && (kind == 'c' || t.Name == "record")
	}
	return false
}

// isPolymorphic tells whether a pseudo-type takes the types of what is given.
func isPolymorphic(t Type) bool {
	return strings.HasPrefix(t.Name, "any") && t.Name != "any" && !t.Array
}
