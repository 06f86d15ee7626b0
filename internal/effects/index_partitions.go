package effects

import (
	"slices"

	"sqlbundle/internal/catalog"
)

// indexPartitions gives each partition the part of an index that it needs: one
// that it has and that is the same, or a new one (DefineIndex, indexcmds.c).
func (r *run) indexPartitions(rel, index *catalog.Relation, o indexOptions) {
	valid := true
	for _, child := range r.Children(rel.OID) {
		r.lock(child.OID, Share, "as a partition it gets its part of the index")
		if child.Kind == catalog.ForeignTable {
			if index.Index.Unique {
				r.refuse("42809", "cannot create unique index on partitioned table %q", rel.Name)
			}
			continue
		}
		part := r.adoptIndex(child, index, Share)
		if part == nil {
			part = r.cloneIndex(child.OID, index, indexOptions{alter: o.alter, made: o.made, parent: index.OID})
		}
		valid = valid && isValid(r.mustRelation(part.OID))
	}
	if !valid {
		r.editIndex(index.OID, func(info *catalog.IndexInfo) { info.Valid = false })
	}
}

// adoptIndex makes an index that a partition has a part of its parent's, where
// it is the same and stands for itself. With a constraint it must support one
// too, from 17 on of the same kind. It is nil where there is none. While it looks the server locks
// those indexes; only the one that it takes stays locked.
func (r *run) adoptIndex(partition, parent *catalog.Relation, mode Mode) *catalog.Relation {
	for _, own := range r.Indexes(partition.OID) {
		if own.Index.Parent != 0 || !r.sameIndex(own, parent) {
			continue
		}
		ours, _ := r.Object(own.Index.Constraint).(*catalog.Constraint)
		theirs, _ := r.Object(parent.Index.Constraint).(*catalog.Constraint)
		if theirs != nil && (ours == nil || ours.Kind != theirs.Kind && r.Version >= 17) {
			continue
		}
		r.lock(own.OID, mode, "it becomes a part of index %s", parent.Name)
		r.setParentIndex(own, parent.OID)
		if theirs != nil {
			r.setParentConstraint(ours, theirs)
		}
		return own
	}
	return nil
}

// setParentConstraint makes the constraint of a partition a part of its
// parent's (ConstraintSetParentConstraint, pg_constraint.c).
func (r *run) setParentConstraint(k, parent *catalog.Constraint) {
	n := catalog.Edit(r.Catalog, k)
	n.Parent, n.Local = parent.OID, false
	n.Inherited++
	self := catalog.Address{OID: k.OID}
	r.Depend(self, catalog.PartitionPrimary, catalog.Address{OID: parent.OID})
	r.Depend(self, catalog.PartitionSecondary, catalog.Address{OID: k.In})
}

// clearParentConstraint makes the constraint of a partition stand for itself.
func (r *run) clearParentConstraint(k *catalog.Constraint) {
	self := catalog.Address{OID: k.OID}
	r.Undepend(self, k.Parent, catalog.PartitionPrimary)
	r.Undepend(self, k.In, catalog.PartitionSecondary)
	n := catalog.Edit(r.Catalog, k)
	n.Parent, n.Local, n.Inherited = 0, true, max(0, k.Inherited-1)
}

// cloneIndex makes an index on a table as another table has it, and the
// constraint that it supports, under names that the server chooses: for a
// partition, with o.parent the other index, or for CREATE TABLE … LIKE
// (generateClonedIndexStmt, parse_utilcmd.c). Partitions of the table get theirs.
func (r *run) cloneIndex(table catalog.OID, source *catalog.Relation, o indexOptions) *catalog.Relation {
	rel, from := r.mustRelation(table), r.mustRelation(source.Index.Table)
	info := *source.Index
	info.Table, info.Parent, info.Constraint, info.Valid = table, 0, 0, true
	info.Columns = slices.Clone(info.Columns)
	var refs []catalog.Address
	for i := range info.Columns {
		col := &info.Columns[i]
		col.Num = mapColumn(from, rel, col.Num)
		col.Expr = mapExpr(from, rel, col.Expr)
		refs = append(refs, r.exprRefs(rel, col.Expr)...)
	}
	info.Predicate = mapExpr(from, rel, info.Predicate)
	refs = append(refs, r.exprRefs(rel, info.Predicate)...)
	info.Include = mapColumns(from, rel, info.Include)
	model, _ := r.Object(source.Index.Constraint).(*catalog.Constraint)
	if model != nil {
		// The name depends on there being a constraint; which one comes later.
		info.Constraint = model.OID
	}
	r.checkPartitionKey(rel, &info)
	name := r.chooseIndexName(rel, &info, r.partNames(source))
	if model != nil {
		info.Constraint = r.cloneKey(rel, name, model, from, o.parent != 0).OID
	}
	index := r.makeIndex(rel, name, &info, refs, o)
	index = catalog.Edit(r.Catalog, index)
	index.Tablespace, index.Options = source.Tablespace, source.Options
	if rel.Kind == catalog.Partitioned {
		r.indexPartitions(rel, index, indexOptions{alter: o.alter, made: o.made})
	}
	return r.mustRelation(index.OID)
}

// cloneKey makes the constraint of a cloned index; part holds where it is a
// part of the parent's.
func (r *run) cloneKey(rel *catalog.Relation, name string, model *catalog.Constraint, from *catalog.Relation, part bool) *catalog.Constraint {
	k := *model
	k.Head = catalog.Head{Class: catalog.ClassConstraint, In: rel.OID, Name: name, Origin: r.origin}
	k.Columns = mapColumns(from, rel, model.Columns)
	k.Index, k.Parent = 0, 0
	k.Local, k.Inherited, k.NoInherit = true, 0, true
	added := catalog.Add(r.Catalog, &k)
	self := catalog.Address{OID: added.OID}
	for _, num := range k.Columns {
		r.Depend(self, catalog.Auto, catalog.Address{OID: rel.OID, Sub: num})
	}
	if len(k.Columns) == 0 {
		r.Depend(self, catalog.Auto, catalog.Address{OID: rel.OID})
	}
	if part {
		added.NoInherit = false
		r.setParentConstraint(added, model)
	}
	return added
}

// exprRefs is what an expression of an index depends on.
func (r *run) exprRefs(rel *catalog.Relation, e *catalog.Expr) []catalog.Address {
	if e == nil {
		return nil
	}
	return r.AnalyzeExpr(rel, e.Node).Refs
}
