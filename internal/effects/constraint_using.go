package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// addKeyUsing makes a constraint of an index that exists: the index gets its
// name (transformIndexConstraint, parse_utilcmd.c, and ATExecAddIndexConstraint,
// tablecmds.c, PostgreSQL 16).
func (r *run) addKeyUsing(table catalog.OID, def *pg.Constraint, t *altered) *catalog.Constraint {
	rel := r.table(table)
	index := r.indexToUse(rel, def)
	if rel.Kind == catalog.Partitioned {
		r.refuse("0A000", "ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables")
	}
	r.checkIndexToUse(rel, index, def)
	name := catalog.Truncate(def.Conname)
	if name == "" {
		name = index.Name
	}
	if r.Constraint(table, name) != nil {
		r.refuse("42710", "constraint %s for relation %s already exists", pgsql.QuoteIdent(name), pgsql.QuoteIdent(rel.Name))
	}
	if name != index.Name {
		if r.Find(catalog.ClassRelation, rel.In, name) != nil {
			r.refuse("42P07", "relation %s already exists", pgsql.QuoteIdent(name))
		}
		r.lock(index.OID, ShareUpdateExclusive, "it gets the name of the constraint")
		r.Move(index, index.In, name)
	} else {
		r.lock(index.OID, AccessShare, "it becomes the constraint's")
	}
	return r.tieUsedIndex(table, index.OID, name, def, t)
}

// tieUsedIndex makes the constraint, and the index its own.
func (r *run) tieUsedIndex(table, index catalog.OID, name string, def *pg.Constraint, t *altered) *catalog.Constraint {
	rel := r.table(table)
	n := &pg.IndexStmt{Primary: def.Contype == pg.ConstrType_CONSTR_PRIMARY, Deferrable: def.Deferrable, Initdeferred: def.Initdeferred}
	info := r.table(index).Index
	var keys []string
	for _, c := range info.Columns {
		if c.Num > 0 {
			keys = append(keys, rel.Columns[c.Num-1].Name)
			n.IndexParams = append(n.IndexParams, indexElem(rel.Columns[c.Num-1].Name))
		}
	}
	for _, num := range info.Include {
		n.IndexIncludingParams = append(n.IndexIncludingParams, indexElem(rel.Columns[num-1].Name))
	}
	if n.Primary {
		r.setKeyNotNull(table, keys, t, false)
	}
	k := r.newKeyConstraint(table, name, n)
	r.Undepend(catalog.Address{OID: index}, table, catalog.Auto)
	return r.tieIndex(k.OID, index)
}

// indexToUse finds the index, in the table's schema. What the history has not
// made may have any index.
func (r *run) indexToUse(rel *catalog.Relation, def *pg.Constraint) *catalog.Relation {
	found, _ := r.Find(catalog.ClassRelation, rel.In, def.Indexname).(*catalog.Relation)
	if found == nil && rel.Unknown {
		found = assumeIn(r.Catalog, &pg.RangeVar{Schemaname: r.SchemaOf(rel), Relname: def.Indexname}, catalog.Index)
		r.noteAssumed(found.OID)
		found = catalog.Edit(r.Catalog, found)
		found.Index = &catalog.IndexInfo{Table: rel.OID, Method: "btree", Unique: true, Valid: true}
		r.Depend(catalog.Address{OID: found.OID}, catalog.Auto, catalog.Address{OID: rel.OID})
		r.unknown("whether index %s fits the constraint", pgsql.QuoteIdent(def.Indexname))
	}
	if found == nil {
		r.refuse("42704", "index %s does not exist", pgsql.QuoteIdent(def.Indexname))
	}
	if found.Index == nil {
		r.refuse("42809", "%s is not an index", pgsql.QuoteIdent(def.Indexname))
	}
	return found
}

// checkIndexToUse refuses an index that cannot be a constraint's.
func (r *run) checkIndexToUse(rel, index *catalog.Relation, def *pg.Constraint) {
	name, info := pgsql.QuoteIdent(index.Name), index.Index
	switch {
	case info.Constraint != 0:
		r.refuse("55000", "index %s is already associated with a constraint", name)
	case info.Table != rel.OID:
		r.refuse("55000", "index %s does not belong to table %s", name, pgsql.QuoteIdent(rel.Name))
	case !info.Valid:
		r.refuse("55000", "index %s is not valid", name)
	case !info.Unique:
		r.refuse("42809", "%s is not a unique index", name)
	case hasExpression(info):
		r.refuse("42809", "index %s contains expressions", name)
	case info.Predicate != nil:
		r.refuse("42809", "%s is a partial index", name)
	case info.Method != "btree":
		r.refuse("42809", "index %s is not a btree", name)
	}
	for i, c := range info.Columns {
		if c.Descending || c.NullsFirst || c.OpclassOptions || !r.sortsByDefault(rel, c) {
			r.refuse("42809", "index %s column number %d does not have default sorting behavior", name, i+1)
		}
	}
}

// sortsByDefault tells whether a column of an index has the operator class and
// the collation that its type and the table's column have.
func (r *run) sortsByDefault(rel *catalog.Relation, c catalog.IndexColumn) bool {
	if c.Num < 1 || int(c.Num) > len(rel.Columns) {
		return true
	}
	col := rel.Columns[c.Num-1]
	if c.Collation != "" && c.Collation != col.Collation {
		return false
	}
	byDefault, _ := r.defaultOpclass("btree", col.Type)
	return c.Opclass == "" || c.Opclass == byDefault.Name
}

// hasExpression tells whether an index has an expression as a column.
func hasExpression(info *catalog.IndexInfo) bool {
	for _, c := range info.Columns {
		if c.Num == 0 {
			return true
		}
	}
	return false
}
