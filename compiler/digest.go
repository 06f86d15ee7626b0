package compiler

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sqlbundle/graph"
)

// Digest is the SHA-256, in hex, of what will happen: the plan as canonical
// JSON (RFC 8785: members sorted, no blanks). It holds database, direction,
// from, to, target_version, settings and the steps with their segments,
// queries and tracking operations, each statement reduced to its sql. What a
// tool only judges (locks, findings) is not in it.
func (p *Plan) Digest() string { return digest(func(w canonical) { w.plan(p) }) }

// Digest stands for what the segment does, wherever it stands in a plan: the
// first 16 hex digits of the SHA-256 of its canonical JSON, an object of begin
// and timeouts where there are any, statements, and in transaction whether it
// stands in one.
func (s *Segment) Digest() string {
	return digest(func(w canonical) { w.segment(s, "", strconv.FormatBool(s.Begin != "")) })[:16]
}

// digest is the SHA-256, in hex, of what write writes.
func digest(write func(canonical)) string {
	h := sha256.New()
	w := canonical{bufio.NewWriter(h)}
	write(w)
	// A hash never fails to take bytes.
	if err := w.Flush(); err != nil {
		panic(fmt.Sprintf("hashing the plan: %v", err))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// canonical writes RFC 8785 JSON; members are given in sorted order.
type canonical struct{ *bufio.Writer }

func (w canonical) plan(p *Plan) {
	w.text(`{"database":`)
	w.string(p.Database)
	w.text(`,"direction":`)
	w.string(string(p.Direction))
	w.text(`,"from":`)
	w.strings(p.From)
	w.text(`,"settings":`)
	w.settings(p.Settings)
	w.text(`,"steps":[`)
	for i, s := range p.Steps {
		w.comma(i)
		w.step(s)
	}
	w.text(`],"target_version":` + strconv.Itoa(p.TargetVersion) + `,"to":`)
	w.strings(p.To)
	w.text(`}`)
}

func (w canonical) text(s string) { _, _ = w.WriteString(s) }

func (w canonical) comma(i int) {
	if i > 0 {
		w.text(",")
	}
}

func (w canonical) strings(list []string) {
	w.text("[")
	for i, s := range list {
		w.comma(i)
		w.string(s)
	}
	w.text("]")
}

func (w canonical) settings(s Settings) {
	w.text(`{"lock_retries":` + strconv.Itoa(s.LockRetries) + `,"lock_timeout":`)
	w.string(s.LockTimeout)
	w.text(`,"role":`)
	w.string(s.Role)
	w.text(`,"search_path":`)
	w.string(s.SearchPath)
	w.text(`,"statement_timeout":`)
	w.string(s.StatementTimeout)
	w.text(`,"tracking":{"log":` + strconv.FormatBool(s.Tracking.Log) + `,"log_table":`)
	w.string(s.Tracking.LogTable)
	w.text(`,"schema":`)
	w.string(s.Tracking.Schema)
	w.text(`,"style":`)
	w.string(s.Tracking.Style)
	w.text(`,"table":`)
	w.string(s.Tracking.Table)
	w.text(`},"transaction":`)
	w.string(string(s.Transaction))
	w.text(`}`)
}

func (w canonical) step(s *Step) {
	w.text(`{"direction":`)
	w.string(string(s.Direction))
	w.queries("require", s.Require)
	w.text(`,"revision":`)
	w.string(s.ID())
	w.text(`,"segments":[`)
	for i, segment := range s.Segments {
		w.comma(i)
		transaction := "null"
		if segment.Transaction > 0 {
			transaction = strconv.Itoa(segment.Transaction)
		}
		w.segment(segment, `"number":`+strconv.Itoa(segment.Number)+`,`, transaction)
	}
	w.text(`],"tracking":[`)
	for i, op := range s.Tracking {
		w.comma(i)
		w.op(op)
	}
	w.text(`]`)
	w.queries("verify", s.Verify)
	w.text(`}`)
}

// queries writes the member of a step's queries, and beside it that of their
// time limits; nothing where there are none.
func (w canonical) queries(name string, queries []*Statement) {
	if len(queries) == 0 {
		return
	}
	w.text(`,"` + name + `":`)
	w.statements(queries)
	w.timeouts(name+"_timeouts", Timeouts(queries))
}

// segment writes what a segment does; number and transaction say where it
// stands, the first with its name and comma.
func (w canonical) segment(s *Segment, number, transaction string) {
	w.text(`{`)
	if s.Begin != "" && s.Begin != "BEGIN" {
		w.text(`"begin":`)
		w.string(s.Begin)
		w.text(`,`)
	}
	w.batch(s.Batch, number != "")
	w.text(number + `"statements":`)
	w.statements(s.Statements)
	w.timeouts("timeouts", s.Timeouts())
	w.text(`,"transaction":` + transaction + `}`)
}

// batch writes how a statement is cut into batches. Size and pause decide how
// long a run takes and what it locks at once, not what it does: a run may go on
// with others.
func (w canonical) batch(b *Batch, whole bool) {
	if b == nil {
		return
	}
	w.text(`"batch":{"key":`)
	w.strings(b.Key)
	if whole {
		w.text(`,"pause_ms":` + strconv.Itoa(b.Pause) + `,"size":` + strconv.Itoa(b.Size))
	}
	w.text(`},`)
}

func (w canonical) statements(statements []*Statement) {
	w.text(`[`)
	for i, st := range statements {
		w.comma(i)
		w.text(`{"sql":`)
		w.string(st.SQL())
		w.text(`}`)
	}
	w.text(`]`)
}

func (w canonical) timeouts(name string, timeouts []StatementTimeouts) {
	if len(timeouts) == 0 {
		return
	}
	w.text(`,"` + name + `":[`)
	for i, t := range timeouts {
		w.comma(i)
		w.text(`{"lock_timeout":`)
		w.string(t.Lock)
		w.text(`,"number":` + strconv.Itoa(t.Number) + `,"statement_timeout":`)
		w.string(t.Statement)
		w.text(`}`)
	}
	w.text(`]`)
}

func (w canonical) op(op graph.Op) {
	w.text(`{`)
	if op.From != "" {
		w.text(`"from":`)
		w.string(op.From)
		w.text(`,`)
	}
	w.text(`"op":`)
	w.string(string(op.Kind))
	if op.To != "" {
		w.text(`,"to":`)
		w.string(op.To)
	}
	w.text(`}`)
}

func (w canonical) string(s string) { WriteCanonical(w, s) }

// WriteCanonical writes a string as RFC 8785, 3.2.2.2 has it. What w says of
// errors is not looked at.
func WriteCanonical(w io.StringWriter, s string) {
	text := func(s string) { _, _ = w.WriteString(s) }
	text(`"`)
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		text(s[start:i])
		text(escape(c))
		start = i + 1
	}
	text(s[start:])
	text(`"`)
}

func escape(c byte) string {
	if i := strings.IndexByte("\"\\\b\f\n\r\t", c); i >= 0 {
		return `\` + `"\bfnrt`[i:i+1]
	}
	return fmt.Sprintf(`\u%04x`, c)
}

// ID is the revision's id; "base" for a stamp to base.
func (s *Step) ID() string {
	if s.Revision == nil {
		return "base"
	}
	return s.Revision.ID
}

// StatementTimeouts are the limits that a directive gives one statement.
type StatementTimeouts struct {
	// Number counts the statements of the segment, or the queries, from 1.
	Number int
	// Lock and Statement are empty where the configured limit holds.
	Lock, Statement string
}

// Timeouts are the segment's statements with limits of their own.
func (s *Segment) Timeouts() []StatementTimeouts { return Timeouts(s.Statements) }

// Timeouts are those of the statements that have limits of their own.
func Timeouts(statements []*Statement) []StatementTimeouts {
	var list []StatementTimeouts
	for i, st := range statements {
		if t := st.Timeout; t != nil {
			list = append(list, StatementTimeouts{Number: i + 1, Lock: t.Lock, Statement: t.Statement})
		}
	}
	return list
}
