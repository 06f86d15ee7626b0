package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// dropConstraint is DROP CONSTRAINT (ATExecDropConstraint, tablecmds.c). A
// partitioned table's partitions are locked whatever the constraint is
// (ATCheckPartitionsNotInUse).
func dropConstraint(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	if rel.Kind == catalog.Partitioned {
		for _, part := range a.Descendants(rel.OID) {
			a.lock(part.OID, a.mode, "a constraint of its parent goes")
		}
	}
	k := a.Constraint(rel.OID, cmd.Name)
	if k == nil {
		a.constraintIsMissing(rel, cmd)
		return
	}
	if k.Inherited > 0 {
		a.refuse("42P16", "cannot drop inherited constraint %s of relation %s", pgsql.QuoteIdent(k.Name), pgsql.QuoteIdent(rel.Name))
	}
	if k.Kind == catalog.ForeignKey {
		a.lock(k.References, AccessExclusive, "its foreign key's triggers go")
	}
	a.removeConstraint(k, cmd.Behavior)
}

// constraintIsMissing refuses a name that is not there, but for IF EXISTS.
func (a *alteration) constraintIsMissing(rel *catalog.Relation, cmd *pg.AlterTableCmd) {
	name := pgsql.QuoteIdent(cmd.Name)
	switch {
	case rel.Unknown:
		a.unknown("what constraint %s is: that of a foreign key locks its other table too", name)
	case !cmd.MissingOk:
		a.refuse("42704", "constraint %s of relation %s does not exist", name, pgsql.QuoteIdent(rel.Name))
	}
}

// removeConstraint drops a constraint. A CHECK or NOT NULL goes from the children
// that have it from their parent alone; the parts of keys and foreign keys hang
// on theirs and go with them.
func (a *alteration) removeConstraint(k *catalog.Constraint, behavior pg.DropBehavior) {
	if k.Kind == catalog.NotNull {
		a.mayLoseNotNull(k)
	}
	table, name, kind, local := k.In, k.Name, k.Kind, k.NoInherit
	a.drop([]catalog.Address{{OID: k.OID}}, behavior, "its constraint "+pgsql.QuoteIdent(name)+" goes")
	if kind == catalog.NotNull {
		for _, num := range k.Columns {
			a.EditColumn(a.run.table(table), num, func(c *catalog.Column) { c.NotNull = false })
		}
	}
	if kind != catalog.Check && kind != catalog.NotNull || local {
		return
	}
	children := a.Children(table)
	if a.only && len(children) > 0 && a.run.table(table).Kind == catalog.Partitioned && (a.Version < 18 || kind == catalog.NotNull) {
		a.refuse("42P16", "cannot remove constraint from only the partitioned table when partitions exist")
	}
	for _, child := range children {
		a.lock(child.OID, a.mode, "a constraint of its parent goes")
		if own := a.inheritedConstraint(child, k); own != nil {
			a.loseParent(own, behavior)
		}
	}
}

// inheritedConstraint is a child's constraint that comes from its parent's.
func (a *alteration) inheritedConstraint(child *catalog.Relation, k *catalog.Constraint) *catalog.Constraint {
	if k.Kind == catalog.Check {
		if own := a.Constraint(child.OID, k.Name); own != nil && own.Kind == catalog.Check && own.Inherited > 0 {
			return own
		}
		return nil
	}
	for _, num := range mapColumns(a.run.table(k.In), child, k.Columns) {
		if own := a.notNullConstraint(child, num); own != nil && own.Inherited > 0 {
			return own
		}
	}
	return nil
}

// loseParent takes one parent from a child's constraint.
func (a *alteration) loseParent(k *catalog.Constraint, behavior pg.DropBehavior) {
	if !a.only && k.Inherited == 1 && !k.Local {
		a.removeConstraint(k, behavior)
		return
	}
	n := catalog.Edit(a.Catalog, k)
	n.Inherited--
	n.Local = n.Local || a.only
}

// mayLoseNotNull refuses to drop what a primary key or an identity needs
// (dropconstraint_internal, tablecmds.c, PostgreSQL 18).
func (a *alteration) mayLoseNotNull(k *catalog.Constraint) {
	rel := a.run.table(k.In)
	for _, key := range a.Constraints(k.In) {
		if key.Kind == catalog.PrimaryKey && len(k.Columns) == 1 && slices.Contains(key.Columns, k.Columns[0]) {
			a.refuse("42P16", "column %s is in a primary key", pgsql.QuoteIdent(rel.Columns[k.Columns[0]-1].Name))
		}
	}
	for _, num := range k.Columns {
		if col := rel.Columns[num-1]; col.Identity != 0 {
			a.refuse("55000", "column %s of relation %s is an identity column", pgsql.QuoteIdent(col.Name), pgsql.QuoteIdent(rel.Name))
		}
	}
}
