package lint

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
)

var banDropCascade = &Rule{
	ID: "ban-drop-cascade", Title: "CASCADE drops more than the statement names",
	Group: GroupDestructive, Severity: Warning,
	Peers: []string{"mp MP022"},
	Doc: "CASCADE drops all that depends on the object, whatever that is when the statement runs: views, foreign keys, " +
		"defaults, triggers, and for a type, domain or extension the columns of that type with their values. The server " +
		"tells of it only in notices that nobody reads. Drop the dependents by their names first and leave CASCADE out, " +
		"so that the server refuses what was not foreseen.",
	check: func(p *pass, s *statement) {
		targets := s.cascadeTargets()
		if len(targets) == 0 {
			return
		}
		var taken []string
		var severity Severity
		for _, a := range dependents(s.Before, targets) {
			if !p.oldPart(s, a) || s.goesAnyway(a) || s.withinSchema(targets, a) {
				continue
			}
			taken = append(taken, s.Before.Describe(a))
			if a.Sub != 0 {
				severity = Error
			}
		}
		switch {
		case len(taken) > 0:
			slices.Sort(taken)
			p.reportAt(s, Finding{
				Severity: severity,
				Message:  "CASCADE drops besides: " + strings.Join(taken, ", "),
				Help:     "drop these by their names first, as far as they are to go, and leave CASCADE out",
			})
		case s.unseen(targets):
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("CASCADE drops all that depends on %s, and the history does not show what that is", s.targetName(targets[0])),
				Help:    "drop the dependents by their names first, and leave CASCADE out",
			})
		}
	},
}

// withinSchema tells whether something goes because it stands in a schema that is
// dropped, which ban-drop-schema tells of.
func (s *statement) withinSchema(targets []catalog.Address, a catalog.Address) bool {
	for o := s.Before.Object(a.OID); o != nil; o = s.Before.Object(catalog.HeadOf(o).In) {
		if schema, ok := o.(*catalog.Schema); ok {
			return slices.Contains(targets, catalog.Address{OID: schema.OID})
		}
	}
	return false
}

// unseen tells whether something may depend on a target without being shown by
// the history, which has not made the target itself.
func (s *statement) unseen(targets []catalog.Address) bool {
	return slices.ContainsFunc(targets, func(a catalog.Address) bool {
		rel, ok := s.Before.Object(a.OID).(*catalog.Relation)
		return a.OID.Assumed() || ok && rel.Unknown
	})
}

// targetName is the name of a target, which may be nothing that the history has
// made.
func (s *statement) targetName(a catalog.Address) string {
	for _, o := range s.dropped() {
		if catalog.HeadOf(o).OID == a.OID {
			return s.describe(o)
		}
	}
	return s.Before.Describe(a)
}
