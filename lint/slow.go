package lint

import (
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

// slow says what the statement does that may take long on relations in use:
// "orders is read in full"; empty where it does nothing of the kind.
func (p *pass) slow(s *statement) string {
	return s.slowness.get(func() string { return p.findSlow(s) })
}

func (p *pass) findSlow(s *statement) string {
	if s.node().GetTruncateStmt() != nil {
		return "" // it gives the table an empty file, whatever was in the old one
	}
	lists := [][]effects.Touch{s.Effects.Rewrites, s.Effects.Scans}
	if s.node().GetCreateTableAsStmt() != nil {
		lists = append(lists, s.Effects.MayScan)
	}
	for _, list := range lists {
		for _, t := range list {
			if rel := s.locked(t.OID); p.inUse(s, rel) {
				return s.name(rel) + " is " + s.work(t.OID)
			}
		}
	}
	for _, c := range s.rowChanges() {
		switch {
		case !p.inUse(s, c.table):
		case s.inFull(c):
			return s.name(c.table) + " is read in full"
		case (c.what == "UPDATE" || c.what == "DELETE") && !s.fewRows(c):
			return "any number of rows of " + s.name(c.table) + " may be changed"
		}
	}
	if s.runsUnknown() {
		return s.Kind + " runs code that nobody can look into"
	}
	return ""
}

// walked are the tables in use all of whose rows the statement changes, or reads
// to put them elsewhere.
func (p *pass) walked(s *statement) []*catalog.Relation {
	var found []*catalog.Relation
	for _, c := range s.rowChanges() {
		if p.inUse(s, c.table) && s.inFull(c) && !slices.Contains(found, c.table) {
			found = append(found, c.table)
		}
	}
	return found
}

// runsUnknown tells whether the statement runs a routine whose work nobody
// knows.
func (s *statement) runsUnknown() bool {
	n := s.node()
	if n.GetDoStmt() == nil && n.GetCallStmt() == nil && n.GetSelectStmt() == nil {
		return false
	}
	return slices.ContainsFunc(s.Effects.Unknown, func(what string) bool { return strings.HasPrefix(what, "what ") })
}
