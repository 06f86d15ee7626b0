package lint

import "strings"

var unanalyzableStatement = &Rule{
	ID: "unanalyzable-statement", Title: "nobody can tell beforehand what it does",
	Group: GroupProcess, Severity: Notice,
	Peers: []string{"strong_migrations execute", "strong_migrations change_table", "mp MP063"},
	Doc: "A DO block, a function or a procedure runs SQL that it puts together, or does what only the running server " +
		"decides. What it locks, makes and drops is unknown, and so is much of what comes behind it: rules that need to " +
		"know stay silent. Static SQL, and EXECUTE of one constant text, are read as if they stood in the file.",
	check: func(p *pass, s *statement) {
		switch s.Kind {
		case "DO", "CALL", "SELECT", "EXECUTE":
		default:
			return
		}
		if s.node() == nil && !s.Raw {
			return // syntax-error tells of it
		}
		if len(s.Effects.Unknown) == 0 || !s.Effects.Nothing && !s.loses() {
			return
		}
		p.reportAt(s, Finding{
			Message: "what this does cannot be told before it runs: " + strings.Join(s.Effects.Unknown, "; "),
			Help:    "write static SQL where it is possible; have somebody read it who knows what the code does",
		})
	},
}

// loses tells whether the statement is where knowledge of the catalog ends.
func (s *statement) loses() bool { return s.after().Incomplete && !s.Before.Incomplete }
