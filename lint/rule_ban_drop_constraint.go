package lint

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var banDropConstraint = &Rule{
	ID: "ban-drop-constraint", Title: "rows that the constraint kept out can get in", Group: GroupCompatibility, Severity: Warning,
	Peers: []string{"atlas CD101", "mp MP097"},
	Doc: "From the commit on bad rows can be written, and programs that count on the constraint meet them; going back means to " +
		"mend them and to read the whole table. A unique constraint or primary key takes its index along, which queries may " +
		"need. To drop a foreign key PostgreSQL takes ACCESS EXCLUSIVE on both tables. Nothing is reported where the same " +
		"transaction adds a constraint on the same columns.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_DropConstraint) {
			if !p.inUse(s, a.table) {
				continue
			}
			k := s.Before.Constraint(a.table.OID, a.cmd.Name)
			if k == nil && !a.table.Unknown || k != nil && (!p.old(s, k.OID) || k.Kind == catalog.NotNull || p.spared(s, a.table, k)) {
				continue
			}
			p.reportAt(s, Finding{
				Span:    a.span,
				Message: s.withoutConstraint(a, k),
				Help:    "make sure that nothing counts on it any more; going back means to read the whole table",
			})
		}
	},
}

// spared tells whether nothing is lost with a constraint: it says no more than
// NOT NULL does, or the transaction brings another one on the same columns.
func (p *pass) spared(s *statement, rel *catalog.Relation, k *catalog.Constraint) bool {
	if num := saysNotNull(k); num > 0 && requiredIn(s.committed(), rel.OID, num) {
		return true
	}
	return slices.ContainsFunc(s.committed().Constraints(rel.OID), func(other *catalog.Constraint) bool {
		made := slices.ContainsFunc(append(s.earlier(), append(s.rest(), s)...), func(by *statement) bool {
			return by.Before.Object(other.OID) == nil && by.after().Object(other.OID) != nil
		})
		return made && other.Kind != catalog.NotNull && sameColumns(other.Columns, k.Columns)
	})
}

// requiredIn tells whether a column is NOT NULL in a state.
func requiredIn(c *catalog.Catalog, table catalog.OID, num int16) bool {
	rel, _ := c.Object(table).(*catalog.Relation)
	return rel != nil && int(num) <= len(rel.Columns) && rel.Columns[num-1].NotNull
}

// withoutConstraint says what happens once a constraint is gone.
func (s *statement) withoutConstraint(a action, k *catalog.Constraint) string {
	name, table := pgsql.QuoteIdent(a.cmd.Name), s.name(a.table)
	if k == nil {
		return fmt.Sprintf("rows that %s kept out of %s can be written from now on", name, table)
	}
	switch k.Kind {
	case catalog.ForeignKey:
		if other, ok := s.Before.Object(k.References).(*catalog.Relation); ok {
			return fmt.Sprintf("rows of %s can be written that have no row in %s any more; for a moment nobody can read or write either table", table, s.name(other))
		}
	case catalog.Unique, catalog.PrimaryKey:
		return fmt.Sprintf("rows can be written to %s twice that %s kept apart, and queries lose its index", table, name)
	}
	return fmt.Sprintf("rows that %s kept out of %s can be written from now on", name, table)
}
