package executor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/psql"
	"sqlbundle/out"
)

// plainScript is a script of statements alone.
type plainScript struct {
	list []psql.Statement
	// segments are the lines that begin a segment in a script for psql, by the
	// number of the statement with which it does.
	segments map[int]Event
}

// PlainError is the error of an option that a bundle in the plain dialect cannot
// have.
type PlainError struct{ Option, Way string }

func (e *PlainError) Error() string {
	return e.Option + " is for bundles that psql can run, and this one is in the plain dialect: " + e.Way
}

// Takes refuses options that the bundle's scripts do not know, with a
// [PlainError].
func (b *Bundle) Takes(o Options) error {
	switch {
	case b.plain == nil:
		return nil
	case o.StopAfter != "":
		return &PlainError{"--stop-after", "make one that ends there, or one with --dialect psql"}
	case o.Abandon != "":
		return &PlainError{"--abandon", "make one with --dialect psql, or close the revision's progress with the statement that the script's hint names"}
	}
	return nil
}

// mark finds where the segments of a manifest's steps begin: behind the line that
// the script has for people. The statements have
// been placed.
func (b *Bundle) mark(name string, steps []out.StepJSON) error {
	script, n := b.scripts[name], 0
	p := plainScript{list: b.plain[name].list, segments: map[int]Event{}}
	for i, step := range steps {
		for _, segment := range step.Segments {
			e := Event{
				Event: SegmentBegun, Step: i + 1, Steps: len(steps), Direction: step.Direction, Revision: step.Revision,
				Segment: segment.Number, Segments: len(step.Segments),
			}
			line := fmt.Sprintf("\n-- ======== step %d/%d: %s %s, segment %d/%d, ", e.Step, e.Steps, e.Direction, e.Revision, e.Segment, e.Segments)
			// An author's comment may hold the same line, but never right behind
			// an empty line that follows a statement of the script's own.
			for n++; n < len(p.list); n++ {
				end := p.list[n-1].End
				if _, own := b.authors[name][end-1]; !own && strings.HasPrefix(script[end:], "\n"+line) {
					break
				}
			}
			if n >= len(p.list) {
				return fmt.Errorf("%s has no segment %d of %q", name, segment.Number, step.Revision)
			}
			e.Message = fmt.Sprintf("sqlbundle: step %d/%d %s %s segment %d/%d", e.Step, e.Steps, e.Direction, e.Revision, e.Segment, e.Segments)
			p.segments[n] = e
		}
	}
	b.plain[name] = p
	return nil
}

// query is one statement of a script as it is sent: an author's by its own bytes.
func (b *Bundle) query(name string, s psql.Statement) psql.Query {
	text := b.scripts[name]
	q := psql.Query{Text: text[s.Start:s.End], Start: s.Start, End: s.End, Line: s.Line}
	if a, ok := b.authors[name][s.End-1]; ok && !a.batch {
		q.Text = text[a.start : s.End-1]
	}
	return q
}

// plainly is one run of a script, statement by statement in one session.
type plainly struct {
	*follower
	name   string
	script plainScript
	// at is the statement that is sent; begin is the one that has opened the
	// transaction in which it is, segment that with which its segment begins, and
	// first that of the first segment; -1 before there is one.
	at, begin, segment, first int
}

// plainly sends a script's statements one by one, and stops at the first error
// but for those of [plainly.goesOn].
func (f *follower) plainly(name string, script plainScript) error {
	p := &plainly{follower: f, name: name, script: script, segment: -1, first: -1}
	f.run.stops, f.run.warns = nil, 0
	for ; p.at < len(script.list); p.at++ {
		open := f.conn.TxStatus() != 'I'
		if !open {
			p.begin = p.at
		}
		if e, ok := script.segments[p.at]; ok {
			if err := f.begin(e); err != nil {
				return err
			}
			if p.segment = p.at; p.first < 0 {
				p.first = p.at
			}
		}
		q := f.run.bundle.query(name, script.list[p.at])
		if open && q.Text == commit && f.run.options.CheckOnly {
			f.run.say(Event{Event: Said, Message: "sqlbundle: " + lookedOnly + f.run.bundle.beginning(name)})
			return f.own("ROLLBACK")
		}
		err := f.in.Send(f.run.ctx, q)
		var refused *pgconn.PgError
		switch {
		case err == nil:
			continue
		case !errors.As(err, &refused) || f.in.Session.Lost():
			return err
		case p.first < 0 && strings.HasPrefix(refused.Message, nothingToDo):
			f.run.nothing(refused.Message)
			return nil
		}
		goesOn, failed := p.goesOn(q, open, refused)
		if failed != nil {
			return failed
		}
		if !goesOn {
			return err
		}
	}
	return nil
}

// commit ends the transaction in which a script finds its place, and changes
// nothing but its own tables; nothingToDo begins what it says where all is done.
const (
	commit      = "COMMIT;"
	nothingToDo = "sqlbundle: nothing to do, "
	lookedOnly  = "guards passed, nothing has been changed; "
)

// own sends a statement of this program's.
func (f *follower) own(sql string) error {
	return f.in.Send(f.run.ctx, psql.Query{Text: sql, Start: -1})
}

// beginning says where a script begins that has not refused.
func (b *Bundle) beginning(name string) string {
	steps := len(b.Manifest.Steps)
	if name == out.RollbackFile {
		steps = len(b.Manifest.Rollback.Steps)
	}
	return fmt.Sprintf("beginning with step 1 of %d", steps)
}

// nothing tells that there is nothing to do, as scripts for psql do.
func (r *run) nothing(message string) {
	if r.options.CheckOnly {
		message = "sqlbundle: " + lookedOnly + strings.TrimPrefix(message, "sqlbundle: ")
	}
	r.say(Event{Event: Said, Message: message})
}

// goesOn tells whether the run goes on behind an error, and where. What has
// failed in a transaction for a reason that passes begins again with that
// transaction, for another session could not go on there; so do batches. Behind
// an author's statement outside of transactions the script's next guard says what
// has become of it, and what to do. A query that a later revision requires may
// need what is not there yet.
func (p *plainly) goesOn(q psql.Query, open bool, refused *pgconn.PgError) (bool, error) {
	r := p.run
	a, own := r.author(q)
	switch {
	case p.name == out.PreflightFile && open:
		row := slices.IndexFunc(p.script.list[p.at:], func(s psql.Statement) bool {
			return strings.HasPrefix(r.bundle.scripts[p.name][s.Start:s.End], requireRow)
		})
		if row < 0 {
			return false, nil
		}
		r.swallowed(refused)
		p.at += row - 1
		return true, cmp.Or(p.follower.own("ROLLBACK"), p.follower.own("BEGIN"))
	case open && p.first >= 0 && p.begin >= p.first && r.bundle.repeatable(p.name, p.script.list[p.begin:p.at]) && r.retryHere(refused):
		if p.segment >= p.begin {
			r.at.open = nil
		}
		p.at = p.begin - 1
		return true, p.follower.own("ROLLBACK")
	case own && a.batch && !open && r.retryHere(refused):
		// The next statement makes the session read-only, as a segment begins.
		r.at.open = nil
		next := r.bundle.query(p.name, p.script.list[p.at+1])
		p.at = p.segment - 1
		return true, p.in.Send(r.ctx, next)
	case own && !open:
		r.swallowed(refused)
		return true, nil
	}
	return false, nil
}

// requireRow begins the statement behind a query that a revision requires.
const requireRow = `SELECT 'require' AS "check"`

// repeatable tells whether statements leave nothing behind when their transaction
// is rolled back: what PREPARE makes stays.
func (b *Bundle) repeatable(name string, list []psql.Statement) bool {
	return !slices.ContainsFunc(list, func(s psql.Statement) bool {
		a, ok := b.authors[name][s.End-1]
		return ok && (a.json.Kind == "PREPARE" || a.json.Kind == "DEALLOCATE")
	})
}

// retryHere waits for another attempt; false where there is to be none.
func (r *run) retryHere(err *pgconn.PgError) bool {
	if r.interrupts.Load() > 0 || !r.at.passes(err) {
		return false
	}
	pause, retry := r.afterFailure(err)
	return retry && r.wait(pause)
}

// showPlain tells of the rows that a script's own statement gives: those of the
// preflight's checks, and what it says.
func (f *follower) showPlain(result psql.Result) {
	for _, row := range result.Rows {
		first := value(row[0])
		switch {
		case len(row) == 3 && result.Columns[0] == "check":
			f.run.checked(Event{Event: Checked, Check: first, Status: value(row[1]), Detail: f.run.bundle.inWords(value(row[2]))})
		case len(row) == 1 && strings.HasPrefix(first, "sqlbundle: "):
			f.run.say(Event{Event: Said, Message: first})
		}
	}
}

// checked tells of a check, but for what is required of a later revision, and
// keeps what [run.verdict] needs.
func (r *run) checked(e Event) {
	switch e.Status {
	case "later":
		return
	case "stop":
		r.stops = append(r.stops, e.Check)
	case "warn":
		r.warns++
	}
	r.say(e)
}

// verdict is what a preflight for psql ends with; another shows only rows.
func (r *run) verdict() error {
	if r.bundle.plain == nil {
		return nil
	}
	r.say(Event{Event: Said, Message: fmt.Sprintf("sqlbundle: preflight: %d stop, %d warn", len(r.stops), r.warns)})
	if len(r.stops) == 0 {
		return nil
	}
	slices.Sort(r.stops)
	refused := &Refused{
		Message: "sqlbundle: this is not the moment: stop says " + strings.Join(slices.Compact(r.stops), ", "),
		Hint:    "Nothing has been changed. Mend what the rows with stop tell, and run this command again.",
	}
	r.say(refused.Event())
	return refused
}

// standsPlain lets a script say whether it would begin, and else with which
// command it goes on.
func (b *Bundle) standsPlain(ctx context.Context, s session, name string, script plainScript) (string, error) {
	for _, statement := range script.list {
		q := b.query(name, statement)
		if q.Text == commit {
			break
		}
		_, err := s.Exec(ctx, q.Text)
		var refused *pgconn.PgError
		switch {
		case err == nil:
		case errors.As(err, &refused) && strings.HasPrefix(refused.Message, nothingToDo):
			return strings.TrimPrefix(refused.Message, "sqlbundle: "), nil
		case errors.As(err, &refused) && refused.Hint != "":
			return strings.TrimPrefix(refused.Message, "sqlbundle: ") + ". " + strings.TrimPrefix(refused.Hint, "Nothing has been changed. "), nil
		default:
			return "", err
		}
	}
	return "the same command begins anew, " + b.beginning(name), nil
}
