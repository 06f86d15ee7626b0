package out

import (
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// limits follows lock_timeout and statement_timeout through a segment, and
// writes a SET only where the next statement wants another value.
//
// What a statement wants is its directive's value, else the segment's base:
// the revision's own last SET where it made one, else what is configured for a
// transaction; outside transactions no limit, which would leave an invalid
// index behind.
type limits struct {
	s       *script
	segment *compiler.Segment
	scope   string // SET LOCAL, or SET outside transactions
	each    [2]limit
}

// limit is one of the two settings.
type limit struct {
	name       string
	base, have value
}

// value is a literal, or the author's statement that set it.
type value struct {
	literal string
	own     *compiler.Statement
}

func newLimits(s *script, segment *compiler.Segment) *limits {
	l := &limits{s: s, segment: segment, scope: "SET LOCAL"}
	set := s.plan.Settings
	l.each = [2]limit{
		{name: "lock_timeout", base: value{literal: set.LockTimeout}},
		{name: "statement_timeout", base: value{literal: set.StatementTimeout}},
	}
	if segment.Transaction == 0 {
		l.scope = "SET"
		l.each[0].base.literal, l.each[1].base.literal = "0", "0"
	}
	for i := range l.each {
		for _, earlier := range segment.Earlier {
			if sets(earlier, l.each[i].name) {
				l.each[i].base = value{own: earlier}
			}
		}
		l.each[i].have = l.each[i].base
	}
	return l
}

// open is what sets the limits for a transaction, but for those that the
// revision has set itself.
func (l *limits) open() string {
	var parts []string
	for i := range l.each {
		if e := &l.each[i]; e.base.own == nil {
			if len(l.segment.Statements) > 0 {
				e.have = l.wanted(l.segment.Statements[0], i)
			}
			parts = append(parts, l.set(e.name, e.have.literal))
		}
	}
	return strings.Join(parts, " ")
}

// before sets what the statement wants and does not have.
func (l *limits) before(st *compiler.Statement) {
	l.s.some(l.changes(func(i int) value { return l.wanted(st, i) }))
}

// unknown is no value: the next statement sets what it wants.
var unknown = value{literal: "?"}

// after takes note of what the statement itself has set; ROLLBACK TO may have
// taken back any.
func (l *limits) after(st *compiler.Statement) {
	for i := range l.each {
		if st.Kind == "ROLLBACK" {
			l.each[i].have = unknown
		}
		if sets(st, l.each[i].name) {
			l.each[i].base = value{own: st}
			l.each[i].have = l.each[i].base
		}
	}
}

// close takes back what would outlast a statement outside transactions.
func (l *limits) close() {
	l.s.some(l.back())
}

// back is what does so, but for the author's own statements, which it writes.
func (l *limits) back() string {
	if l.segment.Transaction > 0 {
		return ""
	}
	return l.changes(func(i int) value { return l.each[i].base })
}

// changes is what sets the limits that differ, but for the author's own
// statements, which it writes.
func (l *limits) changes(wanted func(i int) value) string {
	var parts []string
	for i := range l.each {
		e, want := &l.each[i], wanted(i)
		if want == e.have {
			continue
		}
		if e.have = want; want.own != nil {
			l.s.readable(want.own.SQL())
			l.s.line("%s;", want.own.SQL())
		} else {
			parts = append(parts, l.set(e.name, want.literal))
		}
	}
	return strings.Join(parts, " ")
}

func (l *limits) wanted(st *compiler.Statement, i int) value {
	if given := timeout(st, i); given != "" {
		return value{literal: given}
	}
	return l.each[i].base
}

// timeout is what a statement's directive gives for lock_timeout (0) or
// statement_timeout (1); empty where there is none.
func timeout(st *compiler.Statement, i int) string {
	if st.Timeout == nil {
		return ""
	}
	return [...]string{st.Timeout.Lock, st.Timeout.Statement}[i]
}

func (l *limits) set(name, literal string) string {
	return l.scope + " " + name + " = " + pgsql.QuoteLiteral(literal) + ";"
}

// sets tells whether a statement sets a parameter and does nothing else, so
// that it can be run again.
func sets(st *compiler.Statement, name string) bool {
	for _, set := range st.Settings {
		if set.Name == name {
			return st.OnlySets
		}
	}
	return false
}
