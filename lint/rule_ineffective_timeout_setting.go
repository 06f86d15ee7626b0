package lint

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/syntax"
)

var ineffectiveTimeoutSetting = &Rule{
	ID: "ineffective-timeout-setting", Title: "a time limit that stops nothing",
	Group: GroupTransaction, Severity: Error,
	Doc: "The text sets lock_timeout or statement_timeout, and the statements that need the limit run without: it is 0, it " +
		"is taken back before them, it ends with a transaction in which nothing happens, it comes behind them, or it is so " +
		"long that a queue has formed by then. A lock_timeout that is not below statement_timeout never fires: the other " +
		"one ends the statement first, and the error does not tell that it was waiting.",
	checkSection: func(p *pass, x *section) {
		if len(x.setters) == 0 {
			return
		}
		needy := slices.DeleteFunc(slices.Clone(x.statements), func(s *statement) bool { return len(p.blocking(s)) == 0 })
		type setting struct {
			by   *statement
			name string
		}
		under := map[setting][]*statement{}
		for _, name := range timeouts {
			for _, s := range needy {
				if by := p.limitOf(s, name).by; by != nil {
					under[setting{by, name}] = append(under[setting{by, name}], s)
				}
			}
		}
		for _, s := range x.setters {
			for _, set := range s.Settings {
				if slices.Contains(timeouts[:], set.Name) {
					p.judgeLimit(s, set, needy, under[setting{s, set.Name}])
				}
			}
		}
	},
}

// judgeLimit reports a time limit that does not do what it was set for: needy are
// the statements of the section that need one, under those that run under this.
func (p *pass) judgeLimit(s *statement, set syntax.Setting, needy, under []*statement) {
	f := Finding{Help: "set a limit of a few seconds before the first statement that locks a table"}
	switch {
	case strings.HasPrefix(set.Value, "-"):
		f.Message = fmt.Sprintf("the server takes no negative %s", set.Name)
	case len(under) > 0:
		f.Message = p.uselessFor(set, under)
		if set.Name == "statement_timeout" && p.limitOf(under[0], set.Name).none() {
			f.Severity = Notice // that is what most sessions have anyway
		}
	case !set.Reset && len(needy) > 0:
		f.Message = p.misplaced(s, set, needy)
	}
	if f.Message != "" {
		p.reportAt(s, f)
	}
}

// uselessFor says why a limit is of no use to the statements under it; empty
// where it is.
func (p *pass) uselessFor(set syntax.Setting, under []*statement) string {
	mode, relations := under[0].strongest(p.blocking(under[0]))
	l := p.limitOf(under[0], set.Name)
	longest := p.in.Config.longestWait()
	switch {
	case l.none() && set.Reset:
		return fmt.Sprintf("%s is taken back here, and the %s on %s comes without it", set.Name, modeNames[mode], relations)
	case l.none():
		return fmt.Sprintf("0 is no limit: the %s on %s comes without a %s", modeNames[mode], relations, set.Name)
	case set.Name == "lock_timeout" && l.known && time.Duration(l.milliseconds)*time.Millisecond > longest:
		return fmt.Sprintf("for up to %s, whoever wants to use %s may have to wait behind this: a lock_timeout of more than %s stops too little",
			spell(time.Duration(l.milliseconds)*time.Millisecond), relations, spell(longest))
	}
	for _, s := range under {
		lock, whole := p.limitOf(s, "lock_timeout"), p.limitOf(s, "statement_timeout")
		other := lock
		if set.Name == "lock_timeout" {
			other = whole
		}
		later := other.by == nil || other.by.index <= p.limitOf(s, set.Name).by.index
		if lock.known && whole.known && whole.milliseconds > 0 && lock.milliseconds >= whole.milliseconds && later {
			return "lock_timeout never fires: statement_timeout is not longer, and ends the statement first"
		}
	}
	return ""
}

// misplaced says why a limit holds for none of the statements that need it;
// empty where it seems to be for another one.
func (p *pass) misplaced(s *statement, set syntax.Setting, needy []*statement) string {
	ms, known := pgsql.Milliseconds(set.Value)
	if ms == 0 || !known {
		return ""
	}
	first, last := needy[0], needy[len(needy)-1]
	sameTransaction := slices.ContainsFunc(s.rest(), func(other *statement) bool { return len(p.blocking(other)) > 0 })
	switch {
	case set.Local && last.index > s.index && !sameTransaction && p.limitOf(last, set.Name).by == nil:
		return fmt.Sprintf("this %s ends with its own transaction, before anything takes a lock", set.Name)
	case last.index < s.index && p.limitOf(first, set.Name).none() && (set.Name == "lock_timeout" || s.index == len(s.section.statements)-1):
		return fmt.Sprintf("this %s comes too late: %s has run without it", set.Name, first.Kind)
	}
	return ""
}

// longestWait is the longest lock_timeout that is of use.
func (c *Config) longestWait() time.Duration {
	if c.MaxLockTimeout > 0 {
		return c.MaxLockTimeout
	}
	return 10 * time.Second
}
