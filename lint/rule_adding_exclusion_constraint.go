package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var addingExclusionConstraint = &Rule{
	ID: "adding-exclusion-constraint", Title: "ADD EXCLUDE builds its index under ACCESS EXCLUSIVE", Group: GroupLocks, Severity: Error,
	Peers: []string{"eugene E8", "strong_migrations add_exclusion_constraint", "mp MP031"},
	Doc: "An exclusion constraint, and from PostgreSQL 18 on a key WITHOUT OVERLAPS, builds its index while nobody can read or " +
		"write the table, and there is no gentler way: neither NOT VALID nor USING INDEX exists for it. Plan a time at which " +
		"that does no harm, or fill a new table that has the constraint and switch to it.",
	check: func(p *pass, s *statement) {
		report := func(table *catalog.Relation, f Finding) {
			f.Severity = p.weigh(s, table)
			f.Message = fmt.Sprintf("nobody can read or write %s until the index of the constraint is built, and there is no gentler way%s", s.name(table), unseen(table))
			f.Help = "plan a time at which that does no harm, or fill a new table that has the constraint and switch to it"
			p.reportAt(s, f)
		}
		for _, a := range s.actionsOf(pg.AlterTableType_AT_AddConstraint) {
			if a.constraint().GetContype() == pg.ConstrType_CONSTR_EXCLUSION && p.reads(s, a) != nil {
				report(a.table, Finding{Span: a.span})
			}
		}
		for _, k := range s.added() {
			table, _ := s.Before.Object(k.In).(*catalog.Relation)
			if k.Period && k.Kind != catalog.ForeignKey && p.inUse(s, table) && s.scans(k.In) {
				report(table, Finding{})
			}
		}
	},
}
