package effects

import (
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// demand notes what the rows of a relation must fulfil: the statement fails where
// they do not, which only the data can tell.
func (r *run) demand(oid catalog.OID, format string, args ...any) {
	rel := r.old(oid)
	if rel == nil || !rel.Kind.HasStorage() {
		return
	}
	t := r.touchOf(rel, format, args...)
	if !slices.Contains(r.e.Demands, t) {
		r.e.Demands = append(r.e.Demands, t)
	}
}

// demandUnique notes that an index takes no two rows that are alike.
func (r *run) demandUnique(rel *catalog.Relation, info *catalog.IndexInfo) {
	switch what := r.keyWords(rel, info); {
	case info.Exclusion:
		r.demand(rel.OID, "no two rows may conflict in %s", what)
	case info.Unique:
		r.demand(rel.OID, "no two rows may have the same %s", what)
	}
}

// keyWords names the columns of an index's key; an expression is one of them.
func (r *run) keyWords(rel *catalog.Relation, info *catalog.IndexInfo) string {
	var list []string
	for _, col := range info.Columns {
		name := "expression"
		if col.Num > 0 && int(col.Num) <= len(rel.Columns) {
			name = pgsql.QuoteIdent(rel.Columns[col.Num-1].Name)
		}
		list = append(list, name)
	}
	return strings.Join(list, ", ")
}
