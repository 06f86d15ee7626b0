package lint

import "fmt"

var requireLockTimeout = &Rule{
	ID: "require-lock-timeout", Title: "a statement may wait for its lock without end, and all others behind it",
	Group: GroupTransaction, Severity: Warning,
	Peers: []string{"eugene E9", "strong_migrations lock_timeout", "mp MP004", "squawk require-timeout-settings"},
	Doc: "A statement that changes a table's definition waits until the last open transaction is done with the table. " +
		"While it waits, whoever comes later waits behind it, plain reads included: one long report and one short ALTER " +
		"TABLE are an outage. With a lock_timeout the statement gives up instead and can be tried again. [bundle] " +
		"lock_timeout sets one for all transactions; SET LOCAL does so in one.",
	checkSection: func(p *pass, x *section) {
		s, locks := p.unlimited(x, "lock_timeout", func(*statement) bool { return true })
		if s == nil {
			return
		}
		mode, relations := s.strongest(locks)
		p.reportAt(s, Finding{
			Mechanical: true,
			Message: fmt.Sprintf("%s waits for %s on %s with no limit, and while it does, whoever wants to use that waits behind it",
				s.Kind, modeNames[mode], relations),
			Help: "set lock_timeout before it, or for all revisions under [bundle]",
			Fix:  s.limited("lock_timeout", "lock", "2s"),
		})
	},
}
