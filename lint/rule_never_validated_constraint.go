package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var neverValidatedConstraint = &Rule{
	ID: "never-validated-constraint", Title: "a released constraint is still NOT VALID", Group: GroupHistory, Severity: Warning, RevisionsOnly: true,
	Doc: "A constraint that is NOT VALID holds for new rows only: old ones may break it, the planner and SET NOT NULL cannot use " +
		"it, and a dump brings it back as it is. VALIDATE CONSTRAINT reads the table once while reads and writes go on. " +
		"Keep it as it is on purpose with a nolint.",
	checkHistory: func(p *pass) {
		for _, o := range p.history.End.All(catalog.ClassConstraint) {
			k, ok := o.(*catalog.Constraint)
			if !ok || !open(k) || k.Parent != 0 || k.Inherited > 0 && !k.Local || k.OID.Assumed() || k.Name == "" {
				continue
			}
			s := p.since(k.In, func(c *catalog.Catalog) bool { return open(constraintIn(c, k.OID)) })
			if s == nil || !p.wentOut(s, k) {
				continue
			}
			on := catalog.HeadOf(p.history.End.Object(k.In)).Name
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("%s of %s has gone out NOT VALID, and nothing validates it: old rows may break it", pgsql.QuoteIdent(k.Name), pgsql.QuoteIdent(on)),
				Help:    "validate it in a revision of its own: VALIDATE CONSTRAINT " + pgsql.QuoteIdent(k.Name),
			})
		}
	},
}

// open tells whether a constraint waits for its validation.
func open(k *catalog.Constraint) bool { return k != nil && !k.Validated && k.Enforced }

// wentOut tells whether a constraint is older than the judged revisions; where
// nothing says what has gone out, whether a later revision is judged.
func (p *pass) wentOut(s *statement, k *catalog.Constraint) bool {
	if p.in.Released != nil {
		return constraintIn(p.history.Released, k.OID) != nil
	}
	last := p.history.sections[len(p.history.sections)-1]
	return constraintIn(s.section.Before, k.OID) != nil || s.section.index < last.index
}
