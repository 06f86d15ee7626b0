package catalog

import "sync"

// memo remembers what follows from built-in facts alone: a history asks for the
// same few again and again. A question is a value that can be compared; what it
// gives is shared, and must not be written to.
type memo[V any] struct{ answers sync.Map }

func (m *memo[V]) get(question any, find func() V) V {
	if v, ok := m.answers.Load(question); ok {
		return v.(V)
	}
	v := find()
	m.answers.Store(question, v)
	return v
}
