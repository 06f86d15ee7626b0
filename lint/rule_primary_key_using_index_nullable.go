package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var primaryKeyUsingIndexNullable = &Rule{
	ID: "primary-key-using-index-nullable", Title: "ADD PRIMARY KEY USING INDEX looks for NULLs under ACCESS EXCLUSIVE", Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG304", "eugene W14"},
	Doc: "The index is built, but a column of it may hold NULL: the primary key makes it NOT NULL, and for that every row is " +
		"read while nobody can read or write the table. A valid CHECK (column IS NOT NULL) spares that; it can be added NOT " +
		"VALID and validated while reads and writes go on.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_AddConstraint) {
			def := a.constraint()
			if def.GetContype() != pg.ConstrType_CONSTR_PRIMARY || def.Indexname == "" {
				continue
			}
			if p.reads(s, a) == nil {
				p.unseenKey(s, a, def)
				continue
			}
			var columns []string
			if index, ok := s.Before.Find(catalog.ClassRelation, a.table.In, def.Indexname).(*catalog.Relation); ok && index.Index != nil {
				columns = s.unproven(columnNames(a.table, keyColumns(index.Index)))
			}
			prove, forget := s.notNullProof(a.table, columns)
			fix := ""
			if len(columns) > 0 {
				fix = lines(append(append(prove, s.text()), forget...)...)
			}
			p.reportAt(s, Finding{
				Severity: p.weigh(s, a.table), Span: a.span, Fix: fix, Mechanical: fix != "",
				Message: fmt.Sprintf("nobody can read or write %s while every row is read for a NULL in %s", s.name(a.table), names(columns)),
				Help:    "let a CHECK prove it first: added NOT VALID at once, validated while reads and writes go on",
			})
		}
	},
}

// unseenKey is for an index that no revision has made: its columns may hold NULL.
func (p *pass) unseenKey(s *statement, a action, def *pg.Constraint) {
	_, seen := s.Before.Find(catalog.ClassRelation, a.table.In, def.Indexname).(*catalog.Relation)
	if a.table.Unknown && !seen && p.inUse(s, a.table) {
		p.reportAt(s, Finding{
			Severity: Warning, Span: a.span,
			Message: fmt.Sprintf("cannot see the columns of %s: if one may hold NULL, every row of %s is read while nobody can read or write it", pgsql.QuoteIdent(def.Indexname), s.name(a.table)),
			Help:    "make sure that they are NOT NULL, or that a valid CHECK says so",
		})
	}
}
