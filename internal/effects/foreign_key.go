package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// addForeignKey adds a foreign key to a table and, where that is partitioned, to
// its partitions, in the statement's mode; only holds for ALTER TABLE ONLY. The referenced table and its
// partitions get triggers and are locked for that, a table that has just been
// made references them as well (ATAddForeignKeyConstraint, tablecmds.c,
// PostgreSQL 16).
func (r *run) addForeignKey(table catalog.OID, def *pg.Constraint, t *altered, only bool, mode Mode) *catalog.Constraint {
	rel := r.table(table)
	pk := r.referencedTable(def)
	r.lock(pk.OID, ShareRowExclusive, "a foreign key comes to reference it: it gets triggers")
	r.checkForeignKey(rel, pk, def, only)
	k := &catalog.Constraint{
		Head: catalog.Head{In: table}, Kind: catalog.ForeignKey, Enforced: !r.newer.notEnforced[def], Local: true, NoInherit: rel.Kind != catalog.Partitioned,
		Validated:  !def.SkipValidation || def.InitiallyValid || t == nil,
		Deferrable: def.Deferrable || def.Initdeferred, Deferred: def.Initdeferred,
		References: pk.OID, OnDelete: actionByte(def.FkDelAction), OnUpdate: actionByte(def.FkUpdAction),
	}
	k.Validated, k.Period = k.Validated && k.Enforced, r.newer.period[def]
	k.Columns = r.needColumns(table, catalog.Strings(def.FkAttrs))
	r.referencedKey(k, def)
	r.checkPeriod(k)
	r.checkForeignKeyTypes(k)
	r.checkForeignKeyActions(k, def)
	rel = r.table(table)
	k.Name = r.constraintName(rel, def.Conname, nameAddition(catalog.Strings(def.FkAttrs)), "fkey")
	k = r.newForeignKey(k)
	r.referencePartitions(k)
	validate := t != nil && !def.SkipValidation && k.Enforced
	r.shareForeignKey(k, validate, mode)
	if validate {
		r.validateForeignKey(k, "its rows are looked up in the referenced table")
	}
	return k
}

// checkPeriod refuses PERIOD in a foreign key to an ordinary key, and a foreign
// key without it to one WITHOUT OVERLAPS (PostgreSQL 18).
func (r *run) checkPeriod(k *catalog.Constraint) {
	index := r.table(k.Index)
	if index == nil || index.Index == nil {
		return
	}
	if key, ok := r.Object(index.Index.Constraint).(*catalog.Constraint); ok && key.Period != k.Period {
		r.refuse("42830", "foreign key must use PERIOD if and only if the key that it references is WITHOUT OVERLAPS")
	}
}

// actionByte is an action as in pg_constraint; none is NO ACTION.
func actionByte(s string) byte {
	if s == "" {
		return 'a'
	}
	return s[0]
}

// referencedTable is what REFERENCES names.
func (r *run) referencedTable(def *pg.Constraint) *catalog.Relation {
	pk := r.relation(def.Pktable, catalog.Table)
	if pk == nil {
		r.refuse("42501", "permission denied: %s is a system catalog", pgsql.QuoteIdent(def.Pktable.GetRelname()))
	}
	if pk.Kind != catalog.Table && pk.Kind != catalog.Partitioned {
		r.refuse("42809", "referenced relation %s is not a table", pgsql.QuoteIdent(pk.Name))
	}
	return pk
}

// checkForeignKey refuses ties between tables that cannot be tied.
func (r *run) checkForeignKey(rel, pk *catalog.Relation, def *pg.Constraint, only bool) {
	name := pgsql.QuoteIdent(rel.Name)
	if rel.Kind == catalog.Partitioned {
		switch {
		case only:
			r.refuse("42809", "cannot use ONLY for foreign key on partitioned table %s", name)
		case def.SkipValidation && !def.InitiallyValid && r.Version < 18:
			r.refuse("42809", "cannot add NOT VALID foreign key on partitioned table %s", name)
		}
	}
	if !rel.Kind.IsTable() || rel.Kind == catalog.ForeignTable {
		r.refuse("42809", "foreign key constraints are not supported on %s", name)
	}
	if rel.Unknown || pk.Unknown {
		return
	}
	switch {
	case rel.Persistence == catalog.Permanent && pk.Persistence != catalog.Permanent,
		rel.Persistence == catalog.Unlogged && pk.Persistence == catalog.Temporary,
		rel.Persistence == catalog.Temporary && pk.Persistence != catalog.Temporary:
		r.refuse("42P16", "constraints on %s tables cannot reference tables that live for another time", persistenceName(rel.Persistence))
	}
}

func persistenceName(p catalog.Persistence) string {
	switch p {
	case catalog.Unlogged:
		return "unlogged"
	case catalog.Temporary:
		return "temporary"
	}
	return "permanent"
}

// hasActionTriggers tells whether a foreign key has triggers on a referenced
// table: until 14 a partitioned one had none, its partitions alone did
// (addFkRecurseReferenced).
func (r *run) hasActionTriggers(referenced catalog.OID) bool {
	rel := r.table(referenced)
	return r.Version >= 15 || rel == nil || rel.Kind != catalog.Partitioned
}

// checkForeignKeyActions refuses what would write to generated columns, and
// lists of columns that are not the key's.
func (r *run) checkForeignKeyActions(k *catalog.Constraint, def *pg.Constraint) {
	if len(def.FkDelSetCols) > 0 && r.Version < 15 {
		r.refuse("42601", "ON DELETE SET with columns is new in PostgreSQL 15")
	}
	rel := r.table(k.In)
	for _, num := range k.Columns {
		switch rel.Columns[num-1].Generated {
		case 0:
			continue
		case 'v':
			r.refuse("0A000", "foreign key constraints on virtual generated columns are not supported")
		}
		switch {
		case k.OnUpdate == 'n' || k.OnUpdate == 'd' || k.OnUpdate == 'c', k.OnDelete == 'n' || k.OnDelete == 'd':
			r.refuse("42601", "invalid action for foreign key constraint containing generated column")
		}
	}
	for _, name := range catalog.Strings(def.FkDelSetCols) {
		r.needColumn(k.In, name)
		found := false
		for _, num := range k.Columns {
			found = found || r.table(k.In).Columns[num-1].Name == name
		}
		if !found {
			r.refuse("42P10", "column %s referenced in ON DELETE SET action must be part of foreign key", pgsql.QuoteIdent(name))
		}
	}
}

// newForeignKey stores a foreign key: it needs the columns that it references
// and the index on them.
func (r *run) newForeignKey(k *catalog.Constraint) *catalog.Constraint {
	k = r.newConstraint(k)
	self := catalog.Address{OID: k.OID}
	for _, num := range k.RefColumns {
		r.Depend(self, catalog.Normal, catalog.Address{OID: k.References, Sub: num})
	}
	if len(k.RefColumns) == 0 {
		r.Depend(self, catalog.Normal, catalog.Address{OID: k.References})
	}
	r.Depend(self, catalog.Normal, catalog.Address{OID: k.Index})
	return k
}

// referencePartitions makes a foreign key reference each partition of the
// referenced table too, by constraints of their own (addFkRecurseReferenced).
func (r *run) referencePartitions(k *catalog.Constraint) {
	pk := r.table(k.References)
	if pk.Kind != catalog.Partitioned {
		return
	}
	for _, part := range r.Children(pk.OID) {
		r.lock(part.OID, ShareRowExclusive, "a foreign key comes to reference its parent: it gets triggers")
		r.referencePartition(k, part)
	}
}

// referencePartition makes a foreign key reference one partition too.
func (r *run) referencePartition(k *catalog.Constraint, part *catalog.Relation) {
	pk, rel := r.table(k.References), r.table(k.In)
	n := *k
	n.Head = catalog.Head{In: k.In, Name: r.ChooseNumberedName(r.topName(k), rel.In)}
	if r.Version < 18 {
		n.Name = r.ChooseConstraintName(rel.Name, nameAddition(columnNames(rel, k.Columns)), "fkey", rel.In)
	}
	n.References, n.RefColumns = part.OID, mapColumns(pk, part, k.RefColumns)
	n.NoInherit = false
	n.Index, n.Local, n.Inherited, n.Parent = r.partOfIndex(k.Index, part.OID), false, 1, k.OID
	made := r.newForeignKey(&n)
	r.Depend(catalog.Address{OID: made.OID}, catalog.Internal, catalog.Address{OID: k.OID})
	r.referencePartitions(made)
}

// topName is the name of the foreign key that others of its table were made for.
func (r *run) topName(k *catalog.Constraint) string {
	for {
		up, ok := r.Object(k.Parent).(*catalog.Constraint)
		if !ok || up.In != k.In {
			return k.Name
		}
		k = up
	}
}

func columnNames(rel *catalog.Relation, nums []int16) []string {
	names := make([]string, len(nums))
	for i, num := range nums {
		names[i] = rel.Columns[num-1].Name
	}
	return names
}

// partOfIndex is the part that a partition has of an index; 0 where it has none.
func (r *run) partOfIndex(index, partition catalog.OID) catalog.OID {
	for _, part := range r.Indexes(partition) {
		if part.Index.Parent == index && index != 0 {
			return part.OID
		}
	}
	return 0
}
