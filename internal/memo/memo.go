// Package memo remembers answers: a history asks for the same few facts, and has
// the same few texts, again and again.
package memo

import "sync"

// Memo is what was found, by question. The zero value is empty and ready; any
// number of goroutines may ask. What it gives is shared, and must not be written
// to.
type Memo[Q comparable, V any] struct{ answers sync.Map }

// Get is the answer to a question; find looks for it where nobody has asked yet.
func (m *Memo[Q, V]) Get(question Q, find func() V) V {
	if v, ok := m.answers.Load(question); ok {
		return v.(V)
	}
	v := find()
	m.answers.Store(question, v)
	return v
}
