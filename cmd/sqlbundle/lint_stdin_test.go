package main

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"
)

// Whoever is asked to stop does not wait for a text that may never come.
func TestLintStandardInputIsInterrupted(t *testing.T) {
	typed, hand := io.Pipe()
	defer hand.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, interrupt)
	ended := make(chan int)
	var stdout, stderr bytes.Buffer
	go func() { ended <- run(ctx, []string{"lint", "-"}, typed, &stdout, &stderr) }()
	select {
	case status := <-ended:
		if status != 130 || stdout.Len() > 0 {
			t.Errorf("status %d\n%s%s", status, &stdout, &stderr)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it waits on")
	}
}
