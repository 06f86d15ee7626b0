package effects

import (
	"strconv"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// setDefault stores the default of a column, or the expression of a generated
// one, in place of the one that it has.
func (r *run) setDefault(table catalog.OID, num int16, raw *pgsql.Node) {
	rel := r.Object(table).(*catalog.Relation)
	col := rel.Columns[num-1]
	var a catalog.Analysis
	if col.Generated != 0 {
		a = *r.expression(rel, raw)
		r.checkGenerated(rel, &a)
		if col.Generated == 'v' && len(a.Calls) > 0 {
			r.refuse("0A000", "generation expression of a virtual column uses a user-defined function")
		}
	} else {
		r.checkDefault(raw)
		a = r.valueOf(raw, col.Type)
	}
	r.refuseLaterFunctions(&a)
	if col.Generated == 0 && r.isNull(raw, col.Type) {
		r.dropDefault(table, num)
		return
	}
	expr := a.Expr // all that is kept
	r.storeExpr(table, num, &expr, a.Refs)
}

// refuseLaterFunctions refuses functions that only later servers have.
func (r *run) refuseLaterFunctions(a *catalog.Analysis) {
	for _, name := range a.Unknown {
		for version := r.Version + 1; version <= 18 && !r.Incomplete; version++ {
			if len(builtin.Functions(name, version)) > 0 {
				r.refuse("42883", "function %s is new in PostgreSQL %d", name, version)
			}
		}
	}
}

// checkDefault refuses what no default may have (cookDefault, heap.c).
func (r *run) checkDefault(raw *pgsql.Node) {
	if raw.GetAConst() != nil {
		return
	}
	pgsql.Walk(raw, func(message any) bool {
		switch message.(type) {
		case *pg.ColumnRef:
			r.refuse("0A000", "cannot use column reference in DEFAULT expression")
		case *pg.SubLink:
			r.refuse("0A000", "cannot use subquery in DEFAULT expression")
		}
		return true
	})
}

// checkGenerated refuses what no generation expression may have
// (PostgreSQL 16, section 5.3).
func (r *run) checkGenerated(rel *catalog.Relation, a *catalog.Analysis) {
	if a.Subquery {
		r.refuse("0A000", "cannot use subquery in column generation expression")
	}
	for _, v := range a.Expr.Vars {
		if v.Num == 0 {
			r.refuse("42P17", "cannot use whole-row variable in column generation expression")
		}
		if v.Num > 0 && int(v.Num) <= len(rel.Columns) && rel.Columns[v.Num-1].Generated != 0 {
			r.refuse("42P17", "cannot use generated column %q in column generation expression", v.Name)
		}
	}
	switch r.plannedVolatility(rel, &a.Expr) {
	case catalog.Stable, catalog.Volatile:
		r.refuse("42P17", "generation expression is not immutable")
	}
}

// isNull tells whether a default is just NULL, which is not stored. For types
// with a length there is a function around it, which is (AddRelationNewConstraints,
// heap.c); for domains there is the check of the domain.
func (r *run) isNull(raw *pgsql.Node, t catalog.Type) bool {
	for raw.GetTypeCast() != nil {
		raw = raw.GetTypeCast().Arg
	}
	return raw.GetAConst().GetIsnull() && len(t.Mods) == 0 && len(r.Domains(t)) == 0
}

// storeExpr stores the object of a default with what it depends on
// (StoreAttrDefault, heap.c). Until 14 a generated column goes silently with
// what its expression names; from 15 on it needs CASCADE.
func (r *run) storeExpr(table catalog.OID, num int16, expr *catalog.Expr, refs []catalog.Address) {
	r.dropDefault(table, num)
	rel := r.Object(table).(*catalog.Relation)
	d := made(r, &catalog.Default{Head: head(catalog.ClassDefault, table, strconv.Itoa(int(num))), Num: num, Expr: expr})
	if rel == r.fresh && num >= r.freshFrom {
		rel.Columns[num-1].Default = d.OID
	} else {
		r.EditColumn(rel, num, func(col *catalog.Column) { col.Default = d.OID })
	}
	me, column := catalog.Address{OID: d.OID}, catalog.Address{OID: table, Sub: num}
	generated := rel.Columns[num-1].Generated != 0
	switch {
	case generated && r.Version >= 15:
		r.Depend(me, catalog.Internal, column)
		r.Depend(me, catalog.Normal, refs...)
	case generated:
		r.Depend(me, catalog.Auto, column)
		r.Depend(column, catalog.Auto, refs...)
	default:
		r.Depend(me, catalog.Auto, column)
		r.Depend(me, catalog.Normal, refs...)
	}
}

// dropDefault removes the default of a column, if it has one.
func (r *run) dropDefault(table catalog.OID, num int16) {
	rel := r.Object(table).(*catalog.Relation)
	col := rel.Columns[num-1]
	if col.Default == 0 {
		return
	}
	if col.Generated != 0 && r.Version < 15 {
		r.Forget(catalog.Address{OID: table, Sub: num})
		r.dependColumn(rel, col)
	}
	r.Delete([]catalog.Address{{OID: col.Default}})
}

// nextval is the default of a serial column.
func (r *run) nextval(sequence catalog.OID) *catalog.Expr {
	name := r.QualifiedName(r.Object(sequence))
	regclass := &pg.TypeName{Names: []*pgsql.Node{pg.MakeStrNode("regclass")}, Typemod: -1}
	call := &pg.FuncCall{
		Funcname: []*pgsql.Node{pg.MakeStrNode("nextval")},
		Args: []*pgsql.Node{{Node: &pg.Node_TypeCast{TypeCast: &pg.TypeCast{
			Arg: pg.MakeAConstStrNode(name, -1), TypeName: regclass,
		}}}},
		Funcformat: pg.CoercionForm_COERCE_EXPLICIT_CALL,
	}
	return &catalog.Expr{Node: &pgsql.Node{Node: &pg.Node_FuncCall{FuncCall: call}}, Volatility: catalog.Volatile}
}
