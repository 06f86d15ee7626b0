package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// addKey adds a PRIMARY KEY, UNIQUE or EXCLUDE constraint with its index, on a
// partitioned table with those of its partitions; only holds for ALTER TABLE
// ONLY (transformIndexConstraint, parse_utilcmd.c, PostgreSQL 16).
func (r *run) addKey(table catalog.OID, def *pg.Constraint, t *altered, only bool) *catalog.Constraint {
	if def.Contype == pg.ConstrType_CONSTR_PRIMARY {
		r.refuseSecondPrimaryKey(table)
	}
	if def.NullsNotDistinct && r.Version < 15 {
		r.refuse("42601", "NULLS NOT DISTINCT is new in version 15")
	}
	if def.Indexname != "" {
		return r.addKeyUsing(table, def, t)
	}
	keys := catalog.Strings(def.Keys)
	r.checkKeyColumns(table, def, keys)
	if def.Contype == pg.ConstrType_CONSTR_PRIMARY {
		r.setKeyNotNull(table, keys, t, only)
	}
	rel := r.table(table)
	n := r.keyIndex(rel, def, only)
	k := r.newKeyConstraint(table, n.Idxname, n)
	if r.newer.period[def] {
		r.checkOverlaps(k)
		k = catalog.Edit(r.Catalog, k)
		k.Period = true
	}
	next := r.Next()
	index := r.defineIndex(table, n, indexOptions{constraint: k.OID, alter: t, made: t == nil, overlaps: k.Period})
	r.noteReplaced(next)
	if k.Deferrable && t != nil {
		for _, part := range r.Descendants(table) {
			r.lock(part.OID, ShareRowExclusive, "a deferrable constraint has a trigger")
		}
	}
	if made, ok := r.Object(k.OID).(*catalog.Constraint); ok && index != nil {
		return made
	}
	return k
}

// checkOverlaps refuses a key WITHOUT OVERLAPS that has no other column, or whose
// last one is no range (transformIndexConstraint, PostgreSQL 18).
func (r *run) checkOverlaps(k *catalog.Constraint) {
	if len(k.Columns) < 2 {
		r.refuse("42601", "constraint using WITHOUT OVERLAPS needs at least two columns")
	}
	last := r.table(k.In).Columns[k.Columns[len(k.Columns)-1]-1]
	if category := r.Category(r.Bottom(last.Type)); category != 0 && category != 'R' {
		r.refuse("42804", "column %s in WITHOUT OVERLAPS is not a range or multirange type", pgsql.QuoteIdent(last.Name))
	}
}

// noteReplaced finds the indexes that were made since some moment under the name
// of one that the statement has dropped: to whoever looks, those have new files.
func (r *run) noteReplaced(since catalog.OID) {
	if !r.AnyDropped() {
		return
	}
	for oid := since; oid < r.Next(); oid++ {
		index := r.table(oid)
		if index == nil || index.Index == nil {
			continue
		}
		old, ok := r.before().Find(catalog.ClassRelation, index.In, index.Name).(*catalog.Relation)
		if ok && old.Index != nil && r.Object(old.OID) == nil {
			r.reindex(old.OID, "it is dropped and made anew")
		}
	}
}

// refuseSecondPrimaryKey: a table has one at most.
func (r *run) refuseSecondPrimaryKey(table catalog.OID) {
	for _, k := range r.Constraints(table) {
		if k.Kind == catalog.PrimaryKey {
			r.refuse("42P16", "multiple primary keys for table %s are not allowed", pgsql.QuoteIdent(r.table(table).Name))
		}
	}
}

// checkKeyColumns refuses columns that are not there, or that stand twice in a
// key.
func (r *run) checkKeyColumns(table catalog.OID, def *pg.Constraint, keys []string) {
	for i, name := range keys {
		if !slices.Contains(systemColumns, name) {
			r.needColumn(table, name)
		}
		if slices.Contains(keys[:i], name) {
			r.refuse("42701", "column %s appears twice in a key", pgsql.QuoteIdent(name))
		}
	}
	for _, name := range catalog.Strings(def.Including) {
		r.needColumn(table, name)
	}
}

// keyIndex is the CREATE INDEX that a constraint stands for.
func (r *run) keyIndex(rel *catalog.Relation, def *pg.Constraint, only bool) *pg.IndexStmt {
	n := &pg.IndexStmt{
		Idxname: def.Conname, AccessMethod: def.AccessMethod, TableSpace: def.Indexspace, Options: def.Options,
		Unique: def.Contype != pg.ConstrType_CONSTR_EXCLUSION, Primary: def.Contype == pg.ConstrType_CONSTR_PRIMARY,
		NullsNotDistinct: def.NullsNotDistinct, Isconstraint: true, Deferrable: def.Deferrable, Initdeferred: def.Initdeferred,
		WhereClause: def.WhereClause,
	}
	if only {
		n.Relation = &pg.RangeVar{Schemaname: r.SchemaOf(rel), Relname: rel.Name}
	}
	switch {
	case r.newer.period[def]:
		// WITHOUT OVERLAPS is an exclusion of a kind (18, section 5.5.7).
		n.AccessMethod = "gist"
	case n.AccessMethod == "":
		n.AccessMethod = "btree"
	}
	for _, name := range catalog.Strings(def.Keys) {
		n.IndexParams = append(n.IndexParams, indexElem(name))
	}
	for _, name := range catalog.Strings(def.Including) {
		n.IndexIncludingParams = append(n.IndexIncludingParams, indexElem(name))
	}
	for _, pair := range def.Exclusions {
		items := pair.GetList().GetItems()
		if len(items) == 2 {
			n.IndexParams = append(n.IndexParams, items[0])
			n.ExcludeOpNames = append(n.ExcludeOpNames, items[1])
		}
	}
	n.Idxname = r.keyName(rel, n)
	return n
}

func indexElem(name string) *pgsql.Node {
	return &pgsql.Node{Node: &pg.Node_IndexElem{IndexElem: &pg.IndexElem{
		Name: name, Ordering: pg.SortByDir_SORTBY_DEFAULT, NullsOrdering: pg.SortByNulls_SORTBY_NULLS_DEFAULT,
	}}}
}

// keyName is the name of a key and its index: "t_pkey", "t_a_b_key",
// "t_a_excl" (ChooseIndexName, indexcmds.c).
func (r *run) keyName(rel *catalog.Relation, n *pg.IndexStmt) string {
	if n.Idxname != "" {
		return r.givenKeyName(rel, n.Idxname)
	}
	// Any OID says that there will be a constraint, which has another label.
	info := &catalog.IndexInfo{Primary: n.Primary, Exclusion: len(n.ExcludeOpNames) > 0, Constraint: rel.OID}
	return r.chooseIndexName(rel, info, r.indexColumnNames(n))
}

// givenKeyName is a name that must be free as that of a relation and of a
// constraint of the table.
func (r *run) givenKeyName(rel *catalog.Relation, given string) string {
	name := catalog.Truncate(given)
	if r.Find(catalog.ClassRelation, rel.In, name) != nil {
		r.refuse("42P07", "relation %s already exists", pgsql.QuoteIdent(name))
	}
	return r.constraintName(rel, name, "", "")
}

// newKeyConstraint makes the constraint that an index is to support, without the
// index. A deferrable one has a trigger, whose making locks the table.
func (r *run) newKeyConstraint(table catalog.OID, name string, n *pg.IndexStmt) *catalog.Constraint {
	rel := r.table(table)
	k := &catalog.Constraint{
		Head: catalog.Head{In: table, Name: name}, Kind: catalog.Unique, Validated: true, Enforced: true, NoInherit: true,
		Local: true, Deferrable: n.Deferrable || n.Initdeferred, Deferred: n.Initdeferred,
	}
	switch {
	case n.Primary:
		k.Kind = catalog.PrimaryKey
	case len(n.ExcludeOpNames) > 0:
		k.Kind = catalog.Exclude
	}
	var include []int16
	for _, param := range n.IndexParams {
		num := int16(0) // an expression's
		if col := rel.Column(param.GetIndexElem().GetName()); col != nil {
			num = col.Num
		}
		k.Columns = append(k.Columns, num)
	}
	for _, param := range n.IndexIncludingParams {
		if col := rel.Column(param.GetIndexElem().GetName()); col != nil {
			include = append(include, col.Num)
		}
	}
	if k.Deferrable {
		r.lock(table, ShareRowExclusive, "a deferrable constraint has a trigger")
	}
	made := r.newConstraint(k)
	for _, num := range include {
		r.Depend(catalog.Address{OID: made.OID}, catalog.Auto, catalog.Address{OID: table, Sub: num})
	}
	return made
}

// tieIndex ties a constraint and the index that supports it to each other: the
// index has no dependency of its own on plain columns.
func (r *run) tieIndex(constraint, index catalog.OID) *catalog.Constraint {
	k, _ := r.Object(constraint).(*catalog.Constraint)
	rel := r.table(index)
	if k == nil || rel == nil || rel.Index == nil {
		return k
	}
	k = catalog.Edit(r.Catalog, k)
	k.Index = index
	info := *rel.Index
	info.Constraint, info.Primary, info.Exclusion = constraint, k.Kind == catalog.PrimaryKey, k.Kind == catalog.Exclude
	n := catalog.Edit(r.Catalog, rel)
	n.Index = &info
	r.Depend(catalog.Address{OID: index}, catalog.Internal, catalog.Address{OID: constraint})
	return k
}

// setKeyNotNull makes the columns of a primary key NOT NULL, and those of the
// children. From 18 on children are always visited: they must have the
// constraint (ATPrepAddPrimaryKey, tablecmds.c); before, only where the parent's
// column was not NOT NULL (ATPrepSetNotNull).
func (r *run) setKeyNotNull(table catalog.OID, keys []string, t *altered, only bool) {
	for _, name := range keys {
		if slices.Contains(systemColumns, name) {
			continue
		}
		col := r.needColumn(table, name)
		was := col.NotNull
		if k := r.notNullConstraint(r.table(table), col.Num); t != nil && k != nil && (!k.Validated || k.NoInherit) {
			r.refuse("55000", "cannot create primary key on column %s: its NOT NULL is NOT VALID or NO INHERIT", pgsql.QuoteIdent(name))
		}
		if r.Version < 18 || r.notNullConstraint(r.table(table), col.Num) == nil || !was {
			r.setNotNull(table, col.Num, "", t)
		}
		if t == nil || was && r.Version < 18 {
			continue
		}
		r.setChildrenNotNull(table, name, only)
	}
}

// setChildrenNotNull makes a column of all descendants NOT NULL.
func (r *run) setChildrenNotNull(table catalog.OID, name string, only bool) {
	for _, child := range r.Children(table) {
		col := child.Column(name)
		if col == nil {
			continue
		}
		if only {
			switch {
			case col.NotNull:
			case r.Version >= 18:
				// The server gives no code of its own.
				r.refuse("XX000", "column %s of table %s is not marked NOT NULL", pgsql.QuoteIdent(name), pgsql.QuoteIdent(child.Name))
			case r.table(table).Kind == catalog.Partitioned:
				r.refuse("42P16", "constraint must be added to child tables too")
			}
			continue
		}
		r.lock(child.OID, AccessExclusive, "its column %s becomes NOT NULL with its parent's", pgsql.QuoteIdent(name))
		if r.Version < 18 || !col.NotNull || r.notNullConstraint(child, col.Num) == nil {
			r.apart(child.OID, func(t *altered) { r.setNotNull(child.OID, col.Num, "", t) })
		}
		r.setChildrenNotNull(child.OID, name, only)
	}
}
