package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"
)

var replicaIdentityChange = &Rule{
	ID: "replica-identity-change", Title: "what replicas are told of changed rows changes",
	Group: GroupReplication, Severity: Notice,
	Peers: []string{"pg-schema-diff CORRECTNESS"},
	Doc: "Logical replication and change data capture find the row that an UPDATE or DELETE means by its replica identity. " +
		"With NOTHING those statements fail on a published table. With FULL the whole old row goes into the write-ahead " +
		"log, and a subscriber without a fitting index searches its table for each row. Tell those who consume the changes " +
		"before it happens.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actions() {
			identity := a.cmd.Def.GetReplicaIdentityStmt()
			if a.cmd.Subtype != pg.AlterTableType_AT_ReplicaIdentity || !p.inUse(s, a.table) {
				continue
			}
			now := "d"
			if a.table.ReplicaIdentity != 0 {
				now = string(a.table.ReplicaIdentity)
			}
			if identity.IdentityType == now && now != "i" && !a.table.Unknown {
				continue
			}
			f := Finding{Span: a.span, Help: "make sure that every subscriber and consumer of changes can work with it"}
			switch name := s.name(a.table); identity.IdentityType {
			case "n":
				f.Severity = Warning
				f.Message = fmt.Sprintf("UPDATE and DELETE on %s fail as soon as it is published: replicas could not find the rows", name)
				f.Help = "use DEFAULT with a primary key, or USING INDEX with a unique index on NOT NULL columns"
			case "f":
				f.Message = fmt.Sprintf("each UPDATE and DELETE on %s writes the whole old row to the log, and replicas search for it without a key", name)
			default:
				f.Message = fmt.Sprintf("replicas and consumers of changes find the rows of %s by other columns than before", name)
			}
			p.reportAt(s, f)
		}
	},
}
