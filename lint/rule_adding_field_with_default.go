package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

var addingFieldWithDefault = &Rule{
	ID: "adding-field-with-default", Title: "a volatile default rewrites the table",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG302", "strong_migrations add_column_default", "strong_migrations add_column_default_callable", "mp MP003"},
	Doc: "A default that is the same for all rows, now() for one, is stored once beside the table and costs nothing. One that " +
		"calls a volatile function, as gen_random_uuid() or random(), has another value in each row: the server writes the " +
		"table and all its indexes anew, and nobody can read or write it meanwhile. Functions of your own are volatile " +
		"unless they are declared otherwise. Add the column without a default, set the default for rows to come, and fill " +
		"the old ones in batches.",
	check: func(p *pass, s *statement) {
		for _, c := range p.columnsThatRewrite(s, byDefault) {
			column, table := pgsql.QuoteIdent(c.def.Colname), s.name(c.table)
			f := Finding{
				Severity: p.weigh(s, c.table), Span: c.span,
				Message: fmt.Sprintf("%s and its indexes are rewritten, and nobody can read or write it until that is done: the default of %s is worked out for each row by itself%s", table, column, unseen(c.table)),
				Help:    "add the column without the default, set the default for new rows, and fill the old ones in batches",
			}
			if def := c.written(pg.ConstrType_CONSTR_DEFAULT); def != nil && c.without() != "" {
				f.Fix = lines(
					s.inPlaceOf(c.action, c.without(pg.ConstrType_CONSTR_DEFAULT, pg.ConstrType_CONSTR_NOTNULL)),
					fmt.Sprintf("ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s;", table, column, expression(def.RawExpr)),
					s.fill(c),
				)
			}
			if c.has(pg.ConstrType_CONSTR_NOTNULL) {
				f.Help += "; then make it NOT NULL by way of a validated CHECK (see adding-not-nullable-field)"
			}
			p.reportAt(s, f)
		}
	},
}
