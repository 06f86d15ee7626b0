package effects

import (
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// cloneTriggers gives a partition the row triggers of its parent
// (CloneRowTriggersToPartition, tablecmds.c).
func (r *run) cloneTriggers(parent, partition *catalog.Relation) {
	for _, t := range r.Triggers(parent.OID) {
		if t.Row && !t.Internal {
			r.cloneTrigger(partition, t)
		}
	}
}

func (r *run) cloneTrigger(rel *catalog.Relation, t *catalog.Trigger) {
	if r.Find(catalog.ClassTrigger, rel.OID, t.Name) != nil {
		r.refuse("42710", "trigger %s for relation %s already exists", pgsql.QuoteIdent(t.Name), r.QualifiedName(rel))
	}
	from, _ := r.Object(t.In).(*catalog.Relation)
	clone := *t
	clone.Head = head(catalog.ClassTrigger, rel.OID, t.Name)
	clone.Parent, clone.Columns, clone.Enabled = t.OID, nil, 'O'
	if r.Version >= 15 {
		clone.Enabled = t.Enabled
	}
	refs := mapRefs(from, rel, r.References(catalog.Address{OID: t.OID}))
	for _, num := range t.Columns {
		if col := rel.Column(from.Columns[num-1].Name); col != nil {
			clone.Columns = append(clone.Columns, col.Num)
		}
	}
	if t.When != nil {
		when := *t.When
		when.Vars = nil
		for _, v := range t.When.Vars {
			if v.Num > 0 {
				if col := rel.Column(from.Columns[v.Num-1].Name); col != nil {
					v.Num = col.Num
				}
			}
			when.Vars = append(when.Vars, v)
		}
		clone.When = &when
	}
	if k, ok := r.Object(t.Constraint).(*catalog.Constraint); ok {
		own := *k
		own.Head, own.Parent = head(catalog.ClassConstraint, rel.OID, k.Name), 0
		clone.Constraint = made(r, &own).OID
		r.Depend(catalog.Address{OID: clone.Constraint}, catalog.Auto, catalog.Address{OID: rel.OID})
	}
	stored := made(r, &clone)
	r.dependTrigger(rel, stored, refs)
	if rel.Kind == catalog.Partitioned {
		for _, child := range r.Children(rel.OID) {
			r.cloneTrigger(child, stored)
		}
	}
}

// mapRefs are the columns of one relation that a list of dependencies names, as
// those of another.
func mapRefs(from, to *catalog.Relation, refs []catalog.Dependency) []catalog.Address {
	var mapped []catalog.Address
	for _, d := range refs {
		if from == nil || d.Ref.OID != from.OID || d.Ref.Sub < 1 || int(d.Ref.Sub) > len(from.Columns) {
			continue
		}
		if col := to.Column(from.Columns[d.Ref.Sub-1].Name); col != nil {
			mapped = append(mapped, catalog.Address{OID: to.OID, Sub: col.Num})
		}
	}
	return mapped
}

// uncloneTriggers takes from a partition what it has from its former parent
// (DropClonedTriggersFromPartition, tablecmds.c).
func (r *run) uncloneTriggers(partition catalog.OID) {
	var gone []catalog.Address
	for _, t := range r.Triggers(partition) {
		if t.Parent == 0 || t.Internal {
			continue
		}
		if rel, ok := r.Object(partition).(*catalog.Relation); ok && rel.Kind == catalog.Partitioned {
			for _, child := range r.Children(partition) {
				r.uncloneTriggers(child.OID)
			}
		}
		gone = append(gone, catalog.Address{OID: t.OID})
		if t.Constraint != 0 {
			gone = append(gone, catalog.Address{OID: t.Constraint})
		}
	}
	r.Delete(gone)
}
