package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// copyStatement is COPY: ACCESS SHARE on what is read, ROW EXCLUSIVE on what is
// written, as by INSERT (DoCopy, copy.c, PostgreSQL 16).
func (r *run) copyStatement(n *pg.CopyStmt) {
	r.e.Section = "COPY"
	if n.Query != nil {
		r.runQuery(n.Query)
		return
	}
	rel := r.relation(n.Relation, catalog.Table)
	if rel == nil {
		return
	}
	if !n.IsFrom {
		r.copyOut(rel)
		return
	}
	switch rel.Kind {
	case catalog.View, catalog.MaterializedView, catalog.Sequence:
		if !r.hasInsteadTrigger(rel) {
			r.refuse("42809", "cannot copy to %s", r.describe(rel.OID))
		}
	}
	c := change{table: rel.OID, only: true, insert: true, columns: targetedByName(rel, catalog.Strings(n.Attlist))}
	c.given = c.columns
	for _, base := range r.lockTarget(c) {
		r.change(base)
	}
	if rel.Kind == catalog.Partitioned {
		r.lockRouted(rel, c)
	}
}

func (r *run) copyOut(rel *catalog.Relation) {
	if rel.Kind != catalog.Table && !(rel.Kind == catalog.MaterializedView && r.Version >= 18) {
		r.refuse("42809", "cannot copy from %s", r.describe(rel.OID))
	}
	r.lock(rel.OID, AccessShare, "it is read")
	r.scan(rel.OID, "it is written out")
}

func (r *run) hasInsteadTrigger(rel *catalog.Relation) bool {
	for _, t := range r.Triggers(rel.OID) {
		if t.Timing == "instead" {
			return true
		}
	}
	return false
}

// targetedByName are the columns of a list, all where there is none.
func targetedByName(rel *catalog.Relation, names []string) []int16 {
	if len(names) == 0 {
		return targeted(rel, nil)
	}
	var nums []int16
	for _, name := range names {
		if col := rel.Column(name); col != nil {
			nums = append(nums, col.Num)
		}
	}
	return nums
}
