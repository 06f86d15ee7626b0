package out

import (
	"bufio"
	"fmt"
	"io"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// Range is where a statement's own bytes stand in a script.
type Range struct{ Offset, Length int }

// Script writes a plan as a script for psql: a header that a person can sign,
// the session's settings, the guard, the steps, a summary. It returns where
// each statement stands, in the plan's order. It fails only where w does.
//
// The parts are written in the order of the functions below; each has a file
// of its own.
func Script(w io.Writer, plan *compiler.Plan) ([]Range, error) {
	s := &script{w: bufio.NewWriterSize(w, 1<<16), plan: plan, table: trackingTable(plan), digest: plan.Digest()}
	s.header()
	s.session()
	s.guard()
	if len(plan.Irreversible) == 0 {
		for i := range plan.Steps {
			s.step(i)
		}
		s.summary()
	}
	if err := s.w.Flush(); err != nil {
		return nil, fmt.Errorf("writing the script: %w", err)
	}
	return s.ranges, nil
}

// script is the state of one writing.
type script struct {
	w      *bufio.Writer
	at     int
	plan   *compiler.Plan
	table  string // the tracking table, as it stands in statements
	digest string // the plan's
	ranges []Range
	// touched holds where an author's statement has run since the session was
	// last set up.
	touched bool
}

// text writes as it is. The buffered writer keeps the first error for Flush.
func (s *script) text(text string) {
	n, _ := s.w.WriteString(text)
	s.at += n
}

// line writes a line.
func (s *script) line(format string, args ...any) {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	s.text(format + "\n")
}

// trackingTable is the qualified name in statements. Where the schema is found
// when the script starts, psql puts it in.
func trackingTable(plan *compiler.Plan) string {
	t := plan.Settings.Tracking
	if t.Schema == "" {
		return `:"sqlbundle_schema".` + pgsql.QuoteIdent(t.Table)
	}
	return pgsql.QuoteIdent(t.Schema) + "." + pgsql.QuoteIdent(t.Table)
}
