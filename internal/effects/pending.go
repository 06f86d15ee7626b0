package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// notPending refuses a statement about a table of which checks wait for the end
// of the transaction (CheckTableNotInUse, tablecmds.c).
func (r *run) notPending(table catalog.OID, statement string) {
	switch waits, certain := r.IsPending(table); {
	case certain:
		r.refuse("55006", "cannot %s %s because it has pending trigger events", statement, r.describe(table))
	case waits:
		r.unknown("whether deferred checks of %s wait, so that the server refuses this", r.QualifiedName(r.Object(table)))
	}
}

// setConstraints is SET CONSTRAINTS.
func (r *run) setConstraints(n *pg.ConstraintsSetStmt) {
	r.e.Section = "SET CONSTRAINTS"
	var names []string
	for _, node := range n.Constraints {
		names = append(names, node.GetRangeVar().GetRelname())
	}
	if !n.Deferred && r.AnyPending() {
		r.unknown("which checks have waited and run now")
	}
	r.SetConstraints(names, n.Deferred)
}
