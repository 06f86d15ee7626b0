package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

var changingColumnDefault = &Rule{
	ID: "changing-column-default", Title: "old rows and old programs keep the old default", Group: GroupCompatibility, Severity: Notice, OptIn: true,
	Peers: []string{"strong_migrations change_column_default", "mp MP048"},
	Doc: "A new default holds for new rows only. Programs that have read the old one when they started, as many ORMs do, send " +
		"it with each INSERT and go on writing it until they are started anew. Release programs that give the value themselves " +
		"first, where that matters.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_ColumnDefault) {
			if !p.inUse(s, a.table) || !p.oldColumn(s, a.table, a.table.Column(a.cmd.Name)) {
				continue
			}
			p.reportAt(s, Finding{
				Span: a.span,
				Message: fmt.Sprintf("programs that have read the default of %s.%s before go on writing the old one, and rows that are there keep theirs",
					s.name(a.table), pgsql.QuoteIdent(a.cmd.Name)),
				Help: "see whether that matters; if it does, let programs give the value themselves before",
			})
		}
	},
}
