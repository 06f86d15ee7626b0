package out

import (
	"fmt"
	"strconv"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// step writes one revision: what it requires, its segments, each with its
// transaction, what it verifies and the tracking operations in the last.
func (s *script) step(i int) {
	step := s.plan.Steps[i]
	s.require(i, step)
	for n, segment := range step.Segments {
		s.banner(i, step, segment)
		s.enter(i, segment)
		switch {
		case segment.Batch != nil:
			s.batch(i, step, segment)
		case segment.Transaction == 0:
			s.outside(step, segment)
		default:
			s.transaction(i, n)
		}
		if n == len(step.Segments)-1 {
			s.text(`\if :{?sqlbundle_stop_` + strconv.Itoa(i+1) + `} \set sqlbundle_go off \endif `)
		}
		s.line(`\endif`)
		s.line("")
	}
}

func (s *script) banner(i int, step *compiler.Step, segment *compiler.Segment) {
	kind := "a transaction"
	if segment.Transaction == 0 {
		kind = "outside any transaction"
	}
	if b := segment.Batch; b != nil {
		kind = sqlInline(batchWords(b))
	}
	s.line("-- ======== step %d/%d: %s %s, segment %d/%d, %s", i+1, len(s.plan.Steps), step.Direction, step.ID(),
		segment.Number, len(step.Segments), kind)
	if segment.Number == 1 && step.Revision != nil && step.Revision.Message != "" {
		s.text(sqlComment(step.Revision.Message))
	}
}

// enter opens what psql skips unless the place where the database stands has
// been reached.
func (s *script) enter(i int, segment *compiler.Segment) {
	step := s.plan.Steps[i]
	s.joint(i, segment.Number-1)
	s.line(`\if :{?sqlbundle_at_%d_%d} \set sqlbundle_go on \endif \if :sqlbundle_go \echo sqlbundle: step %d/%d %s %s segment %d/%d`,
		i+1, segment.Number, i+1, len(s.plan.Steps), step.Direction, step.ID(), segment.Number, len(step.Segments))
}

// joint prepares a segment whose transaction others share: a run that starts
// here finds none open, one that ends here has to commit.
func (s *script) joint(i, n int) {
	segment, line := s.plan.Steps[i].Segments[n], ""
	if segment.Transaction == 0 {
		return
	}
	if !s.opens(i, n) {
		line = fmt.Sprintf(`\set sqlbundle_begin '' \if :{?sqlbundle_at_%d_%d} \set sqlbundle_begin 'BEGIN;' \endif `, i+1, segment.Number)
	}
	if !s.closes(i, n) && n == len(s.plan.Steps[i].Segments)-1 {
		line += fmt.Sprintf(`\set sqlbundle_commit '' \if :{?sqlbundle_stop_%d} \set sqlbundle_commit 'COMMIT;' \endif `, i+1)
	}
	s.some(line)
}

// transaction writes a segment that stands in one.
func (s *script) transaction(i, n int) {
	step := s.plan.Steps[i]
	segment := step.Segments[n]
	last := n == len(step.Segments)-1
	begin := ""
	switch {
	case s.opens(i, n) && segment.Begin == "BEGIN":
		begin = "BEGIN; "
	case s.opens(i, n):
		s.readable(segment.Begin)
		s.line("%s;", segment.Begin)
	default:
		begin = ":sqlbundle_begin "
	}
	l := newLimits(s, segment)
	if sql := begin + l.open(); sql != "" {
		s.endable(strings.TrimSuffix(sql, " "))
	}
	s.retry(i, n, l)
	if reason, ok := s.irreversible[i+1]; ok {
		s.line("DO $sqlbundle$ BEGIN RAISE EXCEPTION 'sqlbundle: revision %% is irreversible: %%', %s, %s; END $sqlbundle$;",
			pgsql.QuoteLiteral(step.ID()), scriptLiteral(sqlInline(reason)))
	}
	s.earlier(segment)
	s.statements(segment, l)
	if last {
		s.tail(step)
	}
	s.restore(segment)
	if last {
		s.verify(step)
		s.line(`EXECUTE sqlbundle_last(%s, %d, '%s') \gset`, pgsql.QuoteLiteral(step.ID()), segment.Number, segment.Digest())
		s.tracking(step)
	} else {
		s.line(`EXECUTE sqlbundle_done(%s, %d, %d, '%s') \gset`, pgsql.QuoteLiteral(step.ID()), segment.Number, len(step.Segments), segment.Digest())
	}
	s.end(i, n, segment)
}

// end commits where the segment is the last of its transaction, or of what was
// asked for.
func (s *script) end(i, n int, segment *compiler.Segment) {
	leave := ""
	if segment.Reset {
		// A temporary table with deferred checks cannot be dropped before.
		leave = " :sqlbundle_leave"
	}
	switch {
	case s.closes(i, n):
		s.line("COMMIT;%s", leave)
	case n == len(s.plan.Steps[i].Segments)-1:
		s.some(leave + " :sqlbundle_commit")
	}
}

// earlier makes the settings again that the revision made in earlier segments:
// none of them outlasts its segment by itself.
func (s *script) earlier(segment *compiler.Segment) {
	for _, st := range segment.Earlier {
		s.readable(st.SQL())
		s.touched = true
		s.line("%s;", st.SQL())
	}
}

// opens tells whether the segment is the first of its transaction.
func (s *script) opens(step, segment int) bool {
	return s.neighbour(step, segment, -1) != s.plan.Steps[step].Segments[segment].Transaction
}

// closes tells whether the segment is the last of its transaction.
func (s *script) closes(step, segment int) bool {
	return s.neighbour(step, segment, 1) != s.plan.Steps[step].Segments[segment].Transaction
}

// neighbour is the transaction of the segment before or behind; 0 for none.
func (s *script) neighbour(step, segment, by int) int {
	segment += by
	steps := s.plan.Steps
	for segment < 0 || segment >= len(steps[step].Segments) {
		step += by
		if step < 0 || step >= len(steps) {
			return 0
		}
		segment = 0
		if by < 0 {
			segment = len(steps[step].Segments) - 1
		}
	}
	return steps[step].Segments[segment].Transaction
}

// statements writes the author's statements with the time limits that hold for
// them.
func (s *script) statements(segment *compiler.Segment, l *limits) {
	for i, st := range segment.Statements {
		l.before(st)
		s.statement(st, i == 0)
		l.after(st)
	}
	l.close()
}

// statement writes one statement as its author wrote it, comments included.
func (s *script) statement(st *compiler.Statement, first bool) {
	sql := st.SQL()
	s.readable(st.Lead, sql, st.Trail)
	// A blank line of the author's parts statements here as well.
	if !first && strings.Count(st.Lead, "\n") > 1 {
		s.line("")
	}
	s.touched = true
	if lead := trimLines(st.Lead); lead != "" {
		s.line("%s", lead)
	}
	s.ranges = append(s.ranges, Range{Offset: s.next(), Length: len(sql)})
	s.text(sql)
	if st.Trail == "" {
		s.endable(";")
	} else {
		s.line("; %s", st.Trail)
	}
}

// readable makes sure that psql reads an author's texts as they are written.
// Any statement before may have changed the encoding or switched
// standard_conforming_strings off, unseen in a function or a trigger; then a
// literal could end early, and the rest of it be taken for a command. psql
// reads each line by what held before it, so the line before is soon enough.
func (s *script) readable(texts ...string) {
	if !s.touched {
		return
	}
	for _, text := range texts {
		for i := 0; i < len(text); i++ {
			if text[i] == '\\' || text[i] >= 0x80 {
				s.touched = false
				if s.ended {
					s.ended = false
					s.line(" %s", s.read)
				} else {
					s.line("%s -- so that what follows is read as written", s.read)
				}
				return
			}
		}
	}
}

func (s *script) tail(step *compiler.Step) {
	if tail := trimLines(step.Tail(s.plan.Database)); tail != "" {
		s.readable(tail)
		s.line("%s", tail)
	}
}

// trimLines drops empty lines at both ends.
func trimLines(text string) string {
	text = strings.TrimRight(text, " \t\r\n\f\v")
	for {
		i := strings.IndexByte(text, '\n')
		if i < 0 || strings.TrimSpace(text[:i]) != "" {
			return text
		}
		text = text[i+1:]
	}
}

// tracking records the step. \gset fails unless exactly one row comes back, so
// the transaction cannot commit with another state than the plan's.
func (s *script) tracking(step *compiler.Step) {
	for _, op := range step.Tracking {
		from, to := pgsql.QuoteLiteral(op.From), pgsql.QuoteLiteral(op.To)
		switch op.Kind {
		case graph.OpInsert:
			s.line(`INSERT INTO %s (version_num) VALUES (%s) RETURNING 1 AS sqlbundle_x \gset`, s.table, to)
		case graph.OpUpdate:
			s.line(`UPDATE %s SET version_num = %s WHERE version_num = %s RETURNING 1 AS sqlbundle_x \gset`, s.table, to, from)
		case graph.OpDelete:
			s.line(`DELETE FROM %s WHERE version_num = %s RETURNING 1 AS sqlbundle_x \gset`, s.table, from)
		case graph.OpPurge:
			s.line(`DELETE FROM %s;`, s.table)
		}
	}
}
