package builtin

import (
	"strings"

	"sqlbundle/internal/memo"
)

// Type is a row of pg_type.
type Type struct {
	Name string
	// Kind is typtype: 'b' base, 'c' composite, 'd' domain, 'e' enum, 'm'
	// multirange, 'p' pseudo, 'r' range.
	Kind byte
	// Category is typcategory, Preferred typispreferred: how the server chooses
	// among implicit casts (PostgreSQL 18, section 52.64).
	Category  byte
	Preferred bool
	// Len is the size of a value in bytes, -1 where it varies, -2 where a zero
	// byte ends it.
	Len int
	// Elem is the type of an element, where one can be chosen by subscript;
	// see [Type.IsArray]. Array is the type of arrays of the type.
	Elem, Array string
	// Collatable holds where a column of the type has a collation.
	Collatable bool
	// HasTypmod holds where the type takes modifiers, as varchar(10) does.
	HasTypmod bool
	// RangeSubtype is what a range or multirange is over.
	RangeSubtype string
	// Base is what a domain is over.
	Base string
	// Input and Output are the volatilities of the conversions from and to
	// text, which is what a cast is that pg_cast does not have.
	Input, Output Volatility
}

// LookupType finds a type of pg_catalog. The rows of its relations are types
// too.
func LookupType(name string, version int) (Type, bool) {
	t := typeMemo.Get(question{version, name, ""}, func() (t found[Type]) {
		for f := range lines(typeData, version, name) {
			return found[Type]{parseType(f), true}
		}
		return t
	})
	return t.fact, t.ok
}

var typeMemo memo.Memo[question, found[Type]]

// IsArray tells whether values are arrays, as get_element_type in lsyscache.c
// has it: name and point have elements too, but a length of their own.
func (t Type) IsArray() bool { return t.Elem != "" && t.Len == -1 }

// parseType reads NAME KIND-CATEGORY-INPUT-OUTPUT-FLAGS LENGTH ELEMENT ARRAY
// SUBTYPE-OR-BASE; the flags are p for preferred, c for collatable, m for modifiers.
func parseType(f []string) Type {
	flags := f[1][4:]
	t := Type{
		Name: f[0], Kind: f[1][0], Category: f[1][1],
		Input: Volatility(f[1][2]), Output: Volatility(f[1][3]),
		Preferred:  strings.Contains(flags, "p"),
		Collatable: strings.Contains(flags, "c"),
		HasTypmod:  strings.Contains(flags, "m"),
		Len:        number(f[2], 0),
		Elem:       opt(f[3]), Array: opt(f[4]),
	}
	if t.Kind == 'd' {
		t.Base = opt(f[5])
	} else {
		t.RangeSubtype = opt(f[5])
	}
	return t
}
