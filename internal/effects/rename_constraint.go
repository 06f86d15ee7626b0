package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// renameTableConstraint is ALTER TABLE … RENAME CONSTRAINT: ACCESS EXCLUSIVE; the
// index behind the constraint gets the name, too, under SHARE UPDATE EXCLUSIVE.
// Checks, and from 18 on NOT NULL, are renamed in the children as well
// (rename_constraint_internal, tablecmds.c).
func (r *run) renameTableConstraint(n *pg.RenameStmt, to string) {
	rel := r.relationIfExists(n.Relation, catalog.Table, n.MissingOk)
	if rel == nil {
		return
	}
	if !rel.Kind.IsTable() {
		r.refuse("42809", "%s is not a table", r.QualifiedName(rel))
	}
	if rel.OfType != 0 {
		r.refuse("42809", "cannot rename constraint of typed table")
	}
	r.lock(rel.OID, AccessExclusive, "a constraint of it is renamed")
	r.renameConstraint(rel, n.Subname, to, n.Relation.Inh, 0)
}

// renameConstraint renames the constraint of one table; parents is how many of
// those that it comes from are renamed, too.
func (r *run) renameConstraint(rel *catalog.Relation, from, to string, recurse bool, parents int) {
	k := r.Constraint(rel.OID, from)
	if k == nil {
		if !rel.Unknown {
			r.refuse("42704", "constraint %s for table %s does not exist", pgsql.QuoteIdent(from), r.QualifiedName(rel))
		}
		return
	}
	if (k.Kind == catalog.Check || k.Kind == catalog.NotNull) && !k.NoInherit {
		r.renameInherited(rel, k, to, recurse, parents)
	}
	if index, ok := r.Object(k.Index).(*catalog.Relation); ok && k.Kind != catalog.ForeignKey {
		r.lock(index.OID, ShareUpdateExclusive, "its constraint is renamed, and it with it")
		r.setRelationName(index, to)
	}
	if r.Constraint(rel.OID, to) != nil {
		r.refuse("42710", "constraint %s for relation %s already exists", pgsql.QuoteIdent(to), r.QualifiedName(rel))
	}
	r.Move(r.Object(k.OID), k.In, to)
}

// renameInherited renames a constraint in the children, which must not be left
// out.
func (r *run) renameInherited(rel *catalog.Relation, k *catalog.Constraint, to string, recurse bool, parents int) {
	children := r.Descendants(rel.OID)
	switch {
	case recurse:
		for _, child := range children {
			r.lock(child.OID, AccessExclusive, "a constraint of its parent is renamed, and its own with it")
		}
		for _, child := range children {
			if r.Constraint(child.OID, k.Name) != nil {
				r.renameConstraint(child, k.Name, to, false, max(1, len(child.Parents)))
			}
		}
	case parents == 0 && len(children) > 0:
		r.refuse("42P16", "inherited constraint %s must be renamed in child tables too", pgsql.QuoteIdent(k.Name))
	}
	if k.Inherited > parents {
		r.refuse("42P16", "cannot rename inherited constraint %s", pgsql.QuoteIdent(k.Name))
	}
}

// renameDomainConstraint is ALTER DOMAIN … RENAME CONSTRAINT; it touches no
// relation.
func (r *run) renameDomainConstraint(n *pg.RenameStmt, to string) {
	t := r.typeOfNames(n.Object)
	if t == nil {
		r.notMade("domain", objectName(n.Object))
		return
	}
	k := r.Constraint(t.OID, n.Subname)
	if k == nil {
		if t.Kind == 'd' {
			r.refuse("42704", "constraint %s for domain %s does not exist", pgsql.QuoteIdent(n.Subname), r.QualifiedName(t))
		}
		return
	}
	r.setName(k, to)
}
