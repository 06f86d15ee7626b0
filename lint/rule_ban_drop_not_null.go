package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var banDropNotNull = &Rule{
	ID: "ban-drop-not-null", Title: "readers that count on a value will meet NULL", Group: GroupCompatibility, Severity: Warning,
	Peers: []string{"mp MP029"},
	Doc: "Programs that were written while the column was NOT NULL may fail at the first NULL that they read, and going back " +
		"needs a search through all rows. Release the programs that can deal with NULL first. As the first step of " +
		"removing a column it is what should be done, and is not reported where the column is dropped later in the range.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_DropNotNull, pg.AlterTableType_AT_DropConstraint) {
			name := s.nullable(a)
			if name == "" || !p.inUse(s, a.table) {
				continue
			}
			col := a.table.Column(name)
			if !a.table.Unknown && !p.wasRequired(s, a.table, col) || col != nil && goes(p.end(s), a.table, col.Num) {
				continue
			}
			p.reportAt(s, Finding{
				Span:    a.span,
				Message: fmt.Sprintf("programs that read %s.%s may find NULL where there has always been a value", s.name(a.table), pgsql.QuoteIdent(name)),
				Help:    "release what can deal with NULL first",
			})
		}
	},
}

// nullable is the column that an action lets hold NULL; empty for none.
func (s *statement) nullable(a action) string {
	if a.cmd.Subtype == pg.AlterTableType_AT_DropNotNull {
		return a.cmd.Name
	}
	k := s.Before.Constraint(a.table.OID, a.cmd.Name)
	if k == nil || k.Kind != catalog.NotNull {
		return ""
	}
	return columnNames(a.table, k.Columns)[0]
}

// wasRequired tells whether a column is NOT NULL, and is so for applications.
func (p *pass) wasRequired(s *statement, rel *catalog.Relation, col *catalog.Column) bool {
	was := p.baseColumn(s, rel, col)
	return was != nil && was.NotNull && col.NotNull
}

// baseColumn is a column as applications know it; nil where they do not.
func (p *pass) baseColumn(s *statement, rel *catalog.Relation, col *catalog.Column) *catalog.Column {
	before, _ := p.base(s).Object(rel.OID).(*catalog.Relation)
	if before == nil || col == nil || !p.oldColumn(s, before, col) || int(col.Num) > len(before.Columns) {
		return nil
	}
	return before.Columns[col.Num-1]
}

// goes tells whether a column is no more there in a state, alone or with its
// table.
func goes(c *catalog.Catalog, rel *catalog.Relation, num int16) bool {
	now, _ := c.Object(rel.OID).(*catalog.Relation)
	return now == nil || int(num) <= len(now.Columns) && now.Columns[num-1].Dropped
}
