package lint

import "fmt"

var unbatchedBackfill = &Rule{
	ID: "unbatched-backfill", Title: "one UPDATE changes all rows of a table",
	Group: GroupData, Severity: Warning,
	Peers: []string{"strong_migrations backfill", "mp MP011"},
	Doc: "The UPDATE goes through the whole table and keeps each row that it changes locked until COMMIT; applications that " +
		"want to write one of them wait that long. Every row is written anew, so the table grows to twice its size, and " +
		"replicas fall behind. Batches of some thousand rows by key, each in a transaction of its own, do the same with " +
		"nobody noticing.",
	check: func(p *pass, s *statement) {
		for _, c := range s.rowChanges() {
			if c.what != "UPDATE" || !p.inUse(s, c.table) || p.small(s.Before, c.table) || !s.inFull(c) {
				continue
			}
			name := s.name(c.table)
			f := Finding{
				Message: fmt.Sprintf("all rows of %s are gone through, and each one that changes stays locked until all are done", name),
				Help: "change some thousand rows at a time: UPDATE … WHERE id IN (SELECT id … LIMIT 5000), under `up notransaction`, " +
					"until none is left",
			}
			if len(c.where) > 0 {
				f.Message = fmt.Sprintf("no index serves the condition, so all rows of %s are gone through, and those that change stay locked until it is done", name)
			}
			p.reportAt(s, f)
			return
		}
	},
}
