package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// attachIndex is ALTER INDEX … ATTACH PARTITION (ATExecAttachPartitionIdx,
// tablecmds.c). Both tables are only looked at; the index that becomes a part is
// locked against everybody, which stops its table's readers too.
func (a *alteration) attachIndex(parent *catalog.Relation, name *pg.RangeVar) {
	part := a.run.relation(name, catalog.Index)
	if part == nil || !part.Kind.IsIndex() {
		a.refuse("42P17", "%q is not an index", name.GetRelname())
	}
	a.lock(part.Index.Table, AccessShare, "its index becomes a part of another one")
	a.lock(parent.Index.Table, AccessShare, "an index of a partition becomes a part of its index")
	a.lock(part.OID, AccessExclusive, "it becomes a part of index %s", parent.Name)
	if part.Index.Parent == parent.OID {
		return
	}
	if part.Unknown {
		a.unknown("whether index %s is like that of the partitioned table", part.Name)
		a.setParentIndex(part, parent.OID)
		return
	}
	a.checkAttachIndex(parent, part)
	a.setParentIndex(part, parent.OID)
	ours, _ := a.Object(part.Index.Constraint).(*catalog.Constraint)
	theirs, _ := a.Object(parent.Index.Constraint).(*catalog.Constraint)
	if ours != nil && theirs != nil {
		a.setParentConstraint(ours, theirs)
	}
	a.validateIndex(parent.OID)
}

// checkAttachIndex refuses an index that cannot be a part of another one.
func (a *alteration) checkAttachIndex(parent, part *catalog.Relation) {
	table := a.mustRelation(part.Index.Table)
	for _, other := range a.Children(parent.OID) {
		if other.Index.Table == table.OID {
			a.refuse("55000", "cannot attach index %q as a partition of index %q: another index is already attached", part.Name, parent.Name)
		}
	}
	switch {
	case part.Index.Parent != 0:
		a.refuse("55000", "cannot attach index %q: it is already attached to another index", part.Name)
	case !table.Partition || table.Parents[0] != parent.Index.Table:
		a.refuse("55000", "cannot attach index %q: it is not an index on any partition of the table", part.Name)
	case !a.sameIndex(part, parent):
		a.refuse("42P17", "cannot attach index %q as a partition of index %q: the index definitions do not match", part.Name, parent.Name)
	case parent.Index.Constraint != 0 && part.Index.Constraint == 0:
		a.refuse("42P17", "cannot attach index %q: no constraint exists for it", part.Name)
	}
}

// validateIndex makes a partitioned index valid once each partition has a valid
// part of it, and then looks at the one above (validatePartitionedIndex).
func (a *alteration) validateIndex(oid catalog.OID) {
	index := a.mustRelation(oid)
	if index == nil || index.Index.Valid {
		return
	}
	valid := 0
	for _, part := range a.Children(oid) {
		if part.Index.Valid {
			valid++
		}
	}
	if valid < len(a.Children(index.Index.Table)) {
		return
	}
	a.editIndex(oid, func(info *catalog.IndexInfo) { info.Valid = true })
	if index.Index.Parent != 0 {
		a.lock(index.Index.Parent, AccessExclusive, "its last missing part is there")
		a.validateIndex(index.Index.Parent)
	}
}
