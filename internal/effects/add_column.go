package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// addColumnAction is ADD COLUMN. The constraints written at the column become
// actions of their own (ATExecAddColumn and ATParseTransformCmd, tablecmds.c).
func addColumnAction(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel, def := t.relation(a), cmd.Def.GetColumnDef()
	switch {
	case t.child && rel.OfType == 0:
		return // it gets the column with its parent
	case rel.Partition:
		a.refuse("42809", "cannot add column to a partition")
	case rel.OfType != 0 && !t.child:
		a.refuse("42809", "cannot add column to typed table")
	case rel.Kind == catalog.View || rel.Kind == catalog.MaterializedView:
		a.refuse("42809", "%q is not a table", rel.Name)
	}
	if rel.Unknown && cmd.MissingOk && rel.Column(def.Colname) == nil {
		a.unknown("whether %s has the column %s", a.QualifiedName(rel), pgsql.QuoteIdent(def.Colname))
	}
	if cmd.MissingOk && rel.Column(def.Colname) != nil {
		return
	}
	n := a.transformColumn(rel, def)
	a.addColumnTo(t, n)
	for _, c := range n.constraints {
		a.act(t, &pg.AlterTableCmd{
			Subtype: pg.AlterTableType_AT_AddConstraint,
			Def:     &pgsql.Node{Node: &pg.Node_Constraint{Constraint: c}},
		})
	}
}

// addColumnTo adds the column to one table and then to its children, level by
// level.
func (a *alteration) addColumnTo(t *altered, n *newColumn) {
	if n.Inherited > 0 && a.mergeColumn(t, n) {
		return
	}
	children := a.Children(t.oid)
	rel := t.relation(a)
	if n.Identity != 0 && !a.only && len(children) > 0 && (rel.Kind != catalog.Partitioned || a.Version < 17) {
		a.refuse("42P16", "cannot recursively add identity column to table that has child tables")
	}
	num := a.appendColumn(t.oid, n)
	a.storeColumn(t.oid, num, n)
	a.inheritNotNull(t.oid, num, n.Inherited, false)
	a.fillColumn(t, num, n)
	if a.only && len(children) > 0 {
		a.refuse("42P16", "column must be added to child tables too")
	}
	child := *n
	child.Local, child.Inherited, child.shared = false, 1, true
	if k := a.notNullConstraint(a.mustRelation(t.oid), num); k != nil {
		child.notNullName = k.Name
	}
	for _, c := range children {
		a.lock(c.OID, a.mode, "it gets the column with its parent")
		a.addColumnTo(a.table(c.OID, true), &child)
	}
}

// mergeColumn lets a child's own column become that of the parent too.
func (a *alteration) mergeColumn(t *altered, n *newColumn) bool {
	col := t.relation(a).Column(n.Name)
	if col == nil {
		return false
	}
	if !col.Type.Same(n.Type) && !col.Type.Unknown() && !n.Type.Unknown() {
		a.refuse("42804", "child table has different type for column %q", n.Name)
	}
	if col.Collation != n.Collation {
		a.refuse("42P21", "child table has different collation for column %q", n.Name)
	}
	a.edit(t, col.Num, func(c *catalog.Column) { c.Inherited++ })
	if n.notNull && a.Version >= 18 {
		a.setNotNull(t.oid, col.Num, n.notNullName, t)
	}
	return true
}

// fillColumn says what rows that are there cost. A default that is not volatile
// is worked out once and stored beside the table (PostgreSQL 11; section "ALTER
// TABLE", Notes); one that is, an expression, and a domain that checks its values
// need every row to be written anew.
func (r *run) fillColumn(t *altered, num int16, n *newColumn) {
	rel := r.Object(t.oid).(*catalog.Relation)
	if !rel.Kind.IsTable() || rel.Kind == catalog.ForeignTable {
		return
	}
	expr, plain := r.columnFill(rel.Columns[num-1])
	volatility := catalog.Immutable
	if n.Identity != 0 || expr != nil {
		r.refuseRowTypeUsers(rel)
	}
	if plain {
		volatility = r.plannedVolatility(nil, expr)
	}
	switch {
	case n.Identity != 0 || n.serial:
		t.mustRewrite("every row gets a number from a sequence")
	case n.Generated == 's':
		t.mustRewrite("the generated column is worked out for every row")
	case r.hasDomainConstraints(n.Type):
		t.mustRewrite("every row's value is checked by the domain")
	case volatility == catalog.Volatile:
		t.mustRewrite("the default is volatile: every row gets its own value")
	case volatility == catalog.VolatilityUnknown:
		r.unknown("whether the default of %s is volatile: taken to be", pgsql.QuoteIdent(n.Name))
		t.mustRewrite("the default may be volatile: every row gets its own value")
	case n.notNull && (expr == nil || n.Generated == 'v' || isNullConstant(expr)):
		t.mustScan("no row may be there: the column is NOT NULL and has no default")
	}
	if plain && volatility == catalog.Volatile {
		r.runCalls(r.AnalyzeExpr(nil, expr.Node))
	}
	if t.rewrite != "" && expr != nil {
		for _, sequence := range r.AnalyzeExpr(nil, expr.Node).Sequences {
			r.lock(sequence, RowExclusive, "every row gets a number of it")
		}
	}
}

// columnFill is the default that a new column takes its values from: its own or
// that of its type. plain holds where nothing but its volatility makes it be
// worked out row by row.
func (r *run) columnFill(col *catalog.Column) (expr *catalog.Expr, plain bool) {
	if d, ok := r.Object(col.Default).(*catalog.Default); ok {
		return d.Expr, col.Generated == 0
	}
	for _, domain := range r.Domains(col.Type) {
		if domain.Default != nil {
			return domain.Default, true
		}
	}
	return nil, false
}

func isNullConstant(expr *catalog.Expr) bool {
	node := expr.Node
	for node.GetTypeCast() != nil {
		node = node.GetTypeCast().Arg
	}
	return node.GetAConst().GetIsnull()
}

// hasDomainConstraints tells whether a type is a domain that some value may not
// have (DomainHasConstraints, typcache.c).
func (r *run) hasDomainConstraints(t catalog.Type) bool {
	for _, domain := range r.Domains(t) {
		if domain.NotNull || len(r.Constraints(domain.OID)) > 0 {
			return true
		}
	}
	return false
}

// refuseRowTypeUsers refuses a change of a table's rows where columns elsewhere
// hold such rows (find_composite_type_dependencies, tablecmds.c).
func (r *run) refuseRowTypeUsers(rel *catalog.Relation) {
	if user := r.storedIn(catalog.Type{OID: rel.OID}); user != "" {
		r.refuse("0A000", "cannot alter table %q because %s uses its row type", rel.Name, user)
	}
}
