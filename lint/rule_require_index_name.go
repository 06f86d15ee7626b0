package lint

import (
	"fmt"

	"sqlbundle/internal/pgsql"
)

var requireIndexName = &Rule{
	ID: "require-index-name", Title: "an index whose name the server chooses",
	Group: GroupStyle, Severity: Notice,
	Peers: []string{"mp MP042"},
	Doc: "Without a name the server makes one of the table and the columns, with a number behind it where that is taken. " +
		"Which number depends on what the database already has, so that the down section and later revisions may name " +
		"another index than the one that was built here. Write the name.",
	check: func(p *pass, s *statement) {
		n := s.node().GetIndexStmt()
		table := s.relation(n.GetRelation())
		if n.GetIdxname() != "" || !p.inUse(s, table) {
			return
		}
		f := Finding{
			Message: fmt.Sprintf("the server names this index of %s, and the name can differ between databases: nothing later can be sure of it", s.name(table)),
			Help:    "give the index a name",
		}
		word := "index"
		if n.Concurrent {
			word = "concurrently"
		}
		if indexes := s.madeIndexes(); len(indexes) == 1 {
			f.Fix, f.Mechanical = s.with(word, " "+pgsql.QuoteIdent(indexes[0].index.Name)), true
		}
		p.reportAt(s, f)
	},
}
