package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"
)

var constraintMissingNotValid = &Rule{
	ID: "constraint-missing-not-valid", Title: "ADD CHECK reads the whole table under ACCESS EXCLUSIVE", Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG305", "eugene E1", "strong_migrations add_check_constraint", "mp MP030"},
	Doc: "ADD CHECK looks at every row, and until it is done nobody can read or write the table; a check that another one " +
		"implies, or that is always true, is no exception. With NOT VALID the check holds for new rows at once and reads " +
		"none; VALIDATE CONSTRAINT, in a transaction of its own, then reads the table while reads and writes go on.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_AddConstraint) {
			def := a.constraint()
			if def.GetContype() != pg.ConstrType_CONSTR_CHECK || def.SkipValidation || p.reads(s, a) == nil {
				continue
			}
			fix := s.notValid(a, def)
			p.reportAt(s, Finding{
				Severity: p.weigh(s, a.table), Span: a.span, Fix: fix, Mechanical: fix != "",
				Message: fmt.Sprintf("nobody can read or write %s while every row is checked against the new constraint%s", s.name(a.table), unseen(a.table)),
				Help:    "add it NOT VALID and validate it in a transaction of its own",
			})
		}
	},
}
