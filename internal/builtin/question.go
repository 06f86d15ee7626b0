package builtin

// question is a lookup: the text that is searched, the version, the names.
type question struct {
	version    int
	name, more string
}

// found is a fact, or that there is none.
type found[V any] struct {
	fact V
	ok   bool
}
