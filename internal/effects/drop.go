package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// drop removes objects or columns with all that goes with them, and takes the
// locks that the server takes for it (performMultipleDeletions, dependency.c).
func (r *run) drop(targets []catalog.Address, behavior pg.DropBehavior, why string) {
	doomed, err := r.Doomed(targets, behavior == pg.DropBehavior_DROP_CASCADE)
	r.check(err)
	for _, a := range doomed {
		r.lockDoomed(a, why)
	}
	r.Delete(doomed)
}

// lockDoomed takes the locks for one object that is removed: relations are
// locked themselves, parts of a relation lock it.
func (r *run) lockDoomed(a catalog.Address, why string) {
	switch o := r.Object(a.OID).(type) {
	case *catalog.Relation:
		r.lock(o.OID, AccessExclusive, "%s", why)
		if a.Sub == 0 {
			r.notPending(o.OID, "DROP TABLE")
			r.lockForDroppedRelation(o, why)
		}
	case *catalog.Constraint:
		// RemoveConstraintById; the triggers of a foreign key stand on both
		// tables.
		r.lock(o.In, AccessExclusive, "%s", why)
		if o.Kind == catalog.ForeignKey && o.Enforced && r.hasActionTriggers(o.References) && !r.isPartOfReferencing(o) {
			r.lock(o.References, AccessExclusive, "its foreign key's triggers go")
		}
	case *catalog.Trigger, *catalog.Default:
		r.lock(catalog.HeadOf(o).In, AccessExclusive, "%s", why)
	case *catalog.Other:
		r.lockForDroppedOther(o, why)
	}
}

// lockForDroppedRelation takes what an index or a partition locks besides itself
// (index_drop, heap_drop_with_catalog).
func (r *run) lockForDroppedRelation(o *catalog.Relation, why string) {
	if o.Index != nil {
		r.lock(o.Index.Table, AccessExclusive, "an index of it goes: plans must be made anew")
	}
	if !o.Partition || o.Kind.IsIndex() {
		return
	}
	for _, parent := range o.Parents {
		r.lock(parent, AccessExclusive, "a partition of it goes")
		for _, sibling := range r.Children(parent) {
			if sibling.IsDefault {
				r.lock(sibling.OID, AccessExclusive, "as default partition it takes what another one held")
			}
		}
	}
}

// lockForDroppedOther are the locks for what belongs to a relation and is
// removed.
func (r *run) lockForDroppedOther(o *catalog.Other, why string) {
	switch o.Class {
	case catalog.ClassPolicy, catalog.ClassRule:
		r.lock(o.Relation, AccessExclusive, "%s", why)
	case catalog.ClassStatistics:
		r.lock(o.Relation, ShareUpdateExclusive, "%s", why)
	}
}
