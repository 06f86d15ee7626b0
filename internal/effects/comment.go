package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// comment is COMMENT ON: SHARE UPDATE EXCLUSIVE on a relation, ACCESS SHARE on
// that of a constraint, trigger, rule or policy (CommentObject, comment.c;
// get_object_address, objectaddress.c).
func (r *run) comment(n *pg.CommentStmt) {
	r.e.Section = "COMMENT"
	r.annotate(n.Objtype, n.Object)
}

// securityLabel is SECURITY LABEL; it takes the locks of COMMENT.
func (r *run) securityLabel(n *pg.SecLabelStmt) {
	r.e.Section = "SECURITY LABEL"
	r.annotate(n.Objtype, n.Object)
}

func (r *run) annotate(what pg.ObjectType, object *pgsql.Node) {
	names := list(object)
	switch {
	case isRelation(what):
		rel := r.relation(rangeVar(names), kindOfObject(what))
		if rel == nil {
			return
		}
		if !isOfKind(rel, what) {
			r.refuse("42809", "%s is not a %s", r.QualifiedName(rel), strings.ToLower(objectWords(what)))
		}
		r.lock(rel.OID, ShareUpdateExclusive, "its comment or label changes")
	case what == pg.ObjectType_OBJECT_COLUMN:
		r.annotateColumn(names)
	case partClasses[what] != 0 && len(names) > 1:
		rel := r.relation(rangeVar(names[:len(names)-1]), catalog.Table)
		if rel == nil {
			return
		}
		name := objectName(object)
		if r.part(what, rel, name) == nil && !rel.Unknown {
			r.refuse("42704", "%s %s for %s does not exist", strings.ToLower(objectWords(what)), pgsql.QuoteIdent(name), r.QualifiedName(rel))
		}
		r.lock(rel.OID, AccessShare, "what belongs to it gets a comment or label")
	}
}

// annotateColumn is a comment on a column, which locks the column's relation;
// that of a composite type, too.
func (r *run) annotateColumn(names []*pgsql.Node) {
	if len(names) < 2 {
		return
	}
	rel := r.relation(rangeVar(names[:len(names)-1]), catalog.Table)
	if rel == nil {
		return
	}
	switch rel.Kind {
	case catalog.Index, catalog.PartitionedIndex, catalog.Sequence:
		r.refuse("42809", "cannot set comment on relation %s: it has no columns to be commented on", r.QualifiedName(rel))
	}
	name := names[len(names)-1].GetString_().GetSval()
	if rel.Column(name) == nil && !rel.Unknown {
		r.refuse("42703", "column %s of relation %s does not exist", pgsql.QuoteIdent(name), r.QualifiedName(rel))
	}
	r.lock(rel.OID, ShareUpdateExclusive, "a column's comment or label changes")
}
