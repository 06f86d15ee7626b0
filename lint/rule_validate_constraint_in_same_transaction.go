package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var validateConstraintInSameTransaction = &Rule{
	ID: "validate-constraint-in-same-transaction", Title: "VALIDATE reads the table under a lock that the transaction holds already", Group: GroupTransaction, Severity: Error,
	Peers: []string{"strong_migrations validate_check_constraint", "strong_migrations validate_foreign_key", "squawk constraint-missing-not-valid"},
	Doc: "VALIDATE CONSTRAINT by itself lets reads and writes go on. But a lock is kept to the end of the transaction: that of " +
		"ADD CHECK … NOT VALID lets nobody read or write the table, that of ADD FOREIGN KEY … NOT VALID nobody write either " +
		"table, and now for as long as it takes to read all rows. Validate in a transaction of its own.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_ValidateConstraint) {
			read := p.reads(s, a)
			if read == nil {
				continue
			}
			held, mode := read, s.held(read.OID)
			if k := s.Before.Constraint(a.table.OID, a.cmd.Name); k != nil && k.Kind == catalog.ForeignKey && mode < effects.ShareRowExclusive {
				held, _ = s.Before.Object(k.References).(*catalog.Relation)
				mode = s.held(k.References)
			}
			if mode < effects.ShareRowExclusive || !p.inUse(s, held) {
				continue
			}
			f := Finding{
				Severity: p.weigh(s, read), Span: a.span,
				Message: fmt.Sprintf("while every row of %s is checked for %s, an earlier statement of the transaction still holds its lock on %s: %s",
					s.name(a.table), pgsql.QuoteIdent(a.cmd.Name), s.name(held), stops(mode)),
				Help: "validate it in a transaction of its own",
			}
			if a.span == s.Span {
				f.Fix, f.Mechanical = s.apart(), true
			}
			p.reportAt(s, f)
		}
	},
}
