package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// superuser is the role that initdb makes where nothing else is said, and that
// histories are taken to run as.
const superuser = "postgres"

// roleName is the role that a statement names; the current one is empty, like
// the owner of what it makes, unless SET ROLE has named it.
func (r *run) roleName(n *pg.RoleSpec) string {
	switch n.GetRoletype() {
	case pg.RoleSpecType_ROLESPEC_CSTRING:
		return n.GetRolename()
	case pg.RoleSpecType_ROLESPEC_CURRENT_ROLE, pg.RoleSpecType_ROLESPEC_CURRENT_USER:
		return r.Session.Role
	}
	return ""
}

// sameRole tells whether two owners are the same.
func sameRole(a, b string) bool {
	if a == "" {
		a = superuser
	}
	if b == "" {
		b = superuser
	}
	return a == b
}

// setOwner is ALTER … OWNER TO for what is not altered by ALTER TABLE: it
// touches no relation (AlterObjectOwner_internal, alter.c).
func (r *run) setOwner(n *pg.AlterOwnerStmt) {
	r.e.Section = "ALTER " + objectWords(n.ObjectType)
	if n.ObjectType == pg.ObjectType_OBJECT_TYPE {
		if t := r.typeOfNames(n.Object); t != nil && t.Kind == 'c' {
			r.lock(t.Relation, AccessExclusive, "the relation behind the type gets the owner")
		}
	}
}

// typeOfNames is the type that a list of names means; nil where there is none.
func (r *run) typeOfNames(object *pgsql.Node) *catalog.DataType {
	schema, name := catalog.Split(list(object))
	t, _ := r.Lookup(catalog.ClassType, schema, name).(*catalog.DataType)
	return t
}

// changeOwner gives a relation to a role, with its indexes and the sequences
// that it owns; they are locked like it where the owner is not the same already
// (ATExecChangeOwner, tablecmds.c).
func (r *run) changeOwner(rel *catalog.Relation, owner string, mode Mode) {
	if sameRole(rel.Owner, owner) {
		return
	}
	r.lock(rel.OID, mode, "it gets another owner")
	catalog.Edit(r.Catalog, rel).Owner = owner
	if rel.Kind != catalog.Table && rel.Kind != catalog.Partitioned && rel.Kind != catalog.MaterializedView &&
		rel.Kind != catalog.ForeignTable {
		return
	}
	for _, index := range r.Indexes(rel.OID) {
		r.changeOwner(index, owner, mode)
	}
	for _, sequence := range r.ownedSequences(rel.OID) {
		r.changeOwner(sequence, owner, mode)
	}
}

// ownedSequences are the sequences that go with a table's columns.
func (r *run) ownedSequences(table catalog.OID) []*catalog.Relation {
	var found []*catalog.Relation
	for _, d := range r.Dependents(catalog.Address{OID: table}) {
		rel, ok := r.Object(d.Dependent.OID).(*catalog.Relation)
		if ok && rel.Kind == catalog.Sequence && d.Ref.Sub != 0 && d.Kind != catalog.Normal && !slices.Contains(found, rel) {
			found = append(found, rel)
		}
	}
	return found
}

// ownedBy are the relations of some roles.
func (r *run) ownedBy(roles []*pgsql.Node) []*catalog.Relation {
	var found []*catalog.Relation
	for _, node := range roles {
		role := r.roleName(node.GetRoleSpec())
		for _, o := range r.All(catalog.ClassRelation) {
			if rel, ok := o.(*catalog.Relation); ok && sameRole(rel.Owner, role) {
				found = append(found, rel)
			}
		}
	}
	return found
}

// reassignOwned is REASSIGN OWNED BY. Only owners of relations are known.
func (r *run) reassignOwned(n *pg.ReassignOwnedStmt) {
	r.e.Section = "REASSIGN OWNED"
	owner := r.roleName(n.Newrole)
	for _, rel := range r.ownedBy(n.Roles) {
		if rel, ok := r.Object(rel.OID).(*catalog.Relation); ok {
			r.changeOwner(rel, owner, AccessExclusive)
		}
	}
}
