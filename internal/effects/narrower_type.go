package effects

import (
	"slices"

	"sqlbundle/internal/catalog"
)

// IntegerDigits are the digits that values of the integer types can have.
var IntegerDigits = map[string]int32{"int2": 5, "int4": 10, "int8": 19}

// StringTypes are the types that hold any text, up to a length.
var StringTypes = []string{"text", "varchar", "bpchar", "citext"}

// parsedTypes are types whose values are not any text: a cast from text reads
// them, or fails.
var parsedTypes = []string{
	"int2", "int4", "int8", "numeric", "float4", "float8", "money", "bool", "date", "time", "timetz", "timestamp",
	"timestamptz", "interval", "uuid", "json", "jsonb", "xml", "bytea", "inet", "cidr", "macaddr", "macaddr8", "point", "oid",
}

// lossy are the changes that lose a part of what the old type holds, whatever the
// modifiers.
var lossy = map[[2]string]bool{
	{"int8", "float8"}: true, {"int8", "float4"}: true, {"int4", "float4"}: true, {"float8", "float4"}: true,
	{"numeric", "float8"}: true, {"numeric", "float4"}: true, {"numeric", "money"}: true,
	{"timestamp", "date"}: true, {"timestamptz", "date"}: true, {"timestamp", "time"}: true, {"timestamptz", "time"}: true,
	{"timestamptz", "timetz"}: true, {"timetz", "time"}: true, {"interval", "time"}: true,
	{"inet", "cidr"}: true, {"macaddr8", "macaddr"}: true, {"int4", "bool"}: true, {"text", "name"}: true, {"varchar", "name"}: true,
}

// Narrows tells whether some values of a type do not fit into another one as
// they are. It is false where nobody knows one of the types.
func Narrows(c *catalog.Catalog, from, to catalog.Type) bool {
	if from.Unknown() || to.Unknown() || from.Array != to.Array {
		return false
	}
	if addsDomainChecks(c, from, to) {
		return true
	}
	from, to = c.Bottom(from), c.Bottom(to)
	a, b := typeLabel(c, from), typeLabel(c, to)
	switch {
	case lossy[[2]string{a, b}]:
		return true
	case slices.Contains(StringTypes, a):
		return narrowsText(c, from, to, a, b)
	case IntegerDigits[a] > 0 || a == "numeric" || a == "float4" || a == "float8":
		return narrowsNumber(from, to, a, b)
	case a == "bit" || a == "varbit":
		return b == "bit" && !slices.Equal(from.Mods, to.Mods) || b == "varbit" && shorter(from, to)
	case a == b && slices.Contains([]string{"timestamp", "timestamptz", "time", "timetz", "interval"}, a):
		return lessPrecise(from, to)
	}
	return losesLabel(c, from, to)
}

// typeLabel is the name of a type that is built in or comes with an extension.
func typeLabel(c *catalog.Catalog, t catalog.Type) string {
	if d := c.DataType(t); d != nil {
		return d.Name
	}
	return t.Name
}

// addsDomainChecks tells whether the new type is a domain with conditions that
// the old one does not have.
func addsDomainChecks(c *catalog.Catalog, from, to catalog.Type) bool {
	had := c.Domains(from)
	for _, d := range c.Domains(to) {
		if !slices.Contains(had, d) && (d.NotNull || len(c.Constraints(d.OID)) > 0) {
			return true
		}
	}
	return false
}

func narrowsText(c *catalog.Catalog, from, to catalog.Type, a, b string) bool {
	if !slices.Contains(StringTypes, b) {
		d := c.DataType(to)
		return slices.Contains(parsedTypes, b) || b == "name" || b == "char" || d != nil && (d.Kind == 'e' || d.Kind == 'r')
	}
	return shorter(from, to) && (a != "citext" || len(to.Mods) > 0)
}

// shorter tells whether the new type has a length that the old one does not keep
// to.
func shorter(from, to catalog.Type) bool {
	return len(to.Mods) > 0 && (len(from.Mods) == 0 || from.Mods[0] > to.Mods[0])
}

func narrowsNumber(from, to catalog.Type, a, b string) bool {
	switch {
	case IntegerDigits[b] > 0:
		return IntegerDigits[a] == 0 || IntegerDigits[a] > IntegerDigits[b]
	case b != "numeric" || len(to.Mods) == 0:
		return false
	case IntegerDigits[a] > 0:
		whole, _ := numericDigits(to)
		return whole < IntegerDigits[a]
	case a == "numeric" && len(from.Mods) > 0:
		whole, scale := numericDigits(from)
		newWhole, newScale := numericDigits(to)
		return newWhole < whole || newScale < scale
	}
	return true
}

// numericDigits are the digits of a numeric before and behind the point.
func numericDigits(t catalog.Type) (whole, scale int32) {
	if len(t.Mods) > 1 {
		scale = t.Mods[1]
	}
	return t.Mods[0] - scale, scale
}

// lessPrecise tells whether a time keeps fewer digits of a second than before.
func lessPrecise(from, to catalog.Type) bool {
	if len(to.Mods) == 0 || to.Name == "interval" && len(to.Mods) < 2 {
		return to.Name == "interval" && len(to.Mods) > 0 && !slices.Equal(from.Mods, to.Mods)
	}
	old := int32(6)
	if n := len(from.Mods); n > 0 {
		old = from.Mods[n-1]
	}
	return to.Mods[len(to.Mods)-1] < old
}

// losesLabel tells whether an enum becomes one that has not all its labels.
func losesLabel(c *catalog.Catalog, from, to catalog.Type) bool {
	a, b := c.DataType(from), c.DataType(to)
	return a != nil && b != nil && a.Kind == 'e' && b.Kind == 'e' &&
		slices.ContainsFunc(a.Labels, func(label string) bool { return !slices.Contains(b.Labels, label) })
}
