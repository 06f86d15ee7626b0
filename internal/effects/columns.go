package effects

import (
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// systemColumns are in every table (PostgreSQL 16, section 5.5).
var systemColumns = []string{"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"}

// appendColumn stores the bare column and gives its number.
func (r *run) appendColumn(table catalog.OID, n *newColumn) int16 {
	rel := catalog.Edit(r.Catalog, r.Object(table).(*catalog.Relation))
	rel.Columns = append(make([]*catalog.Column, 0, len(rel.Columns)+1), rel.Columns...)
	col := &catalog.Column{}
	r.addBare(rel, n, col)
	r.dependColumn(rel, col)
	return col.Num
}

// addBare makes the bare column and puts it behind the others of a relation that
// is nobody else's.
func (r *run) addBare(rel *catalog.Relation, n *newColumn, col *catalog.Column) {
	if rel.Column(n.Name) != nil || slices.Contains(systemColumns, n.Name) {
		r.refuse("42701", "column %q of relation %q already exists", n.Name, rel.Name)
	}
	if n.Type.OID == rel.OID && rel.OID != 0 {
		r.refuse("42P16", "composite type %s cannot be made a member of itself", pgsql.QuoteIdent(rel.Name))
	}
	*col = n.Column
	col.Num = int16(len(rel.Columns) + 1)
	rel.Columns = append(rel.Columns, col)
}

// dependColumn records what a column depends on: its type and its collation
// (AddNewAttributeTuples, heap.c).
func (r *run) dependColumn(rel *catalog.Relation, col *catalog.Column) {
	me := catalog.Address{OID: rel.OID, Sub: col.Num}
	r.Depend(me, catalog.Normal, catalog.Address{OID: col.Type.OID}, catalog.Address{OID: col.CollationOID})
}

// collation is what COLLATE names, and its OID where the history has made it.
func (r *run) collation(names []*pgsql.Node) (name string, oid catalog.OID) {
	if len(names) == 0 {
		return "", 0
	}
	schema, name := catalog.Split(names)
	if o := r.Lookup(catalog.ClassCollation, schema, name); o != nil {
		oid = catalog.HeadOf(o).OID
	}
	return name, oid
}

// storeColumn stores what else a new column has: its default, the sequence that
// is its own, and NOT NULL.
func (r *run) storeColumn(table catalog.OID, num int16, n *newColumn) {
	r.fresh, r.freshFrom = r.mustRelation(table), num
	if n.sequence != 0 && !n.shared {
		r.ownNewSequence(n.sequence, table, num, n.Identity != 0)
	}
	r.storeColumnDefault(table, num, n)
	r.fresh = nil
	if n.notNull {
		r.setNotNull(table, num, n.notNullName, nil)
	}
}

// storeColumnDefault stores a column's default, as written, of a serial column,
// or copied from another table.
func (r *run) storeColumnDefault(table catalog.OID, num int16, n *newColumn) {
	switch {
	case n.serial:
		r.storeExpr(table, num, r.nextval(n.sequence), []catalog.Address{{OID: n.sequence}})
	case n.raw != nil:
		r.setDefault(table, num, n.raw)
	case n.copied != nil:
		r.copyDefault(table, num, n.copied)
	}
}

// copyDefault stores the default of another table's column, with the same
// dependencies.
func (r *run) copyDefault(table catalog.OID, num int16, from *copiedExpr) {
	to := r.mustRelation(table)
	var refs []catalog.Address
	for _, d := range r.References(catalog.Address{OID: from.object}) {
		if d.Ref.OID != from.from.OID {
			refs = append(refs, d.Ref)
		}
	}
	expr := mapExpr(from.from, to, from.expr)
	for _, v := range expr.Vars {
		refs = append(refs, catalog.Address{OID: table, Sub: v.Num})
	}
	r.storeExpr(table, num, expr, refs)
}

// inheritNotNull says from how many parents the NOT NULL constraint of a column
// comes (18).
func (r *run) inheritNotNull(table catalog.OID, num int16, parents int, local bool) {
	if k := r.notNullConstraint(r.mustRelation(table), num); k != nil && parents > 0 {
		n := catalog.Edit(r.Catalog, k)
		n.Inherited, n.Local = parents, local
	}
}
