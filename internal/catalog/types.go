package catalog

import (
	"slices"
	"strconv"
	"strings"

	"sqlbundle/internal/pgsql"
)

// Type names a type as a column has it. The zero value is an unknown type.
type Type struct {
	// Name is that of a built-in type in pg_catalog (int4, varchar), without
	// the underscore of an array; empty for any other.
	Name string
	// OID is a [DataType], or the [Relation] whose rows it is.
	OID OID
	// Array holds for an array of it, of any dimensions.
	Array bool
	// Mods are the modifiers as the parser gives them: the length of a
	// varchar, precision and scale, the fields of an interval.
	Mods []int32
	// Words are modifiers that are no numbers, as in geometry(Point,4326).
	Words string
}

// Builtin is a built-in type without modifiers.
func Builtin(name string) Type { return Type{Name: name} }

// Unknown tells whether nothing is known of it.
func (t Type) Unknown() bool { return t.Name == "" && t.OID == 0 }

// Is tells whether two are the same, modifiers apart. Unknown types are not the
// same as anything.
func (t Type) Is(u Type) bool {
	return !t.Unknown() && t.Name == u.Name && t.OID == u.OID && t.Array == u.Array
}

// Same tells whether two are the same with their modifiers.
func (t Type) Same(u Type) bool { return t.Is(u) && slices.Equal(t.Mods, u.Mods) && t.Words == u.Words }

// Element is the type of an array's elements; it keeps the modifiers.
func (t Type) Element() Type { t.Array = false; return t }

// DataType is a type that is not built in: an enum, a domain, a composite or
// range type, one of an extension, or a shell.
type DataType struct {
	Head
	// Kind is as in pg_type.typtype: 'b', 'c', 'd', 'e', 'r', 'm'; 'p' for a
	// shell; 0 where nobody knows.
	Kind byte
	// Base is what a domain is over, the subtype of a range; for a multirange
	// its range.
	Base    Type
	NotNull bool
	// Default is a domain's.
	Default *Expr
	// Labels are an enum's, in their order.
	Labels []string
	// Relation has the attributes of a composite type.
	Relation OID
	// Extension is the name of the extension that brings the type; what is
	// known of it stands in internal/builtin.
	Extension string
	// Collatable holds for types that have a collation.
	Collatable bool
}

func (t *DataType) clone() Object { n := *t; return &n }

// DataType is the object behind a type that is not built in; nil for others and
// for a relation's row type.
func (c *Catalog) DataType(t Type) *DataType {
	d, _ := c.Object(t.OID).(*DataType)
	return d
}

// Bottom is what a domain stands on in the end; other types stand for
// themselves. Modifiers are the innermost that are given.
func (c *Catalog) Bottom(t Type) Type {
	for !t.Array {
		d := c.DataType(t)
		if d == nil || d.Kind != 'd' {
			break
		}
		t = d.Base
	}
	return t
}

// Domains are the domains from a type down to its base, outermost first; none
// where it is no domain.
func (c *Catalog) Domains(t Type) []*DataType {
	var domains []*DataType
	for !t.Array {
		d := c.DataType(t)
		if d == nil || d.Kind != 'd' {
			break
		}
		domains = append(domains, d)
		t = d.Base
	}
	return domains
}

// TypeName writes a type as format_type of PostgreSQL does for the built-in
// ones in pg_catalog's names: "int4", "varchar(20)", "app.mood[]"; "?" for an
// unknown one.
func (c *Catalog) TypeName(t Type) string {
	name := t.Name
	switch o := c.Object(t.OID).(type) {
	case nil:
		if name == "" {
			return "?"
		}
	default:
		name = c.QualifiedName(o)
	}
	if len(t.Mods) > 0 {
		mods := make([]string, len(t.Mods))
		for i, m := range t.Mods {
			mods[i] = strconv.Itoa(int(m))
		}
		name += "(" + strings.Join(mods, ",") + ")"
	}
	if t.Array {
		name += "[]"
	}
	return name
}

// QualifiedName is "schema.name", each part quoted as quote_ident does; only the
// name for what stands in no schema. Of what belongs to a relation it is the
// name alone.
func (c *Catalog) QualifiedName(o Object) string {
	h := o.head()
	name := h.Name
	if f, ok := o.(*Function); ok {
		name = f.BareName
	}
	if s, ok := c.Object(h.In).(*Schema); ok {
		return pgsql.QuoteIdent(s.Name) + "." + pgsql.QuoteIdent(name)
	}
	return pgsql.QuoteIdent(name)
}
