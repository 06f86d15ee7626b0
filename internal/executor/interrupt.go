package executor

import (
	"context"
	"errors"
	"time"

	"sqlbundle/out"
)

// cancelQuery cancels the query that is being run, again and again until it has
// ended: the server passes over a request that comes before the query has.
func (r *run) cancelQuery(number int64, done <-chan struct{}) {
	for r.queries.Load() == number {
		r.cancel()
		select {
		case <-done:
			return
		case <-time.After(cancelEvery):
		}
	}
}

// cancelEvery is between two requests to cancel the same query.
const cancelEvery = 500 * time.Millisecond

// failedAnyway tells whether a run that was asked to stop behind its segment has
// failed in it, for a reason that the next run meets too.
func (r *run) failedAnyway(err error) bool {
	var refused *Refused
	return r.interrupts.Load() == 1 && r.ctx.Err() == nil && errors.As(err, &refused) && refused.PG != nil && !r.at.passes(refused.PG)
}

// listen counts interrupts.
func (r *run) listen() (stop func()) {
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case _, ok := <-r.options.Interrupts:
				if !ok {
					return
				}
			}
			switch r.interrupts.Add(1) {
			case 1:
				r.say(Event{Event: Stopping, Message: "stopping at the end of this segment; Ctrl-C again cancels its statement"})
				close(r.first)
			case 2:
				r.say(Event{Event: Stopping, Message: "cancelling the statement; Ctrl-C again leaves at once"})
				go r.cancelQuery(r.queries.Load(), done)
			default:
				r.cancel()
				r.leave()
			}
		}
	}()
	return func() { close(done) }
}

// cancel asks the server to cancel the statement that runs. Where that fails,
// one more interrupt leaves all the same.
func (r *run) cancel() {
	if conn := r.conn.Load(); conn != nil {
		ctx, cancel := context.WithTimeout(r.ctx, cancelTimeout)
		defer cancel()
		_ = conn.CancelRequest(ctx)
	}
}

const cancelTimeout = 5 * time.Second

// interrupted says where the database stands after a run that was asked to stop.
func (r *run) interrupted(err error) error {
	if r.ctx.Err() != nil {
		return ErrInterrupted
	}
	name := r.bundle.main
	if r.options.Rollback {
		name = out.RollbackFile
	}
	r.tellStands(name)
	_ = err // told already, unless it is that the run has stopped
	return ErrInterrupted
}
