package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
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
		if rel != nil && r.Version >= 18 {
			r.lock(rel.OID, AccessShare, "its privileges change")
		}
	}
}
