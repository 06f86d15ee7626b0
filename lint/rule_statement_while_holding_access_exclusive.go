package lint

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var statementWhileHoldingAccessExclusive = &Rule{
	ID: "statement-while-holding-access-exclusive", Title: "a table stays locked while the transaction does something slow",
	Group: GroupTransaction, Severity: Warning,
	Peers: []string{"eugene E4", "mp MP008"},
	Doc: "A lock lasts until the transaction ends, however short the statement that took it. An ALTER TABLE of a " +
		"millisecond in front of a backfill of ten minutes is ten minutes in which nobody can read or write that table. " +
		"The slow statement belongs in a transaction behind it.",
	check: func(p *pass, s *statement) {
		what := p.slow(s)
		if what == "" {
			return
		}
		before := p.heldBefore(s)
		if before.mode == effects.NoLock || slices.ContainsFunc(s.earlier(), func(other *statement) bool {
			return p.slow(other) != "" && p.heldBefore(other).mode != effects.NoLock
		}) {
			return
		}
		f := Finding{
			Message: fmt.Sprintf("%s: %s, for an earlier statement of this transaction has locked that until the end", what, unavailable(before)),
			Help:    "do the slow part in a transaction of its own",
			Fix:     s.apart(),
		}
		if before.mode != effects.AccessExclusive {
			f.Severity = Notice
		}
		p.reportAt(s, f)
	},
}

func unavailable(h lockedTables) string {
	verb := "write"
	if h.mode == effects.AccessExclusive {
		verb = "read or write"
	}
	return "nobody can " + verb + " " + shorten(h.tables) + " meanwhile"
}

// lockedTables are those on which a transaction holds its strongest lock.
type lockedTables struct {
	mode   effects.Mode
	tables []string
}

// heldBefore is the strongest lock, from SHARE ROW EXCLUSIVE on, that the
// transaction holds before the statement on tables in use, and these tables. What
// the statement locks as strongly itself, and what other rules tell of, is left
// out.
func (p *pass) heldBefore(s *statement) lockedTables {
	return s.lockedBefore.get(func() lockedTables {
		var h lockedTables
		for _, other := range s.earlier() {
			for _, l := range other.Effects.Locks {
				if l.Mode < effects.ShareRowExclusive || l.Mode < h.mode {
					continue
				}
				rel := s.locked(l.OID)
				if !p.inUse(s, rel) || s.lockOn(l.OID) >= l.Mode || p.toldOf(s, rel) {
					continue
				}
				if l.Mode > h.mode {
					h = lockedTables{mode: l.Mode}
				}
				if name := s.name(root(s.Before, rel)); !slices.Contains(h.tables, name) {
					h.tables = append(h.tables, name)
				}
			}
		}
		return h
	})
}

// toldOf tells whether a rule of its own speaks where the statement works on a
// table that is locked already: data-change-in-ddl-transaction of its rows, and
// validate-constraint-in-same-transaction of a constraint.
func (p *pass) toldOf(s *statement, rel *catalog.Relation) bool {
	validates := slices.ContainsFunc(s.actions(), func(a action) bool {
		return a.cmd.Subtype == pg.AlterTableType_AT_ValidateConstraint
	})
	return validates && s.lockOn(rel.OID) > effects.NoLock || slices.Contains(p.walked(s), rel)
}
