package lint

import (
	"fmt"

	"sqlbundle/internal/pgsql"
)

var banDropDatabase = &Rule{
	ID: "ban-drop-database", Title: "a whole database is dropped",
	Group: GroupDestructive, Severity: Error,
	Peers: []string{"mp MP034"},
	Doc: "DROP DATABASE removes a database with all that is in it, at once and for good. No migration of one database has " +
		"a reason to remove another. Do it by hand, with a backup at hand, where it has to be done.",
	check: func(p *pass, s *statement) {
		n := s.node().GetDropdbStmt()
		if n == nil {
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("database %s is gone for good with all that is in it", pgsql.QuoteIdent(n.Dbname)),
			Help:    "take it out of the migrations, and drop the database by hand",
		})
	},
}
