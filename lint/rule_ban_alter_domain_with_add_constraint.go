package lint

import pg "github.com/pganalyze/pg_query_go/v5"

var banAlterDomainWithAddConstraint = &Rule{
	ID: "ban-alter-domain-with-add-constraint", Title: "a constraint of a domain stops writes to every table that uses it",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"mp MP043"},
	Doc: "Every table with a column of the domain is read in full, under SHARE on all of them until the last is done: no " +
		"row can be written anywhere. NOT VALID postpones that to VALIDATE CONSTRAINT, which takes the same locks; until " +
		"then old values may break the constraint. A CHECK on each table does better: added NOT VALID at once, validated " +
		"under SHARE UPDATE EXCLUSIVE, which lets reads and writes go on.",
	check: func(p *pass, s *statement) {
		n := s.node().GetAlterDomainStmt()
		def := n.GetDef().GetConstraint()
		if n.GetSubtype() != "V" && (n.GetSubtype() != "C" || def.GetContype() != pg.ConstrType_CONSTR_CHECK || def.SkipValidation) {
			return
		}
		h := p.domainHarm(s, n, s.Effects)
		if h == nil {
			return
		}
		check, name := def.GetRawExpr(), def.GetConname()
		if k := s.Before.Constraint(h.domain.OID, n.Name); n.Subtype == "V" && k != nil && k.Expr != nil {
			check, name = k.Expr.Node, k.Name
		}
		f := Finding{
			Severity: h.severity, Message: h.message(s),
			Help: "leave the domain as it is, and add the CHECK to each table: NOT VALID first, validated in a transaction of its own",
		}
		if check != nil {
			f.Fix = h.checks(s, func(column string) (string, string) {
				if name == "" {
					return "check", ofColumn(check, column)
				}
				return name, ofColumn(check, column)
			})
		}
		p.reportAt(s, f)
	},
}
