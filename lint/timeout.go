package lint

import (
	"cmp"
	"slices"
	"strings"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/syntax"
	"sqlbundle/revisions"
)

// limit is a time limit as it is in force when a statement starts.
type limit struct {
	// Milliseconds is 0 for no limit.
	milliseconds int
	// known is false where only the running script can tell.
	known bool
	// by is the statement of the section that has set it last, nil for the
	// bundle's own setting or a directive.
	by *statement
}

// none holds where the limit surely stops nothing.
func (l limit) none() bool { return l.known && l.milliseconds == 0 }

// limitOf is lock_timeout or statement_timeout as it is when a statement starts:
// what a directive says, then what the section has set, then the bundle's own.
// A script sets its own limits in transactions only.
func (p *pass) limitOf(s *statement, name string) limit {
	if ms, ok := ofDirective(s.Timeout, name); ok {
		return limit{milliseconds: ms, known: true}
	}
	// The last one that holds counts, so the nearest is looked at first.
	for _, other := range slices.Backward(s.section.settersBefore(s)) {
		for _, set := range slices.Backward(other.Settings) {
			switch {
			case set.Name != name && set.Name != "*":
			case !set.Local, other.segment.Transaction == s.segment.Transaction && s.segment.Transaction != 0:
				return *p.setLimit(s, other, set, name)
			}
		}
	}
	return p.bundleLimit(s, name)
}

// settersBefore are the setters that stand before a statement.
func (s *section) settersBefore(st *statement) []*statement {
	n, _ := slices.BinarySearchFunc(s.setters, st.index, func(other *statement, index int) int { return cmp.Compare(other.index, index) })
	return s.setters[:n]
}

// setLimit is the limit that a statement sets.
func (p *pass) setLimit(s, by *statement, set syntax.Setting, name string) *limit {
	l := p.bundleLimit(s, name)
	if !set.Reset {
		l.milliseconds, l.known = pgsql.Milliseconds(set.Value)
	}
	l.by = by
	return &l
}

// bundleLimit is what the script itself sets around a statement.
func (p *pass) bundleLimit(s *statement, name string) limit {
	value := p.history.Settings.LockTimeout
	if name == "statement_timeout" {
		value = p.history.Settings.StatementTimeout
	}
	if s.segment.Transaction == 0 || p.in.Plain {
		return limit{known: true}
	}
	ms, _ := pgsql.Milliseconds(strings.TrimSpace(value))
	return limit{milliseconds: ms, known: true}
}

// ofDirective is what a timeout directive says; ok is false where it says nothing.
func ofDirective(t *revisions.Timeout, name string) (int, bool) {
	if t == nil {
		return 0, false
	}
	value := t.Lock
	if name == "statement_timeout" {
		value = t.Statement
	}
	return pgsql.Milliseconds(value)
}
