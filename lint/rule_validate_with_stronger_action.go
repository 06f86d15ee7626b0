package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var validateWithStrongerAction = &Rule{
	ID: "validate-with-stronger-action", Title: "VALIDATE reads the table under the lock of another action", Group: GroupLocks, Severity: Error,
	Doc: "An ALTER TABLE takes the strongest lock that one of its actions needs, for all of them. VALIDATE CONSTRAINT alone lets " +
		"reads and writes go on while it reads the table; next to nearly any other action nobody can read or write until it " +
		"is done. Give it a statement and a transaction of its own.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_ValidateConstraint) {
			read := p.reads(s, a)
			if read == nil || s.lockOn(read.OID) <= effects.ShareUpdateExclusive {
				continue
			}
			f := Finding{
				Severity: p.weigh(s, read), Span: a.span,
				Message: fmt.Sprintf("while every row of %s is checked for %s, %s: another action of the statement needs the table to itself",
					s.name(a.table), pgsql.QuoteIdent(a.cmd.Name), stops(s.lockOn(read.OID))),
				Help: "validate it in a statement and a transaction of its own",
			}
			if a.span != s.Span {
				f.Mechanical = true
				f.Fix = s.instead(a, lines(s.boundary(), "ALTER TABLE "+s.name(a.table)+" VALIDATE CONSTRAINT "+pgsql.QuoteIdent(a.cmd.Name)+";"))
			}
			p.reportAt(s, f)
		}
	},
}
