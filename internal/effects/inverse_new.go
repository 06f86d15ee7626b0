package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// isNew tells whether the revision has made an object. What the history has not
// made has lower numbers than anything it makes.
func (r *run) isNew(oid catalog.OID) bool { return oid >= r.start.Next() }

func (r *run) isNewRelation(n *pg.RangeVar) bool {
	rel := r.Catalog.RangeVar(n)
	return rel != nil && r.isNew(rel.OID)
}

// changesNothing holds for statements that leave neither schema nor rows
// different. What they set for the session, a script takes back by itself.
func changesNothing(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_VariableSetStmt, *pg.Node_VariableShowStmt, *pg.Node_ConstraintsSetStmt, *pg.Node_LockStmt,
		*pg.Node_VacuumStmt, *pg.Node_ReindexStmt, *pg.Node_CheckPointStmt:
		return true
	case *pg.Node_ClusterStmt:
		return n.ClusterStmt.Indexname == "" // with a name it is kept as the one to cluster on
	}
	return false
}

// onlyNew tells whether all that a statement changes was made by the revision
// itself, so that it goes when that goes. It asks for each kind of statement by
// itself, for a catalog does not hold all that a server does.
func (r *run) onlyNew(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_CommentStmt:
		return r.isNewObject(n.CommentStmt.Objtype, n.CommentStmt.Object)
	case *pg.Node_GrantStmt:
		if n.GrantStmt.Targtype != pg.GrantTargetType_ACL_TARGET_OBJECT {
			return false
		}
		for _, object := range n.GrantStmt.Objects {
			if !r.isNewObject(n.GrantStmt.Objtype, object) {
				return false
			}
		}
		return true
	case *pg.Node_TruncateStmt:
		for _, l := range r.e.Locks { // with those that CASCADE adds
			if !r.isNew(l.OID) {
				return false
			}
		}
		return true
	case *pg.Node_RefreshMatViewStmt:
		return r.isNewRelation(n.RefreshMatViewStmt.Relation)
	case *pg.Node_IndexStmt:
		return r.isNewRelation(n.IndexStmt.Relation)
	case *pg.Node_RenameStmt, *pg.Node_AlterSeqStmt, *pg.Node_AlterEnumStmt, *pg.Node_AlterDomainStmt, *pg.Node_AlterTypeStmt,
		*pg.Node_AlterObjectSchemaStmt, *pg.Node_AlterOwnerStmt, *pg.Node_AlterPolicyStmt, *pg.Node_AlterFunctionStmt,
		*pg.Node_CreateFunctionStmt, *pg.Node_ViewStmt, *pg.Node_DropStmt, *pg.Node_CreateTrigStmt:
		changed := catalog.Changed(r.before(), r.Catalog)
		for _, oid := range changed {
			o := r.Object(oid)
			made := o != nil && oid >= r.mark.Next() // it has to go with what it belongs to
			if !r.isNew(oid) || made && !r.isNew(catalog.HeadOf(o).In) {
				return false
			}
		}
		return len(changed) > 0
	}
	return false
}

// isNewObject finds an object as COMMENT and GRANT name it.
func (r *run) isNewObject(what pg.ObjectType, object *pgsql.Node) bool {
	names := list(object)
	switch {
	case object.GetRangeVar() != nil:
		return r.isNewRelation(object.GetRangeVar())
	case isRelation(what):
		return r.isNewRelation(rangeVar(names))
	case what == pg.ObjectType_OBJECT_SCHEMA:
		schema := r.Catalog.Schema(objectName(object))
		return schema != nil && r.isNew(schema.OID)
	case what == pg.ObjectType_OBJECT_COLUMN && len(names) > 1:
		rel := r.Catalog.RangeVar(rangeVar(names[:len(names)-1]))
		return rel != nil && (r.isNew(rel.OID) || r.areNew(rel, catalog.Strings(names[len(names)-1:])))
	case partClasses[what] != 0 && len(names) > 1:
		rel := r.Catalog.RangeVar(rangeVar(names[:len(names)-1]))
		if rel == nil {
			return false
		}
		part := r.Catalog.Find(partClasses[what], rel.OID, objectName(object))
		return part != nil && r.isNew(catalog.HeadOf(part).OID)
	}
	return false
}
