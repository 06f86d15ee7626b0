package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// enableTriggers is ENABLE and DISABLE TRIGGER: SHARE ROW EXCLUSIVE. The clones
// of a row trigger on partitions follow it (EnableDisableTrigger, trigger.c).
func enableTriggers(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	if !rel.Kind.IsTable() {
		a.refuse("42809", "%s is not a table", a.QualifiedName(rel))
	}
	state := byte('D')
	switch cmd.Subtype {
	case pg.AlterTableType_AT_EnableTrig, pg.AlterTableType_AT_EnableTrigAll, pg.AlterTableType_AT_EnableTrigUser:
		state = 'O'
	case pg.AlterTableType_AT_EnableAlwaysTrig:
		state = 'A'
	case pg.AlterTableType_AT_EnableReplicaTrig:
		state = 'R'
	}
	// From 15 on the foreign keys' triggers of partitions are clones, too.
	all := cmd.Subtype == pg.AlterTableType_AT_EnableTrigAll || cmd.Subtype == pg.AlterTableType_AT_DisableTrigAll
	if all && !a.only && a.Version >= 15 && rel.Kind == catalog.Partitioned && a.hasForeignKeys(rel.OID) {
		for _, child := range a.Descendants(rel.OID) {
			a.lock(child.OID, a.mode, "the foreign keys' triggers of its parent are enabled or disabled, and its own with them")
		}
	}
	if !a.setEnabled(rel, cmd.Name, state, !a.only) && cmd.Name != "" && !rel.Unknown {
		a.refuse("42704", "trigger %s for table %s does not exist", pgsql.QuoteIdent(cmd.Name), a.QualifiedName(rel))
	}
}

// setEnabled sets the state of one trigger, or of all where the name is empty;
// it tells whether there was one.
func (a *alteration) setEnabled(rel *catalog.Relation, name string, state byte, recurse bool) bool {
	found := false
	for _, trigger := range a.Triggers(rel.OID) {
		if name != "" && trigger.Name != name {
			continue
		}
		found = true
		catalog.Edit(a.Catalog, trigger).Enabled = state
		if !recurse || rel.Kind != catalog.Partitioned || !trigger.Row {
			continue
		}
		for _, child := range a.Children(rel.OID) {
			a.lock(child.OID, a.mode, "the trigger of its parent is enabled or disabled, and its own with it")
			a.setEnabled(child, trigger.Name, state, true)
		}
	}
	return found
}

// hasForeignKeys tells whether a table has triggers of foreign keys, on either
// side.
func (r *run) hasForeignKeys(table catalog.OID) bool {
	foreign := func(k *catalog.Constraint) bool { return k.Kind == catalog.ForeignKey }
	return len(r.ReferencedBy(table)) > 0 || slices.ContainsFunc(r.Constraints(table), foreign)
}
