package effects

import (
	"slices"

	"sqlbundle/internal/catalog"
)

// change is what follows from a change of rows: sequences, foreign keys on both
// sides, triggers. Whether there are rows that it concerns nobody knows; it is
// taken that there are.
func (r *run) change(c change) {
	rel, ok := r.Object(c.table).(*catalog.Relation)
	if !ok {
		return
	}
	if rel.Unknown {
		r.unknown("the foreign keys and triggers of %s", r.QualifiedName(rel))
	}
	if c.insert {
		r.takeDefaults(rel, &c)
	}
	r.checkReferences(rel, c)
	r.actOnReferencing(rel, c, nil)
	r.readTarget(rel, c)
	for _, event := range []struct {
		name  string
		holds bool
	}{{"insert", c.insert}, {"update", c.update}, {"delete", c.remove}} {
		if event.holds {
			r.fire(rel, event.name, c.set)
		}
	}
}

// takeDefaults takes the values of the columns that get none: of a sequence,
// that locks it. Columns with a default then have a value.
func (r *run) takeDefaults(rel *catalog.Relation, c *change) {
	for _, col := range rel.Live() {
		if slices.Contains(c.given, col.Num) && !isPartlyDefault(c, col.Num) || col.Generated != 0 {
			continue
		}
		for _, sequence := range r.ownedSequences(rel.OID) {
			if col.Identity != 0 && sequence.Sequence.Identity && sequence.Sequence.OwnerColumn == col.Num {
				r.lock(sequence.OID, RowExclusive, "its values are taken")
			}
		}
		d, ok := r.Object(col.Default).(*catalog.Default)
		if !ok {
			continue
		}
		if !slices.Contains(c.given, col.Num) && !isNull(d.Expr.Node) {
			c.given = append(slices.Clip(c.given), col.Num)
		}
		a := r.AnalyzeExpr(rel, d.Expr.Node)
		r.runCalls(a)
		for _, dep := range r.References(catalog.Address{OID: d.OID}) {
			if s, ok := r.Object(dep.Ref.OID).(*catalog.Relation); ok && s.Kind == catalog.Sequence {
				r.lock(s.OID, RowExclusive, "its values are taken")
			}
		}
	}
}

// isPartlyDefault tells whether some row of VALUES says DEFAULT for a column.
func isPartlyDefault(c *change, num int16) bool {
	at := slices.Index(c.columns, num)
	for _, row := range c.rows {
		if at >= 0 && at < len(row) && row[at].GetSetToDefault() != nil {
			return true
		}
	}
	return false
}

// checkReferences are the checks of a table's own foreign keys: they lock the
// row that is referenced (RI_FKey_check, ri_triggers.c). NULL needs none, and one
// that is INITIALLY DEFERRED waits for the end of the transaction.
func (r *run) checkReferences(rel *catalog.Relation, c change) {
	for _, k := range r.Constraints(rel.OID) {
		if k.Kind != catalog.ForeignKey || !k.Enforced || r.isClone(k) {
			continue
		}
		given := c.insert && !slices.ContainsFunc(k.Columns, func(n int16) bool { return !slices.Contains(c.given, n) })
		reset := c.update && slices.ContainsFunc(k.Columns, func(n int16) bool { return c.changes(n) })
		if r.IsDeferred(k) {
			if c.insert || reset {
				r.AddPending(rel.OID, len(c.rows) > 0)
			}
			continue
		}
		changed := reset &&
			!slices.ContainsFunc(k.Columns, func(n int16) bool { return slices.Contains(c.nulls, n) })
		if !given && !changed {
			continue
		}
		why := "the rows that foreign key " + k.Name + " references are locked"
		r.lock(k.References, RowShare, "%s", why)
		r.lockIndexes(k.References, RowShare, why)
		for _, part := range r.referencedParts(k, c) {
			r.lock(part, RowShare, "%s", why)
			r.lockIndexes(part, RowShare, why)
		}
	}
}

// isClone tells whether a foreign key only stands for one partition of what the
// table's own foreign key references.
func (r *run) isClone(k *catalog.Constraint) bool {
	parent, ok := r.Object(k.Parent).(*catalog.Constraint)
	return ok && parent.In == k.In
}

// referencedParts are the partitions of a referenced table that new rows
// reference; all where constants do not tell.
func (r *run) referencedParts(k *catalog.Constraint, c change) []catalog.OID {
	parent, ok := r.Object(k.References).(*catalog.Relation)
	if !ok || parent.Kind != catalog.Partitioned {
		return nil
	}
	rows, ok := c.constantRows(nil)
	if rel, is := r.Object(k.In).(*catalog.Relation); is && c.update && !c.insert {
		rows, ok = []row{c.assignedConstants(rel)}, true
	}
	for i, values := range rows {
		referenced := row{}
		for j, num := range k.Columns {
			if v, given := values[num]; given {
				referenced[k.RefColumns[j]] = v
			}
		}
		rows[i] = referenced
	}
	if parts, known := r.partsOf(parent, rows); ok && known && (!c.update || !c.insert) && !c.merge {
		return parts
	}
	return oids(r.partitions(k.References))
}

// actOnReferencing are the foreign keys that reference a table whose rows are
// deleted, or whose key is changed: their tables are looked through, or changed,
// for each row (ri_triggers.c). path are the tables on the way here.
func (r *run) actOnReferencing(rel *catalog.Relation, c change, path []catalog.OID) {
	if slices.Contains(path, rel.OID) {
		return
	}
	path = append(slices.Clip(path), rel.OID)
	for _, k := range r.foreignKeysTo(rel.OID) {
		keyed := c.update && slices.ContainsFunc(k.RefColumns, func(n int16) bool { return c.changes(n) })
		if !c.remove && !keyed || !k.Enforced {
			continue
		}
		if c.remove {
			r.actOn(k, k.OnDelete, true, path)
		}
		if keyed {
			r.actOn(k, k.OnUpdate, false, path)
		}
	}
}

// actOn is one foreign key's action for a row that goes or changes.
func (r *run) actOn(k *catalog.Constraint, action byte, removed bool, path []catalog.OID) {
	if r.IsDeferred(k) && (action == 'a' || action == 0) {
		r.AddPending(k.References, false)
		return
	}
	mode, why := RowShare, "it is searched for rows that reference what goes, by foreign key "+k.Name
	follow := change{table: k.In}
	switch action {
	case 'c':
		mode, why = RowExclusive, "its rows go or change with what they reference, by foreign key "+k.Name
		follow.remove, follow.update = removed, !removed
	case 'n', 'd':
		mode, why = RowExclusive, "foreign key "+k.Name+" sets its columns"
		follow.update = true
	}
	if follow.update {
		follow.set = k.Columns
	}
	for _, oid := range append([]catalog.OID{k.In}, oids(r.partitions(k.In))...) {
		r.lock(oid, mode, "%s", why)
		r.lockIndexes(oid, mode, why)
		if !r.servedByIndex(oid, k.Columns) {
			r.scan(oid, "foreign key %s has no index to find its rows by: it is read in full for each row", k.Name)
		}
	}
	rel, ok := r.Object(k.In).(*catalog.Relation)
	if !ok || mode != RowExclusive {
		return
	}
	r.touch('c', &r.e.Changed, k.In, "%s", why)
	if action == 'd' {
		r.checkReferences(rel, follow)
	}
	r.actOnReferencing(rel, follow, path)
	event := "update"
	if follow.remove {
		event = "delete"
	}
	r.fire(rel, event, follow.set)
}

// partitions are the partitions of a table, and theirs.
func (r *run) partitions(table catalog.OID) []*catalog.Relation {
	return slices.DeleteFunc(r.Descendants(table), func(rel *catalog.Relation) bool { return !rel.Partition })
}

// servedByIndex tells whether an index could find rows by one of some columns.
func (r *run) servedByIndex(table catalog.OID, columns []int16) bool {
	return slices.ContainsFunc(r.Indexes(table), func(index *catalog.Relation) bool {
		i := index.Index
		return i.Valid && i.Predicate == nil && len(i.Columns) > 0 && slices.Contains(columns, i.Columns[0].Num) &&
			(i.Method == "btree" || i.Method == "hash" || i.Method == "")
	})
}

// readTarget tells whether the rows to change are looked for by reading all of
// them.
func (r *run) readTarget(rel *catalog.Relation, c change) {
	if !c.update && !c.remove || c.insert {
		return
	}
	var named []int16
	for _, v := range r.ColumnsNamed(rel, c.where) {
		named = append(named, v.Num)
	}
	for _, oid := range append([]catalog.OID{rel.OID}, oids(r.Descendants(rel.OID))...) {
		if _, locked := r.touched[touchKey{'l', oid}]; !locked {
			continue // pruned
		}
		switch {
		case c.where == nil:
			r.scan(oid, "all of its rows are changed")
		case !r.servedByIndex(oid, named):
			r.scan(oid, "no index serves the condition")
		}
	}
}
