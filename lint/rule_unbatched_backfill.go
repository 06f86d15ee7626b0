package lint

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var unbatchedBackfill = &Rule{
	ID: "unbatched-backfill", Title: "one UPDATE changes all rows of a table",
	Group: GroupData, Severity: Warning,
	Peers: []string{"strong_migrations backfill", "mp MP011"},
	Doc: "The UPDATE goes through the whole table and keeps each row that it changes locked until COMMIT; applications that " +
		"want to write one of them wait that long. Every row is written anew, so the table grows to twice its size, and " +
		"replicas fall behind. Batches of some thousand rows by key, each in a transaction of its own, do the same with " +
		"nobody noticing: `-- sqlbundle:batch` before the statement makes a script do that.",
	check: func(p *pass, s *statement) {
		if s.Batch != nil {
			return
		}
		for _, c := range s.rowChanges() {
			if c.what != "UPDATE" || !p.inUse(s, c.table) || p.small(s.Before, c.table) || !s.inFull(c) {
				continue
			}
			name := s.name(c.table)
			f := Finding{
				Message: fmt.Sprintf("all rows of %s are gone through, and each one that changes stays locked until all are done", name),
				Help:    "let it change some thousand rows at a time, each batch in a transaction of its own: `-- sqlbundle:batch key=… size=5000`, with the columns of a unique index",
			}
			if key := s.batchKey(c); key != "" && !p.in.Plain {
				f.Fix = "-- sqlbundle:batch key=" + key + " size=5000\n" + s.SQL() + ";"
			}
			if len(c.where) > 0 {
				f.Message = fmt.Sprintf("no index serves the condition, so all rows of %s are gone through, and those that change stay locked until it is done", name)
			}
			p.reportAt(s, f)
			return
		}
	},
}

// batchKey is the primary key along which an UPDATE can go in batches, as the
// directive has it; empty where it cannot.
func (s *statement) batchKey(c rowChange) string {
	update := s.node().GetUpdateStmt()
	if update == nil || s.do != nil || s.segment.Begin != "BEGIN" || len(update.ReturningList) > 0 {
		return ""
	}
	for _, k := range s.Before.Constraints(c.table.OID) {
		if k.Kind != catalog.PrimaryKey {
			continue
		}
		columns := columnNames(c.table, k.Columns)
		for _, target := range update.TargetList {
			if slices.Contains(columns, target.GetResTarget().GetName()) {
				return ""
			}
		}
		for i, column := range columns {
			columns[i] = pgsql.QuoteIdent(column)
		}
		return strings.Join(columns, ",")
	}
	return ""
}
