package oracle

import "slices"

// compare fills in what differs between two views of one session, between
// which a statement ran; committed are the relations that were there before the
// transaction.
func compare(committed map[string]relation, before, after view) Answer {
	var a Answer
	fresh := map[lock]bool{}
	for l := range after.locks {
		if !before.locks[l] {
			fresh[l] = true
		}
	}
	made := map[string]relation{}
	for oid, r := range before.relations {
		if _, old := committed[oid]; !old {
			made[oid] = r
		}
	}
	a.Locks, a.IndexLocks = strongest(fresh, committed)
	a.LocksNew, a.IndexLocksNew = strongest(fresh, made)
	files(&a, before.relations, after.relations)
	a.Scanned = scanned(before.relations, after.relations)
	return a
}

// strongest gives the strongest mode on each of the relations, indexes apart.
func strongest(locks map[lock]bool, relations map[string]relation) (tables, indexes map[string]string) {
	tables, indexes = map[string]string{}, map[string]string{}
	for l := range locks {
		r, ok := relations[l.oid]
		if !ok {
			continue
		}
		into := tables
		if r.index() {
			into = indexes
		}
		into[r.name] = stronger(into[r.name], l.mode)
	}
	return tables, indexes
}

// files tells which relations came, went and got another storage file. A
// relation is followed by its oid or, where that is gone, by its name: an index
// that is dropped and made again over the same file was not rebuilt.
func files(a *Answer, before, after map[string]relation) {
	type key struct{ name, kind string }
	named := map[key]string{}
	for oid, r := range before {
		named[key{r.name, r.kind}] = oid
	}
	kept := map[string]bool{}
	for oid, r := range after {
		if _, ok := before[oid]; !ok {
			was, ok := named[key{r.name, r.kind}]
			if _, stays := after[was]; !ok || stays {
				a.Created = append(a.Created, r.name)
				continue
			}
			oid = was
		}
		kept[oid] = true
		replaced(a, before[oid], r)
	}
	for oid, r := range before {
		if !kept[oid] {
			a.Dropped = append(a.Dropped, r.name)
		}
	}
	for _, names := range []*[]string{&a.Created, &a.Dropped, &a.Rewritten, &a.RewrittenIndexes} {
		slices.Sort(*names)
		*names = slices.Compact(*names)
	}
}

// replaced notes a new storage file under the relation's old name. A
// partitioned relation has none.
func replaced(a *Answer, old, now relation) {
	switch {
	case now.file == old.file || now.file == "0":
	case now.stored():
		a.Rewritten = append(a.Rewritten, old.name)
	case now.index():
		a.RewrittenIndexes = append(a.RewrittenIndexes, old.name)
	}
}

// scanned are the relations that were read. A scan without rows of a file that
// is not empty was one of a new file: TRUNCATE builds its indexes over it.
func scanned(before, after map[string]relation) []string {
	var names []string
	for oid, old := range before {
		now, ok := after[oid]
		if !ok || !old.stored() || now.scans.begun <= old.scans.begun {
			continue
		}
		if now.scans.rows > old.scans.rows || old.size == "0" {
			names = append(names, old.name)
		}
	}
	slices.Sort(names)
	return names
}
