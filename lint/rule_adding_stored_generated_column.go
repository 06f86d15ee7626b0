package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var addingStoredGeneratedColumn = &Rule{
	ID: "adding-stored-generated-column", Title: "a stored generated column rewrites the table",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"eugene E11", "atlas PG309", "strong_migrations add_column_generated_stored", "mp MP062", "squawk adding-field-with-default"},
	Doc: "GENERATED ALWAYS AS (…) STORED is worked out for each row that is there: the server writes the table and its " +
		"indexes anew, and nobody can read or write it meanwhile. So does SET EXPRESSION of a stored column (17). From " +
		"PostgreSQL 18 on a VIRTUAL column is worked out when it is read, and adding it is instant. Before, use a plain " +
		"column that a BEFORE trigger fills, with the old rows filled in batches; an expression index; or a view.",
	check: func(p *pass, s *statement) {
		for _, c := range p.columnsThatRewrite(s, byGeneration) {
			f := Finding{
				Severity: p.weigh(s, c.table), Span: c.span,
				Message: fmt.Sprintf("%s and its indexes are rewritten, and nobody can read or write it until that is done: %s is worked out for every row%s",
					s.name(c.table), pgsql.QuoteIdent(c.def.Colname), unseen(c.table)),
				Help: "use a plain column that a BEFORE trigger fills, and fill the old rows in batches; or an expression index, or a view",
			}
			if s.Before.Version >= 18 {
				f.Help = "make it VIRTUAL, which costs nothing, unless it has to be stored"
			}
			p.reportAt(s, f)
		}
		// The parser does not know SET EXPRESSION, so there is no tree.
		if s.node() == nil && s.word("expression") != s.Span {
			p.newExpression(s)
		}
	},
}

// newExpression judges SET EXPRESSION by its effects.
func (p *pass) newExpression(s *statement) {
	for _, touch := range s.Effects.Rewrites {
		rel := s.locked(touch.OID)
		if !p.inUse(s, rel) || len(made[*catalog.Relation](s)) > 0 {
			continue
		}
		p.reportAt(s, Finding{
			Severity: p.weigh(s, rel),
			Message:  fmt.Sprintf("%s and its indexes are rewritten, and nobody can read or write it until that is done: the new expression is worked out for every row", s.name(rel)),
			Help:     "add another column for the new expression, filled by a trigger and in batches, and let the programs change over",
		})
		return
	}
}
