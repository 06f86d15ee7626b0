package out

import (
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// step writes one revision: its segments, each with its transaction, the
// tracking operations in the last.
func (s *script) step(i int) {
	step := s.plan.Steps[i]
	for n, segment := range step.Segments {
		last := n == len(step.Segments)-1
		s.banner(i, step, segment)
		if segment.Transaction > 0 && s.opens(i, n) {
			s.readable(segment.Begin)
			s.line("%s;", segment.Begin)
		}
		s.statements(segment)
		if last {
			s.tail(step)
			s.reset(segment)
			s.tracking(step)
		}
		if segment.Transaction > 0 && s.closes(i, n) {
			s.line("COMMIT;")
		}
		if last {
			s.leave(segment)
		}
		s.line("")
	}
}

func (s *script) banner(i int, step *compiler.Step, segment *compiler.Segment) {
	kind := "a transaction"
	if segment.Transaction == 0 {
		kind = "outside any transaction"
	}
	s.line("-- ======== step %d/%d: %s %s, segment %d/%d, %s", i+1, len(s.plan.Steps), step.Direction, step.ID(),
		segment.Number, len(step.Segments), kind)
	if segment.Number == 1 && step.Revision != nil && step.Revision.Message != "" {
		s.text(sqlComment(step.Revision.Message))
	}
	s.line(`\echo sqlbundle: step %d/%d %s %s segment %d/%d`, i+1, len(s.plan.Steps), step.Direction, step.ID(),
		segment.Number, len(step.Segments))
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
func (s *script) statements(segment *compiler.Segment) {
	l := newLimits(s, segment)
	l.open()
	for i, st := range segment.Statements {
		l.before(st)
		s.statement(st, i == 0)
		l.after(st)
	}
	l.close()
}

// statement writes one statement as its author wrote it, comments included.
func (s *script) statement(st *compiler.Statement, first bool) {
	// A blank line of the author's parts statements here as well.
	if !first && strings.Count(st.Lead, "\n") > 1 {
		s.line("")
	}
	sql := st.SQL()
	s.readable(st.Lead, sql, st.Trail)
	s.touched = true
	if lead := trimLines(st.Lead); lead != "" {
		s.line("%s", lead)
	}
	s.ranges = append(s.ranges, Range{Offset: s.at, Length: len(sql)})
	s.text(sql)
	s.text(";")
	if st.Trail != "" {
		s.text(" " + st.Trail)
	}
	s.text("\n")
}

// readable makes sure that psql reads an author's texts as they are written.
// Any statement before may have changed the encoding or switched
// standard_conforming_strings off, unseen in a function or a trigger; then a
// literal could end early, and the rest of it be taken for a command.
func (s *script) readable(texts ...string) {
	if !s.touched {
		return
	}
	for _, text := range texts {
		for i := 0; i < len(text); i++ {
			if text[i] == '\\' || text[i] >= 0x80 {
				s.line("SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; -- so that psql reads what follows as written")
				s.touched = false
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

// summary says where the database stands now, by its own word.
func (s *script) summary() {
	s.line(`SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE "C"), 'base') AS sqlbundle_state FROM %s \gset`, s.table)
	s.line(`\echo sqlbundle: done, %s; the database stands at :sqlbundle_state`, Count(len(s.plan.Steps), "step"))
}
