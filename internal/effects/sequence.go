package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createSequence is CREATE SEQUENCE (DefineSequence, sequence.c).
func (r *run) createSequence(n *pg.CreateSeqStmt) {
	r.e.Section = "CREATE SEQUENCE"
	schema, persistence := r.creationPlace(n.Sequence)
	if r.Find(catalog.ClassRelation, schema, n.Sequence.Relname) != nil {
		if !n.IfNotExists {
			r.refuse("42P07", "relation %q already exists", n.Sequence.Relname)
		}
		return
	}
	if persistence == catalog.Unlogged && r.Version < 15 {
		r.refuse("0A000", "unlogged sequences are not supported")
	}
	t := catalog.Builtin("int8")
	if d := option(n.Options, "as"); d != nil {
		t = r.sequenceType(d)
	}
	s := r.makeSequence(schema, n.Sequence.Relname, t, persistence)
	r.sequenceOwnedBy(s, n.Options)
}

func (r *run) sequenceType(d *pg.DefElem) catalog.Type {
	t := r.typeNamed(d.GetArg().GetTypeName())
	if t.Name != "int2" && t.Name != "int4" && t.Name != "int8" || t.Array {
		r.refuse("22023", "sequence type must be smallint, integer, or bigint")
	}
	return t
}

// creationPlace is the schema of a new relation, and its persistence
// (RangeVarGetAndCheckCreationNamespace and RangeVarAdjustRelationPersistence,
// namespace.c).
func (r *run) creationPlace(n *pg.RangeVar) (schema catalog.OID, p catalog.Persistence) {
	p = catalog.Permanent
	if n.Relpersistence != "" {
		p = catalog.Persistence(n.Relpersistence[0])
	}
	temp := p == catalog.Temporary
	if temp && n.Schemaname == "" {
		return r.Temp().OID, p
	}
	s := r.schemaFor(n.Schemaname)
	switch {
	case s.Name == catalog.TempSchema && p == catalog.Unlogged:
		r.refuse("42P16", "only temporary relations may be created in temporary schemas")
	case s.Name == catalog.TempSchema:
		p = catalog.Temporary
	case temp:
		r.refuse("42P16", "cannot create temporary relation in non-temporary schema")
	}
	return s.OID, p
}

// alterSequence is ALTER SEQUENCE with options (AlterSequence, sequence.c): all
// of them take SHARE ROW EXCLUSIVE, so that nobody gets a number meanwhile.
func (r *run) alterSequence(n *pg.AlterSeqStmt) {
	r.e.Section = "ALTER SEQUENCE"
	s := r.relationIfExists(n.Sequence, catalog.Sequence, n.MissingOk)
	if s == nil {
		return
	}
	if s.Kind != catalog.Sequence {
		r.refuse("42809", "%q is not a sequence", s.Name)
	}
	r.lock(s.OID, ShareRowExclusive, "its options change")
	if s.Sequence == nil {
		s = catalog.Edit(r.Catalog, s)
		s.Sequence = &catalog.SequenceInfo{}
	}
	if d := option(n.Options, "as"); d != nil {
		info := *s.Sequence
		info.Type = r.sequenceType(d)
		s = catalog.Edit(r.Catalog, s)
		s.Sequence = &info
	}
	r.sequenceOwnedBy(s, n.Options)
}

// sequenceOwnedBy is OWNED BY (process_owned_by, sequence.c).
func (r *run) sequenceOwnedBy(s *catalog.Relation, options []*pgsql.Node) {
	d := option(options, "owned_by")
	if d == nil {
		return
	}
	names := list(d.Arg)
	if len(names) == 1 {
		if names[0].GetString_().GetSval() != "none" {
			r.refuse("42601", "invalid OWNED BY option")
		}
		r.refuseIdentity(s)
		r.disown(s)
		return
	}
	column := names[len(names)-1].GetString_().GetSval()
	table := r.relation(rangeVar(names[:len(names)-1]), catalog.Table)
	if table == nil {
		return
	}
	r.lock(table.OID, AccessShare, "a column of it owns the sequence")
	if !table.Kind.IsTable() && table.Kind != catalog.View {
		r.refuse("42809", "sequence cannot be owned by relation %q", table.Name)
	}
	if table.In != s.In {
		r.refuse("55000", "sequence must be in same schema as table it is linked to")
	}
	r.refuseIdentity(s)
	r.ownSequence(s.OID, table.OID, r.needColumn(table.OID, column).Num, false)
}

func (r *run) refuseIdentity(s *catalog.Relation) {
	if s.Sequence != nil && s.Sequence.Identity {
		r.refuse("0A000", "cannot change ownership of identity sequence")
	}
}
