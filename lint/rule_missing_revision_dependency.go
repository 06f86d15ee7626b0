package lint

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
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
		if by := p.laterMaker(s); by != nil {
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("this uses what revision %s makes, which this one does not stand on: applied first it fails", by.ID),
				Help:    "declare it in the header: -- sqlbundle:depends-on " + by.ID,
			})
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

// laterMaker is a revision of another branch behind which a statement runs that
// names, where it stands, what is not there; nil for none.
func (p *pass) laterMaker(s *statement) *revisions.Revision {
	refused := s.Effects.Refused != nil && strings.Contains("42P01 42703 42704 42883 3F000", s.Effects.Refused.SQLState)
	unmade := p.unmade(s)
	if !refused && len(unmade) == 0 || s.node() == nil {
		return nil
	}
	line, own := p.lineage(), s.section.revision.ID
	for _, r := range p.history.made {
		if line.standsOn(own, r.Revision.ID) || line.standsOn(r.Revision.ID, own) {
			continue
		}
		behind := r.Up.After.Branch()
		behind.Session = s.Before.Session
		if refused && effects.Apply(behind, s.node(), 0).Refused == nil || makesAny(r, unmade) {
			return r.Revision
		}
	}
	return nil
}

// makesAny tells whether a revision creates one of the relations that were taken
// to be there.
func makesAny(r *compiler.Replayed, unmade []*catalog.Relation) bool {
	for _, s := range newSection(r.Revision, r.Up, 0).statements {
		if rel := s.makes(); rel != nil && slices.ContainsFunc(unmade, func(u *catalog.Relation) bool { return u.OID == rel.OID }) {
			return true
		}
	}
	return false
}
