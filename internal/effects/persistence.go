package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// persistenceChanges is why SET LOGGED and SET UNLOGGED rewrite a table.
const persistenceChanges = "what is written to it is logged from now on, or no longer"

// setPersistence is SET LOGGED and SET UNLOGGED. A foreign key of a logged table
// must not lead to an unlogged one (ATPrepChangePersistence, tablecmds.c).
func setPersistence(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel, to := t.relation(a), catalog.Permanent
	if cmd.Subtype == pg.AlterTableType_AT_SetUnLogged {
		to = catalog.Unlogged
	}
	name := a.QualifiedName(rel)
	switch {
	case rel.Kind == catalog.Sequence && a.Version >= 15:
	case rel.Kind == catalog.Partitioned && a.Version < 18:
	case rel.Kind != catalog.Table:
		a.refuse("42809", "%s is not a table", name)
	}
	switch {
	case t.rewrite == persistenceChanges:
		a.refuse("0A000", "cannot change persistence setting twice")
	case rel.Persistence == catalog.Temporary:
		a.refuse("42P16", "cannot change logged status of table %s because it is temporary", name)
	case rel.Persistence == to:
		return
	case to == catalog.Unlogged && a.isPublished(rel.OID):
		a.refuse("55000", "cannot change table %s to unlogged because it is part of a publication", name)
	}
	a.checkPersistence(rel, to)
	if rel.Kind == catalog.Partitioned {
		return
	}
	catalog.Edit(a.Catalog, rel).Persistence = to
	for _, index := range a.Indexes(rel.OID) {
		catalog.Edit(a.Catalog, index).Persistence = to
	}
	if a.Version >= 15 {
		for _, sequence := range a.ownedSequences(rel.OID) {
			a.lock(sequence.OID, AccessExclusive, "it gets a new file with the table whose column owns it")
			catalog.Edit(a.Catalog, sequence).Persistence = to
		}
	}
	t.mustRewrite(persistenceChanges)
}

// isPublished tells whether a publication names a table.
func (r *run) isPublished(table catalog.OID) bool {
	for _, d := range r.Dependents(catalog.Address{OID: table}) {
		if o := r.Object(d.Dependent.OID); o != nil && catalog.HeadOf(o).Class == catalog.ClassPublicationRelation {
			return true
		}
	}
	return false
}

// checkPersistence looks at the foreign keys from a table that becomes logged,
// or to one that becomes unlogged.
func (r *run) checkPersistence(rel *catalog.Relation, to catalog.Persistence) {
	if to == catalog.Unlogged {
		for _, k := range r.ReferencedBy(rel.OID) {
			from, ok := r.Object(k.In).(*catalog.Relation)
			if ok && k.In != rel.OID && from.Persistence == catalog.Permanent {
				r.refuse("42P16", "could not change table %s to unlogged because logged table %s references it",
					r.QualifiedName(rel), r.QualifiedName(from))
			}
		}
		return
	}
	for _, k := range r.Constraints(rel.OID) {
		if k.Kind != catalog.ForeignKey || k.References == rel.OID {
			continue
		}
		if other, ok := r.Object(k.References).(*catalog.Relation); ok && other.Persistence == catalog.Unlogged {
			r.refuse("42P16", "could not change table %s to logged because it references unlogged table %s",
				r.QualifiedName(rel), r.QualifiedName(other))
		}
	}
}
