package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// alterTableMoveAll is ALTER TABLE ALL IN TABLESPACE … SET TABLESPACE, for
// tables, materialized views or indexes: each is locked and its file copied; the
// indexes of a table stay where they are (AlterTableMoveAll, tablecmds.c).
func (r *run) alterTableMoveAll(n *pg.AlterTableMoveAllStmt) {
	r.e.Section = "ALTER TABLE"
	from, to := plainTablespace(n.OrigTablespacename), plainTablespace(n.NewTablespacename)
	if from == to {
		return
	}
	for _, o := range r.All(catalog.ClassRelation) {
		rel, ok := o.(*catalog.Relation)
		if !ok || !moves(rel, n.Objtype) || plainTablespace(rel.Tablespace) != from || rel.Persistence == catalog.Temporary {
			continue
		}
		r.lock(rel.OID, AccessExclusive, "its file is copied to another tablespace")
		catalog.Edit(r.Catalog, rel).Tablespace = to
		switch {
		case rel.Kind == catalog.Index:
			r.reindex(rel.OID, "its file is copied to another tablespace")
		case rel.Kind.HasStorage():
			r.touch('r', &r.e.Rewrites, rel.OID, "its file is copied to another tablespace")
		}
	}
	if r.Incomplete || len(n.Roles) > 0 {
		r.unknown("which relations are in the tablespace")
	}
}

// plainTablespace is a tablespace as relations keep it; that of the database is
// taken to be the usual one.
func plainTablespace(name string) string {
	if name == "pg_default" {
		return ""
	}
	return name
}

// moves tells whether a relation is of the kind that the statement is about.
func moves(rel *catalog.Relation, what pg.ObjectType) bool {
	switch what {
	case pg.ObjectType_OBJECT_INDEX:
		return rel.Kind.IsIndex()
	case pg.ObjectType_OBJECT_MATVIEW:
		return rel.Kind == catalog.MaterializedView
	}
	return rel.Kind == catalog.Table || rel.Kind == catalog.Partitioned
}
