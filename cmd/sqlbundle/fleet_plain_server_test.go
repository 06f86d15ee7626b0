package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/fleet"
	"sqlbundle/internal/pgtest"
)

// TestFleetPlain holds what is told of a database in which a bundle in the plain
// dialect was interrupted, and that a way back has nothing to do where the
// bundle was never applied.
func TestFleetPlain(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	dir := night(t).bundle("heads", "--dialect", "plain")
	stdout, _ := call(t, 0, "apply", dir, "--targets", targetList(t, db), "--rollback")
	says(t, stdout, "nothing to do", "at base")

	interrupts := make(chan struct{})
	results, err := fleet.Run(context.Background(), []fleet.Job{{Name: "it", Target: targetOf(t, db), Bundle: loaded(t, dir)}}, fleet.Options{
		Interrupts: interrupts,
		Notify: func(n fleet.Note) {
			if n.Event != nil && n.Event.Event == executor.SegmentBegun && n.Event.Revision == "bb" && n.Event.Segment == 1 {
				interrupts <- struct{}{}
				time.Sleep(100 * time.Millisecond) // until it has been heard
			}
		},
	})
	if !errors.Is(err, executor.ErrInterrupted) {
		t.Fatalf("it ends with %v", err)
	}
	r := results[0]
	if r.Err == nil || !strings.Contains(r.Err.Message, "sqlbundle upgrade base:bb --sql --dialect plain --after ") {
		t.Fatalf("how it goes on: %+v", r.Err)
	}
	// Both say the same segment, whichever the interrupt has met.
	_, after, _ := strings.Cut(r.Err.Message, " --after bb/")
	if s := r.Stands; s == nil || s.Inside != "bb" || int(after[0]-'0') != s.Segment-1 {
		t.Errorf("it stands at %+v, and goes on after segment %s", s, after)
	}
	says(t, fleet.Summary(results), "1 interrupted; the same command does those in which nothing was done")
}
