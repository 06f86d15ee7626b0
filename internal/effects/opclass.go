package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// chooseOpclass gives an index column the operator class that a statement names,
// or sees that its type has a default (ResolveOpClass, indexcmds.c). The default
// is kept as an empty name, whether it was named or not.
func (r *run) chooseOpclass(col *catalog.IndexColumn, method string, t catalog.Type, elem *pg.IndexElem) []catalog.Address {
	schema, name := catalog.Split(elem.GetOpclass())
	if name == "" {
		if _, ok := r.defaultOpclass(method, t); !ok && r.lacksOpclass(method, t) {
			r.refuse("42704", "data type %s has no default operator class for access method %q", r.FormatType(t), method)
		}
		return nil
	}
	class, ok := r.opclassNamed(method, name)
	switch {
	case ok && r.classifiable(t) && !r.coercible(t, class.Input):
		r.refuse("42804", "operator class %q does not accept data type %s", name, r.FormatType(t))
	case !ok && r.userOpclass(method, schema, name) == nil && !r.moreMayExist():
		r.refuse("42704", "operator class %q does not exist for access method %q", name, method)
	}
	if byDefault, has := r.defaultOpclass(method, t); !has || byDefault.Name != name {
		col.Opclass = name
	}
	if o := r.userOpclass(method, schema, name); o != nil {
		return []catalog.Address{{OID: catalog.HeadOf(o).OID}}
	}
	return nil
}

// defaultOpclass is the operator class that an access method has for a type, or
// for one that the type's values are as they stand (GetDefaultOpClass,
// indexcmds.c).
func (r *run) defaultOpclass(method string, t catalog.Type) (builtin.Opclass, bool) {
	t = r.Bottom(t)
	word := r.typeWord(t)
	if class, ok := builtin.DefaultOpclass(method, word, r.Version); ok && word != "" {
		return class, true
	}
	var preferred, others []builtin.Opclass
	for _, class := range r.opclasses(method) {
		switch {
		case !class.Default:
		case class.Input == word:
			return class, true
		case !r.coercible(t, class.Input):
		case isPreferred(class.Input, r.Version):
			preferred = append(preferred, class)
		default:
			others = append(others, class)
		}
	}
	switch {
	case len(preferred) == 1:
		return preferred[0], true
	case len(others) == 1:
		return others[0], true
	}
	return builtin.Opclass{}, false
}

func isPreferred(name string, version int) bool {
	t, _ := builtin.LookupType(name, version)
	return t.Preferred
}

// opclasses are those of an access method: the server's own, and those of the
// extensions that the history has created.
func (r *run) opclasses(method string) []builtin.Opclass {
	found := builtin.Opclasses(method, r.Version)
	for _, o := range r.In(catalog.ClassExtension, 0) {
		e, _ := builtin.LookupExtension(catalog.HeadOf(o).Name, r.Version)
		for _, class := range e.Opclasses {
			if class.AccessMethod == method {
				found = append(found, class)
			}
		}
	}
	return found
}

// opclassNamed is the operator class of an access method with a name.
func (r *run) opclassNamed(method, name string) (builtin.Opclass, bool) {
	for _, class := range r.opclasses(method) {
		if class.Name == name {
			return class, true
		}
	}
	return builtin.Opclass{}, false
}

// userOpclass is the operator class that the history made, or an extension of
// it, under a name.
func (r *run) userOpclass(method, schema, name string) catalog.Object {
	for _, key := range []string{name, method + " " + name, name + " " + method} {
		if o := r.Lookup(catalog.ClassOperatorClass, schema, key); o != nil {
			return o
		}
	}
	return nil
}

// lacksOpclass tells whether it is certain that a type has no default operator
// class.
func (r *run) lacksOpclass(method string, t catalog.Type) bool {
	if _, known := methods[method]; !known || !r.classifiable(t) || r.moreMayExist() {
		return false
	}
	// A class that the history itself has made may be the default of any type.
	return len(r.userOpclasses()) == 0
}

// userOpclasses are the operator classes that stand for themselves.
func (r *run) userOpclasses() []catalog.Object {
	var found []catalog.Object
	for _, o := range r.All(catalog.ClassOperatorClass) {
		if !r.isMember(catalog.HeadOf(o).OID) {
			found = append(found, o)
		}
	}
	return found
}

// isMember tells whether an object belongs to an extension.
func (r *run) isMember(oid catalog.OID) bool {
	for _, d := range r.References(catalog.Address{OID: oid}) {
		if d.Kind == catalog.Member {
			return true
		}
	}
	return false
}

// classifiable tells whether enough is known of a type to tell which operator
// classes take it.
func (r *run) classifiable(t catalog.Type) bool {
	t = r.Bottom(t)
	if t.Unknown() {
		return false
	}
	d := r.DataType(t)
	return d == nil || t.Array || d.Extension != "" || d.Kind != 0 && d.Kind != 'b' && d.Kind != 'p'
}

// typeWord is the name by which operator classes know a type.
func (r *run) typeWord(t catalog.Type) string {
	name := t.Name
	if d := r.DataType(t); d != nil && d.Extension != "" {
		name = d.Name
	}
	if t.Array && name != "" {
		name = "_" + name
	}
	return name
}

// coercible tells whether values of a type are values of an operator class's
// input type as they stand.
func (r *run) coercible(t catalog.Type, input string) bool {
	t = r.Bottom(t)
	word := r.typeWord(t)
	if word == input && word != "" || input == "any" {
		return true
	}
	if t.Array {
		return input == "anyarray" || t.Name != "" && builtin.IsBinaryCoercible(word, input, r.Version)
	}
	if t.Name != "" {
		return builtin.IsBinaryCoercible(t.Name, input, r.Version)
	}
	d := r.DataType(t)
	if d == nil {
		return input == "record"
	}
	if pseudo := map[byte]string{'e': "anyenum", 'r': "anyrange", 'm': "anymultirange", 'c': "record"}[d.Kind]; pseudo == input && input != "" {
		return true
	}
	e, _ := builtin.LookupExtension(d.Extension, r.Version)
	for _, cast := range e.Casts {
		if cast.From == word && cast.To == input && cast.Method == 'b' && cast.Context == 'i' {
			return true
		}
	}
	return false
}

// opfamily is the operator family of an index column, by which the server tells
// whether two indexes are alike; the class's name where nobody knows.
func (r *run) opfamily(info *catalog.IndexInfo, col catalog.IndexColumn, t catalog.Type) string {
	class, ok := r.opclassNamed(info.Method, col.Opclass)
	if col.Opclass == "" {
		class, ok = r.defaultOpclass(info.Method, t)
	}
	if !ok {
		return pgsql.QuoteIdent(col.Opclass)
	}
	return class.Family
}
