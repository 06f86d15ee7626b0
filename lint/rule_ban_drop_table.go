package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
)

var banDropTable = &Rule{
	ID: "ban-drop-table", Title: "a table that is in use is dropped with all its rows",
	Group: GroupDestructive, Severity: Warning,
	Peers: []string{"atlas DS102", "pg-schema-diff DELETES_DATA", "strong_migrations create_table", "mp MP026"},
	Doc: "DROP TABLE removes the rows for good, and every client that still names the table gets an error. It waits for " +
		"all who use the table, for ACCESS EXCLUSIVE, and takes the same lock on each table that a foreign key ties to it " +
		"and on the table that it is a partition of. Drop it one release after the last code that uses it, and keep a " +
		"copy of the rows or rename it first where there is doubt.",
	check: func(p *pass, s *statement) {
		if s.node().GetDropStmt().GetRemoveType() == pg.ObjectType_OBJECT_SCHEMA {
			return
		}
		var tables []string
		for _, rel := range p.droppedTables(s) {
			tables = append(tables, s.name(rel))
		}
		tables = append(tables, s.perhapsDropped()...)
		if len(tables) == 0 {
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("the rows of %s are gone for good, and clients that still ask for them get errors", strings.Join(tables, ", ")),
			Help:    "make sure that no running code uses it, and that there is a copy of what may be needed again",
		})
	},
}

// perhapsDropped are the names in a DROP TABLE IF EXISTS of which nobody knows
// whether there is such a table, as the history has not made all that exists.
func (s *statement) perhapsDropped() []string {
	n := s.node().GetDropStmt()
	if n.GetRemoveType() != pg.ObjectType_OBJECT_TABLE || !n.MissingOk || !s.Before.Incomplete || s.Effects.Refused != nil {
		return nil
	}
	var found []string
	for _, object := range n.Objects {
		if len(s.mentioned(n, object)) == 0 {
			found = append(found, spelled(objectNames(object)))
		}
	}
	return found
}
