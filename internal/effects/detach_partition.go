package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// detachLock is the lock on the parent of a partition that is detached.
func detachLock(_ *run, _ *catalog.Relation, cmd *pg.AlterTableCmd) Mode {
	if cmd.GetDef().GetPartitionCmd().GetConcurrent() {
		return ShareUpdateExclusive
	}
	return AccessExclusive
}

// detachPartition is DETACH PARTITION. CONCURRENTLY works in two transactions:
// the first marks the partition, the second waits for all who could still see it
// and locks it alone (ATExecDetachPartition, tablecmds.c; PostgreSQL 16, section
// "ALTER TABLE", DETACH PARTITION).
func detachPartition(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	parent, concurrently := t.relation(a), cmd.GetDef().GetPartitionCmd().GetConcurrent()
	if concurrently {
		a.since(14, "DETACH PARTITION CONCURRENTLY")
	}
	if !a.checkDetaches(parent) {
		return
	}
	if byDefault := a.defaultPartition(parent.OID); byDefault != nil {
		if concurrently {
			a.refuse("55000", "cannot detach partitions concurrently when a default partition exists")
		}
		a.lock(byDefault.OID, AccessExclusive, "as default partition it may hold more from now on")
	}
	part := a.run.relation(cmd.GetDef().GetPartitionCmd().GetName(), catalog.Table)
	if part == nil {
		return
	}
	mode := AccessExclusive
	if a.Version < 14 {
		mode = ShareUpdateExclusive
	}
	a.lock(part.OID, mode, "it stops being a partition")
	if !a.checkPartitionOf(part, parent) {
		return
	}
	for _, below := range a.Descendants(part.OID) {
		a.lock(below.OID, AccessExclusive, "its bounds are no longer those of the tables above")
	}
	a.e.Waits = a.e.Waits || concurrently
	a.checkReferencedPart(part)
	if concurrently {
		a.keepBound(part, parent)
	}
	a.detach(parent, part)
}

// checkDetaches refuses what has no partitions; false where nobody knows.
func (a *alteration) checkDetaches(parent *catalog.Relation) bool {
	if parent.Kind == catalog.Partitioned {
		return true
	}
	if parent.Unknown {
		a.unknown("how %s is partitioned", parent.Name)
		return true
	}
	a.refuse(a.notPartitioned(), "table %q is not partitioned", parent.Name)
	return false
}

// checkPartitionOf refuses what is no partition of a table.
func (a *alteration) checkPartitionOf(part, parent *catalog.Relation) bool {
	for _, p := range part.Parents {
		if p == parent.OID && part.Partition {
			return true
		}
	}
	if !part.Unknown && !parent.Unknown {
		a.refuse("42P01", "relation %q is not a partition of relation %q", part.Name, parent.Name)
	}
	return false
}

// checkReferencedPart: rows that reference a partition through a foreign key to
// its parent would be left without what they reference; they are looked for
// (ATDetachCheckNoForeignKeyRefs).
func (a *alteration) checkReferencedPart(part *catalog.Relation) {
	for _, k := range a.ReferencedBy(part.OID) {
		if k.Parent == 0 {
			continue
		}
		a.lock(k.In, Share, "no row of it may reference the partition that goes")
		a.scan(k.In, "rows that reference the partition are looked for")
		a.demand(k.In, "no row may reference the partition that goes")
	}
}

// detach is DetachPartitionFinalize.
func (a *alteration) detach(parent, part *catalog.Relation) {
	a.removeInheritance(part, parent)
	n := catalog.Edit(a.Catalog, a.mustRelation(part.OID))
	n.Partition, n.Bound, n.IsDefault, n.DetachPending = false, nil, false, false
	if a.Version >= 17 {
		a.dropPartIdentity(n)
	}
	for _, t := range a.Triggers(part.OID) {
		if t.Parent != 0 {
			a.lock(part.OID, AccessExclusive, "the triggers that it has from the partitioned table go")
		}
	}
	a.uncloneTriggers(part.OID)
	a.detachForeignKeys(part)
	a.dropReferencedParts(part)
	for _, index := range a.Indexes(part.OID) {
		if index.Index.Parent == 0 {
			continue
		}
		a.lock(index.OID, AccessExclusive, "it stops being a part of the index of the partitioned table")
		a.clearParentIndex(index)
		if k, ok := a.Object(index.Index.Constraint).(*catalog.Constraint); ok && k.Parent != 0 {
			a.clearParentConstraint(k)
		}
	}
}

// dropPartIdentity: identity columns of a partition are the parent's from 17 on.
func (a *alteration) dropPartIdentity(part *catalog.Relation) {
	for _, col := range part.Live() {
		if col.Identity != 0 {
			part = a.EditColumn(part, col.Num, func(c *catalog.Column) { c.Identity = 0 })
		}
	}
}

// detachForeignKeys makes the foreign keys that a partition had from its parent
// its own: the referenced tables get triggers for them.
func (a *alteration) detachForeignKeys(part *catalog.Relation) {
	for _, k := range a.Constraints(part.OID) {
		up, ok := a.Object(k.Parent).(*catalog.Constraint)
		if k.Kind != catalog.ForeignKey || !ok || up.In == part.OID {
			continue
		}
		if a.hasActionTriggers(k.References) {
			a.lock(k.References, ShareRowExclusive, "foreign key %s stands for itself: it gets triggers", k.Name)
		}
		a.clearParentConstraint(k)
		if own, ok := a.Object(k.OID).(*catalog.Constraint); ok && a.Version >= 15 {
			a.referencePartitions(own)
		}
	}
}

// dropReferencedParts drops the parts of foreign keys that were made because the
// partition belonged to the referenced table.
func (a *alteration) dropReferencedParts(part *catalog.Relation) {
	for _, k := range a.ReferencedBy(part.OID) {
		if k.Parent == 0 || a.isPartOfReferencing(k) {
			continue
		}
		up := k.Parent
		a.clearParentConstraint(k)
		a.Undepend(catalog.Address{OID: k.OID}, up, catalog.Internal)
		a.drop([]catalog.Address{{OID: k.OID}}, pg.DropBehavior_DROP_RESTRICT, "a part of its foreign key goes with the partition")
	}
}

// detachFinalize is DETACH PARTITION … FINALIZE, which ends one that was
// interrupted.
func detachFinalize(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	a.since(14, "DETACH PARTITION … FINALIZE")
	parent := t.relation(a)
	if !a.checkDetaches(parent) {
		return
	}
	part := a.run.relation(cmd.GetDef().GetPartitionCmd().GetName(), catalog.Table)
	if part == nil {
		return
	}
	a.lock(part.OID, AccessExclusive, "it stops being a partition")
	if !a.checkPartitionOf(part, parent) {
		return
	}
	if !part.DetachPending {
		a.refuse("55000", "cannot complete detaching partition %q", part.Name)
	}
	a.e.Waits = true
	a.detach(parent, part)
}
