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
	// The last one that holds counts, so the nearest is looked at first: in the
	// statement's own transaction, then among those that outlast theirs.
	for _, other := range slices.Backward(standBefore(s.section.setters, s)) {
		if s.segment.Transaction == 0 || other.segment.Transaction != s.segment.Transaction {
			break
		}
		if set, ok := lastSetting(other, name, true); ok {
			return p.setLimit(s, other, set, name)
		}
	}
	for _, other := range slices.Backward(standBefore(s.section.lasting[name], s)) {
		if set, ok := lastSetting(other, name, false); ok {
			return p.setLimit(s, other, set, name)
		}
	}
	return p.bundleLimit(s, name)
}

// standBefore are those of some statements of a section that stand before another.
func standBefore(list []*statement, s *statement) []*statement {
	n, _ := slices.BinarySearchFunc(list, s.index, func(other *statement, index int) int { return cmp.Compare(other.index, index) })
	return list[:n]
}

// timeouts are the settings of which [pass.limitOf] tells.
var timeouts = [...]string{"lock_timeout", "statement_timeout"}

// addSetter notes a statement that sets something.
func (x *section) addSetter(s *statement) {
	x.setters = append(x.setters, s)
	for _, name := range timeouts {
		if _, ok := lastSetting(s, name, false); ok {
			x.lasting[name] = append(x.lasting[name], s)
		}
	}
}

// lastSetting is the last of a statement's settings that counts for a name;
// without local, of those that outlast the transaction.
func lastSetting(s *statement, name string, local bool) (syntax.Setting, bool) {
	for _, set := range slices.Backward(s.Settings) {
		if (set.Name == name || set.Name == "*") && (local || !set.Local) {
			return set, true
		}
	}
	return syntax.Setting{}, false
}

// setLimit is the limit that a statement sets.
func (p *pass) setLimit(s, by *statement, set syntax.Setting, name string) limit {
	l := p.bundleLimit(s, name)
	if !set.Reset {
		l.milliseconds, l.known = pgsql.Milliseconds(set.Value)
	}
	l.by = by
	return l
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
