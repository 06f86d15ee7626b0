package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var addingNotNullableField = &Rule{
	ID: "adding-not-nullable-field", Title: "SET NOT NULL reads the whole table under ACCESS EXCLUSIVE",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas MF104", "atlas PG303", "eugene E2", "strong_migrations change_column_null", "strong_migrations change_column_null_postgresql", "strong_migrations change_column_with_not_null", "mp MP002", "mp MP018"},
	Doc: "SET NOT NULL looks at every row for a NULL, and until it is done nobody can read or write the table; it fails at " +
		"the first NULL. A valid CHECK (column IS NOT NULL) spares the server the search. Such a check can be added NOT " +
		"VALID at once and validated while reads and writes go on. From PostgreSQL 18 on, ADD CONSTRAINT … NOT NULL column " +
		"NOT VALID and VALIDATE CONSTRAINT do it without a CHECK.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_SetNotNull) {
			if p.reads(s, a) == nil || s.proofLostBy(a) != nil {
				continue
			}
			p.reportAt(s, Finding{
				Severity: p.weigh(s, a.table), Span: a.span, Mechanical: true,
				Message: readForNull(s.name(a.table), a.cmd.Name),
				Help:    "let a CHECK prove it first: added NOT VALID at once, validated while reads and writes go on",
				Fix:     s.setNotNull(a),
			})
		}
		if s.node() != nil {
			return
		}
		for _, k := range s.added() {
			table, _ := s.Before.Object(k.In).(*catalog.Relation)
			now, _ := s.after().Object(k.In).(*catalog.Relation) // the same statement may add the column
			if k.Kind == catalog.NotNull && p.inUse(s, table) && s.scans(k.In) {
				p.reportAt(s, Finding{
					Severity: p.weigh(s, table),
					Message:  readForNull(s.name(table), now.Columns[k.Columns[0]-1].Name),
					Help:     "write NOT VALID behind it, and VALIDATE CONSTRAINT " + pgsql.QuoteIdent(k.Name) + " in the next revision",
				})
			}
		}
	},
}

func readForNull(table, column string) string {
	return fmt.Sprintf("%s is read in full for a NULL in %s, and nobody can read or write it until that is done", table, pgsql.QuoteIdent(column))
}

// setNotNull is SQL that makes a column NOT NULL by way of a constraint that is
// validated first.
func (s *statement) setNotNull(a action) string {
	table := "ALTER TABLE " + s.name(a.table)
	for _, k := range s.Before.Constraints(a.table.OID) {
		// 18: NOT NULL … NOT VALID is all but done.
		if col := a.table.Column(a.cmd.Name); k.Kind == catalog.NotNull && !k.Validated && col != nil && k.Columns[0] == col.Num {
			return s.instead(a, table+" VALIDATE CONSTRAINT "+pgsql.QuoteIdent(k.Name)+";")
		}
	}
	if a.table.Column(a.cmd.Name) == nil || len(s.actionsOf(pg.AlterTableType_AT_ColumnDefault)) > 0 {
		prove, forget := s.notNullProof(a.table, []string{a.cmd.Name})
		set := table + " ALTER COLUMN " + pgsql.QuoteIdent(a.cmd.Name) + " SET NOT NULL;"
		return s.instead(a, lines(append(append(prove, set), forget...)...))
	}
	var columns []string
	for _, other := range s.actionsOf(pg.AlterTableType_AT_SetNotNull) {
		columns = append(columns, other.cmd.Name)
	}
	prove, forget := s.notNullProof(a.table, s.unproven(columns))
	return lines(append(append(prove, s.text()), forget...)...)
}
