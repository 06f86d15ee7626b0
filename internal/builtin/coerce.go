package builtin

// IsBinaryCoercible tells whether a value of one type of pg_catalog is one of
// another as it stands. It follows IsBinaryCoercible in parse_coerce.c
// (PostgreSQL 13 to 18): casts count only where they are implicit. Types that
// migrations create are the caller's: a domain goes in as its base type.
func IsBinaryCoercible(from, to string, version int) bool {
	switch to {
	case from, "any", "anyelement", "anycompatible":
		return true
	}
	if t, ok := LookupType(from, version); ok && isOfKind(t, to, version) {
		return true
	}
	c, ok := FindCast(from, to, version)
	return ok && c.Method == 'b' && c.Context == 'i'
}

// isOfKind tells whether a type is of the kind that a pseudo-type stands for.
func isOfKind(t Type, pseudo string, version int) bool {
	switch pseudo {
	case "anyarray", "anycompatiblearray":
		return t.IsArray()
	case "anynonarray", "anycompatiblenonarray":
		return !t.IsArray()
	case "anyenum":
		return t.Kind == 'e'
	case "anyrange", "anycompatiblerange":
		return t.Kind == 'r'
	case "anymultirange", "anycompatiblemultirange":
		return t.Kind == 'm'
	case "record":
		return t.Kind == 'c'
	case "_record":
		elem, ok := LookupType(t.Elem, version)
		return ok && t.IsArray() && elem.Kind == 'c'
	}
	return false
}
