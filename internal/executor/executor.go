// Package executor applies a bundle to a database.
//
// In goes a bundle that was read and a target; out comes a database on which the
// bundle's scripts have run, the very bytes that were reviewed, and [Event]s that
// tell of it. The scripts are those of psql: [internal/psql] runs them, with
// all that they do to find their place, to lock, to log, to retry. What is done
// here is around them: the bundle is checked before a connection is opened, a
// run that has failed for a reason that passes is begun again, a lost connection
// is made anew, and a second connection looks who is in the way.
//
// A script that is begun again skips what is done, whoever did it: so each
// attempt is a session of its own, as if somebody had run psql another time.
//
// Invariants: nothing reaches the database but what the scripts hold, reads of
// the server's own views apart; no session of others is ended; no password is
// shown.
package executor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/graph"
	"sqlbundle/internal/psql"
	"sqlbundle/out"
)

// Options are how a bundle is applied.
type Options struct {
	// Rollback runs rollback.sql.
	Rollback bool
	// CheckOnly runs the preflight and the script's guards, and changes nothing.
	CheckOnly bool
	// StopAfter and Abandon are the script's variables of that name, revisions.
	StopAfter, Abandon string
	// NoPreflight and NoVerify leave these scripts out; a way back has neither.
	NoPreflight, NoVerify bool
	// Retries is how often a script is begun again after a lock timeout, a
	// deadlock or a serialization failure, without anything done in between.
	Retries int
	// Reconnect is how long a lost connection is tried to be made anew; 0 for
	// not at all.
	Reconnect time.Duration
	// Interrupts has a value for each Ctrl-C: the first lets the segment finish,
	// the second cancels the statement, the third leaves at once. May be nil.
	Interrupts <-chan struct{}
	// Events takes what happens, one after the other. May be nil.
	Events func(Event)
	// Client is the version that the log shows.
	Client string
}

// Refused is the error where the database refused, cannot be reached, or is not
// where it should be. Where the server said so, PG is its error.
type Refused struct {
	Message string
	Hint    string
	PG      *pgconn.PgError
}

func (e *Refused) Error() string { return e.Message }

// ErrInterrupted is the error of a run that was asked to stop.
var ErrInterrupted = errors.New("interrupted")

// ErrPlain is the error of a bundle in the plain dialect.
var ErrPlain = errors.New("this bundle is in the plain dialect: it is for clients that send statement by statement; make it without --dialect plain")

// Run applies a bundle: preflight, upgrade and verify, or the way back. It
// returns nil where all of it is done, a [Refused], [ErrInterrupted], or
// [ErrPlain]. Whatever it returns, it may be run again.
func Run(ctx context.Context, target Target, b *Bundle, o Options) error {
	if b.Plain() {
		return ErrPlain
	}
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	r := &run{ctx: ctx, leave: leave, target: target, bundle: b, options: o, pids: map[int]bool{}, first: make(chan struct{})}
	stop := r.listen()
	defer stop()
	r.say(Event{Event: Started, Digest: b.Digest, PlanDigest: b.Manifest.PlanDigest, Direction: r.direction(), From: b.Manifest.From, To: b.Manifest.To, Steps: len(b.Manifest.Steps)})
	began := time.Now()
	err := r.all()
	if err != nil && r.interrupts.Load() > 0 && !r.failedAnyway(err) {
		err = r.interrupted(err)
	}
	status := map[bool]int{true: 0, false: 3}[err == nil]
	if errors.Is(err, ErrInterrupted) {
		status = 130
	}
	r.say(Event{Event: Ended, Exit: &status, Milliseconds: since(began)})
	return err
}

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

// run is one run.
type run struct {
	ctx     context.Context
	leave   context.CancelFunc
	target  Target
	bundle  *Bundle
	options Options

	// queries counts the beginnings and the ends of queries.
	queries atomic.Int64

	mu         sync.Mutex // for events, which hold script
	interrupts atomic.Int32
	first      chan struct{} // closed by the first interrupt
	conn       atomic.Pointer[pgconn.PgConn]

	script string
	pids   map[int]bool // of the backends that this run had
	// attempt and lost are counted since something was last done.
	attempt int
	lost    time.Time

	at position
}

func (r *run) direction() string {
	if r.options.Rollback {
		return string(graph.Downgrade)
	}
	return r.bundle.Manifest.Direction
}

func (r *run) say(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e.Time = time.Now().UTC().Truncate(time.Millisecond)
	e.Database = r.bundle.Manifest.Database
	if e.Script == "" {
		e.Script = r.script
	}
	if r.options.Events != nil {
		r.options.Events(e)
	}
}

func since(t time.Time) *int64 {
	ms := time.Since(t).Milliseconds()
	return &ms
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

// all runs the scripts in order.
func (r *run) all() error {
	vars := map[string]string{}
	o := r.options
	for name, value := range map[string]string{"sqlbundle_stop_after": o.StopAfter, "sqlbundle_abandon": o.Abandon} {
		if value != "" {
			vars[name] = value
		}
	}
	if o.Rollback {
		return r.work(out.RollbackFile, vars)
	}
	if !o.NoPreflight && r.bundle.has(out.PreflightFile) {
		if err := r.again(out.PreflightFile, vars); err != nil {
			return err
		}
	}
	if err := r.work(r.bundle.main, vars); err != nil {
		return err
	}
	if o.NoVerify || o.CheckOnly || o.StopAfter != "" || !r.bundle.has(out.VerifyFile) {
		return nil
	}
	return r.again(out.VerifyFile, nil)
}

// work runs the script that changes something.
func (r *run) work(name string, vars map[string]string) error {
	if r.options.CheckOnly {
		vars = maps.Clone(vars)
		vars["sqlbundle_check_only"] = "on"
	}
	return r.again(name, vars)
}

// errStopped ends a script where the run was asked to stop.
var errStopped = errors.New("stopped")

// again runs a script until it has come to its end, or fails for a reason that
// does not pass.
func (r *run) again(name string, vars map[string]string) error {
	r.mu.Lock()
	r.script = name
	r.mu.Unlock()
	r.attempt, r.lost = 0, time.Time{}
	for {
		err := r.once(name, vars)
		if err == nil {
			return nil
		}
		if errors.Is(err, errStopped) || r.interrupts.Load() > 0 {
			return r.refusal(err)
		}
		pause, retry := r.pause(err)
		if !retry {
			return r.refusal(err)
		}
		select {
		case <-time.After(pause):
		case <-r.first:
			return r.refusal(err)
		case <-r.ctx.Done():
			return r.refusal(err)
		}
	}
}

// once runs a script in a session of its own.
func (r *run) once(name string, vars map[string]string) error {
	conn, err := r.connect()
	if err != nil {
		return err
	}
	defer r.close(conn)
	in := &psql.Interpreter{Session: session{conn}, Vars: maps.Clone(vars)}
	if in.Vars == nil {
		in.Vars = map[string]string{}
	}
	in.Vars["VERSION_NAME"] = "(sqlbundle " + r.options.Client + ")"
	f := &follower{run: r, in: in, conn: conn}
	f.hook(name)
	w := r.watch(conn, f)
	err = in.Run(r.ctx, r.bundle.scripts[name])
	w.stop()
	f.finish(err)
	return err
}

func (r *run) connect() (*pgconn.PgConn, error) {
	config := r.target.config.Copy()
	config.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) { r.notice(n) }
	conn, err := pgconn.ConnectConfig(r.ctx, config)
	if err != nil {
		return nil, &connectError{err}
	}
	r.pids[int(conn.PID())] = true
	r.conn.Store(conn)
	r.say(Event{Event: Connected, Message: "PostgreSQL " + conn.ParameterStatus("server_version")})
	return conn, nil
}

// connectError is the error of a connection that was not made.
type connectError struct{ error }

func (e *connectError) Unwrap() error { return e.error }

func (r *run) close(conn *pgconn.PgConn) {
	r.conn.Store(nil)
	hangUp(conn)
}

func hangUp(conn *pgconn.PgConn) {
	ctx, cancel := context.WithTimeout(context.Background(), cancelTimeout)
	defer cancel()
	_ = conn.Close(ctx) // whatever it says, the session is over
}

// refusal makes the error that the caller gets, and tells of it.
func (r *run) refusal(err error) error {
	if errors.Is(err, errStopped) {
		return err
	}
	e := Event{Event: Failed}
	refused := &Refused{}
	var server *pgconn.PgError
	var where *psql.Error
	switch {
	case errors.As(err, &server):
		refused.PG, refused.Message, refused.Hint = server, server.Message, server.Hint
		e.Severity, e.Code, e.Detail = server.Severity, server.Code, server.Detail
	case errors.As(err, &where):
		refused.Message = r.target.clean(where.Err)
	default:
		refused.Message = r.target.clean(err)
	}
	e.Message, e.Hint = refused.Message, refused.Hint
	if errors.As(err, &where) {
		if a, ok := r.author(where.Query); ok {
			e.File, e.Line = a.json.File, a.json.Line
		}
	}
	r.say(e)
	return refused
}

// author is the statement of the manifest that a query sends.
func (r *run) author(q psql.Query) (author, bool) {
	if r.script != r.bundle.main {
		return author{}, false
	}
	a, ok := r.bundle.authors[q.End-1]
	return a, ok && q.Start >= 0
}

// interrupted says where the database stands after a run that was asked to stop.
func (r *run) interrupted(err error) error {
	if r.ctx.Err() != nil {
		return ErrInterrupted
	}
	name := r.bundle.main
	if r.options.Rollback {
		name = out.RollbackFile
	}
	where, standErr := r.stands(name)
	if standErr != nil {
		where = "where it stands could not be read: " + r.target.clean(standErr)
	} else {
		where = "the same command goes on: " + where
	}
	r.say(Event{Event: Stands, Script: name, Message: where})
	_ = err // told already, unless it is that the run has stopped
	return ErrInterrupted
}

// stands lets a script say where it would go on.
func (r *run) stands(name string) (string, error) {
	ctx, cancel := context.WithTimeout(r.ctx, standsTimeout)
	defer cancel()
	config := r.target.config.Copy()
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return "", err
	}
	defer hangUp(conn)
	last := ""
	in := &psql.Interpreter{
		Session: session{conn}, Vars: map[string]string{"sqlbundle_check_only": "on", "VERSION_NAME": ""},
		Echo: func(text string) error { last = text; return nil },
	}
	if err := in.Run(ctx, r.bundle.scripts[name]); err != nil {
		var server *pgconn.PgError
		if errors.As(err, &server) {
			return "", fmt.Errorf("%s", server.Message)
		}
		return "", err
	}
	return whereWords(last), nil
}

const standsTimeout = 30 * time.Second
