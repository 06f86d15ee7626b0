package effects

import (
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// columnSequence makes the sequence of a serial or identity column: it stands
// beside its table and is named after both, unless SEQUENCE NAME says otherwise
// (generateSerialExtraStmts, parse_utilcmd.c).
func (r *run) columnSequence(rel *catalog.Relation, n *newColumn, options []*pgsql.Node) catalog.OID {
	bottom := r.Bottom(n.Type)
	if bottom.Name != "int2" && bottom.Name != "int4" && bottom.Name != "int8" && !n.Type.Unknown() || bottom.Array {
		r.refuse("22023", "identity column type must be smallint, integer, or bigint")
	}
	if n.Identity != 0 && len(r.Domains(n.Type)) > 0 {
		r.refuse("22023", "identity column type must be smallint, integer, or bigint")
	}
	schema, name := rel.In, ""
	if d := option(options, "sequence_name"); d != nil {
		inSchema, given := catalog.Split(list(d.Arg))
		name = given
		if inSchema != "" {
			schema = r.schemaNamed(inSchema).OID
		}
	}
	switch {
	case name == "":
		name = r.ChooseRelationName(rel.Name, n.Name, "seq", schema, false)
	case r.Find(catalog.ClassRelation, schema, name) != nil:
		r.refuse("42P07", "relation %q already exists", name)
	}
	persistence := rel.Persistence
	if persistence == catalog.Unlogged && r.Version < 15 {
		persistence = catalog.Permanent
	}
	return r.makeSequence(schema, name, bottom, persistence).OID
}

// makeSequence stores a sequence that nothing owns yet.
func (r *run) makeSequence(schema catalog.OID, name string, t catalog.Type, p catalog.Persistence) *catalog.Relation {
	return made(r, &catalog.Relation{
		Head: head(catalog.ClassRelation, schema, name), Kind: catalog.Sequence, Persistence: p,
		Sequence: &catalog.SequenceInfo{Type: t},
	})
}

// ownSequence makes a column the owner of a sequence; identity for that of an identity
// column, which cannot go without it.
func (r *run) ownSequence(sequence, table catalog.OID, num int16, identity bool) {
	s := r.Object(sequence).(*catalog.Relation)
	r.disown(s)
	info := *s.Sequence
	catalog.Edit(r.Catalog, s).Sequence = &info
	r.ownNewSequence(sequence, table, num, identity)
}

// ownNewSequence is ownSequence for one that the statement has just made, for
// this column: nobody else has seen it.
func (r *run) ownNewSequence(sequence, table catalog.OID, num int16, identity bool) {
	info := r.Object(sequence).(*catalog.Relation).Sequence
	info.OwnerTable, info.OwnerColumn, info.Identity = table, num, identity
	kind := catalog.Auto
	if identity {
		kind = catalog.Internal
	}
	r.Depend(catalog.Address{OID: sequence}, kind, catalog.Address{OID: table, Sub: num})
}

// disown takes the owner from a sequence.
func (r *run) disown(s *catalog.Relation) {
	if s.Sequence == nil || s.Sequence.OwnerTable == 0 {
		return
	}
	r.Undepend(catalog.Address{OID: s.OID}, s.Sequence.OwnerTable, catalog.Auto)
	r.Undepend(catalog.Address{OID: s.OID}, s.Sequence.OwnerTable, catalog.Internal)
	s = catalog.Edit(r.Catalog, s)
	info := *s.Sequence
	info.OwnerTable, info.OwnerColumn, info.Identity = 0, 0, false
	s.Sequence = &info
}

// identitySequence is the sequence of an identity column; nil where nobody knows
// it.
func (r *run) identitySequence(table catalog.OID, num int16) *catalog.Relation {
	for _, d := range r.Dependents(catalog.Address{OID: table, Sub: num}) {
		s, ok := r.Object(d.Dependent.OID).(*catalog.Relation)
		if ok && s.Sequence != nil && s.Sequence.Identity && s.Sequence.OwnerTable == table && s.Sequence.OwnerColumn == num {
			return s
		}
	}
	return nil
}
