package lint

import (
	"iter"
	"slices"
	"sort"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/compiler"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/revisions"
)

// history is what the judged revisions do to one database.
type history struct {
	*compiler.History
	// sections are the judged ones in the order in which they run: a
	// revision's up, then its down.
	sections []*section
	// all are the revisions that were followed, judged or not; made those with an
	// up section, in order.
	all  map[string]*compiler.Replayed
	made []*compiler.Replayed
	// ups are the statements of the up sections, in their order; touching those
	// that touch a relation, analyses those that gather statistics. Each is found
	// when it is first asked for.
	ups, analyses once[[]*statement]
	touching      once[map[catalog.OID][]*statement]
	// bodies are those of functions, see [history.quotedBodies].
	bodies once[map[string][]*functionBody]
}

// newHistory lays the statements of a history out for the rules.
func newHistory(h *compiler.History, judged map[*revisions.Revision]bool) *history {
	out := &history{History: h, all: replayedBy(h)}
	for i, r := range h.Revisions {
		if r.Up != nil {
			out.made = append(out.made, r)
		}
		if !judged[r.Revision] {
			continue
		}
		up := newSection(r.Revision, r.Up, i)
		down := newSection(r.Revision, r.Down, i)
		if up != nil {
			out.sections = append(out.sections, up)
		}
		if down != nil {
			down.down, down.up = true, up
			out.sections = append(out.sections, down)
		}
	}
	return out
}

// upgrade are the judged statements of the up sections, in their order.
func (h *history) upgrade() []*statement {
	return h.ups.get(func() []*statement {
		var found []*statement
		for _, section := range h.sections {
			if !section.down {
				found = append(found, section.statements...)
			}
		}
		return found
	})
}

// upgradeOf are those that touch a relation. A rule that goes through all
// statements for each of many would take the square of the history's length.
func (h *history) upgradeOf(oid catalog.OID) []*statement {
	return h.touching.get(func() map[catalog.OID][]*statement {
		found := map[catalog.OID][]*statement{}
		for _, s := range h.upgrade() {
			for _, oid := range s.touched() {
				found[oid] = append(found[oid], s)
			}
		}
		return found
	})[oid]
}

// touched are the relations that a statement locks or makes, each once; those that
// it names, where it locks none: the server refuses it, or skips it.
func (s *statement) touched() []catalog.OID {
	var found []catalog.OID
	for _, l := range s.Effects.Locks {
		found = append(found, l.OID)
	}
	for _, rel := range made[*catalog.Relation](s) {
		found = append(found, rel.OID)
	}
	if len(s.Effects.Locks) == 0 {
		pgsql.Walk(s.node(), func(message any) bool {
			if n, ok := message.(*pg.RangeVar); ok {
				if rel := s.relation(n); rel != nil {
					found = append(found, rel.OID)
				}
			}
			return true
		})
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// upgradeAnalyses are those that gather statistics.
func (h *history) upgradeAnalyses() []*statement {
	return h.analyses.get(func() []*statement {
		var found []*statement
		for _, s := range h.upgrade() {
			if s.node().GetVacuumStmt() != nil {
				found = append(found, s)
			}
		}
		return found
	})
}

// later are the statements that run behind one, in their order: those of its
// section and, for an up section, those of later revisions that are in a list of
// the history's.
func (s *statement) later(among []*statement) iter.Seq[*statement] {
	_, beside := s.beside()
	lists := [][]*statement{beside, s.section.statements[s.index+1:]}
	if !s.section.down {
		behind := sort.Search(len(among), func(i int) bool { return among[i].section.index > s.section.index })
		lists = append(lists, among[behind:])
	}
	return each(lists)
}

// before are the statements that run before one, in their order: those of up
// sections that are in a list of the history's, then those of its own section.
func (s *statement) before(among []*statement) iter.Seq[*statement] {
	end := sort.Search(len(among), func(i int) bool {
		return among[i].section.index >= s.section.index && among[i].section != s.section.up
	})
	beside, _ := s.beside()
	return each([][]*statement{among[:end], s.section.statements[:s.index], beside})
}

func each(lists [][]*statement) iter.Seq[*statement] {
	return func(yield func(*statement) bool) {
		for _, list := range lists {
			for _, s := range list {
				if !yield(s) {
					return
				}
			}
		}
	}
}
