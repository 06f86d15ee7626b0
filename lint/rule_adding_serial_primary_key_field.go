package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"
)

var addingSerialPrimaryKeyField = &Rule{
	ID: "adding-serial-primary-key-field", Title: "ADD PRIMARY KEY builds its index under ACCESS EXCLUSIVE", Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG104", "eugene E7"},
	Doc: "A primary key needs an index and columns without NULL: ADD PRIMARY KEY builds the one and looks for the others while " +
		"nobody can read or write the table. Build a unique index concurrently, let a validated CHECK prove that there is no " +
		"NULL, and make the key of the index by USING INDEX, which then takes a moment.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_AddConstraint, pg.AlterTableType_AT_AddColumn) {
			for _, def := range keysAdded(a, pg.ConstrType_CONSTR_PRIMARY) {
				if p.reads(s, a) == nil {
					continue
				}
				f := Finding{
					Severity: p.weigh(s, a.table), Span: a.span,
					Message: fmt.Sprintf("nobody can read or write %s until the index of the primary key is built%s", s.name(a.table), unseen(a.table)),
					Help:    "build a unique index concurrently, prove NOT NULL by a validated CHECK, and make the key of the index by USING INDEX",
				}
				if build, add := s.keyByIndex(a, def); build != "" && a.column() == nil {
					prove, forget := s.notNullProof(a.table, s.unproven(s.keyNames(a, def)))
					steps := append(append([]string{s.outside(build)}, prove...), add)
					f.Fix, f.Mechanical = s.instead(a, lines(append(steps, forget...)...)), true
				}
				p.reportAt(s, f)
			}
		}
	},
}
