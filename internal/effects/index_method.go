package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
)

// method is what an access method for indexes can do (IndexAmRoutine).
type method struct {
	ordered, unique, multicolumn, clusters, excludes bool
	// include is the first version in which INCLUDE works; 0 for none.
	include int
}

// methods are the server's own.
var methods = map[string]method{
	"btree":  {ordered: true, unique: true, multicolumn: true, clusters: true, excludes: true, include: 11},
	"hash":   {excludes: true},
	"gist":   {multicolumn: true, clusters: true, excludes: true, include: 12},
	"gin":    {multicolumn: true},
	"spgist": {excludes: true, include: 14},
	"brin":   {multicolumn: true},
}

// checkIndexed refuses an index on what can have none.
func (r *run) checkIndexed(rel *catalog.Relation, n *pg.IndexStmt) {
	switch {
	case rel.Kind != catalog.Table && rel.Kind != catalog.MaterializedView && rel.Kind != catalog.Partitioned:
		r.refuse("42809", "cannot create index on relation %q", rel.Name)
	case rel.Kind == catalog.Partitioned && n.Concurrent && rel.Persistence != catalog.Temporary:
		r.refuse("0A000", "cannot create index on partitioned table %q concurrently", rel.Name)
	case rel.Kind == catalog.Partitioned && len(n.ExcludeOpNames) > 0 && r.Version < 17:
		r.refuse("0A000", "cannot create exclusion constraints on partitioned table %q", rel.Name)
	}
}

// checkMethod refuses what the access method cannot do. A key WITHOUT OVERLAPS is
// unique by operators as an exclusion is.
func (r *run) checkMethod(info *catalog.IndexInfo, n *pg.IndexStmt, overlaps bool) {
	m, ok := methods[info.Method]
	switch {
	case !ok && r.Find(catalog.ClassAccessMethod, 0, info.Method) == nil && !r.moreMayExist():
		r.refuse("42704", "access method %q does not exist", info.Method)
	case !ok:
	case n.Unique && !m.unique && !overlaps:
		r.refuse("0A000", "access method %q does not support unique indexes", info.Method)
	case len(n.IndexIncludingParams) > 0 && (m.include == 0 || r.Version < m.include):
		r.refuse("0A000", "access method %q does not support included columns", info.Method)
	case len(n.IndexParams) > 1 && !m.multicolumn:
		r.refuse("0A000", "access method %q does not support multicolumn indexes", info.Method)
	case info.Exclusion && !m.excludes:
		r.refuse("0A000", "access method %q does not support exclusion constraints", info.Method)
	}
}

// checkPartitionKey refuses a unique index of a partitioned table that does not
// contain the whole partition key: each partition alone must be able to tell.
func (r *run) checkPartitionKey(rel *catalog.Relation, info *catalog.IndexInfo) {
	if rel.Kind != catalog.Partitioned || !info.Unique && !info.Exclusion {
		return
	}
	for _, part := range rel.Key {
		if part.Expr != nil {
			r.refuse("0A000", "unsupported constraint with partition key definition")
		}
		found := false
		for _, col := range info.Columns {
			found = found || col.Num == part.Num && (!info.Exclusion || col.ExclusionOperator == "=")
		}
		if !found {
			r.refuse("0A000", "unique constraint on partitioned table must include all partitioning columns")
		}
	}
}

// moreMayExist tells whether there may be types, operator classes and access
// methods that nobody knows: those of extensions that were not measured, and of
// a database that had something in it before.
func (r *run) moreMayExist() bool {
	if r.Incomplete {
		return true
	}
	for _, o := range r.In(catalog.ClassExtension, 0) {
		if e, ok := builtin.LookupExtension(catalog.HeadOf(o).Name, r.Version); !ok || !e.Complete {
			return true
		}
	}
	return false
}
