package fleet

import (
	"errors"
	"strings"
	"time"

	"sqlbundle/internal/executor"
)

// Outcome is what has become of a job.
type Outcome string

// The outcomes. Unchanged is that of a database on which all was done already,
// Checked that of one which was only looked at; Busy that of one in which another
// run was at work until nobody wanted to wait any longer.
const (
	Done        Outcome = "done"
	Unchanged   Outcome = "nothing to do"
	Checked     Outcome = "checked"
	Failed      Outcome = "failed"
	Busy        Outcome = "busy"
	Interrupted Outcome = "interrupted"
	NotBegun    Outcome = "not begun"

	waiting Outcome = "waiting" // busy, and visited again
)

// Outcomes are all there are, in the order in which they are counted.
var Outcomes = []Outcome{Done, Unchanged, Checked, Failed, Busy, Interrupted, NotBegun}

// Result is what has become of a job.
type Result struct {
	Job     *Job
	Outcome Outcome
	// Stands is where the database stands; nil where that is not known.
	Stands   *Stands
	Duration time.Duration
	// Err is the last error's event, or in the plain dialect how it goes on; nil
	// where there was none.
	Err *executor.Event

	changed bool     // a segment has begun
	stops   []string // what the preflight has against it
	told    string   // an error after which the script has gone on, to clean up
}

// Stands is where a database stands.
type Stands struct {
	// Heads are the rows of the tracking table; none is base.
	Heads []string
	// Inside is the revision that is begun and not done, Segment the one of its
	// Segments at which it goes on. Empty and 0 for none.
	Inside            string
	Segment, Segments int
}

// Done tells whether nothing is left to do.
func (r *Result) Done() bool {
	return r.Outcome == Done || r.Outcome == Unchanged || r.Outcome == Checked
}

func (r *Result) failed() bool { return r.Outcome == Failed || r.Outcome == Busy }

// Exit is the status with which applying to this database alone would have
// ended; false where it was not begun.
func (r *Result) Exit() (status int, begun bool) {
	switch r.Outcome {
	case Failed, Busy:
		return 3, true
	case Interrupted:
		return 130, true
	}
	return 0, r.Outcome != NotBegun
}

// begin forgets what an earlier visit has left.
func (r *Result) begin() { r.Err, r.stops, r.told = nil, nil, "" }

// follow keeps what the result is made of.
func (r *Result) follow(e executor.Event) {
	switch e.Event {
	case executor.Checked:
		if e.Status == "stop" {
			r.stops = append(r.stops, e.Check+": "+e.Detail)
		}
	case executor.Noticed:
		if isError(e.Code) {
			r.told = strings.TrimSuffix(e.Message+". "+e.Detail, ". ")
		}
	case executor.Failed:
		switch {
		case len(r.stops) > 0:
			e.Detail = strings.Join(r.stops, "; ")
		case strings.Contains(e.Message, " as told above"), strings.HasSuffix(e.Message, " has failed, or has not had its effect"):
			e.Detail = r.told
		}
		r.Err = &e
	case executor.Stands:
		// No second run of a bundle in the plain dialect goes on: this says how.
		if r.Job.Bundle.Plain() {
			r.way(e.Message)
		}
	case executor.SegmentBegun:
		r.changed = true
	}
}

// way keeps how a database is finished, where no error has said it.
func (r *Result) way(text string) {
	switch {
	case r.Err == nil:
		r.Err = &executor.Event{Message: text}
	case r.Err.Hint == "":
		r.Err.Hint = text
	}
}

// isError tells whether a code is one of an error: its class is not one of
// success, warnings or missing data (PostgreSQL 18, appendix A).
func isError(code string) bool {
	return len(code) == 5 && code[:2] != "00" && code[:2] != "01" && code[:2] != "02"
}

// end sets the outcome by a run's error.
func (r *Result) end(err error, p *place, checkOnly bool) {
	r.Stands = p.stands
	var refused *executor.Refused
	switch {
	case err == nil && checkOnly:
		r.Outcome = Checked
	case err == nil && r.changed:
		r.Outcome = Done
	case err == nil:
		r.Outcome = Unchanged
	case errors.Is(err, executor.ErrInterrupted):
		r.Outcome = Interrupted
	case errors.As(err, &refused) && (r.Err == nil || r.Err.File == "") && anotherRun(refused.Message):
		r.Outcome = Busy
	default:
		r.Outcome = Failed
		if err != nil && r.Err == nil {
			r.Err = &executor.Event{Message: err.Error()}
		}
	}
}

// anotherRun tells whether a script has stopped because another run holds the
// database's lock; the preflight names its check.
func anotherRun(message string) bool {
	if strings.HasPrefix(message, "sqlbundle: another run holds the lock") {
		return true
	}
	_, checks, stop := strings.Cut(message, ": stop says ")
	return stop && strings.Contains(", "+checks+", ", ", other run, ")
}
