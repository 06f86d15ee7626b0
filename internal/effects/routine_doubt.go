package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// inDoubt is what is said of an object that [catalog.Catalog.Doubt] has marked.
const inDoubt = "whether %s is there and as it seems: statements that may not have run have made, changed or dropped it"

// The lookups of the catalog, for a statement: it says where it meets what
// statements that may not have run have made, changed or dropped.

// Find is [catalog.Catalog.Find].
func (r *run) Find(class catalog.Class, in catalog.OID, name string) catalog.Object {
	return r.meet(r.Catalog.Find(class, in, name))
}

// Lookup is [catalog.Catalog.Lookup].
func (r *run) Lookup(class catalog.Class, schema, name string) catalog.Object {
	return r.meet(r.Catalog.Lookup(class, schema, name))
}

// RangeVar is [catalog.Catalog.RangeVar].
func (r *run) RangeVar(n *pg.RangeVar) *catalog.Relation {
	return r.Relation(n.GetSchemaname(), n.GetRelname())
}

// Relation is [catalog.Catalog.Relation].
func (r *run) Relation(schema, name string) *catalog.Relation {
	rel := r.Catalog.Relation(schema, name)
	if rel != nil {
		r.meet(rel)
	}
	return rel
}

// Schema is [catalog.Catalog.Schema].
func (r *run) Schema(name string) *catalog.Schema {
	schema := r.Catalog.Schema(name)
	if schema != nil {
		r.meet(schema)
	}
	return schema
}

// ResolveType is [catalog.Catalog.ResolveType].
func (r *run) ResolveType(n *pg.TypeName) (catalog.Type, bool) {
	t, ok := r.Catalog.ResolveType(n)
	r.meet(r.Object(t.OID))
	return t, ok
}

// meet says that an object is in doubt.
func (r *run) meet(o catalog.Object) catalog.Object {
	if o != nil && catalog.HeadOf(o).Doubtful {
		r.unknown(inDoubt, r.QualifiedName(o))
	}
	return o
}

// noteDoubtful says which of the relations that the statement locks are in doubt.
func (r *run) noteDoubtful() {
	for _, list := range [][]Lock{r.e.Locks, r.e.IndexLocks} {
		for _, l := range list {
			if o := r.oldObject(l.OID); o != nil && catalog.HeadOf(o).Doubtful {
				r.unknown(inDoubt, l.Relation)
			}
		}
	}
}

// Overloads is [catalog.Catalog.Overloads].
func (r *run) Overloads(schema, name string) []*catalog.Function {
	all := r.Catalog.Overloads(schema, name)
	for _, f := range all {
		r.meet(f)
	}
	return all
}
