package lint

import "fmt"

var requireStatementTimeout = &Rule{
	ID: "require-statement-timeout", Title: "a statement may hold its lock without end",
	Group: GroupTransaction, Severity: Notice, OptIn: true,
	Peers: []string{"strong_migrations statement_timeout", "mp MP020", "squawk require-timeout-settings"},
	Doc: "Once a statement has its lock, nothing but its end, or a statement_timeout, gives it back. A limit turns a " +
		"statement that takes longer than anybody thought into an error that leaves nothing behind. Outside of a " +
		"transaction it would leave half of the work, so only transactions are judged. [bundle] statement_timeout sets " +
		"one for all of them.",
	checkSection: func(p *pass, x *section) {
		if x.Section.NoTransaction {
			return
		}
		s, locks := p.unlimited(x, "statement_timeout", func(s *statement) bool { return s.segment.Transaction != 0 })
		if s == nil {
			return
		}
		mode, relations := s.strongest(locks)
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("%s holds %s on %s for as long as it takes: no statement_timeout is set", s.Kind, modeNames[mode], relations),
			Help:    "set statement_timeout before it, or for all revisions under [bundle]",
			Fix:     s.limited("statement_timeout", "statement", "30s"),
		})
	},
}
