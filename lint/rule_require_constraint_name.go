package lint

import (
	"fmt"

	"sqlbundle/internal/pgsql"
)

var requireConstraintName = &Rule{
	ID: "require-constraint-name", Title: "a constraint whose name the server chooses",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Doc: "Without CONSTRAINT and a name the server makes one of the table and the columns, with a number behind it where " +
		"that is taken. VALIDATE, DROP CONSTRAINT and error messages need the name, and it can differ between databases. " +
		"Write it.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actions() {
			c := a.constraint()
			if c == nil || c.Conname != "" || c.Indexname != "" || !isPlainTable(a.table) {
				continue
			}
			f := Finding{
				Span:    a.span,
				Message: fmt.Sprintf("the server names this constraint of %s, and the name can differ between databases", s.name(a.table)),
				Help:    "write ADD CONSTRAINT and a name",
			}
			if k := s.addedBy(a, c); k != nil {
				f.Fix, f.Mechanical = s.nameConstraint(a, k.Name), true
			}
			p.reportAt(s, f)
		}
	},
}

// nameConstraint is the statement with a name for what an action adds.
func (s *statement) nameConstraint(a action, name string) string {
	add := s.Tokens[s.firstAction()]
	for _, t := range s.Tokens {
		if len(s.actions()) > 1 && t.Start == a.span.Start {
			add = t
		}
	}
	text := s.File.Text
	return text[s.Span.Start:add.End] + " CONSTRAINT " + pgsql.QuoteIdent(name) + text[add.End:s.Span.End] + ";"
}
