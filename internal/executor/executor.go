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

// Run applies a bundle: preflight, upgrade and verify, or the way back. It
// returns nil where all of it is done, a [Refused], [ErrInterrupted], or the
// error of [Bundle.Takes]. Whatever it returns, it may be run again.
func Run(ctx context.Context, target Target, b *Bundle, o Options) error {
	if err := b.Takes(o); err != nil {
		return err
	}
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	r := &run{ctx: ctx, leave: leave, target: target, bundle: b, options: o, pids: map[int]bool{}, first: make(chan struct{})}
	stop := r.listen()
	defer stop()
	r.say(Event{Event: Started, Digest: b.Digest, PlanDigest: b.Manifest.PlanDigest, Direction: r.direction(), From: b.Manifest.From, To: b.Manifest.To, Steps: len(b.Manifest.Steps)})
	began := time.Now()
	err := r.all()
	r.tellWay(err)
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
	pooled bool         // a pooler was told of
	pids   map[int]bool // of the backends that this run had
	// attempt and lost are counted since something was last done.
	attempt int
	lost    time.Time
	// done holds where anything was done.
	done bool

	at position

	// of a preflight in the plain dialect: what says stop, and how many warn
	stops []string
	warns int
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
		if err := r.verdict(); err != nil {
			return err
		}
	}
	if err := r.work(r.bundle.main, vars); err != nil {
		return err
	}
	if o.NoVerify || o.CheckOnly || o.StopAfter != "" || !r.bundle.has(out.VerifyFile) {
		return nil
	}
	err := r.again(out.VerifyFile, nil)
	if err == nil && r.bundle.plain != nil {
		r.say(Event{Event: Said, Message: "sqlbundle: verified"})
	}
	return err
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
		if !r.wait(pause) {
			return r.refusal(err)
		}
	}
}

// wait lets a pause pass; false where the run is to end meanwhile.
func (r *run) wait(pause time.Duration) bool {
	select {
	case <-time.After(pause):
		return true
	case <-r.first:
	case <-r.ctx.Done():
	}
	return false
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
	if script, ok := r.bundle.plain[name]; ok {
		err = f.plainly(name, script)
	} else {
		err = in.Run(r.ctx, r.bundle.scripts[name])
	}
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
	if conn.PID() > maxPID && !r.pooled {
		r.pooled = true
		r.say(Event{Event: Said, Message: "sqlbundle: there is a pooler in between: one in session mode does, but nobody tells who is in the way; with one in transaction mode the run stops, and may leave its lock with a backend of the pool. Better connect to the server itself"})
	}
	return conn, nil
}

// maxPID is above every process that a system gives a number (proc(5), pid_max; on
// others it is less). Poolers make up a number for their clients.
const maxPID = 1 << 22

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
		refused.PG, refused.Message, refused.Hint = server, r.bundle.inWords(server.Message), r.bundle.inWords(server.Hint)
		e.Severity, e.Code, e.Detail = server.Severity, server.Code, server.Detail
	case errors.As(err, &where):
		refused.Message = r.target.clean(where.Err)
	default:
		refused.Message = r.target.clean(err)
	}
	if server != nil && server.Code == "28P01" && r.target.config.Password == "" {
		refused.Hint = "No password was given: PGPASSWORD has it, a password file that nobody else may read (chmod 600), or ${VAR} in the configuration's url."
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
	a, ok := r.bundle.authors[r.script][q.End-1]
	return a, ok && q.Start >= 0
}
