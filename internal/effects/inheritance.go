package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// addInherit is ALTER TABLE … INHERIT (ATExecAddInherit, tablecmds.c).
func addInherit(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	child := t.relation(a)
	a.checkInherits(child)
	parent := a.run.relation(cmd.GetDef().GetRangeVar(), catalog.Table)
	if parent == nil {
		return
	}
	a.lock(parent.OID, ShareUpdateExclusive, "another table inherits from it")
	switch {
	case !parent.Kind.IsTable():
		a.refuse("42809", "%q is not a table or foreign table", parent.Name)
	case parent.Persistence == catalog.Temporary && child.Persistence != catalog.Temporary:
		a.refuse("42809", "cannot inherit from temporary relation %q", parent.Name)
	case parent.Kind == catalog.Partitioned:
		a.refuse("42809", "cannot inherit from partitioned table %q", parent.Name)
	case parent.Partition:
		a.refuse("42809", "cannot inherit from a partition")
	case parent.OID == child.OID || a.descends(parent.OID, child.OID):
		a.refuse("42P07", "circular inheritance not allowed")
	}
	for _, below := range a.Descendants(child.OID) {
		a.lock(below.OID, AccessShare, "its parent inherits from another table")
	}
	for _, known := range child.Parents {
		if known == parent.OID {
			a.refuse("42P07", "relation %q would be inherited from more than once", parent.Name)
		}
	}
	a.refuseTransitions(child)
	a.createInheritance(child, parent.OID)
}

// checkInherits refuses to change the parents of what cannot choose them.
func (a *alteration) checkInherits(child *catalog.Relation) {
	switch {
	case !child.Kind.IsTable():
		a.refuse("42809", "%q is not a table or foreign table", child.Name)
	case child.OfType != 0:
		a.refuse("42809", "cannot change inheritance of typed table")
	case child.Partition:
		a.refuse("42809", "cannot change inheritance of a partition")
	case child.Kind == catalog.Partitioned:
		a.refuse("42809", "cannot change inheritance of partitioned table")
	}
}

// dropInherit is ALTER TABLE … NO INHERIT (ATExecDropInherit).
func dropInherit(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	child := t.relation(a)
	if child.Partition || !child.Kind.IsTable() {
		a.refuse("42809", "cannot change inheritance of a partition, or of what is no table")
	}
	parent := a.run.relation(cmd.GetDef().GetRangeVar(), catalog.Table)
	if parent == nil {
		return
	}
	a.lock(parent.OID, AccessShare, "a table no longer inherits from it")
	a.removeInheritance(child, parent)
}

// createInheritance makes a table a child or partition of another: it must have
// all its columns and inheritable constraints (CreateInheritance).
func (r *run) createInheritance(child *catalog.Relation, parent catalog.OID) {
	above := r.mustRelation(parent)
	if !child.Unknown && !above.Unknown {
		r.mergeColumns(child, above)
		r.mergeConstraints(r.mustRelation(child.OID), above)
	}
	r.Inherit(r.mustRelation(child.OID), parent)
}

// mergeColumns counts a parent of each column (MergeAttributesIntoExisting).
func (r *run) mergeColumns(child, parent *catalog.Relation) {
	for _, above := range parent.Live() {
		col := child.Column(above.Name)
		if col == nil {
			r.refuse("42804", "child table is missing column %q", above.Name)
		}
		r.checkMergedColumn(child, col, parent, above)
		child = r.EditColumn(child, col.Num, func(c *catalog.Column) {
			c.Inherited++
			if child.Partition {
				c.Local = false
				if r.Version >= 17 {
					c.Identity = above.Identity
				}
			}
		})
	}
}

// checkMergedColumn refuses a column that is not like its parent's.
func (r *run) checkMergedColumn(child *catalog.Relation, col *catalog.Column, parent *catalog.Relation, above *catalog.Column) {
	kept := r.notNullConstraint(parent, above.Num)
	switch {
	case !col.Type.Unknown() && !above.Type.Unknown() && !col.Type.Same(above.Type):
		r.refuse("42804", "child table %q has different type for column %q", child.Name, col.Name)
	case col.Collation != above.Collation:
		r.refuse("42P21", "child table %q has different collation for column %q", child.Name, col.Name)
	case above.NotNull && !col.NotNull && (kept == nil || !kept.NoInherit):
		r.refuse("42804", "column %q in child table %q must be marked NOT NULL", col.Name, child.Name)
	case above.Generated != 0 && col.Generated == 0, r.Version >= 16 && above.Generated == 0 && col.Generated != 0:
		r.refuse("42804", "column %q in child table must, or must not, be a generated column", col.Name)
	}
}

// mergeConstraints counts a parent of each constraint that is inherited
// (MergeConstraintsIntoExisting).
func (r *run) mergeConstraints(child, parent *catalog.Relation) {
	for _, above := range r.Constraints(parent.OID) {
		if above.Kind != catalog.Check && above.Kind != catalog.NotNull || above.NoInherit {
			continue
		}
		k := r.counterpart(child, parent, above)
		switch {
		case k == nil:
			r.refuse("42804", "child table is missing constraint %q", above.Name)
		case above.Kind == catalog.Check && (k.Deferrable != above.Deferrable || !r.sameExpr(child, k.Expr, parent, above.Expr)):
			r.refuse("42804", "child table %q has different definition for check constraint %q", child.Name, k.Name)
		case k.NoInherit:
			r.refuse("42P17", "constraint %q conflicts with non-inherited constraint on child table %q", k.Name, child.Name)
		case !k.Validated && (k.Enforced || r.Version < 18) && (above.Validated || r.Version < 18):
			r.refuse("42P17", "constraint %q conflicts with NOT VALID constraint on child table %q", k.Name, child.Name)
		}
		n := catalog.Edit(r.Catalog, k)
		n.Inherited++
		if child.Partition {
			n.Local = false
		}
	}
}

// counterpart is the constraint of a child that a parent's one is: checks go by
// name, NOT NULL by the column.
func (r *run) counterpart(child, parent *catalog.Relation, above *catalog.Constraint) *catalog.Constraint {
	for _, k := range r.Constraints(child.OID) {
		if k.Kind != above.Kind {
			continue
		}
		if k.Kind == catalog.Check && k.Name == above.Name {
			return k
		}
		if k.Kind == catalog.NotNull && len(k.Columns) == 1 && len(above.Columns) == 1 &&
			mapColumn(parent, child, above.Columns[0]) == k.Columns[0] {
			return k
		}
	}
	return nil
}

// removeInheritance makes a table stand for itself again: what it had from the
// parent alone is its own now (RemoveInheritance).
func (r *run) removeInheritance(child, parent *catalog.Relation) {
	found := false
	for _, p := range child.Parents {
		found = found || p == parent.OID
	}
	if !found {
		if child.Unknown || parent.Unknown {
			return
		}
		r.refuse("42P01", "relation %q is not a parent of relation %q", parent.Name, child.Name)
	}
	for _, above := range parent.Live() {
		if col := child.Column(above.Name); col != nil {
			child = r.EditColumn(child, col.Num, func(c *catalog.Column) {
				c.Inherited = max(0, c.Inherited-1)
				c.Local = c.Local || c.Inherited == 0
			})
		}
	}
	for _, above := range r.Constraints(parent.OID) {
		if above.Kind != catalog.Check && above.Kind != catalog.NotNull {
			continue
		}
		if k := r.counterpart(child, parent, above); k != nil && k.Inherited > 0 {
			n := catalog.Edit(r.Catalog, k)
			n.Inherited--
			n.Local = n.Local || n.Inherited == 0
		}
	}
	r.Disinherit(r.mustRelation(child.OID), parent.OID)
}
