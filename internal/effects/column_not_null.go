package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// setNotNullAction is ALTER COLUMN … SET NOT NULL, for the children too
// (ATPrepSetNotNull until 17, ATExecSetNotNull from 18 on, tablecmds.c).
func setNotNullAction(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	col := a.column(t, cmd.Name)
	rel := t.relation(a)
	if rel.Kind == catalog.Partitioned && col.NotNull && a.Version < 18 {
		return // so have all partitions
	}
	if a.only && rel.Kind == catalog.Partitioned && !col.NotNull {
		a.needNotNullBelow(t.oid, cmd.Name)
	}
	old := a.notNullConstraint(rel, col.Num)
	fresh := old == nil
	if !fresh && old.NoInherit && !a.only {
		a.refuse("55000", "cannot change NO INHERIT status of NOT NULL constraint %s", pgsql.QuoteIdent(old.Name))
	}
	a.setNotNull(t.oid, col.Num, "", t)
	if !fresh && old.Validated {
		return // the children have had it from the start
	}
	if a.only {
		if k := a.notNullConstraint(t.relation(a), col.Num); k != nil && fresh && len(a.Children(t.oid)) > 0 {
			catalog.Edit(a.Catalog, k).NoInherit = true
		}
		return
	}
	for _, child := range a.Descendants(t.oid) {
		a.lock(child.OID, a.mode, "it is altered with its parent")
		c := a.table(child.OID, true)
		a.setNotNull(child.OID, a.column(c, cmd.Name).Num, "", c)
	}
}

// needNotNullBelow refuses NOT NULL for a partitioned table alone where a
// partition may hold NULL (ATExecCheckNotNull, tablecmds.c, PostgreSQL 17; from
// 18 on where there is a partition).
func (a *alteration) needNotNullBelow(table catalog.OID, name string) {
	for _, part := range a.Descendants(table) {
		col := part.Column(name)
		if a.Version >= 18 || col != nil && !col.NotNull {
			a.refuse("42P16", "constraint must be added to child tables too")
		}
		a.lock(part.OID, a.mode, "it must have no NULL either")
	}
}

// dropNotNullAction is ALTER COLUMN … DROP NOT NULL, for the children too.
func dropNotNullAction(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	if k := a.notNullConstraint(rel, a.column(t, cmd.Name).Num); k != nil {
		a.dropNotNullConstraint(t, k)
		return
	} else if a.Version >= 18 && !rel.Unknown {
		return // there is no constraint to go from the children
	}
	children := a.Descendants(t.oid)
	if a.only && rel.Kind == catalog.Partitioned && len(children) > 0 && a.Version < 18 {
		a.refuse("42P16", "cannot remove constraint from only the partitioned table when partitions exist")
	}
	if !a.only {
		for _, child := range children {
			a.lock(child.OID, a.mode, "it is altered with its parent")
		}
	}
	a.dropNotNull(t, cmd.Name)
	for _, child := range children {
		if !a.only {
			a.dropNotNull(a.table(child.OID, true), cmd.Name)
		}
	}
}

// dropNotNullConstraint is the same from 18 on, by the constraint
// (dropconstraint_internal).
func (a *alteration) dropNotNullConstraint(t *altered, k *catalog.Constraint) {
	rel := t.relation(a)
	if rel.Columns[k.Columns[0]-1].Identity != 0 {
		a.refuse("42601", "column %q of relation %q is an identity column", rel.Columns[k.Columns[0]-1].Name, rel.Name)
	}
	if k.Inherited > 0 && !t.child {
		a.refuse("42P16", "cannot drop inherited constraint %q of relation %q", k.Name, rel.Name)
	}
	a.refuseKeyColumn(rel, rel.Columns[k.Columns[0]-1])
	if !a.only {
		a.removeConstraint(k, pg.DropBehavior_DROP_RESTRICT)
		return
	}
	a.mayLoseNotNull(k)
	for _, child := range a.Children(t.oid) {
		a.lock(child.OID, a.mode, "its constraint becomes its own")
		if own := a.inheritedConstraint(child, k); own != nil {
			a.loseParent(own, pg.DropBehavior_DROP_RESTRICT)
		}
	}
	a.drop([]catalog.Address{{OID: k.OID}}, pg.DropBehavior_DROP_RESTRICT, "its constraint goes")
	a.edit(t, k.Columns[0], func(c *catalog.Column) { c.NotNull = false })
}

// dropNotNull lets one column hold NULL again (ATExecDropNotNull).
func (a *alteration) dropNotNull(t *altered, name string) {
	rel, col := t.relation(a), a.column(t, name)
	if col.Identity != 0 {
		a.refuse("42601", "column %q of relation %q is an identity column", name, rel.Name)
	}
	if !col.NotNull {
		return
	}
	a.refuseKeyColumn(rel, col)
	if rel.Partition && !t.child {
		for _, oid := range rel.Parents {
			if parent, ok := a.Object(oid).(*catalog.Relation); ok && parent.Column(name) != nil && parent.Column(name).NotNull {
				a.refuse("42P16", "column %q is marked NOT NULL in parent table", name)
			}
		}
	}
	a.edit(t, col.Num, func(c *catalog.Column) { c.NotNull = false })
}

// refuseKeyColumn refuses to drop what a primary key and the index of the replica
// identity need.
func (a *alteration) refuseKeyColumn(rel *catalog.Relation, col *catalog.Column) {
	for _, index := range a.Indexes(rel.OID) {
		if !slices.ContainsFunc(index.Index.Columns, func(c catalog.IndexColumn) bool { return c.Num == col.Num }) {
			continue
		}
		if index.Index.Primary {
			a.refuse("42P16", "column %q is in a primary key", col.Name)
		}
		if index.OID == rel.ReplicaIndex {
			a.refuse("42P16", "column %q is in index used as replica identity", col.Name)
		}
	}
}
