package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// refreshMaterializedView is REFRESH MATERIALIZED VIEW. It gets a new file under
// ACCESS EXCLUSIVE; with CONCURRENTLY its rows are changed under EXCLUSIVE, for
// which a unique index must tell them apart (ExecRefreshMatView, matview.c).
func (r *run) refreshMaterializedView(n *pg.RefreshMatViewStmt) {
	r.e.Section = "REFRESH MATERIALIZED VIEW"
	if n.Concurrent && n.SkipData {
		r.refuse("42601", "REFRESH options CONCURRENTLY and WITH NO DATA cannot be used together")
	}
	view := r.relation(n.Relation, catalog.MaterializedView)
	if view == nil {
		return
	}
	switch view.Kind {
	case catalog.MaterializedView:
	case catalog.Table, catalog.Partitioned:
		r.refuse("0A000", "%s is not a materialized view", r.QualifiedName(view))
	default:
		r.refuse("42809", "%s is not a table or materialized view", r.QualifiedName(view))
	}
	if n.Concurrent {
		r.refreshConcurrently(view)
	} else {
		r.lock(view.OID, AccessExclusive, "its rows are replaced: readers wait as long as its query runs")
		r.refill(view, n.SkipData)
	}
	if !n.SkipData {
		r.readFor(view, map[catalog.OID]bool{})
	}
	catalog.Edit(r.Catalog, r.Object(view.OID).(*catalog.Relation)).Populated = !n.SkipData
}

// refill gives a materialized view a new file.
func (r *run) refill(view *catalog.Relation, empty bool) {
	why := "its query runs and fills a new file"
	if empty {
		why = "it gets a new and empty file"
	}
	r.copyFile(view.OID, why)
	for _, index := range r.Indexes(view.OID) {
		r.lock(index.OID, AccessExclusive, "%s", why)
		if !empty {
			r.scan(view.OID, "its indexes are built anew")
		}
	}
}

func (r *run) refreshConcurrently(view *catalog.Relation) {
	if !view.Populated && !view.Unknown {
		r.refuse("0A000", "CONCURRENTLY cannot be used when materialized view %s is not populated", r.QualifiedName(view))
	}
	fit := func(index *catalog.Relation) bool { return r.tellsRowsApart(index) }
	if !slices.ContainsFunc(r.Indexes(view.OID), fit) {
		if !view.Unknown {
			r.refuse("55000", "cannot refresh materialized view %s concurrently: it has no unique index on columns without WHERE", r.QualifiedName(view))
		}
		r.unknown("whether %s has a unique index", r.QualifiedName(view))
	}
	r.lock(view.OID, Exclusive, "its rows are changed in place: it can be read meanwhile")
	r.scan(view.OID, "its rows are compared with the new ones")
	for _, index := range r.Indexes(view.OID) {
		r.lock(index.OID, RowExclusive, "rows of its table are changed")
	}
}

// tellsRowsApart tells whether an index serves REFRESH … CONCURRENTLY
// (is_usable_unique_index, matview.c).
func (r *run) tellsRowsApart(index *catalog.Relation) bool {
	i := index.Index
	if !i.Unique || !i.Valid || i.Predicate != nil || i.Method != "btree" && i.Method != "" {
		return false
	}
	return !slices.ContainsFunc(i.Columns, func(c catalog.IndexColumn) bool { return c.Num <= 0 })
}

// readFor locks what the query of a view reads, through views in it.
func (r *run) readFor(view *catalog.Relation, seen map[catalog.OID]bool) {
	for _, oid := range view.Uses {
		used, ok := r.Object(oid).(*catalog.Relation)
		if !ok || seen[oid] {
			continue
		}
		seen[oid] = true
		r.lock(oid, AccessShare, "it is read for the materialized view")
		switch used.Kind {
		case catalog.View:
			r.readFor(used, seen)
		default:
			r.refuseReading(used, AccessShare)
			r.scan(oid, "it is read for the materialized view")
			for _, child := range r.Descendants(oid) {
				r.lock(child.OID, AccessShare, "it is read for the materialized view")
				r.scan(child.OID, "it is read for the materialized view")
			}
		}
	}
}
