package lint

import "sqlbundle/internal/catalog"

// since is the judged statement to which a state of a table at the end is owed:
// the one of an up section behind which the state holds and did not before; else
// one that has to do with the table; else the first. It is nil where nothing is
// judged.
func (p *pass) since(table catalog.OID, holds func(*catalog.Catalog) bool) *statement {
	var first, touching, owed *statement
	for _, section := range p.history.sections {
		if section.down {
			continue
		}
		for _, s := range section.statements {
			if first == nil {
				first = s
			}
			if touching == nil && s.lockOn(table) > 0 {
				touching = s
			}
			if !holds(s.Before) && holds(s.after()) {
				owed = s
			}
		}
	}
	switch {
	case owed != nil:
		return owed
	case touching != nil:
		return touching
	}
	return first
}

// constraintIn is a constraint as it is in a state; nil where it is not there.
func constraintIn(c *catalog.Catalog, oid catalog.OID) *catalog.Constraint {
	k, _ := c.Object(oid).(*catalog.Constraint)
	return k
}
