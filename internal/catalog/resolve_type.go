package catalog

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/pgsql"
)

// ResolveType finds the type that a statement names, with its modifiers. ok is
// false where there is none; serial and its kin are no types.
func (c *Catalog) ResolveType(n *pg.TypeName) (t Type, ok bool) {
	names := Strings(n.GetNames())
	if len(names) == 0 {
		return Type{}, false
	}
	if n.PctType {
		return c.columnType(names)
	}
	schema, name := split(names)
	array := len(n.ArrayBounds) > 0
	if strings.HasPrefix(name, "_") {
		if t, ok := c.namedType(schema, name[1:]); ok && c.Lookup(ClassType, schema, name) == nil {
			t.Array = true
			return t.withMods(n.Typmods), true
		}
	}
	t, ok = c.namedType(schema, name)
	if !ok {
		return Type{}, false
	}
	t.Array = t.Array || array
	return t.withMods(n.Typmods), true
}

// namedType is a type by its name alone. Built-in ones come first in the
// search_path, and a table's name is that of its rows' type.
func (c *Catalog) namedType(schema, name string) (Type, bool) {
	if schema == "" || schema == SystemSchema {
		if _, known := builtin.LookupType(name, c.Version); known {
			return Type{Name: name}, true
		}
	}
	if o := c.Lookup(ClassType, schema, name); o != nil {
		return Type{OID: o.head().OID}, true
	}
	if r, ok := c.Lookup(ClassRelation, schema, name).(*Relation); ok && !r.Kind.IsIndex() && r.Kind != Sequence {
		return Type{OID: r.OID}, true
	}
	return Type{}, false
}

// columnType is the type of table.column%TYPE.
func (c *Catalog) columnType(names []string) (Type, bool) {
	if len(names) < 2 {
		return Type{}, false
	}
	schema, table := split(names[:len(names)-1])
	r := c.Relation(schema, table)
	if r == nil || r.Column(names[len(names)-1]) == nil {
		return Type{}, false
	}
	return r.Column(names[len(names)-1]).Type, true
}

// withMods adds modifiers as a statement writes them.
func (t Type) withMods(mods []*pgsql.Node) Type {
	var words []string
	for _, mod := range mods {
		if i, ok := mod.GetAConst().GetVal().(*pg.A_Const_Ival); ok {
			t.Mods = append(t.Mods, i.Ival.Ival)
			continue
		}
		words = append(words, strings.Join(Strings(mod.GetColumnRef().GetFields()), ".")+mod.GetAConst().GetSval().GetSval())
	}
	t.Words = strings.Join(words, ",")
	return t
}

// Strings are the names in a list of the parser's.
func Strings(nodes []*pgsql.Node) []string {
	names := make([]string, 0, len(nodes))
	for _, node := range nodes {
		names = append(names, node.GetString_().GetSval())
	}
	return names
}

// split takes a qualified name apart; a database in front of it is passed over.
func split(names []string) (schema, name string) {
	if len(names) > 1 {
		schema = names[len(names)-2]
	}
	return schema, names[len(names)-1]
}

// Split takes a qualified name apart, as a list of the parser's; empty where
// there is none.
func Split(nodes []*pgsql.Node) (schema, name string) {
	if len(nodes) == 0 {
		return "", ""
	}
	return split(Strings(nodes))
}
