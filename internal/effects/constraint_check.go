package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// addCheck adds a CHECK to one table. inherited holds for a child that gets its
// parent's. fresh is false where the table had the same one already, to which
// this one is added (AddRelationNewConstraints, heap.c, PostgreSQL 16).
func (r *run) addCheck(table catalog.OID, def *pg.Constraint, t *altered, inherited bool) (made *catalog.Constraint, fresh bool) {
	rel := r.table(table)
	if def.IsNoInherit && rel.Kind == catalog.Partitioned {
		r.refuse("42P16", "cannot add NO INHERIT constraint to partitioned table %s", pgsql.QuoteIdent(rel.Name))
	}
	k := r.checkOf(rel, def, t)
	if old := r.Constraint(table, def.Conname); def.Conname != "" && old != nil {
		return r.mergeCheck(rel, old, k, inherited), false
	}
	refs := r.AnalyzeExpr(r.table(table), def.RawExpr).Refs
	k.Local, k.Inherited = !inherited, 0
	if inherited {
		k.Inherited = 1
	}
	k.Name = def.Conname
	if k.Name == "" {
		k.Name = r.constraintName(rel, "", onlyColumn(rel, k.Columns), "check")
	}
	made = r.newConstraint(k, refs...)
	if t != nil && k.Validated {
		t.mustScan("every row is checked against the new constraint " + pgsql.QuoteIdent(k.Name))
		r.runCalls(r.AnalyzeExpr(r.table(table), def.RawExpr))
	}
	return made, true
}

// checkOf is the constraint that a definition says. A table that is being made
// has no rows, so that NOT VALID does not count there (transformCheckConstraints,
// parse_utilcmd.c).
func (r *run) checkOf(rel *catalog.Relation, def *pg.Constraint, t *altered) *catalog.Constraint {
	r.needCheckColumns(rel, def.RawExpr)
	rel = r.table(rel.OID)
	an := r.AnalyzeExpr(rel, def.RawExpr)
	r.refuseProblem(an)
	if _, ok := r.coerce(converted{typ: an.Type}, catalog.Builtin("bool"), byAssignment); !ok {
		r.refuse("42804", "argument of CHECK must be type boolean, not type %s", r.FormatType(an.Type))
	}
	expr := an.Expr
	k := &catalog.Constraint{
		Head: catalog.Head{In: rel.OID}, Kind: catalog.Check, Columns: columnsOf(&expr), Expr: &expr,
		Validated: !def.SkipValidation || def.InitiallyValid || t == nil && rel.Kind != catalog.ForeignTable,
		Enforced:  !r.newer.notEnforced[def], NoInherit: def.IsNoInherit,
	}
	k.Validated = k.Validated && k.Enforced
	return k
}

// needCheckColumns refuses what a CHECK must not contain: columns that are not
// there, and queries.
func (r *run) needCheckColumns(rel *catalog.Relation, expr *pgsql.Node) {
	pgsql.Walk(expr, func(message any) bool {
		switch n := message.(type) {
		case *pg.SubLink:
			r.refuse("0A000", "cannot use subquery in check constraint")
		case *pg.ColumnRef:
			r.needColumnRef(rel.OID, n)
		}
		return true
	})
}

// needColumnRef refuses the name of a column that is not there.
func (r *run) needColumnRef(table catalog.OID, n *pg.ColumnRef) {
	names := catalog.Strings(n.Fields)
	rel := r.table(table)
	if len(names) == 2 && names[0] == rel.Name {
		names = names[1:]
	}
	if len(names) == 1 && names[0] != "tableoid" && slices.Contains(systemColumns, names[0]) {
		r.refuse("42P10", "system column %s reference in check constraint is invalid", names[0])
	}
	if len(names) != 1 || names[0] == "" || names[0] == "tableoid" || names[0] == rel.Name {
		return
	}
	r.needColumn(table, names[0])
}

// columnsOf are the columns of an expression, each once, in their order.
func columnsOf(e *catalog.Expr) []int16 {
	var nums []int16
	for _, v := range e.Vars {
		if v.Num > 0 && !slices.Contains(nums, v.Num) {
			nums = append(nums, v.Num)
		}
	}
	slices.Sort(nums)
	return nums
}

// onlyColumn is the column for a chosen name: there is none where the
// expression has several.
func onlyColumn(rel *catalog.Relation, nums []int16) string {
	if len(nums) != 1 || int(nums[0]) > len(rel.Columns) {
		return ""
	}
	return rel.Columns[nums[0]-1].Name
}

// mergeCheck is MergeWithExistingConstraint (heap.c): a child may have its
// parent's constraint already.
func (r *run) mergeCheck(rel *catalog.Relation, old, k *catalog.Constraint, inherited bool) *catalog.Constraint {
	on := pgsql.QuoteIdent(old.Name) + " for relation " + pgsql.QuoteIdent(rel.Name)
	switch {
	case old.Kind != catalog.Check || !inherited && (old.Local || rel.Partition) || !r.sameExpr(rel, old.Expr, rel, k.Expr):
		r.refuse("42710", "constraint %s already exists", on)
	case old.NoInherit != k.NoInherit:
		r.refuse("42P17", "constraint %s conflicts with one that is inherited or must not be", on)
	case k.Validated && !old.Validated:
		r.refuse("42P17", "constraint %s conflicts with one that is NOT VALID", on)
	}
	n := catalog.Edit(r.Catalog, old)
	if inherited {
		// A partition has nothing of its own that its parent has too.
		n.Inherited, n.Local = n.Inherited+1, n.Local && !rel.Partition
	} else {
		n.Local = true
	}
	return n
}

// addCheckTree adds a CHECK to a table and what inherits from it
// (ATAddCheckConstraint, tablecmds.c, PostgreSQL 16).
func (a *alteration) addCheckTree(t *altered, def *pg.Constraint, inherited bool) {
	made, fresh := a.addCheck(t.oid, def, t, inherited)
	if !fresh || made.NoInherit {
		return
	}
	children := a.Children(t.oid)
	if a.only && len(children) > 0 && !inherited {
		a.refuse("42P16", "constraint must be added to child tables too")
	}
	named := &pg.Constraint{
		Contype: def.Contype, Conname: made.Name, RawExpr: def.RawExpr,
		SkipValidation: def.SkipValidation, InitiallyValid: def.InitiallyValid,
	}
	if a.newer.notEnforced[def] {
		a.newer.notEnforced[named] = true
	}
	for _, child := range children {
		a.lock(child.OID, a.mode, "its parent gets a constraint, which it inherits")
		a.addCheckTree(a.table(child.OID, true), named, true)
	}
}
