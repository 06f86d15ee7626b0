package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// dependsOnExtension is ALTER … [NO] DEPENDS ON EXTENSION. A relation is locked
// ACCESS EXCLUSIVE, that of a trigger ACCESS SHARE (ExecAlterObjectDependsStmt,
// alter.c).
func (r *run) dependsOnExtension(n *pg.AlterObjectDependsStmt) {
	r.e.Section = "ALTER " + objectWords(n.ObjectType)
	var dependent catalog.OID
	switch {
	case n.Relation != nil:
		rel := r.relation(n.Relation, kindOfObject(n.ObjectType))
		if rel == nil {
			return
		}
		mode := AccessExclusive
		if partClasses[n.ObjectType] != 0 {
			mode = AccessShare
		}
		r.lock(rel.OID, mode, "it, or what belongs to it, is made to depend on an extension")
		dependent = rel.OID
		if partClasses[n.ObjectType] != 0 {
			dependent = 0
			if part := r.part(n.ObjectType, rel, objectName(n.Object)); part != nil {
				dependent = catalog.HeadOf(part).OID
			}
		}
	default:
		if found, ok := r.named(n.ObjectType, n.Object); ok {
			dependent = catalog.HeadOf(found).OID
		}
	}
	extension := r.Find(catalog.ClassExtension, 0, n.Extname.GetSval())
	if extension == nil && n.Extname.GetSval() != "plpgsql" {
		r.notMade("extension", n.Extname.GetSval())
	}
	if extension == nil || dependent == 0 {
		return
	}
	self, on := catalog.Address{OID: dependent}, catalog.HeadOf(extension).OID
	if n.Remove {
		r.Undepend(self, on, catalog.Auto)
		return
	}
	r.Depend(self, catalog.Auto, catalog.Address{OID: on})
}
