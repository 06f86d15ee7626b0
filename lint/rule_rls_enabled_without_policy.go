package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var rlsEnabledWithoutPolicy = &Rule{
	ID: "rls-enabled-without-policy", Title: "row security and policies need each other",
	Group: GroupSecurity, Severity: Warning,
	Peers: []string{"pg-schema-diff AUTHZ_UPDATE", "mp MP057", "mp MP079"},
	Doc: "Row security without a policy lets nobody but the owner and superusers see or write a row: queries give nothing, " +
		"with no error. A policy on a table without row security does nothing: everybody sees all rows. The table is judged " +
		"at the end of what is linted, so that either order of the two statements is right.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actions() {
			end := p.atEnd(s, a.table)
			if a.cmd.Subtype != pg.AlterTableType_AT_EnableRowSecurity || end == nil || !end.RowSecurity ||
				len(p.end(s).In(catalog.ClassPolicy, end.OID)) > 0 {
				continue
			}
			p.reportAt(s, Finding{
				Span: a.span,
				Message: fmt.Sprintf("%s has row security and no policy: all but its owner see no rows, and are not told why",
					s.name(a.table)),
				Help: "add CREATE POLICY for those who are to see rows, in the same transaction and before this",
			})
		}
		n := s.node().GetCreatePolicyStmt()
		end := p.atEnd(s, s.relation(n.GetTable()))
		if end == nil || end.RowSecurity || p.end(s).Find(catalog.ClassPolicy, end.OID, n.PolicyName) == nil {
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("policy %s does nothing: %s has no row security, and everybody who may read it sees all rows",
				pgsql.QuoteIdent(n.PolicyName), s.name(end)),
			Help: "switch row security on behind the last policy",
			Fix:  fmt.Sprintf("%s;\nALTER TABLE %s ENABLE ROW LEVEL SECURITY;", s.File.Slice(s.Span), s.name(end)),
		})
	},
}

// atEnd is a table as it is behind all that is judged; nil where it is not there,
// is temporary or is not the history's own, so that nobody knows its policies.
func (p *pass) atEnd(s *statement, rel *catalog.Relation) *catalog.Relation {
	if rel == nil || rel.Unknown || rel.Persistence == catalog.Temporary {
		return nil
	}
	end, _ := p.end(s).Object(rel.OID).(*catalog.Relation)
	return end
}
