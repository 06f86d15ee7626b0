package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// checkTrigger refuses triggers that kinds of relations cannot have.
func (r *run) checkTrigger(rel *catalog.Relation, n *pg.CreateTrigStmt) {
	name := r.QualifiedName(rel)
	before, instead := n.Timing == triggerBefore, n.Timing == triggerInstead
	switch rel.Kind {
	case catalog.Table:
		if instead {
			r.refuse("42809", "%s is a table: tables cannot have INSTEAD OF triggers", name)
		}
	case catalog.Partitioned:
		if instead {
			r.refuse("42809", "%s is a table: tables cannot have INSTEAD OF triggers", name)
		}
		if n.Row && len(n.TransitionRels) > 0 {
			r.refuse("0A000", "%s is a partitioned table: row triggers with transition tables are not supported", name)
		}
	case catalog.View:
		switch {
		case !instead && n.Row:
			r.refuse("42809", "%s is a view: views cannot have row-level BEFORE or AFTER triggers", name)
		case n.Events&triggerTruncate != 0:
			r.refuse("42809", "%s is a view: views cannot have TRUNCATE triggers", name)
		}
	case catalog.ForeignTable:
		switch {
		case instead:
			r.refuse("42809", "%s is a foreign table: foreign tables cannot have INSTEAD OF triggers", name)
		case n.Isconstraint:
			r.refuse("42809", "%s is a foreign table: foreign tables cannot have constraint triggers", name)
		}
	default:
		r.refuse("42809", "relation %s cannot have triggers", name)
	}
	if n.Isconstraint && n.Replace {
		r.refuse("0A000", "CREATE OR REPLACE CONSTRAINT TRIGGER is not supported")
	}
	if n.Row && n.Events&triggerTruncate != 0 {
		r.refuse("0A000", "TRUNCATE FOR EACH ROW triggers are not supported")
	}
	if instead {
		r.checkInstead(n)
	}
	if before && n.Row {
		r.checkWhen(rel, n.WhenClause)
	}
	if len(n.TransitionRels) > 0 {
		r.checkTransition(rel, n, before)
	}
}

func (r *run) checkInstead(n *pg.CreateTrigStmt) {
	switch {
	case !n.Row:
		r.refuse("0A000", "INSTEAD OF triggers must be FOR EACH ROW")
	case n.WhenClause != nil:
		r.refuse("0A000", "INSTEAD OF triggers cannot have WHEN conditions")
	case len(n.Columns) > 0:
		r.refuse("0A000", "INSTEAD OF triggers cannot have column lists")
	}
}

// checkTransition refuses REFERENCING where there are no transition tables.
func (r *run) checkTransition(rel *catalog.Relation, n *pg.CreateTrigStmt, before bool) {
	several := n.Events&triggerInsert != 0 && n.Events&^triggerInsert != 0 || n.Events&triggerUpdate != 0 && n.Events&^triggerUpdate != 0
	switch {
	case rel.Kind == catalog.View || rel.Kind == catalog.ForeignTable:
		r.refuse("42809", "triggers of %s cannot have transition tables", r.QualifiedName(rel))
	case n.Row && len(rel.Parents) > 0:
		r.refuse("0A000", "row triggers with transition tables are not supported on partitions and inheritance children")
	case before || n.Timing == triggerInstead:
		r.refuse("42P17", "transition table name can only be specified for an AFTER trigger")
	case n.Events&triggerTruncate != 0:
		r.refuse("0A000", "TRUNCATE triggers with transition tables are not supported")
	case several:
		r.refuse("0A000", "transition tables cannot be specified for triggers with more than one event")
	case len(n.Columns) > 0:
		r.refuse("0A000", "transition tables cannot be specified for triggers with column lists")
	}
}

// checkWhen refuses the new values of generated columns in the WHEN of a trigger
// that fires before they are worked out (CreateTriggerFiringOn, trigger.c).
func (r *run) checkWhen(rel *catalog.Relation, when *pgsql.Node) {
	pgsql.Walk(when, func(message any) bool {
		ref, ok := message.(*pg.ColumnRef)
		names := catalog.Strings(ref.GetFields())
		if !ok || len(names) != 2 || names[0] != "new" {
			return true
		}
		if col := rel.Column(names[1]); col != nil && col.Generated != 0 {
			r.refuse("42P17", "BEFORE trigger's WHEN condition cannot reference NEW generated columns")
		}
		return true
	})
}
