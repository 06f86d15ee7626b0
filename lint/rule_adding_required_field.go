package lint

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var addingRequiredField = &Rule{
	ID: "adding-required-field", Title: "a NOT NULL column without a default fails as soon as there is a row",
	Group: GroupData, Severity: Error,
	Peers: []string{"atlas MF103", "mp MP084"},
	Doc: "The rows that are there would have NULL in the new column, so that the statement fails (23502) on any table that " +
		"is not empty, which the one in a test may be. Programs that do not send the column fail afterwards. A later action " +
		"of the same statement cannot help. Give the column a constant default, which is stored once and rewrites nothing; " +
		"or add it without NOT NULL, fill it in batches, and make it NOT NULL later.",
	check: func(p *pass, s *statement) {
		for _, c := range s.newColumns() {
			if !s.required(c) || s.filling(c) == bySequence || s.filling(c) == byGeneration {
				continue
			}
			if !p.touchesUsed(s, c.effects.Scans) && !p.touchesUsed(s, c.effects.Rewrites) {
				continue
			}
			s.explained = true // it fails at the first row, before it has read many
			column := pgsql.QuoteIdent(c.def.Colname)
			p.reportAt(s, Finding{
				Span: c.span,
				Message: fmt.Sprintf("this fails if %s has a single row: its %s would be NULL, which the column does not take%s",
					s.name(c.table), column, unseen(c.table)),
				Help: "give it a constant DEFAULT, which costs nothing; or add it without NOT NULL, fill it in batches, and make it NOT NULL by way of a validated CHECK",
			})
		}
	},
}

// required tells whether a new column takes no NULL and has no default, its own
// or that of its domain.
func (s *statement) required(c newColumn) bool {
	domains := s.after().Domains(c.col.Type)
	refusesNull := func(d *catalog.DataType) bool { return d.NotNull }
	if !c.has(pg.ConstrType_CONSTR_NOTNULL) && !c.has(pg.ConstrType_CONSTR_PRIMARY) && !slices.ContainsFunc(domains, refusesNull) {
		return false
	}
	if def := c.written(pg.ConstrType_CONSTR_DEFAULT); def != nil {
		return isNull(def.RawExpr)
	}
	for _, d := range domains {
		if d.Default != nil {
			return isNull(d.Default.Node)
		}
	}
	return true
}

// isNull tells whether an expression is NULL, cast to some type perhaps.
func isNull(node *pgsql.Node) bool {
	for node.GetTypeCast() != nil {
		node = node.GetTypeCast().Arg
	}
	return node.GetAConst().GetIsnull()
}
