package builtin

import "sync"

// question is a lookup: the text that is searched, the version, the names.
type question struct {
	version    int
	name, more string
}

// memo remembers what was found: facts never change, and a history asks for the
// same few again and again.
type memo[V any] struct{ answers sync.Map }

func (m *memo[V]) get(q question, find func() V) V {
	if v, ok := m.answers.Load(q); ok {
		return v.(V)
	}
	v := find()
	m.answers.Store(q, v)
	return v
}

// found is a fact, or that there is none.
type found[V any] struct {
	fact V
	ok   bool
}
