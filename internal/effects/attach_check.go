package effects

import (
	"sqlbundle/internal/catalog"
)

// checkAttachable refuses a table that cannot become a partition
// (ATExecAttachPartition, tablecmds.c).
func (r *run) checkAttachable(parent, part *catalog.Relation) {
	switch {
	case !part.Kind.IsTable():
		r.refuse("42809", "%q is not a table or foreign table", part.Name)
	case part.Partition:
		r.refuse("42809", "%q is already a partition", part.Name)
	case part.OfType != 0:
		r.refuse("42809", "cannot attach a typed table as partition")
	case len(part.Parents) > 0:
		r.refuse("42809", "cannot attach inheritance child as partition")
	case part.Kind == catalog.Table && len(r.Children(part.OID)) > 0:
		r.refuse("42809", "cannot attach inheritance parent as partition")
	case part.OID == parent.OID || r.descends(parent.OID, part.OID):
		r.refuse("42P07", "circular inheritance not allowed")
	case (part.Persistence == catalog.Temporary) != (parent.Persistence == catalog.Temporary):
		r.refuse("42809", "cannot attach a temporary relation as partition of permanent relation, or the other way round")
	}
	r.refuseTransitions(part)
	if parent.Unknown || part.Unknown {
		return
	}
	for _, col := range part.Live() {
		if parent.Column(col.Name) == nil {
			r.refuse("42804", "table %q contains column %q not found in parent %q", part.Name, col.Name, parent.Name)
		}
		if r.Version >= 17 && col.Identity != 0 {
			r.refuse("55000", "table %q being attached contains an identity column %q", part.Name, col.Name)
		}
	}
}

// refuseTransitions refuses to put a table below another one where its row
// triggers have transition tables (FindTriggerIncompatibleWithInheritance,
// trigger.c).
func (r *run) refuseTransitions(rel *catalog.Relation) {
	for _, t := range r.Triggers(rel.OID) {
		if t.Row && t.Transition {
			r.refuse("0A000", "trigger %q prevents table %q from having a parent", t.Name, rel.Name)
		}
	}
}

// descends tells whether a table is below another one.
func (r *run) descends(table, above catalog.OID) bool {
	for _, below := range r.Descendants(above) {
		if below.OID == table {
			return true
		}
	}
	return false
}
