package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// panicking is an output that nobody has thought of.
type panicking struct{}

func (panicking) Write([]byte) (int, error) { panic("no such output") }

// TestFault holds that a fault of the program's own is an error with a place,
// and neither success nor a stack trace.
func TestFault(t *testing.T) {
	var stderr bytes.Buffer
	status := run(context.Background(), []string{"completion", "bash"}, strings.NewReader(""), panicking{}, &stderr)
	got := stderr.String()
	if status != 2 || !strings.HasPrefix(got, "sqlbundle: this is a fault of sqlbundle's own: no such output, in ") ||
		!strings.Contains(got, "fault_test.go:13\n  hint: what it has written is not whole") || strings.Contains(got, "goroutine") {
		t.Errorf("status %d, %s", status, got)
	}
}
