package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var notEnforcedConstraint = &Rule{
	ID: "not-enforced-constraint", Title: "a constraint that nothing enforces", Group: GroupData, Severity: Notice,
	Peers: []string{"mp MP082"},
	Doc: "NOT ENFORCED (PostgreSQL 18) writes down a rule that no row is held to. To enforce a foreign key later reads both " +
		"tables while nobody can read or write them; a CHECK cannot be altered and has to be added anew. Where new rows are " +
		"to be checked and old ones may stay, NOT VALID is what is meant.",
	check: func(p *pass, s *statement) {
		for _, k := range s.unenforced() {
			if !s.section.restores(s.after(), k) {
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("%s is written down, but no row is held to it", pgsql.QuoteIdent(k.Name)),
					Help:    "write NOT VALID if only old rows are to be spared",
				})
			}
		}
	},
}

// unenforced are the constraints that are NOT ENFORCED behind the statement and
// were not so before. Only a statement that is newer than the parser can change
// one that is there.
func (s *statement) unenforced() []*catalog.Constraint {
	all := s.added()
	if s.node() == nil {
		for _, l := range s.Effects.Locks {
			for _, k := range s.Before.Constraints(l.OID) {
				if k.Enforced && k.Parent == 0 {
					all = append(all, k)
				}
			}
		}
	}
	var found []*catalog.Constraint
	for _, k := range all {
		if now := constraintIn(s.after(), k.OID); now != nil && !now.Enforced {
			found = append(found, now)
		}
	}
	return found
}
