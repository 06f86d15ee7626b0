package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// concurrentDetach is the first version with DETACH PARTITION CONCURRENTLY.
const concurrentDetach = 14

// boundCheck is the condition that a partition's bound puts on its rows; empty
// where that cannot be written down. A concurrent detach would leave it behind
// as a check, so that is what is looked at, in a state behind the attachment.
func boundCheck(behind *catalog.Catalog, parent, part *catalog.Relation) string {
	c := behind.Branch()
	c.Version = max(c.Version, concurrentDetach)
	for _, child := range c.Children(parent.OID) {
		if child.IsDefault && child.OID != part.OID {
			c.Disinherit(child, parent.OID)
		}
	}
	for _, k := range c.Constraints(part.OID) {
		if k.Kind == catalog.Check {
			c.Delete([]catalog.Address{{OID: k.OID}})
		}
	}
	next := c.Next()
	sql := fmt.Sprintf("ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY", c.QualifiedName(parent), c.QualifiedName(part))
	parsed, err := pgsql.Parse(sql)
	if err != nil || effects.Apply(c, parsed[0].Stmt, 0).Refused != nil {
		return ""
	}
	for _, k := range c.Constraints(part.OID) {
		if k.Kind == catalog.Check && k.OID >= next && k.Expr != nil {
			return expression(k.Expr.Node)
		}
	}
	return ""
}

// defaultOf is the default partition of a table as it is before the statement,
// or nil.
func (s *statement) defaultOf(parent *catalog.Relation) *catalog.Relation {
	for _, child := range s.Before.Children(parent.OID) {
		if child.IsDefault {
			return child
		}
	}
	return nil
}

// attaches is the parent and the new partition of an ATTACH PARTITION or a CREATE
// TABLE … PARTITION OF; nil for other statements and where it is refused. The
// parent is as it was before, the partition as it is behind.
func (s *statement) attaches() (parent, part *catalog.Relation) {
	if s.Effects.Refused != nil {
		return nil, nil
	}
	create := s.node().GetCreateStmt()
	if create == nil {
		create = s.node().GetCreateForeignTableStmt().GetBaseStmt()
	}
	if create.GetPartbound() != nil && len(create.InhRelations) == 1 {
		parent, part = s.relation(create.InhRelations[0].GetRangeVar()), s.after().RangeVar(create.Relation)
	}
	for _, a := range s.actions() {
		if cmd := a.cmd.GetDef().GetPartitionCmd(); cmd.GetBound() != nil {
			parent, part = a.table, s.after().RangeVar(cmd.Name)
		}
	}
	if parent == nil || part == nil || !part.Partition || parent.Kind.IsIndex() {
		return nil, nil
	}
	if was, ok := s.Before.Object(part.OID).(*catalog.Relation); ok && was.Partition {
		return nil, nil // CREATE TABLE IF NOT EXISTS of what is there
	}
	return parent, part
}
