package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
)

var requireConcurrentIndexCreation = &Rule{
	ID: "require-concurrent-index-creation", Title: "CREATE INDEX stops all writes while it builds",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG101", "eugene E6", "strong_migrations add_index", "strong_migrations add_reference", "pg-schema-diff ACQUIRES_SHARE_LOCK", "mp MP001"},
	Doc: "CREATE INDEX without CONCURRENTLY takes SHARE on the table and keeps it until the index is built: reads go on, " +
		"every INSERT, UPDATE and DELETE waits. How long that is depends on the number of rows. CREATE INDEX CONCURRENTLY " +
		"reads the table twice and lets writes go on; it cannot stand in a transaction, which sqlbundle sees to. On a " +
		"partitioned table the server cannot do that: see partitioned-index-build.",
	check: func(p *pass, s *statement) {
		n := s.node().GetIndexStmt()
		if n == nil || n.Concurrent {
			return
		}
		table := s.relation(n.Relation)
		if !p.inUse(s, table) || !s.scans(table.OID) || table.Kind == catalog.Partitioned {
			return
		}
		waits := "no row of %s can be written"
		if table.Kind == catalog.MaterializedView {
			waits = "%s cannot be refreshed"
		}
		help := "build it concurrently" + runsOutside
		if s.byHand() {
			help = "build it concurrently, outside of your BEGIN … COMMIT"
		}
		p.reportAt(s, Finding{
			Severity: p.weigh(s, table), Mechanical: !table.Unknown,
			Message: fmt.Sprintf(waits+" while the index is built: CREATE INDEX holds SHARE on it%s", s.name(table), unseen(table)),
			Help:    help, Fix: s.outside(s.concurrentBuild()),
		})
	},
}
