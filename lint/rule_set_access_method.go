package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

var setAccessMethod = &Rule{
	ID: "set-access-method", Title: "SET ACCESS METHOD rewrites the table",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG311"},
	Doc: "From 15 on a table can be moved to another access method. Every row and every index is written anew, and until " +
		"that is done nobody can read or write the table. For a partitioned table, from 17 on, it only says what new " +
		"partitions get. Fill a new table that has the method in batches, and exchange the two.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actions() {
			if a.cmd.Subtype != pg.AlterTableType_AT_SetAccessMethod || !p.inUse(s, a.table) || !a.rewrites(a.table.OID) {
				continue
			}
			p.reportAt(s, Finding{
				Severity: p.weigh(s, a.table), Span: a.span,
				Message: fmt.Sprintf("%s is written anew by access method %s, and nobody can read or write it until that is done", s.name(a.table), pgsql.QuoteIdent(a.cmd.Name)),
				Help:    "fill a new table that has the method in batches, and exchange the two",
			})
		}
	},
}
