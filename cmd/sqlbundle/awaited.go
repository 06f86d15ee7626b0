package main

import (
	"context"

	"sqlbundle/internal/defect"
)

// awaited is what read gives, or the error of ctx where that ends first: whoever
// is asked to stop does not wait for what may never come through a pipe.
func awaited[T any](ctx context.Context, read func() (T, error)) (T, error) {
	var value T
	ended := make(chan error, 1)
	go func() {
		var err error
		defer func() { ended <- err }()
		defer defect.Catch(&err)
		value, err = read()
	}()
	select {
	case err := <-ended:
		return value, err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
