package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// dropIndexes is DROP INDEX. Dropping one ends every plan that uses it, so the
// table is locked against readers too; CONCURRENTLY waits instead until nobody
// uses it any more (RemoveRelations, tablecmds.c; PostgreSQL 16, section "DROP
// INDEX").
func (r *run) dropIndexes(n *pg.DropStmt) {
	r.e.Section = "DROP INDEX"
	if n.Concurrent {
		r.checkDropConcurrently(n)
	}
	mode := AccessExclusive
	if n.Concurrent {
		mode = ShareUpdateExclusive
	}
	var targets []catalog.Address
	for _, node := range n.Objects {
		index := r.indexToDrop(rangeVarOf(list(node)), n.MissingOk)
		if index == nil {
			continue
		}
		if n.Concurrent && index.Persistence != catalog.Temporary {
			r.dropIndexConcurrently(index)
			return
		}
		r.lock(index.Index.Table, mode, "plans that use its index %s must end", index.Name)
		r.lockIndexedPartitions(index)
		targets = append(targets, catalog.Address{OID: index.OID})
	}
	if len(targets) > 0 {
		r.drop(targets, n.Behavior, "it is dropped")
	}
}

// checkDropConcurrently refuses what cannot be done one step at a time.
func (r *run) checkDropConcurrently(n *pg.DropStmt) {
	if len(n.Objects) != 1 {
		r.refuse("0A000", "DROP INDEX CONCURRENTLY does not support dropping multiple objects")
	}
	if n.Behavior == pg.DropBehavior_DROP_CASCADE {
		r.refuse("0A000", "DROP INDEX CONCURRENTLY does not support CASCADE")
	}
}

// indexToDrop is the index that a name means; nil where IF EXISTS finds none.
func (r *run) indexToDrop(name *pg.RangeVar, missingOK bool) *catalog.Relation {
	index := r.relationIfExists(name, catalog.Index, missingOK)
	if index == nil {
		return nil
	}
	if !index.Kind.IsIndex() {
		r.refuse("42809", "%q is not an index", index.Name)
	}
	if index.Index.Table == 0 {
		r.unknown("on which table index %s is", pgsql.QuoteIdent(index.Name))
	}
	return index
}

// dropIndexConcurrently is DROP INDEX CONCURRENTLY: neither readers nor writers
// are kept out.
func (r *run) dropIndexConcurrently(index *catalog.Relation) {
	if index.Kind == catalog.PartitionedIndex {
		r.refuse("0A000", "cannot drop partitioned index %q concurrently", index.Name)
	}
	r.lock(index.Index.Table, ShareUpdateExclusive, "its index %s is dropped while others use it", index.Name)
	r.lock(index.OID, ShareUpdateExclusive, "it is dropped while others use it")
	doomed, err := r.Doomed([]catalog.Address{{OID: index.OID}}, false)
	r.check(err)
	r.Delete(doomed)
	r.e.Waits = true
}

// lockIndexedPartitions locks all below a partitioned table before an index of
// it goes with its parts.
func (r *run) lockIndexedPartitions(index *catalog.Relation) {
	if index.Kind != catalog.PartitionedIndex {
		return
	}
	for _, child := range r.Descendants(index.Index.Table) {
		r.lock(child.OID, AccessExclusive, "an index of its parent goes")
	}
}

// rangeVarOf is a list of names as the name of a relation.
func rangeVarOf(names []*pgsql.Node) *pg.RangeVar {
	schema, name := catalog.Split(names)
	return &pg.RangeVar{Schemaname: schema, Relname: name, Inh: true}
}
