package out

import "io"

// Format is one of the ways in which a command can write a T. A list of them
// says what its --format accepts.
type Format[T any] struct {
	// Name is what --format takes, Doc a line of help.
	Name, Doc string
	// Write writes the value; it fails only where the writer does.
	Write func(io.Writer, T) error
}
