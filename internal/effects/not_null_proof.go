package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// setNotNull makes a column NOT NULL, with the constraint of that (18) under a
// name or one that is chosen; t as in addConstraint. Where nothing proves that
// no row has a NULL, the table is read (ATExecSetNotNull, tablecmds.c).
func (r *run) setNotNull(table catalog.OID, column int16, name string, t *altered) {
	rel := r.table(table)
	if column < 1 || int(column) > len(rel.Columns) {
		return
	}
	col := rel.Columns[column-1]
	old := r.notNullConstraint(rel, column)
	needed := !col.NotNull || old != nil && !old.Validated
	if r.Version >= 18 {
		r.keepNotNull(rel, col, old, name, t)
	}
	if !needed {
		return
	}
	rel = r.EditColumn(r.table(table), column, func(c *catalog.Column) { c.NotNull = true })
	if t != nil && !r.provenNotNull(rel, column) {
		t.mustScan("every row is checked for NULL in column " + pgsql.QuoteIdent(col.Name))
	}
}

// notNullConstraint is the constraint behind a column's NOT NULL; before 18
// there is none.
func (r *run) notNullConstraint(rel *catalog.Relation, column int16) *catalog.Constraint {
	if r.Version < 18 {
		return nil
	}
	for _, k := range r.Constraints(rel.OID) {
		if k.Kind == catalog.NotNull && slices.Equal(k.Columns, []int16{column}) {
			return k
		}
	}
	return nil
}

// keepNotNull makes the constraint of a NOT NULL, or takes note of one more
// reason for the one that is there (AdjustNotNullInheritance, pg_constraint.c,
// PostgreSQL 18).
func (r *run) keepNotNull(rel *catalog.Relation, col *catalog.Column, old *catalog.Constraint, name string, t *altered) {
	child := t != nil && t.child
	if old != nil {
		n := catalog.Edit(r.Catalog, old)
		n.Validated = true
		if child {
			n.Inherited++
		} else {
			n.Local = true
		}
		return
	}
	k := &catalog.Constraint{
		Head: catalog.Head{In: rel.OID}, Kind: catalog.NotNull, Columns: []int16{col.Num},
		Validated: true, Enforced: true, Local: !child,
	}
	if child {
		k.Inherited = 1
		name = r.inheritedNotNullName(rel, col, name)
	}
	if name != "" && r.Constraint(rel.OID, name) != nil && child {
		name = ""
	}
	k.Name = r.constraintName(rel, name, col.Name, "not_null")
	r.newConstraint(k)
}

// inheritedNotNullName is the name of the parent's constraint, which the child's
// gets too.
func (r *run) inheritedNotNullName(rel *catalog.Relation, col *catalog.Column, name string) string {
	for _, oid := range rel.Parents {
		parent := r.table(oid)
		if parent == nil || name != "" || parent.Column(col.Name) == nil {
			continue
		}
		if k := r.notNullConstraint(parent, parent.Column(col.Name).Num); k != nil {
			name = k.Name
		}
	}
	return name
}

// provenNotNull tells whether a CHECK that all rows fulfil says that a column
// has no NULL (NotNullImpliedByRelConstraints, tablecmds.c, since 12). An
// operator that is never true of a NULL is no proof: a CHECK whose result is
// NULL is fulfilled.
func (r *run) provenNotNull(rel *catalog.Relation, column int16) bool {
	if col := rel.Columns[column-1]; r.isComposite(col.Type) {
		return false
	}
	for _, k := range r.Constraints(rel.OID) {
		if k.Kind == catalog.Check && k.Validated && k.Enforced && k.Expr != nil && saysNotNull(k.Expr, k.Expr.Node, column, false) {
			return true
		}
	}
	return false
}

// isComposite tells whether a type is a row: IS NOT NULL says more of those than
// that there is a value.
func (r *run) isComposite(t catalog.Type) bool {
	if t.Array || t.OID == 0 {
		return false
	}
	if d := r.DataType(t); d != nil {
		return d.Kind == 'c'
	}
	return true
}

// saysNotNull tells whether an expression, or with not its negation, follows
// only if the column is not NULL.
func saysNotNull(e *catalog.Expr, n *pgsql.Node, column int16, not bool) bool {
	switch x := n.GetNode().(type) {
	case *pg.Node_AConst:
		b := x.AConst.GetBoolval() // nothing is left of it beside an OR
		return b != nil && b.Boolval == not
	case *pg.Node_NullTest:
		is := x.NullTest.Nulltesttype == pg.NullTestType_IS_NULL
		return is == not && testsColumn(e, x.NullTest.Arg, column, not)
	case *pg.Node_BoolExpr:
		return saysBool(e, x.BoolExpr, column, not)
	case *pg.Node_AExpr:
		if x.AExpr.Kind == pg.A_Expr_Kind_AEXPR_OP {
			return saysEqual(e, x.AExpr, column, not)
		}
		return saysDistinct(e, x.AExpr, column, not)
	}
	return false
}

// testsColumn tells whether a NULL test is of the column; IS NOT NULL of a row
// is of each of its fields.
func testsColumn(e *catalog.Expr, n *pgsql.Node, column int16, not bool) bool {
	if row := n.GetRowExpr(); row != nil && !not {
		return slices.ContainsFunc(row.Args, func(arg *pgsql.Node) bool { return isColumn(e, arg, column) })
	}
	return isColumn(e, n, column)
}

// isColumn tells whether a node is nothing but the column.
func isColumn(e *catalog.Expr, n *pgsql.Node, column int16) bool {
	names := catalog.Strings(n.GetColumnRef().GetFields())
	if len(names) == 0 {
		return false
	}
	num, ok := e.Num(names[len(names)-1])
	return ok && num == column
}

// saysBool takes AND, OR and NOT apart: all that an AND joins holds, and of an
// OR what every part says.
func saysBool(e *catalog.Expr, b *pg.BoolExpr, column int16, not bool) bool {
	says := func(arg *pgsql.Node) bool { return saysNotNull(e, arg, column, not) }
	switch {
	case b.Boolop == pg.BoolExprType_NOT_EXPR:
		return saysNotNull(e, b.Args[0], column, !not)
	case (b.Boolop == pg.BoolExprType_AND_EXPR) != not:
		return slices.ContainsFunc(b.Args, says)
	}
	return !slices.ContainsFunc(b.Args, func(arg *pgsql.Node) bool { return !says(arg) })
}

// saysEqual knows a comparison with TRUE or FALSE, which the planner takes away
// (simplify_boolean_equality, clauses.c).
func saysEqual(e *catalog.Expr, x *pg.A_Expr, column int16, not bool) bool {
	_, name := catalog.Split(x.Name)
	left, right := x.Lexpr, x.Rexpr
	if left.GetAConst().GetBoolval() != nil {
		left, right = right, left
	}
	is := right.GetAConst().GetBoolval()
	if is == nil || name != "=" && name != "<>" {
		return false
	}
	return saysNotNull(e, left, column, not != (is.Boolval != (name == "=")))
}

// saysDistinct knows IS DISTINCT FROM NULL, which the server's parser makes IS
// NOT NULL of.
func saysDistinct(e *catalog.Expr, x *pg.A_Expr, column int16, not bool) bool {
	distinct := x.Kind == pg.A_Expr_Kind_AEXPR_DISTINCT
	if !distinct && x.Kind != pg.A_Expr_Kind_AEXPR_NOT_DISTINCT || distinct == not {
		return false
	}
	left, right := x.Lexpr, x.Rexpr
	if left.GetAConst().GetIsnull() {
		left, right = right, left
	}
	return right.GetAConst().GetIsnull() && isColumn(e, left, column)
}
