package lint

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var dropDefaultOnRequiredColumn = &Rule{
	ID: "drop-default-on-required-column", Title: "INSERTs that leave the column out begin to fail", Group: GroupHistory, Severity: Warning,
	Doc: "The column is NOT NULL, and once it has neither a default nor an identity, every INSERT that does not name it fails. " +
		"Programs that are running may count on the default. Release programs that give a value first. Nothing is " +
		"reported where the same revision brings another default, an identity or a BEFORE INSERT trigger.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_ColumnDefault, pg.AlterTableType_AT_DropIdentity) {
			col := a.table.Column(a.cmd.Name)
			was := p.baseColumn(s, a.table, col)
			if a.cmd.Def != nil || !p.inUse(s, a.table) || was == nil || was.Default == 0 && was.Identity == 0 || was.Generated != 0 {
				continue
			}
			if !requiresValue(s.section.After, a.table.OID, col.Num) || s.fillsLater(a.table.OID) {
				continue
			}
			p.reportAt(s, Finding{
				Span:    a.span,
				Message: fmt.Sprintf("every INSERT into %s that does not give %s fails from now on", s.name(a.table), pgsql.QuoteIdent(a.cmd.Name)),
				Help:    "release programs that give a value first, or give the column another default in the same revision",
			})
		}
	},
}

// requiresValue tells whether an INSERT must give a column a value.
func requiresValue(c *catalog.Catalog, table catalog.OID, num int16) bool {
	rel, _ := c.Object(table).(*catalog.Relation)
	if rel == nil || int(num) > len(rel.Columns) {
		return false
	}
	col := rel.Columns[num-1]
	return !col.Dropped && col.NotNull && col.Default == 0 && col.Identity == 0
}

// fillsLater tells whether the section gives a table a trigger that can fill in
// what an INSERT leaves out.
func (s *statement) fillsLater(table catalog.OID) bool {
	return slices.ContainsFunc(s.section.After.Triggers(table), func(t *catalog.Trigger) bool {
		return s.section.Before.Object(t.OID) == nil && t.Timing == "before" && t.Row && slices.Contains(t.Events, "insert")
	})
}
