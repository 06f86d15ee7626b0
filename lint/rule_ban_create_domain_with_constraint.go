package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var banCreateDomainWithConstraint = &Rule{
	ID: "ban-create-domain-with-constraint", Title: "a domain that is costly to use and to change",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Doc: "Adding a column of a domain with a CHECK or NOT NULL rewrites the table while nobody can use it. Changing the " +
		"constraint later reads every table that uses the domain while nothing can be written to any of them. A CHECK on a " +
		"table can be added NOT VALID and validated while reads and writes go on.",
	check: func(p *pass, s *statement) {
		n := s.node().GetCreateDomainStmt()
		for _, node := range n.GetConstraints() {
			kind := node.GetConstraint().GetContype()
			if kind != pg.ConstrType_CONSTR_CHECK && kind != pg.ConstrType_CONSTR_NOTNULL {
				continue
			}
			_, name := catalog.Split(n.Domainname)
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("each column that gets the type %s later rewrites its table, and changing its constraint stops writes to all tables that use it",
					pgsql.QuoteIdent(name)),
				Help: "make the domain without constraints, and put the CHECK on the tables",
			})
			return
		}
	},
}
