package effects

import (
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// shareForeignKey gives each partition of a table its part of a foreign key
// (addFkRecurseReferencing, tablecmds.c, PostgreSQL 16). Partitions are locked
// as the table is; validate holds where their rows are to be checked.
func (r *run) shareForeignKey(k *catalog.Constraint, validate bool, mode Mode) {
	if r.table(k.In).Kind != catalog.Partitioned {
		return
	}
	for _, part := range r.Children(k.In) {
		r.lock(part.OID, mode, "it gets its parent's foreign key")
		r.shareForeignKeyWith(k, part, validate, mode)
	}
}

// shareForeignKeyWith gives one partition its part: a foreign key of its own
// that says the same, or a new one.
func (r *run) shareForeignKeyWith(k *catalog.Constraint, part *catalog.Relation, validate bool, mode Mode) {
	if part.Kind == catalog.ForeignTable {
		r.refuse("42809", "cannot create foreign key constraint: partition %s is a foreign table", pgsql.QuoteIdent(part.Name))
	}
	parent := r.table(k.In)
	columns := mapColumns(parent, part, k.Columns)
	if own := r.sameForeignKey(k, part, columns); own != nil {
		r.adoptForeignKey(k, own)
		return
	}
	n := *k
	n.Head = catalog.Head{In: part.OID, Name: k.Name}
	switch taken := r.Constraint(part.OID, k.Name) != nil; {
	case taken && r.Version >= 18:
		n.Name = r.ChooseNumberedName(k.Name, part.In)
	case taken:
		n.Name = r.ChooseConstraintName(part.Name, nameAddition(columnNames(part, columns)), "fkey", part.In)
	}
	n.Columns, n.Local, n.Inherited, n.Parent = columns, false, 0, 0
	n.NoInherit = false
	made := r.newForeignKey(&n)
	r.setParentConstraint(made, k)
	made = r.Object(made.OID).(*catalog.Constraint)
	r.shareForeignKey(made, validate, mode)
	if validate {
		r.validateForeignKey(made, "its rows are looked up in the referenced table")
	}
}

// sameForeignKey is a partition's own foreign key that says what its parent's
// does (tryAttachPartitionForeignKey); nil where there is none.
func (r *run) sameForeignKey(k *catalog.Constraint, part *catalog.Relation, columns []int16) *catalog.Constraint {
	for _, own := range r.Constraints(part.OID) {
		if own.Kind != catalog.ForeignKey || own.References != k.References ||
			!slices.Equal(own.Columns, columns) || !slices.Equal(own.RefColumns, k.RefColumns) {
			continue
		}
		if own.Enforced != k.Enforced {
			r.refuse("42P17", "enforceability of constraint %s conflicts with that of constraint %s on relation %s",
				pgsql.QuoteIdent(k.Name), pgsql.QuoteIdent(own.Name), pgsql.QuoteIdent(part.Name))
		}
		same := own.Parent == 0 && own.Deferrable == k.Deferrable && own.Deferred == k.Deferred && own.OnDelete == k.OnDelete && own.OnUpdate == k.OnUpdate
		if same && (own.Validated || r.Version >= 18) {
			return own
		}
	}
	return nil
}

// adoptForeignKey makes a partition's foreign key a part of its parent's. Its
// triggers on the referenced table go, which locks that more strongly than
// anything else about foreign keys does; the constraints for that table's
// partitions go with them.
func (r *run) adoptForeignKey(k, own *catalog.Constraint) {
	if r.hasActionTriggers(k.References) {
		r.lock(k.References, AccessExclusive, "triggers of a partition's foreign key go, as its parent's do their work")
	}
	if !own.Validated && k.Validated {
		r.validateForeignKey(own, "its rows are looked up in the referenced table")
		own = catalog.Edit(r.Catalog, own)
		own.Validated = true
	}
	for _, part := range r.partsOn(own, own.In) {
		if r.hasActionTriggers(part.References) {
			r.lock(part.References, AccessExclusive, "triggers of a partition's foreign key go")
		}
		r.Delete([]catalog.Address{{OID: part.OID}})
	}
	r.setParentConstraint(own, k)
}

// parts are the constraints that were made for another one, on this table or on
// partitions.
func (r *run) parts(k *catalog.Constraint) []*catalog.Constraint {
	var found []*catalog.Constraint
	for _, d := range r.Dependents(catalog.Address{OID: k.OID}) {
		if part, ok := r.Object(d.Dependent.OID).(*catalog.Constraint); ok && part.Parent == k.OID && !slices.Contains(found, part) {
			found = append(found, part)
		}
	}
	return found
}

// partsOn are those on one table, with the parts of those: the constraints for
// the referenced table's partitions.
func (r *run) partsOn(k *catalog.Constraint, table catalog.OID) []*catalog.Constraint {
	var found []*catalog.Constraint
	for _, part := range r.parts(k) {
		if part.In == table {
			found = append(append(found, r.partsOn(part, table)...), part)
		}
	}
	return found
}

// validateForeignKey reads the rows of a table for a foreign key: all of them,
// each looked up in the referenced table (validateForeignKeyConstraint). How the
// server reads that one is its planner's choice.
func (r *run) validateForeignKey(k *catalog.Constraint, why string) {
	rel := r.table(k.In)
	if rel.Kind != catalog.Table {
		return
	}
	r.scan(rel.OID, "%s", why)
	r.demand(rel.OID, "every row must have its key in %s", r.QualifiedName(r.table(k.References)))
	for _, pk := range append(r.Descendants(k.References), r.table(k.References)) {
		if r.existed(rel.OID) {
			r.mayScan(pk.OID, "the keys of %s are looked up in it", r.QualifiedName(rel))
		}
	}
}

// cloneForeignKeys gives a new partition its part of the foreign keys of its
// parent, and of those that reference its parent (CloneForeignKeyConstraints).
// validate holds where it can have rows.
func (r *run) cloneForeignKeys(parent, part catalog.OID, validate bool) {
	for _, k := range r.ReferencedBy(parent) {
		if !r.isPartOfReferencing(k) {
			if r.Version >= 15 {
				r.lock(k.In, ShareRowExclusive, "its foreign key comes to reference the new partition too")
			}
			r.referencePartition(k, r.table(part))
		}
	}
	for _, k := range r.Constraints(parent) {
		if k.Kind != catalog.ForeignKey || r.isPartOfReferenced(k) {
			continue
		}
		r.lock(k.References, ShareRowExclusive, "a foreign key comes to reference it: it gets triggers")
		for _, pk := range r.Descendants(k.References) {
			r.lock(pk.OID, ShareRowExclusive, "a foreign key comes to reference its parent: it gets triggers")
		}
		r.shareForeignKeyWith(k, r.table(part), validate, ShareRowExclusive)
	}
}

// isPartOfReferencing tells whether a foreign key is a partition's part of its
// parent's.
func (r *run) isPartOfReferencing(k *catalog.Constraint) bool {
	up, ok := r.Object(k.Parent).(*catalog.Constraint)
	return ok && up.In != k.In
}

// isPartOfReferenced tells whether it was made for a partition of the referenced
// table.
func (r *run) isPartOfReferenced(k *catalog.Constraint) bool {
	up, ok := r.Object(k.Parent).(*catalog.Constraint)
	return ok && up.In == k.In
}
