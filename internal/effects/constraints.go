package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// addConstraint adds a constraint to a table, under the name that it has or one
// that is chosen, with the index that supports it. t is nil for a table that is
// being made: it is neither locked nor read. Children get theirs from the
// caller, those of keys and foreign keys apart. It is nil for what makes no
// constraint.
func (r *run) addConstraint(table catalog.OID, def *pg.Constraint, t *altered) *catalog.Constraint {
	switch def.Contype {
	case pg.ConstrType_CONSTR_CHECK:
		if col, ok := r.namedNotNull(table, def); ok {
			r.setNotNull(table, col.Num, def.Conname, t)
			return nil
		}
		made, _ := r.addCheck(table, def, t, false)
		return made
	case pg.ConstrType_CONSTR_PRIMARY, pg.ConstrType_CONSTR_UNIQUE, pg.ConstrType_CONSTR_EXCLUSION:
		return r.addKey(table, def, t, false)
	case pg.ConstrType_CONSTR_FOREIGN:
		return r.addForeignKey(table, def, t, false, ShareRowExclusive)
	case pg.ConstrType_CONSTR_NOTNULL:
		for _, name := range catalog.Strings(def.Keys) {
			r.setNotNull(table, r.needColumn(table, name).Num, def.Conname, t)
		}
	}
	return nil
}

// newConstraint stores a constraint with what it depends on as the server
// records it (CreateConstraintEntry, pg_constraint.c, PostgreSQL 16): it goes
// with its columns, or where it has none with its table or domain.
func (r *run) newConstraint(k *catalog.Constraint, refs ...catalog.Address) *catalog.Constraint {
	k.Class, k.Origin = catalog.ClassConstraint, r.origin
	k = catalog.Add(r.Catalog, k)
	self := catalog.Address{OID: k.OID}
	plain := slices.DeleteFunc(slices.Clone(k.Columns), func(num int16) bool { return num == 0 })
	for _, num := range plain {
		r.Depend(self, catalog.Auto, catalog.Address{OID: k.In, Sub: num})
	}
	if len(plain) == 0 {
		r.Depend(self, catalog.Auto, catalog.Address{OID: k.In})
	}
	for _, ref := range refs {
		if ref.OID != k.In {
			r.Depend(self, catalog.Normal, ref)
		}
	}
	return k
}

// table is a relation as it is now.
func (r *run) table(oid catalog.OID) *catalog.Relation {
	rel, _ := r.Object(oid).(*catalog.Relation)
	return rel
}

// needColumn is a column that a statement names; what the history has not made
// may have any.
func (r *run) needColumn(table catalog.OID, name string) *catalog.Column {
	rel := r.table(table)
	if found := rel.Column(name); found != nil {
		return found
	}
	if !rel.Unknown {
		r.refuse("42703", "column %s of relation %s does not exist", pgsql.QuoteIdent(name), pgsql.QuoteIdent(rel.Name))
	}
	n := catalog.Edit(r.Catalog, rel)
	made := &catalog.Column{Name: name, Num: int16(len(n.Columns) + 1), Local: true}
	n.Columns = append(n.Columns[:len(n.Columns):len(n.Columns)], made)
	return made
}

// needColumns are the numbers of columns that a statement names.
func (r *run) needColumns(table catalog.OID, names []string) []int16 {
	nums := make([]int16, len(names))
	for i, name := range names {
		nums[i] = r.needColumn(table, name).Num
	}
	return nums
}

// constraintName is the name that a statement gives, or one that is chosen:
// "t_a_fkey" (ChooseConstraintName, pg_constraint.c).
func (r *run) constraintName(rel *catalog.Relation, given, column, label string) string {
	if given == "" {
		return r.ChooseConstraintName(rel.Name, column, label, rel.In)
	}
	name := catalog.Truncate(given)
	if r.Constraint(rel.OID, name) != nil {
		r.refuse("42710", "constraint %s for relation %s already exists", pgsql.QuoteIdent(name), pgsql.QuoteIdent(rel.Name))
	}
	return name
}

// apart runs work for a table that is altered because another one is, and reads
// it where the work says so.
func (r *run) apart(oid catalog.OID, work func(t *altered)) {
	t := &altered{oid: oid, child: true}
	work(t)
	if t.scan != "" {
		r.scan(oid, "%s", t.scan)
		r.demand(oid, "%s", t.scan)
	}
}
