package out

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// Range is where a statement's own bytes stand in a script.
type Range struct{ Offset, Length int }

// Script writes a plan as a script for psql: a header that a person can sign,
// the session's settings, the guards, the steps, a summary. It returns where
// each statement stands, in the plan's order. It fails only where w does.
//
// The script can end anywhere and be run again: it looks up where the database
// stands, and each segment is skipped by psql until that place is reached. The
// parts are written in the order of the functions below; each has a file of
// its own.
func Script(w io.Writer, plan *compiler.Plan) ([]Range, error) {
	s := newScript(w, plan)
	s.header()
	s.session()
	s.shorthands()
	s.guard()
	s.place()
	s.prepare()
	s.inside()
	for i := range plan.Steps {
		s.step(i)
	}
	s.summary()
	if err := s.w.Flush(); err != nil {
		return nil, fmt.Errorf("writing the script: %w", err)
	}
	return s.ranges, nil
}

// script is the state of one writing.
type script struct {
	w        *bufio.Writer
	at       int
	plan     *compiler.Plan
	table    string // the tracking table, as it stands in statements
	logTable string
	digest   string // the plan's
	// read and reset are the lines that make the client read an author's text
	// as it is written, and that go back to the script's own settings.
	read, reset string
	ranges      []Range
	// irreversible tells why a step cannot be run, by its number.
	irreversible map[int]string
	// noting is the check whose refusals become rows; empty where they are
	// raised.
	noting string
	// touched holds where an author's statement has run since the session was
	// last set up.
	touched bool
	// ended holds where the last line is whole but for its end, so that a
	// command of the script's own may still follow on it.
	ended bool
}

func newScript(w io.Writer, plan *compiler.Plan) *script {
	t := plan.Settings.Tracking
	s := &script{
		w: bufio.NewWriterSize(w, 1<<16), plan: plan, digest: plan.Digest(),
		table: inTrackingSchema(t, t.Table), logTable: inTrackingSchema(t, t.LogTable),
		irreversible: map[int]string{}, read: ":sqlbundle_read;", reset: ":sqlbundle_reset",
	}
	reasons := map[string]string{}
	for _, i := range plan.Irreversible {
		reasons[i.Revision.ID] = i.Reason
	}
	for i, step := range plan.Steps {
		if reason, ok := reasons[step.ID()]; ok {
			s.irreversible[i+1] = reason
		}
	}
	return s
}

// text writes as it is. The buffered writer keeps the first error for Flush.
func (s *script) text(text string) {
	if s.ended {
		s.ended = false
		s.text("\n")
	}
	n, _ := s.w.WriteString(text)
	s.at += n
}

// endable writes a line behind which [script.readable] may put its command.
func (s *script) endable(text string) {
	s.text(text)
	s.ended = true
}

// next is where what is written next stands.
func (s *script) next() int {
	s.text("")
	return s.at
}

// line writes a line.
func (s *script) line(format string, args ...any) {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	s.text(format + "\n")
}

// some writes a line if there is anything in it.
func (s *script) some(line string) {
	if line = strings.TrimSpace(line); line != "" {
		s.line("%s", line)
	}
}

// inTrackingSchema is a table's qualified name in statements. Where the schema
// is found when the script starts, psql puts it in.
func inTrackingSchema(t compiler.Tracking, table string) string {
	if t.Schema == "" {
		return `:"sqlbundle_schema".` + pgsql.QuoteIdent(table)
	}
	return pgsql.QuoteIdent(t.Schema) + "." + pgsql.QuoteIdent(table)
}
