package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// constraintAction are the actions that add, validate, alter and drop constraints.
func constraintAction(kind pg.AlterTableType) (action, bool) {
	switch kind {
	case pg.AlterTableType_AT_AddConstraint:
		return action{lock: addConstraintLock, pass: passAddConstraint, do: addConstraintAction}, true
	case pg.AlterTableType_AT_ValidateConstraint:
		return action{lock: always(ShareUpdateExclusive), pass: passMisc, do: validateConstraint}, true
	case pg.AlterTableType_AT_AlterConstraint:
		return action{lock: always(AccessExclusive), pass: passMisc, do: alterConstraint}, true
	case pg.AlterTableType_AT_DropConstraint:
		return action{lock: always(AccessExclusive), pass: passDrop, do: dropConstraint}, true
	}
	return action{}, false
}

// addConstraintLock: a foreign key lets others read; all others need the table
// to themselves (AlterTableGetLockLevel, tablecmds.c).
func addConstraintLock(_ *run, _ *catalog.Relation, cmd *pg.AlterTableCmd) Mode {
	if cmd.Def.GetConstraint().GetContype() == pg.ConstrType_CONSTR_FOREIGN {
		return ShareRowExclusive
	}
	return AccessExclusive
}

// addConstraintAction queues a constraint for the pass that it belongs to
// (ATParseTransformCmd). From 18 on all descendants are locked whatever the
// constraint is (ATPrepCmd).
func addConstraintAction(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	def := cmd.Def.GetConstraint()
	a.needsTable(t, def)
	if a.Version >= 18 && !a.only {
		for _, child := range a.Descendants(t.oid) {
			a.lock(child.OID, a.mode, "its parent gets a constraint")
		}
	}
	switch def.Contype {
	case pg.ConstrType_CONSTR_CHECK:
		if a.newer.notNull[def] {
			a.later(passColumnAttributes, func() { a.addNamedNotNull(t, def) })
			return
		}
		a.later(passAddOtherConstraint, func() { a.addCheckTree(t, def, false) })
	case pg.ConstrType_CONSTR_FOREIGN:
		a.later(passAddOtherConstraint, func() { a.run.addForeignKey(t.oid, def, t, a.only, a.mode) })
	case pg.ConstrType_CONSTR_NOTNULL:
		a.later(passColumnAttributes, func() { a.addConstraint(t.oid, def, t) })
	default:
		p := passAddIndex
		if def.Indexname != "" {
			p = passAddIndexConstraint
		}
		a.later(p, func() { a.addKey(t.oid, def, t, a.only) })
	}
}

// needsTable refuses constraints on what can have none.
func (a *alteration) needsTable(t *altered, def *pg.Constraint) {
	rel := t.relation(a)
	if rel.Kind.IsTable() && (rel.Kind != catalog.ForeignTable || def.Contype == pg.ConstrType_CONSTR_CHECK) {
		return
	}
	state := "42809"
	if rel.Kind == catalog.ForeignTable {
		state = "0A000"
	}
	a.refuse(state, "constraints of this kind are not supported on %s", pgsql.QuoteIdent(rel.Name))
}

// constraintNamed finds a constraint that an action names. It is nil where the
// table may have one that the history has not made.
func (a *alteration) constraintNamed(t *altered, name string) *catalog.Constraint {
	rel := t.relation(a)
	k := a.Constraint(rel.OID, name)
	if k == nil && !rel.Unknown {
		a.refuse("42704", "constraint %s of relation %s does not exist", pgsql.QuoteIdent(name), pgsql.QuoteIdent(rel.Name))
	}
	return k
}

// validateConstraint is VALIDATE CONSTRAINT (ATExecValidateConstraint): rows are
// read unless the constraint is valid already.
func validateConstraint(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	k := a.constraintNamed(t, cmd.Name)
	switch {
	case k != nil && !k.Enforced:
		a.refuse("55000", "cannot validate NOT ENFORCED constraint")
	case k == nil:
		a.unknown("whether constraint %s is a foreign key, whose other table is locked and read too", pgsql.QuoteIdent(cmd.Name))
		t.mustScan("its rows are checked against the constraint")
	case k.Kind == catalog.ForeignKey:
		a.validateKey(k)
	case k.Kind == catalog.Check || k.Kind == catalog.NotNull && a.Version >= 18:
		a.validateCheck(t, k)
	default:
		a.refuse("42809", "constraint %s is not a foreign key or check constraint", pgsql.QuoteIdent(cmd.Name))
	}
}

// validateKey validates a foreign key and, from 18 on, its parts on partitions.
func (a *alteration) validateKey(k *catalog.Constraint) {
	if k.Validated {
		return
	}
	catalog.Edit(a.Catalog, k).Validated = true
	a.lock(k.In, a.mode, "it has a part of the foreign key")
	if a.run.table(k.In).Kind == catalog.Table {
		a.lock(k.References, RowShare, "the keys are looked up in it")
	}
	a.validateForeignKey(k, "its rows are looked up in the referenced table")
	for _, part := range a.parts(k) {
		if part.In != k.In {
			a.validateKey(part)
		}
	}
}

// validateCheck validates a CHECK or NOT NULL with those of the children.
func (a *alteration) validateCheck(t *altered, k *catalog.Constraint) {
	if k.Validated {
		return
	}
	children := a.Children(t.oid)
	if k.NoInherit {
		children = nil
	}
	if a.only && len(children) > 0 {
		a.refuse("42P16", "constraint must be validated on child tables too")
	}
	for _, child := range children {
		a.lock(child.OID, a.mode, "it has inherited the constraint that is validated")
		if own := a.Constraint(child.OID, k.Name); own != nil {
			a.validateCheck(a.table(child.OID, true), own)
		}
	}
	catalog.Edit(a.Catalog, k).Validated = true
	t.mustScan("every row is checked against constraint " + pgsql.QuoteIdent(k.Name))
	if k.Expr != nil {
		a.runCalls(a.AnalyzeExpr(t.relation(a), k.Expr.Node))
	}
}

// alterConstraint is ALTER CONSTRAINT: whether a foreign key is deferrable, with
// its parts on partitions (ATExecAlterConstraint).
func alterConstraint(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	def := cmd.Def.GetConstraint()
	k := a.constraintNamed(t, def.GetConname())
	switch {
	case k == nil || a.alterNewer(t, k):
		return
	case k.Kind != catalog.ForeignKey:
		a.refuse("42809", "constraint %s is not a foreign key constraint", pgsql.QuoteIdent(k.Name))
	case k.Parent != 0:
		a.refuse(stateSince(a.Version, 18, "55000"), "cannot alter constraint %s: it is a part of another one", pgsql.QuoteIdent(k.Name))
	}
	a.deferConstraint(k, def.Deferrable || def.Initdeferred, def.Initdeferred)
}

// stateSince is an error's code since a version; before, the server gave that of
// an internal error.
func stateSince(version, since int, sqlstate string) string {
	if version < since {
		return "XX000"
	}
	return sqlstate
}

func (a *alteration) deferConstraint(k *catalog.Constraint, deferrable, deferred bool) {
	a.lock(k.In, AccessExclusive, "it has a part of the foreign key")
	n := catalog.Edit(a.Catalog, k)
	n.Deferrable, n.Deferred = deferrable, deferred
	for _, part := range a.parts(k) {
		a.deferConstraint(part, deferrable, deferred)
	}
}
