package catalog

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// typeCast is CAST and "::".
func (a *analyst) typeCast(s *scope, n *pg.TypeCast) value {
	to, ok := a.c.ResolveType(n.TypeName)
	if elements := n.Arg.GetAArrayExpr(); elements != nil && ok && to.Array {
		// The elements are converted one by one (transformArrayExpr).
		for _, v := range a.exprs(s, elements.Elements) {
			if !v.Array {
				a.coerce(v, to.Element())
			}
		}
		a.ref(Address{OID: to.OID})
		return value{Type: to}
	}
	v := a.expr(s, n.Arg)
	if !ok {
		return value{}
	}
	made := a.coerce(v, to)
	made.Type = to
	if a.textLike(to) {
		made.collation = v.collation
	}
	return made
}

// coerce notes what the conversion of a value to a type depends on.
func (a *analyst) coerce(v value, to Type) value {
	switch {
	case to.Unknown() || v.Is(to):
		return value{Type: to, text: v.text}
	case v.isLiteral():
		a.ref(Address{OID: to.OID})
		if v.text != nil {
			a.literalOf(*v.text, to)
		}
		return value{Type: to, text: v.text}
	}
	a.ref(Address{OID: to.OID})
	if d := a.c.DataType(a.c.Bottom(to)); v.text != nil && d != nil && d.Kind == 'e' && !to.Array {
		a.enumValue(d, *v.text)
	}
	if path, ok := a.c.castPath(v.Type, to); ok {
		a.volatile(path.volatility)
	} else if len(a.c.In(ClassCast, 0)) > 0 || v.Unknown() {
		a.volatile(a.c.castGuess())
	}
	return value{Type: to, text: v.text}
}

// literalOf notes what a text stands for that is taken as a value of a type: an
// object by its name (find_expr_references_walker, dependency.c), or the value
// of an enum.
func (a *analyst) literalOf(text string, to Type) {
	if d := a.c.DataType(a.c.Bottom(to.Element())); d != nil && d.Kind == 'e' {
		for _, label := range labels(text, to.Array) {
			a.enumValue(d, label)
		}
		return
	}
	if to.Array || to.Name == "" {
		return
	}
	switch to.Name {
	case "regclass":
		schema, name := splitText(text)
		if rel := a.c.Relation(schema, name); rel != nil {
			a.ref(Address{OID: rel.OID})
		}
	case "regproc", "regprocedure":
		name, _, _ := strings.Cut(text, "(")
		schema, name := splitText(name)
		if f := a.c.Overloads(schema, name); len(f) == 1 {
			a.ref(Address{OID: f[0].OID})
		}
	case "regtype":
		schema, name := splitText(strings.TrimSuffix(text, "[]"))
		if t, ok := a.c.namedType(schema, name); ok {
			a.ref(Address{OID: t.OID})
		}
	case "regnamespace":
		if ns := a.c.Schema(text); ns != nil {
			a.ref(Address{OID: ns.OID})
		}
	}
}

// labels are the values of an enum in a text, which for an array is one in
// braces; those that need quotes are passed over.
func labels(text string, array bool) []string {
	if !array {
		return []string{text}
	}
	text = strings.Trim(text, "{} ")
	if text == "" || strings.ContainsAny(text, `"\{}`) {
		return nil
	}
	var found []string
	for _, label := range strings.Split(text, ",") {
		if label = strings.TrimSpace(label); !strings.EqualFold(label, "null") {
			found = append(found, label)
		}
	}
	return found
}

// enumValue refuses what is no value of an enum, and what is not one before the
// transaction ends (enum_in, check_safe_enum_use, PostgreSQL 16).
func (a *analyst) enumValue(d *DataType, text string) {
	known := false
	for _, label := range d.Labels {
		known = known || label == text
	}
	switch {
	case a.c.UncommittedValue(d.OID, text):
		a.refuse("55P04", "unsafe use of new value %s of enum type %s", pgsql.QuoteLiteral(text), a.c.QualifiedName(d))
	case !known && len(d.Labels) > 0:
		a.refuse("22P02", "invalid input value for enum %s: %s", a.c.QualifiedName(d), pgsql.QuoteLiteral(text))
	}
}

// splitText takes a qualified name in a text apart, quotes being taken off.
func splitText(text string) (schema, name string) {
	var parts []string
	var part strings.Builder
	quoted := false
	for _, c := range strings.TrimSpace(text) {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '.' && !quoted:
			parts = append(parts, part.String())
			part.Reset()
		case quoted:
			part.WriteRune(c)
		default:
			part.WriteString(strings.ToLower(string(c)))
		}
	}
	return split(append(parts, part.String()))
}
