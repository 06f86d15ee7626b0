package effects

import (
	"maps"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// tableAction are the actions that change what belongs to a table as a whole.
func tableAction(kind pg.AlterTableType) (action, bool) {
	switch kind {
	case pg.AlterTableType_AT_SetRelOptions, pg.AlterTableType_AT_ResetRelOptions, pg.AlterTableType_AT_ReplaceRelOptions:
		return action{lock: lockForOptions, pass: passMisc, do: setOptions}, true
	case pg.AlterTableType_AT_ClusterOn, pg.AlterTableType_AT_DropCluster:
		return action{lock: always(ShareUpdateExclusive), pass: passMisc, do: clusterOn}, true
	case pg.AlterTableType_AT_SetLogged, pg.AlterTableType_AT_SetUnLogged:
		return action{lock: always(AccessExclusive), pass: passMisc, do: setPersistence}, true
	case pg.AlterTableType_AT_SetAccessMethod:
		return action{lock: always(AccessExclusive), pass: passMisc, do: setAccessMethod}, true
	case pg.AlterTableType_AT_SetTableSpace:
		return action{lock: always(AccessExclusive), pass: passMisc, do: setTablespace}, true
	case pg.AlterTableType_AT_ReplicaIdentity:
		return action{lock: always(AccessExclusive), pass: passMisc, do: setReplicaIdentity}, true
	case pg.AlterTableType_AT_ChangeOwner:
		return action{lock: always(AccessExclusive), pass: passMisc, do: setTableOwner}, true
	case pg.AlterTableType_AT_EnableRowSecurity, pg.AlterTableType_AT_DisableRowSecurity,
		pg.AlterTableType_AT_ForceRowSecurity, pg.AlterTableType_AT_NoForceRowSecurity:
		return action{lock: always(AccessExclusive), pass: passMisc, do: setRowSecurity}, true
	case pg.AlterTableType_AT_EnableTrig, pg.AlterTableType_AT_EnableAlwaysTrig, pg.AlterTableType_AT_EnableReplicaTrig,
		pg.AlterTableType_AT_DisableTrig, pg.AlterTableType_AT_EnableTrigAll, pg.AlterTableType_AT_DisableTrigAll,
		pg.AlterTableType_AT_EnableTrigUser, pg.AlterTableType_AT_DisableTrigUser:
		return action{lock: always(ShareRowExclusive), pass: passMisc, do: enableTriggers}, true
	case pg.AlterTableType_AT_EnableRule, pg.AlterTableType_AT_EnableAlwaysRule, pg.AlterTableType_AT_EnableReplicaRule,
		pg.AlterTableType_AT_DisableRule:
		return action{lock: always(AccessExclusive), pass: passMisc, do: enableRule}, true
	case pg.AlterTableType_AT_DropOids, pg.AlterTableType_AT_GenericOptions:
		// Since 12 no table has OIDs; options of a foreign table are its
		// wrapper's business.
		return action{lock: always(AccessExclusive), pass: passMisc, do: func(*alteration, *altered, *pg.AlterTableCmd) {}}, true
	}
	return action{}, false
}

// setRowSecurity is ENABLE, DISABLE, FORCE and NO FORCE ROW LEVEL SECURITY.
func setRowSecurity(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	if rel.Kind != catalog.Table && rel.Kind != catalog.Partitioned {
		a.refuse("42809", "%s is not a table", a.QualifiedName(rel))
	}
	rel = catalog.Edit(a.Catalog, rel)
	switch cmd.Subtype {
	case pg.AlterTableType_AT_EnableRowSecurity:
		rel.RowSecurity = true
	case pg.AlterTableType_AT_DisableRowSecurity:
		rel.RowSecurity = false
	case pg.AlterTableType_AT_ForceRowSecurity:
		rel.ForceRowSecurity = true
	case pg.AlterTableType_AT_NoForceRowSecurity:
		rel.ForceRowSecurity = false
	}
}

// setTableOwner is OWNER TO.
func setTableOwner(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	switch {
	case rel.Kind == catalog.CompositeType:
		a.refuse("42809", "%s is a composite type", a.QualifiedName(rel))
	case rel.Kind.IsIndex():
		return // a warning: it changes with the table's
	case rel.Kind == catalog.Sequence && rel.Sequence != nil && rel.Sequence.OwnerTable != 0:
		if sameRole(rel.Owner, a.roleName(cmd.Newowner)) {
			return
		}
		a.refuse("0A000", "cannot change owner of sequence %s: a column owns it", a.QualifiedName(rel))
	}
	a.changeOwner(rel, a.roleName(cmd.Newowner), a.mode)
}

// setAccessMethod is SET ACCESS METHOD: the table is rewritten where the method
// is another one. A partitioned table, from 17 on, only says what its new
// partitions get.
func setAccessMethod(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	if a.Version < 15 {
		a.refuse("42601", "SET ACCESS METHOD is new in PostgreSQL 15")
	}
	rel := t.relation(a)
	if rel.Kind != catalog.Table && rel.Kind != catalog.MaterializedView && (rel.Kind != catalog.Partitioned || a.Version < 17) {
		a.refuse("42809", "%s is neither a table nor a materialized view", a.QualifiedName(rel))
	}
	to := cmd.Name
	if to != "heap" && a.Find(catalog.ClassAccessMethod, 0, to) == nil {
		a.notMade("access method", to)
	}
	if orDefault(rel.AccessMethod, "heap") == orDefault(to, "heap") {
		return
	}
	catalog.Edit(a.Catalog, rel).AccessMethod = to
	t.mustRewrite("it is stored by another access method")
}

func orDefault(name, usual string) string {
	if name == "" {
		return usual
	}
	return name
}

// setTablespace is SET TABLESPACE: the file is copied as it is; indexes stay
// where they are (ATExecSetTableSpace, tablecmds.c).
func setTablespace(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	if orDefault(rel.Tablespace, "pg_default") == orDefault(cmd.Name, "pg_default") && !rel.Unknown {
		return
	}
	switch rel.Kind {
	case catalog.Table, catalog.Partitioned, catalog.MaterializedView, catalog.Index, catalog.PartitionedIndex:
	default:
		a.refuse("42809", "%s has no tablespace", a.QualifiedName(rel))
	}
	catalog.Edit(a.Catalog, rel).Tablespace = cmd.Name
	switch {
	case rel.Kind == catalog.Index:
		a.reindex(rel.OID, "its file is copied to another tablespace")
	case rel.Kind.HasStorage():
		a.copyFile(rel.OID, "its file is copied to another tablespace")
	}
}

// copyFile notes that a table gets a new file with the same content: its rows
// are not looked at, and its indexes stay.
func (r *run) copyFile(oid catalog.OID, why string) { r.touch('r', &r.e.Rewrites, oid, "%s", why) }

// enableRule is ENABLE and DISABLE RULE.
func enableRule(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	if a.part(pg.ObjectType_OBJECT_RULE, rel, cmd.Name) == nil && !rel.Unknown {
		a.refuse("42704", "rule %s for relation %s does not exist", pgsql.QuoteIdent(cmd.Name), a.QualifiedName(rel))
	}
}

// setOptions is SET and RESET of storage parameters.
func setOptions(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	switch rel.Kind {
	case catalog.PartitionedIndex, catalog.Sequence, catalog.ForeignTable:
		a.refuse("42809", "SET and RESET cannot be performed on relation %s", a.QualifiedName(rel))
	}
	options := maps.Clone(rel.Options)
	if options == nil || cmd.Subtype == pg.AlterTableType_AT_ReplaceRelOptions {
		options = map[string]string{}
	}
	given := optionTexts(list(cmd.Def))
	for _, name := range optionNames(cmd) {
		if cmd.Subtype == pg.AlterTableType_AT_ResetRelOptions {
			delete(options, name)
			continue
		}
		a.checkOption(rel, name)
		options[name] = given[name]
	}
	catalog.Edit(a.Catalog, rel).Options = options
}
