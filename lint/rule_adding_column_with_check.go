package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

var addingColumnWithCheck = &Rule{
	ID: "adding-column-with-check", Title: "a CHECK at a new column reads the whole table",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"eugene E1"},
	Doc: "A CHECK written at a new column makes the server read every row, although all hold NULL or the default there, and " +
		"nobody can read or write the table until it is done. NOT VALID cannot be written at a column. Add the constraint " +
		"as an action of its own, NOT VALID, which is instant, and validate it in a later transaction while reads and " +
		"writes go on.",
	check: func(p *pass, s *statement) {
		for _, c := range s.newColumns() {
			if !c.has(pg.ConstrType_CONSTR_CHECK) || !p.touchesUsed(s, c.effects.Scans) {
				continue
			}
			p.reportAt(s, Finding{
				Severity: p.weigh(s, c.table), Span: c.span,
				Message: fmt.Sprintf("%s is read in full to check the new column %s, and nobody can read or write it until that is done%s",
					s.name(c.table), pgsql.QuoteIdent(c.def.Colname), unseen(c.table)),
				Help: "add the CHECK as an action of its own, NOT VALID, and validate it in a later transaction",
				Fix:  s.checkedLater(c), Mechanical: !c.table.Unknown,
			})
		}
	},
}

// checkedLater adds a column and its checks without reading a row, and validates
// them while reads and writes go on; empty where that cannot be written.
func (s *statement) checkedLater(c newColumn) string {
	text, validate := c.without(pg.ConstrType_CONSTR_CHECK), ""
	for _, node := range c.def.Constraints {
		def := node.GetConstraint()
		if def.Contype != pg.ConstrType_CONSTR_CHECK {
			continue
		}
		k := s.addedBy(c.action, def)
		if k == nil || text == "" {
			return ""
		}
		name, inherit := pgsql.QuoteIdent(k.Name), ""
		if k.NoInherit {
			inherit = " NO INHERIT"
		}
		text += fmt.Sprintf(", ADD CONSTRAINT %s CHECK (%s)%s NOT VALID", name, expression(def.RawExpr), inherit)
		validate += fmt.Sprintf("\nALTER TABLE %s VALIDATE CONSTRAINT %s;", s.name(c.table), name)
	}
	return s.inPlaceOf(c.action, text) + "\n" + s.boundary() + validate
}
