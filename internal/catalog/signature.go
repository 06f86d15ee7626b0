package catalog

import (
	"strconv"
	"strings"
)

// Signature is the name under which a function or operator is found: the bare
// name with the types of its arguments. Types that are not built in stand in it
// by their OID, so that a renamed type changes no signature; modifiers count for
// nothing.
func Signature(name string, arguments []Type) string {
	words := make([]string, len(arguments))
	for i, t := range arguments {
		words[i] = t.word()
	}
	return name + "(" + strings.Join(words, ",") + ")"
}

func (t Type) word() string {
	word := t.Name
	switch {
	case t.OID != 0:
		word = "#" + strconv.FormatUint(uint64(t.OID), 10)
	case word == "":
		word = "?"
	}
	if t.Array {
		word += "[]"
	}
	return word
}

// Overloads are the functions of a name in a schema, or along the search_path
// where that is empty; those of the first schema in the path come first.
func (c *Catalog) Overloads(schema, name string) []*Function {
	return cast[*Function](c.Named(ClassFunction, schema, name))
}

// Named are the objects of a class whose key is a signature, by the bare name:
// functions and operators.
func (c *Catalog) Named(class Class, schema, name string) []Object {
	prefix := name + "("
	if schema != "" {
		if s := c.Schema(schema); s != nil {
			return c.withPrefix(class, s.OID, prefix)
		}
		return nil
	}
	var found []Object
	for s := range c.path(class) {
		found = append(found, c.withPrefix(class, s.OID, prefix)...)
	}
	return found
}
