package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var setLoggedUnlogged = &Rule{
	ID: "set-logged-unlogged", Title: "SET LOGGED and SET UNLOGGED rewrite the table",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG307", "mp MP047"},
	Doc: "The table and all its indexes are written anew, and until that is done nobody can read or write it. SET LOGGED " +
		"also writes all of it to the log, and so to every standby. An unlogged table is empty after a crash and cannot be " +
		"read on a standby. Decide when the table is created, or fill a new one in batches and exchange the two.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actions() {
			to := catalog.Permanent
			switch a.cmd.Subtype {
			case pg.AlterTableType_AT_SetLogged:
			case pg.AlterTableType_AT_SetUnLogged:
				to = catalog.Unlogged
			default:
				continue
			}
			table, refusal := s.name(a.table), a.effects.Refused
			refused := refusal != nil && refusal.SQLState == "42P16"
			if !p.inUse(s, a.table) || a.table.Persistence == to && !a.table.Unknown || !refused && !a.rewrites(a.table.OID) && !a.table.Unknown {
				continue
			}
			message := fmt.Sprintf("%s is written anew, and nobody can read or write it until that is done", table)
			switch {
			case refused:
				message = "the server refuses this: " + refusal.Message
			case to == catalog.Unlogged:
				message += "; from then on a crash empties it"
			}
			p.reportAt(s, Finding{
				Severity: p.weigh(s, a.table), Span: a.span, Message: message + notShown(a.table),
				Help: "fill a new table of the other kind in batches, and exchange the two",
			})
		}
	},
}
