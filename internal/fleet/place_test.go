package fleet

import (
	"testing"

	"sqlbundle/internal/executor"
	"sqlbundle/out"
)

// planOf is b1 and b2 on top of a1: b1 has two segments of transaction 1, one in
// none, and one of transaction 2, which b2 shares where shared is set.
func planOf(shared bool) *out.Manifest {
	one, two, three := 1, 2, 3
	if shared {
		three = two
	}
	return &out.Manifest{
		From: []string{"a1"},
		Steps: []out.StepJSON{
			{Revision: "b1", HeadsAfter: []string{"b1"}, Segments: []out.SegmentJSON{{Number: 1, Transaction: &one}, {Number: 2, Transaction: &one}, {Number: 3}, {Number: 4, Transaction: &two}}},
			{Revision: "b2", HeadsAfter: []string{"b2"}, Segments: []out.SegmentJSON{{Number: 1, Transaction: &three}}},
		},
		To: []string{"b2"},
		Rollback: &out.RollbackJSON{Steps: []out.StepJSON{
			{Revision: "b2", HeadsAfter: []string{"b1"}, Segments: []out.SegmentJSON{{Number: 1, Transaction: &one}, {Number: 2, Transaction: &two}, {Number: 3, Transaction: &two}}},
			{Revision: "b1", HeadsAfter: []string{"a1"}, Segments: []out.SegmentJSON{{Number: 1, Transaction: &three}, {Number: 2}, {Number: 3, Transaction: &three}}},
		}},
	}
}

func TestPlace(t *testing.T) {
	said := func(text string) executor.Event {
		return executor.Event{Event: executor.Said, Message: "sqlbundle: " + text}
	}
	segment := func(step, number int) executor.Event {
		return executor.Event{Event: executor.SegmentBegun, Direction: "upgrade", Step: step, Steps: 2, Revision: []string{"b1", "b2"}[step-1], Segment: number, Segments: []int{4, 1}[step-1]}
	}
	back := func(direction string, step int, revision string, number int) executor.Event {
		return executor.Event{Event: executor.SegmentBegun, Direction: direction, Step: step, Revision: revision, Segment: number, Segments: 3}
	}
	done := func(event executor.Event) executor.Event {
		event.Event = executor.SegmentDone
		return event
	}
	tests := []struct {
		name             string
		shared, rollback bool
		event            executor.Event
		want             string
	}{
		{"nothing", false, false, said("plan 1234"), ""},
		{"start", false, false, said("beginning with step 1 of 2"), "at a1"},
		{"between", false, false, said("going on after step 1 of 2"), "at b1"},
		{"inside", false, false, said("going on inside b1, at its segment 3, after a look at what a cut has left"), "at a1, inside b1, segment 3/4"},
		{"unknown revision", false, false, said("going on inside zz, at its segment 3"), ""},
		{"end", false, false, said("done in 1 s, the database stands at b2, x7"), "at b2, x7"},
		{"several heads", false, false, said("done in 1 s, the database stands at b2,x7"), "at b2, x7"},
		{"base", false, false, said("nothing to do, the database stands at base"), "at base"},
		{"preflight", false, false, executor.Event{Event: executor.Checked, Check: "position", Status: "ok", Detail: "the database stands at a1, after step 0 of 2"}, "at a1"},
		{"verify", false, false, executor.Event{Event: executor.Said, Script: out.VerifyFile, Message: "sqlbundle: the database stands at b2, ok"}, ""},
		{"interrupted", false, false, executor.Event{Event: executor.Stands, Message: "the same command goes on: going on after step 1 of 2"}, "at b1"},
		{"first segment", false, false, segment(1, 1), "at a1"},
		{"second segment of a transaction", false, false, segment(1, 2), "at a1"},
		{"in no transaction", false, false, segment(1, 3), "at a1, inside b1, segment 3/4"},
		{"behind it", false, false, segment(1, 4), "at a1, inside b1, segment 4/4"},
		{"next step", false, false, segment(2, 1), "at b1"},
		{"next step, same transaction", true, false, segment(2, 1), "at a1, inside b1, segment 4/4"},
		{"segment done", false, false, done(segment(1, 3)), "at a1, inside b1, segment 4/4"},
		{"step done", false, false, done(segment(1, 4)), "at b1"},
		{"all done", true, false, done(segment(2, 1)), "at b2"},
		{"no such step", false, false, executor.Event{Event: executor.SegmentBegun, Step: 7, Segment: 1}, ""},
		{"back, start", false, true, said("beginning with step 1 of 2"), "at b2"},
		{"back, between", false, true, said("going on after step 1 of 2"), "at b1"},
		{"back, beyond", false, true, said("going on after step 9 of 2"), ""},
		{"back, second step", false, true, back("downgrade", 2, "b1", 1), "at b1"},
		{"back, inside", false, true, back("downgrade", 1, "b2", 2), "at b2, inside b2, segment 2/3"},
		{"back, same transaction", false, true, back("downgrade", 1, "b2", 3), "at b2, inside b2, segment 2/3"},
		{"back, next step, same transaction", true, true, back("downgrade", 2, "b1", 1), "at b2, inside b2, segment 2/3"},
		{"back, undo", false, true, back("undo", 0, "b1", 2), "at a1, inside b1, segment 2/4"},
		{"plain, interrupted", false, false, executor.Event{Event: executor.Stands, Message: "the database stands behind b1/2, this script begins where the plan starts. Make the rest: …"}, "at a1, inside b1, segment 3/4"},
		{"plain, refused", false, false, executor.Event{Event: executor.Failed, Message: "sqlbundle: the database stands behind b1/4, this script begins where the plan starts"}, "at b1"},
		{"plain, back", false, true, executor.Event{Event: executor.Failed, Message: "sqlbundle: the database stands behind b2/3, this script begins where the plan starts"}, "at b1"},
		{"back, segment done", false, true, done(back("downgrade", 1, "b2", 2)), "at b2, inside b2, segment 3/3"},
		{"back, step done", false, true, done(back("downgrade", 1, "b2", 3)), "at b1"},
		{"back, undone", false, true, done(back("undo", 0, "b1", 2)), ""},
	}
	for _, tt := range tests {
		p := newPlace(planOf(tt.shared), tt.rollback)
		p.follow(tt.event)
		if got := p.stands.words(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAnotherRun(t *testing.T) {
	tests := map[string]bool{
		"sqlbundle: another run holds the lock, pid 4711 (psql)":                     true,
		"sqlbundle: this is not the moment: stop says other run":                     true,
		"sqlbundle: this is not the moment: stop says free names, other run, role":   true,
		"sqlbundle: this is not the moment: stop says free names":                    false,
		"canceling statement due to lock timeout":                                    false,
		`relation "another run holds the lock" already exists: stop says other runs`: false,
	}
	for message, want := range tests {
		if got := anotherRun(message); got != want {
			t.Errorf("%q: %t", message, got)
		}
	}
}
