// Package psql runs the scripts that this program writes for psql, without
// psql.
//
// In goes a script, and a [Session] to which it sends statements; out come the
// statements in psql's order and with psql's bytes, and what psql would print.
// It knows as much of psql as the scripts use: its way of cutting statements,
// its variables, and the commands of [commands]. What it does not know is
// refused, by [Check] before anything is sent.
//
// Facts about psql are those of version 15: its manual page, and what
// psqlscan.l, psqlscanslash.l and mainloop.c do.
//
// Invariants: nothing is read or run outside of the session, no file, no
// program, no environment; a statement that an author has written is sent byte
// for byte.
package psql

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Session is the server's side.
type Session interface {
	// Exec sends a text as one simple query and waits for its end. It returns
	// the results that came before an error; an error of the server's has a
	// method SQLState.
	Exec(ctx context.Context, sql string) ([]Result, error)
	// Parameter is what the server has last reported of a setting.
	Parameter(name string) string
	// Lost tells whether the connection has ended.
	Lost() bool
}

// Result is what one statement has given.
type Result struct {
	Columns []string
	// Rows are the values as text; nil for NULL.
	Rows [][]*string
	// More counts rows that came behind these and were not kept.
	More int
	// Affected is the number of rows that the statement says it has touched.
	Affected int64
	// Tuples tells whether the statement gives rows, be it none.
	Tuples bool
}

// Query is what is sent.
type Query struct {
	Text string
	// Start and End are where the text stands in the script, with what ends it;
	// Start is -1 where a variable held its beginning or a command made it.
	Start, End int
	// Line is the script's line at whose end psql had read all of it.
	Line int
}

// Interpreter runs one script. Session is required.
type Interpreter struct {
	Session Session
	// Vars are the variables that psql would get by -v. [Interpreter.Run] changes
	// the map.
	Vars map[string]string
	// Own are the author's statements: for the offset of the semicolon behind
	// each, that at which it begins. They are sent without what stands before.
	Own map[int]int
	// Echo takes what \echo prints, without the last line break. An error ends
	// the script, and Run returns it.
	Echo func(text string) error
	// Show takes a result that psql would print.
	Show func(Result)
	// Before and After are called around each query; After with its error. An
	// error of Before ends the script.
	Before func(Query) error
	After  func(Query, error)

	ctx    context.Context
	scan   scanner
	cond   []condition
	line   int
	mark   int // where the command stands that is run
	quit   bool
	failed error
}

// Error is why a script has ended before its end.
type Error struct {
	// Query is what was sent last.
	Query Query
	Line  int
	Err   error
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// ErrLost is the error where the connection has ended.
var ErrLost = errors.New("the connection to the server is lost")

// Run runs a script to its end, or to the first error while ON_ERROR_STOP is
// set, as an [Error]. The script is to be one that [Check] has found in order.
func (in *Interpreter) Run(ctx context.Context, script string) error {
	in.ctx = ctx
	if in.Vars == nil {
		in.Vars = map[string]string{}
	}
	for name, value := range map[string]string{
		"ON_ERROR_STOP": "off", "ERROR": "false", "SQLSTATE": "00000", "LAST_ERROR_SQLSTATE": "00000", "LAST_ERROR_MESSAGE": "", "ROW_COUNT": "0",
	} {
		if _, ok := in.Vars[name]; !ok {
			in.Vars[name] = value
		}
	}
	in.scan = scanner{vars: func(name string) (string, bool) { value, ok := in.Vars[name]; return value, ok }}
	in.cond, in.line, in.quit, in.failed = nil, 0, false, nil
	for at := 0; at < len(script) && !in.quit; {
		end := len(script)
		if i := strings.IndexByte(script[at:], '\n'); i >= 0 {
			end = at + i
		}
		in.line++
		// psql reads each line by what held before it.
		in.scan.standard = in.Session.Parameter("standard_conforming_strings") != "off"
		if err := in.oneLine(script, at, end); err != nil {
			return err
		}
		at = end + 1
	}
	// psql sends what is left without a semicolon.
	if in.quit || !in.active() || len(in.scan.out) == 0 {
		return nil
	}
	return in.send(script)
}

// oneLine does what a line of the script says.
func (in *Interpreter) oneLine(script string, at, end int) error {
	if !in.scan.begin(script[at:end], at) {
		return nil
	}
	for !in.quit {
		switch in.scan.next() {
		case endOfLine:
			return nil
		case semicolon:
			if !in.active() {
				continue
			}
			if err := in.send(script); err != nil {
				return err
			}
		case backslash:
			if err := in.command(script); err != nil {
				return err
			}
		}
	}
	return nil
}

// take gives the statement that has been read up to a place, and forgets it.
func (in *Interpreter) take(script string, end int) Query {
	q := Query{Text: string(in.scan.out), Start: in.scan.start, End: end, Line: in.line}
	if start, ok := in.Own[q.End-1]; ok && q.Start >= 0 && q.Start <= start && len(in.scan.stack) == 1 {
		q.Text = script[start : q.End-1]
	}
	in.scan.out = in.scan.out[:0]
	return q
}

// send sends the statement that has been read and shows its results.
func (in *Interpreter) send(script string) error {
	q := in.take(script, in.scan.at())
	results, err := in.exec(q)
	if err != nil {
		return err
	}
	in.show(results)
	return nil
}

// Send sends one query, shows its results and calls the hooks, as if it were all
// of a script that stops at its first error, which is an [Error].
func (in *Interpreter) Send(ctx context.Context, q Query) error {
	in.ctx, in.line = ctx, q.Line
	if in.Vars == nil {
		in.Vars = map[string]string{}
	}
	in.Vars["ON_ERROR_STOP"] = "on"
	results, err := in.exec(q)
	if err == nil {
		in.show(results)
	}
	return err
}

func (in *Interpreter) show(results []Result) {
	for _, r := range results {
		if r.Tuples && in.Show != nil {
			in.Show(r)
		}
	}
}

// exec sends a query. An error of the server's is returned only while
// ON_ERROR_STOP is set; in.failed has it in any case.
func (in *Interpreter) exec(q Query) ([]Result, error) {
	in.failed = nil
	if in.Before != nil {
		if err := in.Before(q); err != nil {
			return nil, err
		}
	}
	results, err := in.Session.Exec(in.ctx, q.Text)
	if in.After != nil {
		in.After(q, err)
	}
	var refused interface{ SQLState() string }
	switch {
	case err == nil:
		in.Vars["ERROR"], in.Vars["SQLSTATE"], in.Vars["ROW_COUNT"] = "false", "00000", "0"
		if n := len(results); n > 0 {
			in.Vars["ROW_COUNT"] = fmt.Sprint(results[n-1].Affected)
		}
		return results, nil
	case !errors.As(err, &refused), in.Session.Lost():
		return nil, &Error{Query: q, Line: in.line, Err: fmt.Errorf("%w: %w", ErrLost, err)}
	}
	in.failed = err
	in.Vars["ERROR"], in.Vars["SQLSTATE"], in.Vars["ROW_COUNT"] = "true", refused.SQLState(), "0"
	in.Vars["LAST_ERROR_SQLSTATE"], in.Vars["LAST_ERROR_MESSAGE"] = refused.SQLState(), primary(err)
	in.show(results)
	return nil, in.stop(q, err)
}

// primary is the message of a server's error without its severity and code.
func primary(err error) string {
	var m interface{ Primary() string }
	if errors.As(err, &m) {
		return m.Primary()
	}
	return err.Error()
}

// stop gives the error where ON_ERROR_STOP is set.
func (in *Interpreter) stop(q Query, err error) error {
	if on, _ := boolean(in.Vars["ON_ERROR_STOP"]); !on {
		return nil
	}
	return &Error{Query: q, Line: in.line, Err: err}
}

// boolean reads what psql takes for one: true, false, yes, no, on, off, 1, 0, or
// the beginning of one of the words.
func boolean(text string) (value, ok bool) {
	word := strings.ToLower(text)
	if word == "" {
		return false, false
	}
	for _, b := range [...]struct {
		word  string
		value bool
		least int
	}{{"true", true, 1}, {"false", false, 1}, {"yes", true, 1}, {"no", false, 1}, {"on", true, 2}, {"off", false, 2}, {"1", true, 1}, {"0", false, 1}} {
		if len(word) >= b.least && strings.HasPrefix(b.word, word) {
			return b.value, true
		}
	}
	return false, false
}
