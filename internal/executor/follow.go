package executor

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/psql"
	"sqlbundle/out"
)

// position is where a script is. It lives as long as the run.
type position struct {
	segment Event // the last one that has begun, without its time
	began   time.Time
	// open are those that have begun and are not committed: more than one where a
	// transaction has more than one.
	open []Event

	// of the last query
	// inTransaction holds where it was sent in a transaction, or has left one.
	inTransaction bool
	batch         bool
	own           bool // it is an author's
	kind          string
	// swallowed is the code of the last error that the script went on after.
	swallowed string
}

// follower tells what an interpreter does.
type follower struct {
	run  *run
	in   *psql.Interpreter
	conn *pgconn.PgConn

	mu    sync.Mutex // for what the watcher reads
	since time.Time  // when the query was sent that is running; zero for none
}

// hook makes the interpreter tell.
func (f *follower) hook(name string) {
	f.run.at = position{}
	f.in.Own = map[int]int{}
	for end, a := range f.run.bundle.authors[name] {
		if !a.batch {
			f.in.Own[end] = a.start
		}
	}
	f.in.Echo = f.echo
	f.in.Show = f.show
	f.in.Before = f.before
	f.in.After = f.after
}

// echo takes a line of the script's. Those that begin a segment are where a run
// may end that was asked to stop: nothing is open there.
func (f *follower) echo(text string) error {
	e, ok := segmentEvent(text)
	if !ok {
		for _, line := range strings.Split(text, "\n") {
			f.run.say(Event{Event: Said, Message: line})
		}
		return nil
	}
	return f.begin(e)
}

// begin takes the beginning of a segment.
func (f *follower) begin(e Event) error {
	f.segmentDone()
	if f.run.interrupts.Load() > 0 && f.conn.TxStatus() == 'I' {
		return errStopped
	}
	p := &f.run.at
	p.segment, p.began, p.open = e, time.Now(), append(p.open, e)
	f.run.say(e)
	return nil
}

// segmentDone tells of what is done once it is committed. Attempts are counted
// anew then, and not before: a transaction that fails again in its second segment
// has not got further.
func (f *follower) segmentDone() {
	p := &f.run.at
	if len(p.open) == 0 {
		return
	}
	p.open[len(p.open)-1].Milliseconds = since(p.began)
	if f.conn.TxStatus() != 'I' {
		return
	}
	f.run.done, f.run.attempt, f.run.lost = true, 0, time.Time{}
	for _, done := range p.open {
		done.Event, done.Message = SegmentDone, ""
		f.run.say(done)
	}
	p.open = nil
}

// segmentEvent reads the line that begins a segment.
func segmentEvent(line string) (Event, bool) {
	e := Event{Event: SegmentBegun, Message: line}
	if n, err := fmt.Sscanf(line, "sqlbundle: step %d/%d %s %s segment %d/%d", &e.Step, &e.Steps, &e.Direction, &e.Revision, &e.Segment, &e.Segments); n == 6 && err == nil {
		return e, true
	}
	e.Direction = "undo"
	n, err := fmt.Sscanf(line, "sqlbundle: taking back segment %d/%d of the upgrade of %s", &e.Segment, &e.Segments, &e.Revision)
	return e, n == 3 && err == nil
}

// show tells of rows that psql would print.
func (f *follower) show(r psql.Result) {
	if f.run.bundle.plain != nil && !f.run.at.own {
		f.showPlain(r)
		return
	}
	if f.run.script == out.PreflightFile && len(r.Columns) == 3 && r.Columns[0] == "check" {
		for _, row := range r.Rows {
			f.run.say(Event{Event: Checked, Check: value(row[0]), Status: value(row[1]), Detail: f.run.bundle.inWords(value(row[2]))})
		}
		return
	}
	e := Event{Event: Rowed, Columns: r.Columns, Rows: r.Rows, More: r.More}
	f.run.say(e)
}

func value(v *string) string {
	if v == nil {
		return ""
	}
	return *v
}

func (f *follower) before(q psql.Query) error {
	f.run.queries.Add(1)
	p := &f.run.at
	p.inTransaction = f.conn.TxStatus() != 'I' // a COMMIT that fails leaves none
	p.kind, p.own, p.batch = "", false, strings.Contains(q.Text[:min(len(q.Text), 60)], batchMark)
	if f.run.script != f.run.bundle.main && f.run.script != out.RollbackFile && f.run.interrupts.Load() > 0 {
		return errStopped // these change nothing
	}
	f.mu.Lock()
	f.since = time.Now()
	f.mu.Unlock()
	if a, ok := f.run.author(q); ok {
		if f.run.interrupts.Load() > 1 {
			return errStopped // between two statements there was none to cancel
		}
		p.kind, p.own = a.json.Kind, true
		f.run.say(statementEvent(StatementSent, p.segment, a))
	}
	return nil
}

func statementEvent(kind Kind, segment Event, a author) Event {
	segment.Event, segment.Message = kind, ""
	segment.Statement, segment.Kind, segment.File, segment.Line = a.number, a.json.Kind, a.json.File, a.json.Line
	return segment
}

func (f *follower) after(q psql.Query, err error) {
	f.run.queries.Add(1)
	f.mu.Lock()
	began := f.since
	f.since = time.Time{}
	f.mu.Unlock()
	p := &f.run.at
	p.inTransaction = p.inTransaction || f.conn.TxStatus() != 'I'
	var refused *pgconn.PgError
	code := ""
	if errors.As(err, &refused) {
		code = refused.Code
		if f.in.Vars["ON_ERROR_STOP"] == "off" {
			p.swallowed = code
			f.run.swallowed(refused)
		}
	}
	if a, ok := f.run.author(q); ok && (err == nil || code != "") {
		e := statementEvent(StatementDone, p.segment, a)
		e.Milliseconds, e.Code = since(began), code
		f.run.say(e)
	}
}

// swallowed tells of an error after which the script goes on.
func (r *run) swallowed(err *pgconn.PgError) {
	r.say(Event{Event: Noticed, Severity: err.Severity, Code: err.Code, Message: err.Message, Detail: err.Detail, Hint: err.Hint})
}

func (r *run) notice(n *pgconn.Notice) {
	if r.at.batch && strings.HasPrefix(n.Message, "sqlbundle: ") && strings.Contains(n.Message, " rows changed, ") {
		r.attempt, r.lost = 0, time.Time{} // a batch is done
	}
	e := Event{Event: Noticed, Severity: n.Severity, Code: n.Code, Message: n.Message, Detail: n.Detail, Hint: n.Hint}
	r.say(e)
}

// finish tells of the last segments where the script has come to its end.
func (f *follower) finish(err error) {
	if err == nil {
		f.segmentDone()
	}
}

// running is how long the query has been running that runs now.
func (f *follower) running() (time.Duration, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return time.Since(f.since), !f.since.IsZero()
}

// whereWords is what the last line of a run that only looks says.
func whereWords(line string) string {
	if _, where, ok := strings.Cut(line, "nothing has been changed; "); ok {
		return where
	}
	return strings.TrimPrefix(line, "sqlbundle: ")
}
