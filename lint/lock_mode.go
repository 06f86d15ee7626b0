package lint

import (
	"slices"

	"sqlbundle/internal/effects"
)

// modeNames are the modes as the manual writes them.
var modeNames = [...]string{
	"no lock", "ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE",
	"EXCLUSIVE", "ACCESS EXCLUSIVE",
}

// excludes tells whether two sessions cannot hold two modes at once (PostgreSQL
// 16, table 13.2).
func excludes(a, b effects.Mode) bool {
	a, b = min(a, b), max(a, b)
	switch a {
	case effects.NoLock:
		return false
	case effects.AccessShare:
		return b == effects.AccessExclusive
	case effects.RowShare:
		return b >= effects.Exclusive
	case effects.RowExclusive:
		return b >= effects.Share
	case effects.Share:
		return b != effects.Share
	}
	return true
}

// blocking are the locks of the statement on relations in use that writers have
// to wait for, and queue up behind while it waits itself. A statement that works
// CONCURRENTLY is to wait as long as it takes, and has none.
func (p *pass) blocking(s *statement) []effects.Lock {
	var found []effects.Lock
	if s.concurrently() {
		return nil
	}
	for _, locks := range [...][]effects.Lock{s.Effects.Locks, s.Effects.IndexLocks} {
		for _, l := range locks {
			if l.Mode >= effects.Share && p.inUse(s, s.locked(l.OID)) {
				found = append(found, l)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	return found
}

// concurrently tells whether the statement says CONCURRENTLY.
func (s *statement) concurrently() bool { return s.word("concurrently") != s.Span }

// strongest is the strongest mode of some locks, with the relations that are
// locked in it, as the statement may write them; a partition counts as its
// table.
func (s *statement) strongest(locks []effects.Lock) (mode effects.Mode, relations string) {
	for _, l := range locks {
		mode = max(mode, l.Mode)
	}
	var list []string
	for _, l := range locks {
		if name := s.name(root(s.Before, s.locked(l.OID))); l.Mode == mode && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return mode, shorten(list)
}
