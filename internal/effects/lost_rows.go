package effects

import (
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// lose notes what of a relation's rows is gone.
func (r *run) lose(oid catalog.OID, what string) {
	if rel := r.old(oid); rel != nil {
		r.e.Lost = append(r.e.Lost, Touch{r.oldName(rel), oid, what})
	}
}

// noteLost finds the tables and columns that are gone behind the statement, and
// their values with them: only what was locked against everybody can be.
func (r *run) noteLost() {
	for _, l := range r.e.Locks {
		old := r.old(l.OID)
		if l.Mode != AccessExclusive || old == nil || old.Kind != catalog.Table && old.Kind != catalog.Partitioned {
			continue
		}
		now, _ := r.Object(l.OID).(*catalog.Relation)
		switch {
		case now != nil:
			r.noteLostColumns(old, now)
		case !slices.ContainsFunc(old.Parents, func(parent catalog.OID) bool { return r.Object(parent) == nil }):
			r.lose(l.OID, "the table and all of its rows")
		}
	}
}

// noteLostColumns does so for one table; what inherits a column loses it with its
// parent.
func (r *run) noteLostColumns(old, now *catalog.Relation) {
	for i, col := range old.Columns {
		if !col.Dropped && col.Inherited == 0 && i < len(now.Columns) && now.Columns[i].Dropped {
			r.lose(old.OID, "column "+pgsql.QuoteIdent(col.Name))
		}
	}
}
