package effects

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
)

// touchKey finds an entry of one of the lists.
type touchKey struct {
	list byte
	oid  catalog.OID
}

// note remembers where in its list an entry stands.
func (r *run) note(key touchKey, at int) {
	if r.touched == nil {
		r.touched = map[touchKey]int{}
	}
	r.touched[key] = at
}

// existed tells whether a relation was there before the statement.
func (r *run) existed(oid catalog.OID) bool { return r.old(oid) != nil }

// old is a relation as it was before the statement; nil for what was not there.
func (r *run) old(oid catalog.OID) *catalog.Relation {
	if r.assumed[oid] {
		return r.table(oid)
	}
	rel, _ := r.oldObject(oid).(*catalog.Relation)
	return rel
}

// oldObject is an object as it was before the statement, or nil.
func (r *run) oldObject(oid catalog.OID) catalog.Object {
	switch {
	case oid >= r.mark.Next():
		return nil
	case r.was == nil && r.Changes() < fewChanges:
		return r.ObjectAt(oid)
	}
	return r.before().Object(oid)
}

// fewChanges are searched faster than the catalog before them is made.
const fewChanges = 64

// noteAssumed remembers a relation that the statement takes to be there.
func (r *run) noteAssumed(oid catalog.OID) {
	if r.assumed == nil {
		r.assumed = map[catalog.OID]bool{}
	}
	r.assumed[oid] = true
}

// oldName is a relation's name before the statement.
func (r *run) oldName(rel *catalog.Relation) string {
	if r.assumed[rel.OID] || r.oldObject(rel.In) == r.Object(rel.In) {
		return r.QualifiedName(rel)
	}
	return r.before().QualifiedName(rel)
}

// touchOf is what happens to a relation, in words.
func (r *run) touchOf(rel *catalog.Relation, format string, args ...any) Touch {
	if r.silent {
		return Touch{OID: rel.OID}
	}
	return Touch{r.oldName(rel), rel.OID, fmt.Sprintf(format, args...)}
}

// lock takes a lock on a relation; the strongest stays.
func (r *run) lock(oid catalog.OID, mode Mode, format string, args ...any) {
	rel := r.old(oid)
	if rel == nil || mode == NoLock {
		return
	}
	list, name := &r.e.Locks, byte('l')
	if rel.Kind.IsIndex() {
		list, name = &r.e.IndexLocks, 'i'
	}
	at, known := r.touched[touchKey{name, oid}]
	if !known {
		at = len(*list)
		r.note(touchKey{name, oid}, at)
		*list = append(*list, Lock{Touch: r.touchOf(rel, "")})
	}
	if l := &(*list)[at]; mode > l.Mode {
		l.Mode = mode
		if !r.silent {
			l.Why = fmt.Sprintf(format, args...)
		}
	}
}

// scan notes that a relation is read in full.
func (r *run) scan(oid catalog.OID, format string, args ...any) {
	if rel := r.old(oid); rel != nil && rel.Kind.HasStorage() {
		r.touch('s', &r.e.Scans, oid, format, args...)
	}
}

// mayScan notes that a relation is read, perhaps in full.
func (r *run) mayScan(oid catalog.OID, format string, args ...any) {
	if rel := r.old(oid); rel != nil && rel.Kind.HasStorage() {
		r.touch('m', &r.e.MayScan, oid, format, args...)
	}
}

// rewrite notes that a table gets a new file, and with it all its indexes; it is
// read in full for that.
func (r *run) rewrite(oid catalog.OID, format string, args ...any) {
	if rel := r.old(oid); rel != nil && rel.Kind.HasStorage() {
		r.touch('r', &r.e.Rewrites, oid, format, args...)
		r.scan(oid, format, args...)
		for _, index := range r.before().Indexes(oid) {
			r.lock(index.OID, AccessExclusive, format, args...)
		}
	}
}

// reindex notes that an index gets a new file.
func (r *run) reindex(oid catalog.OID, format string, args ...any) {
	r.touch('x', &r.e.RewrittenIndexes, oid, format, args...)
}

func (r *run) touch(name byte, list *[]Touch, oid catalog.OID, format string, args ...any) {
	key, rel := touchKey{name, oid}, r.old(oid)
	if _, known := r.touched[key]; known || rel == nil {
		return
	}
	r.note(key, len(*list))
	*list = append(*list, r.touchOf(rel, format, args...))
}

// finish sorts the lists and finds what was made.
func (r *run) finish() {
	byName := func(a, b Touch) int { return strings.Compare(a.Relation, b.Relation) }
	byLock := func(a, b Lock) int { return byName(a.Touch, b.Touch) }
	slices.SortFunc(r.e.Locks, byLock)
	slices.SortFunc(r.e.IndexLocks, byLock)
	slices.SortFunc(r.e.Rewrites, byName)
	slices.SortFunc(r.e.RewrittenIndexes, byName)
	slices.SortFunc(r.e.Scans, byName)
	slices.SortFunc(r.e.MayScan, byName)
	slices.SortFunc(r.e.Changed, byName)
	r.noteLost()
	slices.SortStableFunc(r.e.Demands, byName)
	slices.SortStableFunc(r.e.Lost, byName)
	for oid := r.mark.Next(); oid < r.Next(); oid++ {
		rel, ok := r.Object(oid).(*catalog.Relation)
		if ok && rel.Kind.IsTable() && !r.assumed[oid] {
			r.e.TablesCreated = append(r.e.TablesCreated, r.QualifiedName(rel))
		}
	}
	slices.Sort(r.e.TablesCreated)
	r.noteOpenPartitions()
	r.noteDoubtful()
	// An index of a rewritten table is rebuilt with it; that goes without
	// saying.
	r.e.RewrittenIndexes = slices.DeleteFunc(r.e.RewrittenIndexes, func(t Touch) bool {
		index := r.old(t.OID)
		if index == nil || index.Index == nil {
			return false
		}
		_, with := r.touched[touchKey{'r', index.Index.Table}]
		return with
	})
}
