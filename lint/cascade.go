package lint

import (
	"errors"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// cascadeTargets is what a statement drops with CASCADE: the objects of a DROP,
// the columns and constraints of an ALTER TABLE.
func (s *statement) cascadeTargets() []catalog.Address {
	var targets []catalog.Address
	if s.node().GetDropStmt().GetBehavior() == pg.DropBehavior_DROP_CASCADE {
		for _, o := range s.dropped() {
			targets = append(targets, catalog.Address{OID: catalog.HeadOf(o).OID})
		}
	}
	for _, a := range s.actions() {
		if a.cmd.Behavior != pg.DropBehavior_DROP_CASCADE || s.Effects.Refused != nil {
			continue
		}
		switch a.cmd.Subtype {
		case pg.AlterTableType_AT_DropColumn:
			if col := a.table.Column(a.cmd.Name); col != nil {
				targets = append(targets, catalog.Address{OID: a.table.OID, Sub: col.Num})
			}
		case pg.AlterTableType_AT_DropConstraint:
			if k := s.Before.Constraint(a.table.OID, a.cmd.Name); k != nil {
				targets = append(targets, catalog.Address{OID: k.OID})
			}
		}
	}
	return targets
}

// dependents is what CASCADE takes along besides the targets and what belongs to
// them: all for which the server would refuse the same without CASCADE.
func dependents(c *catalog.Catalog, targets []catalog.Address) []catalog.Address {
	_, refused := c.Doomed(targets, false)
	var inTheWay *catalog.DependentsError
	if !errors.As(refused, &inTheWay) {
		return nil
	}
	all, err := c.Doomed(targets, true)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(all, func(a catalog.Address) bool { return !slices.Contains(inTheWay.Dependents, c.Describe(a)) })
}

// oldPart tells whether an object or a column is older than what is being judged.
func (p *pass) oldPart(s *statement, a catalog.Address) bool {
	rel, ok := s.Before.Object(a.OID).(*catalog.Relation)
	if a.Sub == 0 || !ok || int(a.Sub) > len(rel.Columns) {
		return p.old(s, a.OID)
	}
	return p.inUse(s, rel) && p.oldColumn(s, rel, rel.Columns[a.Sub-1])
}

// goesAnyway tells whether the author knows that an object goes with a CASCADE:
// the section drops what it belongs to by itself, or makes it anew.
func (s *statement) goesAnyway(a catalog.Address) bool {
	o := s.Before.Object(a.OID)
	if a.Sub != 0 || o == nil {
		return s.section.After.Object(a.OID) == nil
	}
	h := catalog.HeadOf(o)
	if owner, ok := s.Before.Object(h.In).(*catalog.Relation); ok && s.section.After.Object(owner.OID) == nil {
		return true
	}
	return s.committed().Find(h.Class, h.In, h.Name) != nil || s.namedLater(h.OID)
}

// namedLater tells whether a later statement of the section drops an object, with
// IF EXISTS, that is gone by then.
func (s *statement) namedLater(oid catalog.OID) bool {
	for _, later := range s.section.statements[s.index+1:] {
		n := later.node().GetDropStmt()
		for _, object := range n.GetObjects() {
			if slices.ContainsFunc(s.mentioned(n, object), func(o catalog.Object) bool { return catalog.HeadOf(o).OID == oid }) {
				return true
			}
		}
	}
	return false
}
