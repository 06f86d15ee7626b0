package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var addingConstrainedDomainColumn = &Rule{
	ID: "adding-constrained-domain-column", Title: "a column of a domain with a constraint rewrites the table",
	Group: GroupLocks, Severity: Error,
	Doc: "Where a domain has a CHECK or NOT NULL, the server checks the new column's value in each row that is there, and " +
		"writes the table and its indexes anew for that, even if all values are NULL (12 to 18). Nobody can read or write " +
		"the table meanwhile. Use the domain's base type, add the CHECK to the table as NOT VALID, and validate it in a " +
		"later transaction. A domain without constraints costs nothing.",
	check: func(p *pass, s *statement) {
		for _, c := range p.columnsThatRewrite(s, byDomain) {
			p.reportAt(s, Finding{
				Severity: p.weigh(s, c.table), Span: c.span,
				Message: fmt.Sprintf("%s and its indexes are rewritten, and nobody can read or write it until that is done: the domain %s checks %s in every row%s",
					s.name(c.table), s.after().FormatType(c.col.Type), pgsql.QuoteIdent(c.def.Colname), unseen(c.table)),
				Help: "use the base type, with the domain's CHECK on the table: added NOT VALID, validated later",
				Fix:  s.withoutDomain(c),
			})
		}
		for _, c := range s.newColumns() {
			d := s.after().DataType(c.col.Type)
			if d == nil || d.Kind != 0 || d.Extension != "" || c.col.Type.Array || !p.inUse(s, c.table) || len(c.effects.Rewrites) > 0 {
				continue
			}
			p.reportAt(s, Finding{
				Severity: Notice, Span: c.span,
				Message: fmt.Sprintf("no revision makes the type %s: if it is a domain with a constraint, %s is rewritten and nobody can read or write it meanwhile",
					s.after().FormatType(c.col.Type), s.name(c.table)),
				Help: "look at the type; nothing happens unless it is a domain with CHECK or NOT NULL",
			})
		}
	},
}

// withoutDomain adds the column with the domain's base type, and its checks to
// the table; empty where the domain has more than checks.
func (s *statement) withoutDomain(c newColumn) string {
	table, column := s.name(c.table), pgsql.QuoteIdent(c.def.Colname)
	text := "ADD COLUMN " + column + " " + s.after().FormatType(s.after().Bottom(c.col.Type))
	if def := c.written(pg.ConstrType_CONSTR_DEFAULT); def != nil {
		text += " DEFAULT " + expression(def.RawExpr)
	}
	var add, validate []string
	for _, d := range s.after().Domains(c.col.Type) {
		if d.NotNull || d.Default != nil {
			return ""
		}
		for _, k := range s.after().Constraints(d.OID) {
			name := catalog.MakeName(c.table.Name, c.def.Colname, "check")
			if len(add) > 0 {
				name = catalog.MakeName(c.table.Name, c.def.Colname, fmt.Sprintf("check%d", len(add)))
			}
			name = pgsql.QuoteIdent(name)
			add = append(add, fmt.Sprintf("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s) NOT VALID;", table, name, s.ofColumn(k.Expr, c.def.Colname)))
			validate = append(validate, fmt.Sprintf("ALTER TABLE %s VALIDATE CONSTRAINT %s;", table, name))
		}
	}
	known := c.has(pg.ConstrType_CONSTR_DEFAULT) && len(c.def.Constraints) == 1 || len(c.def.Constraints) == 0
	if !known || len(add) == 0 {
		return ""
	}
	return lines(append(append(append([]string{s.inPlaceOf(c.action, text)}, add...), s.boundary()), validate...)...)
}

// ofColumn writes a domain's condition as one on a column.
func (s *statement) ofColumn(e *catalog.Expr, column string) string {
	node, _ := proto.Clone(e.Node).(*pgsql.Node)
	pgsql.Walk(node, func(message any) bool {
		if ref, ok := message.(*pg.ColumnRef); ok && len(ref.Fields) == 1 && ref.Fields[0].GetString_().GetSval() == "value" {
			ref.Fields = []*pgsql.Node{pg.MakeStrNode(column)}
		}
		return true
	})
	return expression(node)
}
