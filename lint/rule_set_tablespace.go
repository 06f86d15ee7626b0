package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var setTablespace = &Rule{
	ID: "set-tablespace", Title: "SET TABLESPACE copies the whole file under ACCESS EXCLUSIVE",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"mp MP095"},
	Doc: "The file is copied to the other disk, and until that is done nobody can read or write the table; of an index, " +
		"nobody can use it. All of it goes through the log as well. An index can be moved while the table is in use, from " +
		"14 on, by REINDEX (TABLESPACE …) INDEX CONCURRENTLY; a table by pg_repack.",
	check: func(p *pass, s *statement) {
		if n := s.node().GetAlterTableMoveAllStmt(); n != nil {
			p.checkMoveAll(s, n)
			return
		}
		for _, a := range s.actions() {
			if a.cmd.Subtype != pg.AlterTableType_AT_SetTableSpace || !p.inUse(s, a.table) {
				continue
			}
			moves := a.rewrites(a.table.OID) || touches(a.effects.RewrittenIndexes, a.table.OID)
			if !moves {
				continue
			}
			fix := s.reindexInto(a)
			help := "move it while nobody needs it, or by pg_repack"
			if fix != "" {
				help = "let the index be built anew in the other tablespace while the table is in use"
			}
			p.reportAt(s, Finding{
				Severity: p.weigh(s, a.table), Span: a.span, Fix: fix, Help: help,
				Message: fmt.Sprintf("%s is copied to tablespace %s, and nobody can read or write it until that is done", s.name(a.table), pgsql.QuoteIdent(a.cmd.Name)),
			})
		}
	},
}

// reindexInto moves an index while its table is in use; empty where that cannot be
// done.
func (s *statement) reindexInto(a action) string {
	index := a.table.Index
	if a.table.Kind != catalog.Index || a.table.Unknown || index.Exclusion || s.Before.Version < 14 || a.span != s.Span {
		return ""
	}
	return fmt.Sprintf("REINDEX (TABLESPACE %s) INDEX CONCURRENTLY %s;", pgsql.QuoteIdent(a.cmd.Name), s.name(a.table))
}

// checkMoveAll is about ALL IN TABLESPACE.
func (p *pass) checkMoveAll(s *statement, n *pg.AlterTableMoveAllStmt) {
	var moved []*catalog.Relation
	for _, l := range append(s.Effects.Locks, s.Effects.IndexLocks...) {
		rel := s.locked(l.OID)
		if p.inUse(s, rel) && (s.rewrites(l.OID) || touches(s.Effects.RewrittenIndexes, l.OID)) {
			moved = append(moved, rel)
		}
	}
	from := pgsql.QuoteIdent(n.OrigTablespacename)
	message := fmt.Sprintf("nobody can read or write these until all of them are copied to another tablespace: %s", s.list(moved))
	switch {
	case len(moved) == 0 && s.Before.Incomplete && n.OrigTablespacename != n.NewTablespacename:
		message = fmt.Sprintf("all that stands in tablespace %s is copied under ACCESS EXCLUSIVE, and the history does not show what that is", from)
	case len(moved) == 0:
		return
	}
	p.reportAt(s, Finding{Message: message, Help: "move one relation at a time, while nobody needs it, or by pg_repack"})
}
