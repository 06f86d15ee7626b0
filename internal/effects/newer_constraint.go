package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// What PostgreSQL 18 has added to constraints: NOT NULL as a named constraint of
// the table, NOT ENFORCED, and ALTER CONSTRAINT of either (section "ALTER
// TABLE").

// namedNotNull is the column of a NOT NULL that stands as a constraint of the
// table; false for other constraints.
func (r *run) namedNotNull(table catalog.OID, def *pg.Constraint) (*catalog.Column, bool) {
	if !r.newer.notNull[def] {
		return nil, false
	}
	_, name := catalog.Split(def.RawExpr.GetNullTest().GetArg().GetColumnRef().GetFields())
	return r.needColumn(table, name), true
}

// addNamedNotNull adds such a constraint to a table and its children. NOT VALID
// reads nothing; new rows are checked nevertheless.
func (a *alteration) addNamedNotNull(t *altered, def *pg.Constraint) {
	if def.IsNoInherit && t.relation(a).Kind == catalog.Partitioned {
		a.refuse("0A000", "not-null constraints on partitioned tables cannot be NO INHERIT")
	}
	if !def.IsNoInherit && a.only && len(a.Children(t.oid)) > 0 {
		a.refuse("42P16", "constraint must be added to child tables too")
	}
	a.addNotNullTo(t, def)
	if def.IsNoInherit {
		return
	}
	for _, child := range a.Descendants(t.oid) {
		a.lock(child.OID, a.mode, "its parent gets a constraint, which it inherits")
		a.addNotNullTo(a.table(child.OID, true), def)
	}
}

func (a *alteration) addNotNullTo(t *altered, def *pg.Constraint) {
	col, _ := a.namedNotNull(t.oid, def)
	old := a.notNullConstraint(t.relation(a), col.Num)
	if old != nil {
		a.refuseOtherNotNull(old, def, !t.child)
	}
	if !def.SkipValidation {
		a.setNotNull(t.oid, col.Num, def.Conname, t)
	} else if old == nil {
		a.keepNotNull(t.relation(a), col, nil, def.Conname, t)
		a.EditColumn(t.relation(a), col.Num, func(c *catalog.Column) { c.NotNull = true })
	}
	k := a.notNullConstraint(t.relation(a), col.Num)
	if k != nil && old == nil {
		n := catalog.Edit(a.Catalog, k)
		n.Validated, n.NoInherit = !def.SkipValidation, def.IsNoInherit
	}
}

// refuseOtherNotNull refuses a NOT NULL that is not the same as the one that the
// column has (AdjustNotNullInheritance, pg_constraint.c).
func (a *alteration) refuseOtherNotNull(old *catalog.Constraint, def *pg.Constraint, named bool) {
	if old.NoInherit != def.IsNoInherit || !old.Validated && !def.SkipValidation || named && def.Conname != "" && def.Conname != old.Name {
		a.refuse("55000", "cannot create a not-null constraint: the column has %s, which differs", pgsql.QuoteIdent(old.Name))
	}
}

// alterNewer is ALTER CONSTRAINT … [NOT] ENFORCED and … [NO] INHERIT; false for
// the forms of older servers.
func (a *alteration) alterNewer(t *altered, k *catalog.Constraint) bool {
	if inherit, ok := a.newer.inherit[k.Name]; ok {
		if k.Kind != catalog.NotNull {
			a.refuse("42809", "constraint %s is not a not-null constraint", pgsql.QuoteIdent(k.Name))
		}
		if k.NoInherit != inherit {
			return true
		}
		catalog.Edit(a.Catalog, k).NoInherit = !inherit
		for _, child := range a.Children(t.oid) {
			a.lock(child.OID, a.mode, "it inherits the constraint, or comes to")
		}
		return true
	}
	enforce, ok := a.newer.enforce[k.Name]
	if !ok {
		return false
	}
	if k.Kind != catalog.ForeignKey {
		a.refuse("42809", "cannot alter enforceability of constraint %s", pgsql.QuoteIdent(k.Name))
	}
	if k.Parent != 0 {
		a.refuse("55000", "cannot alter constraint %s: it is a part of another one", pgsql.QuoteIdent(k.Name))
	}
	if k.Enforced != enforce {
		a.enforce(k, enforce)
	}
	return true
}

// enforce switches a foreign key on, for which all rows are looked up, or off,
// for which its triggers go.
func (a *alteration) enforce(k *catalog.Constraint, on bool) {
	n := catalog.Edit(a.Catalog, k)
	n.Enforced, n.Validated = on, on
	a.lock(k.In, a.mode, "its foreign key changes")
	if !on {
		a.lock(k.References, AccessExclusive, "the triggers of a foreign key go")
	} else {
		a.lock(k.References, ShareRowExclusive, "a foreign key comes to be enforced: it gets triggers")
		a.validateForeignKey(n, "its rows are looked up in the referenced table")
	}
	for _, part := range a.parts(n) {
		a.enforce(part, on)
	}
}
