package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// truncate is TRUNCATE: ACCESS EXCLUSIVE on the tables and their children, which
// get new, empty files (ExecuteTruncate, tablecmds.c, PostgreSQL 16).
func (r *run) truncate(n *pg.TruncateStmt) {
	r.e.Section = "TRUNCATE"
	var tables []catalog.OID
	add := func(oid catalog.OID, why string) {
		r.lock(oid, AccessExclusive, "%s", why)
		r.notPending(oid, "TRUNCATE")
		if !slices.Contains(tables, oid) {
			tables = append(tables, oid)
		}
	}
	for _, node := range n.Relations {
		rel := r.relation(node.GetRangeVar(), catalog.Table)
		if rel == nil {
			r.refuse("42501", "permission denied: a system catalog is never truncated")
		}
		if !rel.Kind.IsTable() {
			r.refuse("42809", "%s is not a table", r.QualifiedName(rel))
		}
		if rel.Kind == catalog.ForeignTable && r.Version < 14 {
			r.refuse("42809", "foreign tables can be truncated since PostgreSQL 14 only")
		}
		if !node.GetRangeVar().Inh && rel.Kind == catalog.Partitioned {
			r.refuse("42809", "cannot truncate only a partitioned table")
		}
		add(rel.OID, "it is emptied")
		if node.GetRangeVar().Inh {
			for _, child := range r.Descendants(rel.OID) {
				add(child.OID, "it is emptied with its parent")
			}
		}
	}
	tables = r.truncateReferencing(tables, n.Behavior)
	for _, oid := range tables {
		r.empty(oid, n.RestartSeqs)
	}
}

// truncateReferencing adds the tables with foreign keys to those that are
// emptied, or refuses where there are any (heap_truncate_check_FKs, heap.c).
func (r *run) truncateReferencing(tables []catalog.OID, behavior pg.DropBehavior) []catalog.OID {
	for i := 0; i < len(tables); i++ { // tables may grow
		for _, k := range r.foreignKeysTo(tables[i]) {
			if slices.Contains(tables, k.In) {
				continue
			}
			if behavior != pg.DropBehavior_DROP_CASCADE {
				if !r.hasTriggers(tables[i]) {
					continue
				}
				r.refuse("0A000", "cannot truncate a table that %s references: name that too, or use CASCADE", r.describe(k.In))
			}
			for _, rel := range append([]catalog.OID{k.In}, oids(r.Descendants(k.In))...) {
				r.lock(rel, AccessExclusive, "it references a table that is emptied, and is emptied too")
				if !slices.Contains(tables, rel) {
					tables = append(tables, rel)
				}
			}
		}
	}
	return tables
}

// hasTriggers tells whether a table counts as one with triggers, which are looked
// at for foreign keys: those of a foreign key that is not enforced are missing.
func (r *run) hasTriggers(table catalog.OID) bool {
	rel := r.table(table)
	if rel == nil || rel.Kind == catalog.Partitioned || rel.Unknown || len(r.Triggers(table)) > 0 {
		return true
	}
	enforced := func(k *catalog.Constraint) bool {
		return k.Kind == catalog.ForeignKey && k.Enforced || k.Kind != catalog.ForeignKey && k.Deferrable
	}
	return slices.ContainsFunc(r.ReferencedBy(table), enforced) || slices.ContainsFunc(r.Constraints(table), enforced)
}

// foreignKeysTo are the foreign keys that reference a table or what it is a
// partition of.
func (r *run) foreignKeysTo(table catalog.OID) []*catalog.Constraint {
	keys := r.ReferencedBy(table)
	if rel, ok := r.Object(table).(*catalog.Relation); ok && rel.Partition {
		for _, parent := range rel.Parents {
			keys = append(keys, r.foreignKeysTo(parent)...)
		}
	}
	return keys
}

func (r *run) describe(oid catalog.OID) string { return r.Describe(catalog.Address{OID: oid}) }

// empty gives a table a new file.
func (r *run) empty(oid catalog.OID, restart bool) {
	rel, ok := r.Object(oid).(*catalog.Relation)
	if !ok {
		return
	}
	if rel.Kind.HasStorage() {
		r.touch('r', &r.e.Rewrites, oid, "it is emptied")
		r.lose(oid, "all of its rows")
	}
	for _, index := range r.Indexes(oid) {
		if rel.Kind.HasStorage() {
			r.lock(index.OID, AccessExclusive, "its table is emptied")
		}
	}
	if restart {
		for _, sequence := range r.ownedSequences(oid) {
			r.lock(sequence.OID, AccessExclusive, "it begins anew")
		}
	}
	r.fire(rel, "truncate", nil)
}
