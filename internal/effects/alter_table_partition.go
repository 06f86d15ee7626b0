package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// partitionAction are the actions that attach and detach partitions, and inherit.
func partitionAction(kind pg.AlterTableType) (action, bool) {
	switch kind {
	case pg.AlterTableType_AT_AttachPartition:
		return action{lock: always(ShareUpdateExclusive), pass: passMisc, do: attachPartition}, true
	case pg.AlterTableType_AT_DetachPartition:
		return action{lock: detachLock, pass: passMisc, do: detachPartition}, true
	case pg.AlterTableType_AT_DetachPartitionFinalize:
		return action{lock: always(ShareUpdateExclusive), pass: passMisc, do: detachFinalize}, true
	case pg.AlterTableType_AT_AddInherit:
		return action{lock: always(AccessExclusive), pass: passMisc, do: addInherit}, true
	case pg.AlterTableType_AT_DropInherit:
		return action{lock: always(AccessExclusive), pass: passMisc, do: dropInherit}, true
	case pg.AlterTableType_AT_AddOf:
		return action{lock: always(AccessExclusive), pass: passMisc, do: addOf}, true
	case pg.AlterTableType_AT_DropOf:
		return action{lock: always(AccessExclusive), pass: passMisc, do: dropOf}, true
	}
	return action{}, false
}

// attachPartition is ATTACH PARTITION, of a table or, with ALTER INDEX, of an
// index.
func attachPartition(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	parent, part := t.relation(a), cmd.GetDef().GetPartitionCmd()
	switch parent.Kind {
	case catalog.PartitionedIndex:
		a.attachIndex(parent, part.GetName())
	case catalog.Partitioned:
		a.attachTable(parent, part)
	case catalog.Index:
		if parent.Unknown {
			a.unknown("which table index %s is on", parent.Name)
			return
		}
		a.refuse("42809", "index %q is not partitioned", parent.Name)
	default:
		if parent.Unknown && parent.Kind == catalog.Table {
			a.attachToUnknown(parent, part)
			return
		}
		a.refuse(a.notPartitioned(), "table %q is not partitioned", parent.Name)
	}
}

// notPartitioned is the error for attaching to a plain table; from 18 on the
// kind of the relation is checked first.
func (r *run) notPartitioned() string {
	if r.Version >= 18 {
		return "42809"
	}
	return "42P17"
}

// attachToUnknown attaches a partition to a table that the history has not made:
// that it is partitioned is all that is known of it.
func (a *alteration) attachToUnknown(parent *catalog.Relation, part *pg.PartitionCmd) {
	n := catalog.Edit(a.Catalog, parent)
	n.Kind = catalog.Partitioned
	a.unknown("how %s is partitioned", parent.Name)
	a.attachTable(n, part)
}

// attachTable is ATExecAttachPartition (tablecmds.c): the parent is hardly
// locked, the partition against everybody, and it is read unless a check of it
// implies its bound (PostgreSQL 16, section 5.11.2.2).
func (a *alteration) attachTable(parent *catalog.Relation, cmd *pg.PartitionCmd) {
	byDefault := a.defaultPartition(parent.OID)
	if byDefault != nil {
		a.lock(byDefault.OID, AccessExclusive, "as default partition it must hold no row of the new one")
	}
	part := a.run.relation(cmd.GetName(), catalog.Table)
	if part == nil {
		return
	}
	a.lock(part.OID, AccessExclusive, "it becomes a partition")
	for _, below := range a.Descendants(part.OID) {
		a.lock(below.OID, AccessExclusive, "its parent becomes a partition")
	}
	bound := cmd.GetBound()
	a.checkAttachable(parent, part)
	a.checkBound(parent, bound)
	part = a.startPartition(parent, part, bound)
	a.ensureIndexes(parent.OID, part)
	a.cloneTriggers(a.mustRelation(parent.OID), a.mustRelation(part.OID))
	a.cloneForeignKeys(parent.OID, part.OID, true)
	a.validatePartition(part.OID, parent.OID, bound)
	if byDefault != nil {
		a.validateDefault(byDefault.OID, parent.OID, bound)
	}
}

// defaultPartition is the default partition of a table, or nil.
func (r *run) defaultPartition(parent catalog.OID) *catalog.Relation {
	for _, child := range r.Children(parent) {
		if child.Partition && child.IsDefault {
			return child
		}
	}
	return nil
}

// startPartition makes a table a partition: its columns and constraints are no
// longer its own.
func (a *alteration) startPartition(parent, part *catalog.Relation, bound *pg.PartitionBoundSpec) *catalog.Relation {
	n := catalog.Edit(a.Catalog, part)
	n.Partition, n.Bound, n.IsDefault = true, bound, bound.GetIsDefault()
	a.createInheritance(n, parent.OID)
	return a.mustRelation(part.OID)
}

// ensureIndexes gives a new partition each index of its parent: one that it has,
// or a new one (AttachPartitionEnsureIndexes).
func (a *alteration) ensureIndexes(parent catalog.OID, part *catalog.Relation) {
	for _, index := range a.Indexes(parent) {
		switch {
		case index.Kind != catalog.PartitionedIndex:
		case part.Kind == catalog.ForeignTable:
			if index.Index.Unique {
				a.refuse("42809", "cannot attach foreign table %q as partition of partitioned table", part.Name)
			}
		case a.adoptIndex(part, index, NoLock) == nil:
			a.cloneIndex(part.OID, index, indexOptions{parent: index.OID})
		}
	}
}

// validatePartition reads a new partition, or what is below it, unless its
// checks imply its bounds (QueuePartitionConstraintValidation).
func (a *alteration) validatePartition(table, parent catalog.OID, bound *pg.PartitionBoundSpec) {
	if a.checksImplyBound(table, parent, bound) {
		return
	}
	rel := a.mustRelation(table)
	if rel.Kind != catalog.Partitioned {
		a.table(table, true).mustScan("each row must be within the bounds of the new partition")
		return
	}
	for _, child := range a.Children(table) {
		a.validatePartition(child.OID, parent, bound)
	}
}

// validateDefault reads the default partition, or what is below it, unless its
// checks exclude the rows of a new partition.
func (a *alteration) validateDefault(table, parent catalog.OID, bound *pg.PartitionBoundSpec) {
	if a.defaultExcludes(table, parent, bound) {
		return
	}
	rel := a.mustRelation(table)
	if rel.Kind != catalog.Partitioned {
		a.table(table, true).mustScan("no row of it may belong to the new partition")
		return
	}
	for _, child := range a.Children(table) {
		a.lock(child.OID, AccessExclusive, "as part of the default partition it must hold no row of the new one")
		a.validateDefault(child.OID, parent, bound)
	}
}
