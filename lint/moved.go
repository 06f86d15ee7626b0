package lint

import (
	"sqlbundle/internal/catalog"
)

// committed is the catalog as it is when the statement's transaction ends, the
// first moment at which others see what it has done.
func (s *statement) committed() *catalog.Catalog {
	if rest := s.rest(); len(rest) > 0 {
		return rest[len(rest)-1].after()
	}
	return s.after()
}

// kept tells whether the transaction leaves something under the name that an
// object had: the object itself, or another one in its place.
func (s *statement) kept(o catalog.Object) bool {
	h := catalog.HeadOf(o)
	return s.committed().Find(h.Class, h.In, h.Name) != nil
}

// loses tells whether applications know an object by the name that it has before
// the statement, and nothing has that name when the transaction ends.
func (p *pass) loses(s *statement, o catalog.Object) bool {
	h := catalog.HeadOf(o)
	if rel, ok := o.(*catalog.Relation); ok && rel.Persistence == catalog.Temporary || s.kept(o) {
		return false
	}
	if h.OID.Assumed() {
		return true
	}
	known := p.base(s).Object(h.OID)
	return known != nil && catalog.HeadOf(known).Name == h.Name && catalog.HeadOf(known).In == h.In
}

// moved are the objects of a class that have another name or stand in another
// schema behind the statement, as they were before.
func (s *statement) moved(class catalog.Class) []catalog.Object {
	var found []catalog.Object
	for _, oid := range catalog.Changed(s.Before, s.after()) {
		was, now := s.Before.Object(oid), s.after().Object(oid)
		if was == nil || now == nil || catalog.HeadOf(was).Class != class {
			continue
		}
		if catalog.HeadOf(now).Name != catalog.HeadOf(was).Name || catalog.HeadOf(now).In != catalog.HeadOf(was).In {
			found = append(found, was)
		}
	}
	return found
}

// together are statements in place of this one that must share a transaction.
func (s *statement) together(list ...string) string {
	if alone := len(s.earlier())+len(s.rest()) == 0; alone && (s.NoTransaction || s.section.Section.NoTransaction) {
		list = append(append([]string{"BEGIN;"}, list...), "COMMIT;")
	}
	return lines(list...)
}
