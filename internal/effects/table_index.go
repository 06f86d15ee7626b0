package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// indexOf is the index of a table with a name, for an action that names one; nil
// where the table may have it and the history has not made it.
func (a *alteration) indexOf(rel *catalog.Relation, name string) *catalog.Relation {
	index, _ := a.Find(catalog.ClassRelation, rel.In, name).(*catalog.Relation)
	switch {
	case index == nil && rel.Unknown:
		a.notMade("index", name)
	case index == nil:
		a.refuse("42704", "index %s for table %s does not exist", pgsql.QuoteIdent(name), a.QualifiedName(rel))
	case index.Index == nil || index.Index.Table != rel.OID && index.Index.Table != 0:
		a.refuse("42809", "%s is not an index for table %s", a.QualifiedName(index), a.QualifiedName(rel))
	}
	return index
}

// clusterOn is CLUSTER ON and SET WITHOUT CLUSTER: they note an index and move
// no row (ATExecClusterOn, tablecmds.c; check_index_is_clusterable, cluster.c).
func clusterOn(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	if rel.Kind != catalog.Table && rel.Kind != catalog.MaterializedView && rel.Kind != catalog.Partitioned {
		a.refuse("42809", "%s is not a table", a.QualifiedName(rel))
	}
	if cmd.Subtype == pg.AlterTableType_AT_DropCluster {
		if rel.Kind == catalog.Partitioned {
			a.refuse("0A000", "cannot mark index clustered in partitioned table")
		}
		catalog.Edit(a.Catalog, rel).ClusterOn = 0
		return
	}
	index := a.indexOf(rel, cmd.Name)
	if index == nil {
		return
	}
	a.lock(index.OID, ShareUpdateExclusive, "the table is to be clustered by it")
	if method := index.Index.Method; method != "btree" && method != "gist" && method != "" {
		a.refuse("0A000", "cannot cluster on index %s: its access method does not support it", a.QualifiedName(index))
	}
	switch {
	case index.Index.Predicate != nil:
		a.refuse("0A000", "cannot cluster on partial index %s", a.QualifiedName(index))
	case !index.Index.Valid:
		a.refuse("0A000", "cannot cluster on invalid index %s", a.QualifiedName(index))
	case rel.Kind == catalog.Partitioned:
		a.refuse("0A000", "cannot mark index clustered in partitioned table")
	}
	catalog.Edit(a.Catalog, rel).ClusterOn = index.OID
}

// setReplicaIdentity is REPLICA IDENTITY; an index is locked SHARE
// (ATExecReplicaIdentity, tablecmds.c).
func setReplicaIdentity(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel, identity := t.relation(a), cmd.Def.GetReplicaIdentityStmt()
	if rel.Kind != catalog.Table && rel.Kind != catalog.Partitioned && rel.Kind != catalog.MaterializedView {
		a.refuse("42809", "%s is not a table", a.QualifiedName(rel))
	}
	kind := identity.GetIdentityType()
	var oid catalog.OID
	if kind == "i" {
		index := a.indexOf(rel, identity.Name)
		if index == nil {
			return
		}
		a.lock(index.OID, Share, "it becomes the replica identity")
		a.checkReplicaIndex(rel, index)
		oid = index.OID
	}
	rel = catalog.Edit(a.Catalog, rel)
	if kind != "" {
		rel.ReplicaIdentity, rel.ReplicaIndex = kind[0], oid
	}
}

func (a *alteration) checkReplicaIndex(rel, index *catalog.Relation) {
	name := a.QualifiedName(index)
	i := index.Index
	if index.Unknown {
		return
	}
	k, _ := a.Object(i.Constraint).(*catalog.Constraint)
	switch {
	case !i.Unique:
		a.refuse("42809", "cannot use non-unique index %s as replica identity", name)
	case k != nil && k.Deferrable:
		a.refuse("0A000", "cannot use non-immediate index %s as replica identity", name)
	case i.Predicate != nil:
		a.refuse("0A000", "cannot use partial index %s as replica identity", name)
	}
	for _, c := range i.Columns {
		if c.Num <= 0 {
			a.refuse("0A000", "cannot use expression index %s as replica identity", name)
		}
		if int(c.Num) <= len(rel.Columns) && !rel.Columns[c.Num-1].NotNull {
			a.refuse("42809", "index %s cannot be used as replica identity because column %s is nullable", name,
				pgsql.QuoteIdent(rel.Columns[c.Num-1].Name))
		}
	}
}
