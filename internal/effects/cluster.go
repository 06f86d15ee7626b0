package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// cluster is CLUSTER: the table is written anew in the order of an index, under
// a lock that keeps readers out (PostgreSQL 16, section "CLUSTER"). Partitioned
// tables can be clustered from 15 on, one partition a transaction.
func (r *run) cluster(n *pg.ClusterStmt) {
	r.e.Section = "CLUSTER"
	if n.Relation == nil {
		r.clusterAll()
		return
	}
	rel := r.relation(n.Relation, catalog.Table)
	if rel == nil {
		return
	}
	if rel.Kind != catalog.Table && rel.Kind != catalog.MaterializedView && rel.Kind != catalog.Partitioned {
		r.refuse("42809", "%q is not a table or materialized view", rel.Name)
	}
	r.lock(rel.OID, AccessExclusive, "it is written anew in the order of an index")
	if rel.Kind == catalog.Partitioned && r.Version < 15 {
		r.refuse("0A000", "cannot cluster a partitioned table")
	}
	index := r.clusterIndex(rel, n.Indexname)
	if index == nil {
		r.rewrite(rel.OID, "it is written anew in the order of an index")
		return
	}
	if rel.Kind == catalog.Partitioned {
		r.clusterPartitions(index)
		return
	}
	r.checkClusterable(rel, index)
	r.clusterTable(rel, index)
}

// clusterIndex is the index that a statement names, or the one of the last time.
// It is nil where nobody knows.
func (r *run) clusterIndex(rel *catalog.Relation, name string) *catalog.Relation {
	if name == "" {
		if index, ok := r.Object(rel.ClusterOn).(*catalog.Relation); ok {
			return index
		}
		if !rel.Unknown {
			r.refuse("42704", "there is no previously clustered index for table %q", rel.Name)
		}
		return nil
	}
	if index, ok := r.Find(catalog.ClassRelation, rel.In, name).(*catalog.Relation); ok {
		return index
	}
	if !rel.Unknown {
		r.refuse("42704", "index %q for table %q does not exist", name, rel.Name)
	}
	return nil
}

// checkClusterable refuses an index that gives no order of all rows
// (check_index_is_clusterable, cluster.c).
func (r *run) checkClusterable(rel, index *catalog.Relation) {
	switch {
	case index.Index == nil || index.Index.Table != rel.OID:
		r.refuse("42809", "%q is not an index for table %q", index.Name, rel.Name)
	case isKnown(index.Index.Method) && !methods[index.Index.Method].clusters:
		r.refuse("0A000", "cannot cluster on index %q because access method does not support clustering", index.Name)
	case index.Index.Predicate != nil:
		r.refuse("0A000", "cannot cluster on partial index %q", index.Name)
	case !index.Index.Valid:
		r.refuse("0A000", "cannot cluster on invalid index %q", index.Name)
	}
}

func isKnown(method string) bool { _, ok := methods[method]; return ok }

// clusterTable writes one table anew and remembers the index.
func (r *run) clusterTable(rel, index *catalog.Relation) {
	r.lock(rel.OID, AccessExclusive, "it is written anew in the order of index %s", index.Name)
	n := catalog.Edit(r.Catalog, r.mustRelation(rel.OID))
	n.ClusterOn = index.OID
	r.rewrite(rel.OID, "it is written anew in the order of index %s", index.Name)
}

// clusterPartitions writes each partition anew by its part of an index.
func (r *run) clusterPartitions(index *catalog.Relation) {
	r.e.NoTransaction = true
	rel := r.mustRelation(index.Index.Table)
	r.checkClusterable(rel, index)
	r.lock(index.OID, AccessShare, "the table is clustered by it")
	for _, part := range r.Descendants(index.OID) {
		if part.Kind == catalog.Index {
			r.clusterTable(r.mustRelation(part.Index.Table), part)
		}
	}
}

// clusterAll is CLUSTER without a table: all that were clustered before.
func (r *run) clusterAll() {
	for _, o := range r.All(catalog.ClassRelation) {
		rel, ok := o.(*catalog.Relation)
		if !ok {
			continue
		}
		if index, ok := r.Object(rel.ClusterOn).(*catalog.Relation); ok && rel.Kind.HasStorage() {
			r.clusterTable(rel, index)
		}
	}
}
