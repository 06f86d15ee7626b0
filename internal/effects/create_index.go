package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// createIndex is CREATE INDEX. It keeps writers out while it reads the table;
// CONCURRENTLY lets them in, reads it twice and waits for every transaction that
// could still see the table without the index (PostgreSQL 16, section "CREATE
// INDEX, Building Indexes Concurrently"). A temporary table is always built
// plainly: nobody else sees it.
func (r *run) createIndex(n *pg.IndexStmt) {
	r.e.Section = "CREATE INDEX"
	if n.NullsNotDistinct {
		r.since(15, "NULLS NOT DISTINCT")
	}
	rel := r.relation(n.Relation, catalog.Table)
	if rel == nil {
		r.refuse("42501", "permission denied: %q is a system catalog", n.Relation.GetRelname())
	}
	if n.Concurrent && rel.Persistence != catalog.Temporary {
		r.createIndexConcurrently(rel, n)
		return
	}
	r.lock(rel.OID, Share, "an index is built on it: writers wait until it is done")
	if n.Relation.Inh && rel.Kind == catalog.Partitioned {
		for _, child := range r.Descendants(rel.OID) {
			r.lock(child.OID, Share, "an index is built on the partitioned table")
		}
	}
	r.notPending(rel.OID, "CREATE INDEX")
	r.defineIndex(rel.OID, n, indexOptions{})
}

// since refuses what older servers cannot even read.
func (r *run) since(version int, what string) {
	if r.Version < version {
		r.refuse("42601", "%s is new in PostgreSQL %d", what, version)
	}
}

// createIndexConcurrently is CREATE INDEX CONCURRENTLY.
func (r *run) createIndexConcurrently(rel *catalog.Relation, n *pg.IndexStmt) {
	r.e.Section = "CREATE INDEX, Building Indexes Concurrently"
	r.lock(rel.OID, ShareUpdateExclusive, "an index is built on it while others go on writing")
	r.e.Waits = r.defineIndex(rel.OID, n, indexOptions{}) != nil
}
