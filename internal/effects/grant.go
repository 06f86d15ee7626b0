package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// grant is GRANT and REVOKE. From 18 on the tables and sequences that are named
// are locked ACCESS SHARE (objectNamesToOids, aclchk.c); those of a schema are
// not.
func (r *run) grant(n *pg.GrantStmt) {
	r.e.Section = "GRANT"
	if !n.IsGrant {
		r.e.Section = "REVOKE"
	}
	if n.Targtype != pg.GrantTargetType_ACL_TARGET_OBJECT || !isRelation(n.Objtype) {
		return
	}
	for _, object := range n.Objects {
		rel := r.relation(object.GetRangeVar(), catalog.Table)
		r.checkPrivileges(rel, n)
		if rel != nil && r.Version >= 18 {
			r.lock(rel.OID, AccessShare, "its privileges change")
		}
	}
}

// checkPrivileges refuses privileges that the relation cannot have
// (ExecGrantStmt_oids and expand_col_privileges, aclchk.c).
func (r *run) checkPrivileges(rel *catalog.Relation, n *pg.GrantStmt) {
	for _, node := range n.Privileges {
		priv := node.GetAccessPriv()
		if n.Objtype == pg.ObjectType_OBJECT_SEQUENCE && !slices.Contains([]string{"", "usage", "select", "update"}, priv.GetPrivName()) {
			r.refuse("0LP01", "invalid privilege type %s for sequence", priv.PrivName)
		}
		for _, name := range catalog.Strings(priv.GetCols()) {
			if rel != nil && !rel.Unknown && rel.Column(name) == nil && !slices.Contains(systemColumns, name) {
				r.refuse("42703", "column %s of relation %s does not exist", pgsql.QuoteIdent(name), pgsql.QuoteIdent(rel.Name))
			}
		}
	}
}
