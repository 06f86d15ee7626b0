package effects

import (
	"slices"

	"sqlbundle/internal/catalog"
)

// fire runs the triggers of a table for an event; set are the columns that an
// UPDATE assigns. The server's own, for foreign keys, are not among them.
func (r *run) fire(rel *catalog.Relation, event string, set []int16) {
	for _, t := range r.Triggers(rel.OID) {
		if t.Internal || t.Enabled == 'D' || t.Enabled == 'R' || !slices.Contains(t.Events, event) {
			continue
		}
		if event == "update" && len(t.Columns) > 0 && !slices.ContainsFunc(t.Columns, func(n int16) bool { return slices.Contains(set, n) }) {
			continue
		}
		if k, ok := r.Object(t.Constraint).(*catalog.Constraint); ok && r.IsDeferred(k) {
			r.AddPending(rel.OID, false)
			continue
		}
		r.runTrigger(t)
	}
}

// runTrigger runs a trigger's function.
func (r *run) runTrigger(t *catalog.Trigger) {
	f, ok := r.Object(t.Function).(*catalog.Function)
	if !ok {
		// Functions of the server's own change no other table.
		return
	}
	r.routine(f, "trigger "+t.Name)
}
