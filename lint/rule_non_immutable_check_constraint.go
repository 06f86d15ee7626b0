package lint

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var nonImmutableCheckConstraint = &Rule{
	ID: "non-immutable-check-constraint", Title: "a CHECK that is true today and false tomorrow", Group: GroupData, Severity: Warning,
	Peers: []string{"mp MP087"},
	Doc: "A CHECK is evaluated when a row is written and never again. One that asks for the time, the user, a random number, or " +
		"for rows of other tables can be false later for a row that is there: a restored dump fails at that row, every UPDATE " +
		"of it too, and VALIDATE CONSTRAINT says nothing of tomorrow. Compare with constants and other columns, or let a " +
		"trigger check the row once.",
	check: func(p *pass, s *statement) {
		for _, k := range s.added() {
			if k.Kind != catalog.Check || k.Expr == nil || s.section.restores(s.after(), k) {
				continue
			}
			why := "calls something whose result changes while the row does not"
			if k.Expr.Volatility != catalog.Stable && k.Expr.Volatility != catalog.Volatile {
				if why = s.readsTables(k); why == "" {
					continue
				}
			}
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("%s %s: it can be false later for a row that was right when it was written", pgsql.QuoteIdent(k.Name), why),
				Help:    "compare with constants and other columns, or let a trigger check the row when it is written",
			})
		}
	},
}

// readsTables says which function of a CHECK reads tables, whatever it is
// declared to be; empty for none.
func (s *statement) readsTables(k *catalog.Constraint) string {
	c := s.after()
	rel, _ := c.Object(k.In).(*catalog.Relation)
	if rel == nil {
		return ""
	}
	for _, oid := range c.AnalyzeExpr(rel, k.Expr.Node).Calls {
		f, ok := c.Object(oid).(*catalog.Function)
		if ok && slices.ContainsFunc(bodyQueries(f), readsTable) {
			return "calls " + f.BareName + ", which reads tables"
		}
	}
	return ""
}

// readsTable tells whether a statement names a relation.
func readsTable(node *pgsql.Node) bool {
	found := false
	pgsql.Walk(node, func(message any) bool {
		_, is := message.(*pg.RangeVar)
		found = found || is
		return !found
	})
	return found
}
