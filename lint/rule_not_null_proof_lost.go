package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var notNullProofLost = &Rule{
	ID: "not-null-proof-lost", Title: "SET NOT NULL reads the whole table: its proof goes, or comes too late", Group: GroupHistory, Severity: Error,
	Doc: "A valid CHECK (column IS NOT NULL) spares SET NOT NULL the search for a NULL, but only if it is there and valid " +
		"when the ALTER TABLE begins. In one ALTER TABLE the DROP of that check is done before SET NOT NULL, wherever it " +
		"stands, and its VALIDATE CONSTRAINT has not been done yet: the table is read in full after all, and nobody can " +
		"read or write it meanwhile. Write two statements; SET NOT NULL and the DROP may share a transaction.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_SetNotNull) {
			by := s.proofLostBy(a)
			if by == nil || p.firstInUse(s, s.Effects.Scans, nil, func(catalog.OID) bool { return true }) == nil {
				continue
			}
			s.explained = true
			table := s.name(a.table)
			apart := "ALTER TABLE " + table + " " + s.File.Slice(by.span) + ";"
			f := Finding{
				Severity: p.weigh(s, a.table), Span: a.span, Mechanical: true,
				Message: fmt.Sprintf("%s is read in full, and nobody can read or write it meanwhile: %s is dropped before it could prove that %s holds no NULL",
					table, pgsql.QuoteIdent(by.cmd.Name), pgsql.QuoteIdent(a.cmd.Name)),
				Help: "drop the check in a statement of its own behind this one",
				Fix:  s.instead(*by, apart),
			}
			if by.cmd.Subtype == pg.AlterTableType_AT_ValidateConstraint {
				f.Message = fmt.Sprintf("%s is read in full, and nobody can read or write it meanwhile: %s is not yet valid when %s becomes NOT NULL",
					table, pgsql.QuoteIdent(by.cmd.Name), pgsql.QuoteIdent(a.cmd.Name))
				f.Help = "validate the check in a statement and a transaction of its own before this one"
				f.Fix = lines(apart, s.boundary(), strings.TrimSpace(s.instead(*by, "")))
			}
			p.reportAt(s, f)
		}
	},
}

// proofLostBy is the action of the same ALTER TABLE that takes the proof of a SET
// NOT NULL away, or that makes it too late; nil where there is none.
func (s *statement) proofLostBy(a action) *action {
	reads := len(a.effects.Scans) > 0
	for _, other := range s.actionsOf(pg.AlterTableType_AT_DropConstraint, pg.AlterTableType_AT_ValidateConstraint) {
		c := s.Before.Branch()
		e := s.does(c, other.cmd)
		switch {
		case e.Refused != nil || len(e.Unknown) > 0:
		case other.cmd.Subtype == pg.AlterTableType_AT_DropConstraint:
			if !reads && len(s.does(s.Before.Branch(), other.cmd, a.cmd).Scans) > 0 {
				return &other
			}
		case reads && len(s.does(c, a.cmd).Scans) == 0:
			return &other
		}
	}
	return nil
}
