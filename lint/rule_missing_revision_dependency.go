package lint

import (
	"fmt"
	"sort"

	"sqlbundle/internal/catalog"
	"sqlbundle/revisions"
)

var missingRevisionDependency = &Rule{
	ID: "missing-revision-dependency", Title: "the revision uses what another branch makes",
	Group: GroupProcess, Severity: Error, RevisionsOnly: true,
	Doc: "The object comes from a revision that this one does not stand on. As long as both branches are applied in the " +
		"usual order nobody notices; where this branch is applied alone, or first, the statement fails. A `depends-on` in " +
		"the header makes sure of the order.",
	check: func(p *pass, s *statement) {
		if s.section.down || p.in.Graph == nil {
			return
		}
		for _, l := range s.Effects.Locks {
			by := p.maker(l.OID)
			if by == nil || p.lineage().standsOn(s.section.revision.ID, by.ID) {
				continue
			}
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("%s is made by revision %s, which this one does not stand on: applied alone or first it fails", l.Relation, by.ID),
				Help:    "declare it in the header: -- sqlbundle:depends-on " + by.ID,
			})
			return
		}
	},
}

// maker is the followed revision that has made an object; nil for none.
func (p *pass) maker(oid catalog.OID) *revisions.Revision {
	if oid.Assumed() {
		return nil
	}
	made := p.history.made
	i := sort.Search(len(made), func(i int) bool { return made[i].Up.Before.Next() > oid })
	if i == 0 || oid >= made[i-1].Up.After.Next() {
		return nil
	}
	return made[i-1].Revision
}
