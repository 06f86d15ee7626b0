package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// lockTable is LOCK TABLE: the mode, on the children too and, of a view, on the
// tables in it (LockTableCommand, lockcmds.c, PostgreSQL 16).
func (r *run) lockTable(n *pg.LockStmt) {
	r.e.Section = "LOCK"
	for _, node := range n.Relations {
		rel := r.relation(node.GetRangeVar(), catalog.Table)
		if rel == nil {
			continue
		}
		if rel.Kind != catalog.Table && rel.Kind != catalog.Partitioned && rel.Kind != catalog.View {
			r.refuse("42809", "%s is not a table or view", r.QualifiedName(rel))
		}
		// The modes are numbered as the server's (lockdefs.h).
		r.lockWithin(rel, Mode(n.Mode), node.GetRangeVar().Inh, "it is locked by name")
	}
}

func (r *run) lockWithin(rel *catalog.Relation, mode Mode, children bool, why string) {
	r.lock(rel.OID, mode, "%s", why)
	if rel.Kind == catalog.View {
		for _, used := range rel.Uses {
			inner, ok := r.Object(used).(*catalog.Relation)
			if ok && (inner.Kind == catalog.Table || inner.Kind == catalog.Partitioned || inner.Kind == catalog.View) {
				r.lockWithin(inner, mode, true, "a view of it is locked by name")
			}
		}
		return
	}
	if !children {
		return
	}
	for _, child := range r.Descendants(rel.OID) {
		r.lock(child.OID, mode, "it is locked with its parent")
	}
}
