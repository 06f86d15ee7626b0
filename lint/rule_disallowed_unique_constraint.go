package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var disallowedUniqueConstraint = &Rule{
	ID: "disallowed-unique-constraint", Title: "ADD UNIQUE builds its index under ACCESS EXCLUSIVE", Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG105", "eugene E7", "strong_migrations add_unique_constraint", "mp MP027"},
	Doc: "A unique constraint needs an index, and ADD UNIQUE builds it while nobody can read or write the table. Build a " +
		"unique index concurrently and make the constraint of it by USING INDEX, which takes a moment. The index must be " +
		"valid, without WHERE and expressions, and sorted by default. On a partitioned table give each partition its " +
		"constraint that way; the parent's then takes them over.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_AddConstraint, pg.AlterTableType_AT_AddColumn) {
			for _, def := range keysAdded(a, pg.ConstrType_CONSTR_UNIQUE) {
				if p.reads(s, a) == nil {
					continue
				}
				f := Finding{
					Severity: p.weigh(s, a.table), Span: a.span,
					Message: fmt.Sprintf("nobody can read or write %s until the index of the unique constraint is built%s", s.name(a.table), unseen(a.table)),
					Help:    "build a unique index concurrently, and make the constraint of it by USING INDEX",
				}
				if a.table.Kind == catalog.Partitioned {
					f.Help = "give each partition a unique constraint by USING INDEX first; that of the partitioned table then takes them over"
				}
				if build, add := s.keyByIndex(a, def); build != "" && a.column() == nil {
					f.Fix, f.Mechanical = s.instead(a, lines(s.outside(build), add)), true
				}
				p.reportAt(s, f)
			}
		}
	},
}
