package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// reindexing is a REINDEX at work.
type reindexing struct {
	*run
	concurrently bool
	tablespace   string
}

// reindexStatement is REINDEX: writers wait while an index is built anew, and
// readers too, since every plan locks all indexes of its tables. CONCURRENTLY
// builds a second index beside it and waits for other transactions (PostgreSQL
// 16, section "REINDEX, Rebuilding Indexes Concurrently").
func (r *run) reindexStatement(n *pg.ReindexStmt) {
	r.e.Section = "REINDEX"
	if option(n.Params, "tablespace") != nil {
		r.since(14, "REINDEX (TABLESPACE …)")
	}
	re := &reindexing{run: r, concurrently: isTrue(option(n.Params, "concurrently")), tablespace: word(n.Params, "tablespace")}
	if re.concurrently {
		r.e.Section = "REINDEX, Rebuilding Indexes Concurrently"
	}
	switch n.Kind {
	case pg.ReindexObjectType_REINDEX_OBJECT_INDEX:
		re.namedIndex(n.Relation)
	case pg.ReindexObjectType_REINDEX_OBJECT_TABLE:
		re.namedTable(n.Relation)
	case pg.ReindexObjectType_REINDEX_OBJECT_SCHEMA:
		re.schema(n.Name)
	case pg.ReindexObjectType_REINDEX_OBJECT_DATABASE:
		for _, o := range r.All(catalog.ClassRelation) {
			re.several(o)
		}
	}
}

// tableMode is the lock on a table whose index is rebuilt.
func (re *reindexing) tableMode() Mode {
	if re.concurrently {
		return ShareUpdateExclusive
	}
	return Share
}

// namedIndex is REINDEX INDEX.
func (re *reindexing) namedIndex(name *pg.RangeVar) {
	index := re.relation(name, catalog.Index)
	switch {
	case index == nil:
		return
	case !index.Kind.IsIndex():
		re.refuse("42809", "%q is not an index", index.Name)
	case index.Index.Table == 0:
		re.unknown("on which table index %s is", index.Name)
	}
	re.lock(index.Index.Table, re.tableMode(), "its index %s is rebuilt", index.Name)
	if index.Kind == catalog.PartitionedIndex {
		re.partitionedIndex(index)
		return
	}
	if re.concurrently && index.Index.Exclusion && index.Persistence != catalog.Temporary {
		re.refuse("0A000", "concurrent index creation for exclusion constraints is not supported")
	}
	re.index(index)
}

// partitionedIndex rebuilds the parts of a partitioned index, one transaction
// each; before 14 the server did not know how.
func (re *reindexing) partitionedIndex(index *catalog.Relation) {
	if re.Version < 14 {
		re.refuse("0A000", "REINDEX is not yet implemented for partitioned indexes")
	}
	re.e.NoTransaction = true
	re.lock(index.OID, re.indexMode(), "it is rebuilt")
	for _, part := range re.Descendants(index.OID) {
		re.lock(part.OID, Share, "the parts of the index are listed")
		if part.Kind == catalog.Index {
			re.lock(part.Index.Table, re.tableMode(), "its index %s is rebuilt", part.Name)
			re.index(part)
		}
	}
}

// namedTable is REINDEX TABLE.
func (re *reindexing) namedTable(name *pg.RangeVar) {
	rel := re.relation(name, catalog.Table)
	switch {
	case rel == nil:
		return
	case rel.Kind != catalog.Table && rel.Kind != catalog.MaterializedView && rel.Kind != catalog.Partitioned:
		re.refuse("42809", "%q is not a table or materialized view", rel.Name)
	}
	re.lock(rel.OID, re.tableMode(), "its indexes are rebuilt")
	if rel.Kind != catalog.Partitioned {
		re.table(rel)
		return
	}
	if re.Version < 14 {
		return // A warning says that partitions are passed over.
	}
	re.e.NoTransaction = true
	for _, part := range re.Descendants(rel.OID) {
		re.lock(part.OID, Share, "the partitions are listed")
		if part.Kind == catalog.Table {
			re.table(part)
		}
	}
}

// schema is REINDEX SCHEMA.
func (re *reindexing) schema(name string) {
	schema := re.Schema(name)
	if schema == nil {
		re.unknown("which tables are in schema %s", name)
		return
	}
	for _, o := range re.Of(catalog.ClassRelation, schema.OID) {
		re.several(o)
	}
}

// several rebuilds the indexes of one of many relations; temporary ones can only
// be the session's own.
func (re *reindexing) several(o catalog.Object) {
	rel, ok := o.(*catalog.Relation)
	if !ok || !rel.Kind.HasStorage() {
		return
	}
	re.lock(rel.OID, re.tableMode(), "its indexes are rebuilt")
	re.table(rel)
}

// table rebuilds all indexes of a table. Concurrently, those of exclusion
// constraints and invalid ones are passed over with a warning.
func (re *reindexing) table(rel *catalog.Relation) {
	re.lock(rel.OID, re.tableMode(), "its indexes are rebuilt")
	indexes := re.Indexes(rel.OID)
	if re.concurrently && rel.Persistence != catalog.Temporary {
		indexes = slices.DeleteFunc(indexes, func(i *catalog.Relation) bool { return i.Index.Exclusion || !i.Index.Valid })
	}
	for _, index := range indexes {
		re.index(index)
	}
	if rel.Unknown {
		re.unknown("which indexes %s has", rel.Name)
	}
}

// indexMode is the lock on an index that is rebuilt.
func (re *reindexing) indexMode() Mode {
	if re.concurrently {
		return ShareUpdateExclusive
	}
	return AccessExclusive
}

// index rebuilds one index, which is valid from then on.
func (re *reindexing) index(index *catalog.Relation) {
	re.lock(index.OID, re.indexMode(), "it is rebuilt")
	re.reindex(index.OID, "it is rebuilt")
	re.scan(index.Index.Table, "index %s is rebuilt from its rows", index.Name)
	re.e.Waits = re.e.Waits || re.concurrently && index.Persistence != catalog.Temporary
	n := catalog.Edit(re.Catalog, re.mustRelation(index.OID))
	if re.tablespace != "" {
		n.Tablespace = re.tablespace
	}
	if !n.Index.Valid {
		re.editIndex(n.OID, func(info *catalog.IndexInfo) { info.Valid = true })
	}
}
