package out

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// stepSide is a step with what belongs to it from the rest of the bundle.
type stepSide struct {
	*StepJSON
	revision *RevisionJSON
	// back is its part of rollback.sql.
	back string
	// begins is the revision in which each transaction that reaches over several
	// begins, by its number.
	begins map[int]string
}

// stepSides are the steps of a bundle in order.
func stepSides(p *Part) []stepSide {
	byID := map[string]*RevisionJSON{}
	for i := range p.Manifest.Revisions {
		r := &p.Manifest.Revisions[i]
		byID[r.ID] = r
	}
	script, _ := p.file(RollbackFile)
	back, places := waysBack(script), p.places()
	first, begins := map[int]string{}, map[int]string{}
	sides := make([]stepSide, len(p.Manifest.Steps))
	for i := range p.Manifest.Steps {
		step := &p.Manifest.Steps[i]
		revision := byID[step.Revision]
		if revision == nil {
			revision = &RevisionJSON{ID: step.Revision}
		}
		sides[i] = stepSide{step, revision, places.without(back[step.Revision]), begins}
		for _, segment := range step.Segments {
			if segment.Transaction == nil {
				continue
			}
			switch id, ok := first[*segment.Transaction]; {
			case !ok:
				first[*segment.Transaction] = step.Revision
			case id != step.Revision:
				begins[*segment.Transaction] = id
			}
		}
	}
	return sides
}

// steps compares the steps, and counts. It returns the ids that are others now.
func (d *DatabaseChanges) steps(a, b *Part) renames {
	before, after := stepSides(a), stepSides(b)
	_, backA := a.file(RollbackFile)
	_, backB := b.file(RollbackFile)
	knowsBack := backA && backB
	if knowsBack {
		d.WayBack = "same"
	}
	renamed := renamedSteps(before, after)
	for i := range before {
		before[i].back = renamed.inBack(before[i].back)
	}
	if len(before) > 0 { // all have the same map
		for number, id := range before[0].begins {
			before[0].begins[number] = cmp.Or(renamed[id], id)
		}
	}
	keys := func(sides []stepSide, names map[string]string) []string {
		list := make([]string, len(sides))
		for i, s := range sides {
			list[i] = s.Direction + "\x00" + s.Revision
			if name, ok := names[s.Revision]; ok {
				list[i] = s.Direction + "\x00" + name
			}
		}
		return list
	}
	for _, at := range align(keys(before, renamed), keys(after, nil)) {
		switch {
		case at.a < 0:
			d.Revisions = append(d.Revisions, oneSided("added", nil, &after[at.b]))
		case at.b < 0:
			d.Revisions = append(d.Revisions, oneSided("removed", &before[at.a], nil))
		default:
			r := compareSteps(&before[at.a], &after[at.b], renamed, knowsBack)
			if at.moved {
				r.Moved = &StepMove{at.a + 1, at.b + 1}
			}
			if r.any() {
				d.Revisions = append(d.Revisions, r)
			}
		}
	}
	for i := range d.Revisions {
		r := &d.Revisions[i]
		r.count(&d.Counts)
		if knowsBack && (r.WayBack != nil || r.Change != "changed") {
			d.WayBack = "differs"
		}
	}
	return renamed
}

// count counts a revision.
func (r *RevisionChange) count(n *ChangeCounts) {
	one := func(n *int, holds bool) {
		if holds {
			*n++
		}
	}
	stays := r.Change == "changed"
	one(&n.Added, r.Change == "added")
	one(&n.Removed, r.Change == "removed")
	one(&n.Edited, r.Edited)
	one(&n.Reworded, r.Reworded)
	one(&n.Renamed, r.Renamed)
	one(&n.Affected, r.Affected)
	one(&n.Moved, r.Moved != nil)
	one(&n.WayBack, stays && r.WayBack != nil)
}

// any tells whether anything of a revision changed that is on both sides.
func (r *RevisionChange) any() bool {
	return r.Edited || r.Reworded || r.Renamed || r.Affected || r.Moved != nil || r.WayBack != nil || len(r.Fields) > 0
}

// renamedSteps are the revisions of which only the other side knows the id, and
// which do the same there: the new id by the old one.
func renamedSteps(before, after []stepSide) renames {
	unknown := func(sides, others []stepSide) map[string]string {
		known := map[string]bool{}
		for _, s := range others {
			known[s.Revision] = true
		}
		byText := map[string]string{}
		for _, s := range sides {
			var text strings.Builder
			for _, st := range s.statements() {
				text.WriteString(st.key() + "\x00")
			}
			if known[s.Revision] || text.Len() == 0 {
				continue
			}
			if _, twice := byText[text.String()]; twice {
				byText[text.String()] = "" // nobody knows which is which
				continue
			}
			byText[text.String()] = s.Revision
		}
		return byText
	}
	now := unknown(after, before)
	names := renames{}
	for text, id := range unknown(before, after) {
		if now[text] != "" && id != "" {
			names[id] = now[text]
		}
	}
	return names
}

// oneSided is a revision that is only in A or B.
func oneSided(change string, a, b *stepSide) RevisionChange {
	side := b
	if b == nil {
		side = a
	}
	r := side.change(change)
	for _, st := range side.statements() {
		s := StatementChange{Section: st.section, Change: change, Fields: []FieldChange{}}
		if a != nil {
			s.A = st.side()
		} else {
			s.B = st.side()
		}
		r.Statements = append(r.Statements, s)
	}
	if side.back != "" {
		r.WayBack = &TextChange{}
		if a != nil {
			r.WayBack.A = a.back
		} else {
			r.WayBack.B = b.back
		}
	}
	return r
}

func (s *stepSide) change(change string) RevisionChange {
	return RevisionChange{
		ID: s.Revision, Message: s.revision.Message, Path: s.revision.Path, Change: change,
		Fields: []FieldChange{}, Statements: []StatementChange{},
	}
}

// compareSteps compares a revision with itself; renamed are the ids that have others
// now.
func compareSteps(a, b *stepSide, renamed renames, knowsBack bool) RevisionChange {
	r := b.change("changed")
	if a.Revision != b.Revision {
		r.Was = a.Revision
	}
	r.Renamed = r.Was != "" || a.revision.Path != b.revision.Path
	f := fields{}
	f.text("message", a.revision.Message, b.revision.Message)
	f.text("path", a.revision.Path, b.revision.Path)
	now := func(ids []string) []string {
		list := make([]string, len(ids))
		for i, id := range ids {
			list[i] = cmp.Or(renamed[id], id)
		}
		return list
	}
	f.list("revises", now(a.revision.Revises), b.revision.Revises)
	f.list("depends_on", now(a.revision.DependsOn), b.revision.DependsOn)
	f.list("labels", a.revision.Labels, b.revision.Labels)
	keys := slices.Sorted(maps.Keys(a.revision.Meta))
	for _, key := range slices.Sorted(maps.Keys(b.revision.Meta)) {
		if _, ok := a.revision.Meta[key]; !ok {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		f.text("meta."+key, a.revision.Meta[key], b.revision.Meta[key])
	}
	f.list("tracking", a.tracking(renamed), b.tracking(nil))
	r.Fields = f.all()
	r.Statements = compareStatements(a.statements(), b.statements())
	for _, s := range r.Statements {
		r.Edited = r.Edited || s.Change != "affected"
		r.Affected = r.Affected || s.Change == "affected"
	}
	r.Affected = r.Affected && !r.Edited
	if knowsBack && a.back != b.back {
		r.WayBack = &TextChange{a.back, b.back}
	}
	sameFile := a.revision.SHA256 == b.revision.SHA256
	r.Reworded = !sameFile && !r.Edited && r.WayBack == nil
	return r
}

// tracking are the operations on the tracking table, in words and with the ids that
// revisions have now.
func (s *stepSide) tracking(renamed renames) []string {
	list := []string{}
	for _, op := range s.Tracking {
		op.From, op.To = cmp.Or(renamed[op.From], op.From), cmp.Or(renamed[op.To], op.To)
		switch {
		case op.From != "" && op.To != "":
			list = append(list, op.Op+" "+op.From+" to "+op.To)
		default:
			list = append(list, strings.TrimRight(op.Op+" "+op.From+op.To, " "))
		}
	}
	return list
}

// place says where a segment's statements run.
func (s *stepSide) place(segment *SegmentJSON) string {
	if segment.Transaction == nil {
		return "none"
	}
	if id, ok := s.begins[*segment.Transaction]; ok {
		return "shared, begun by " + id
	}
	return "its own"
}

// statements are the queries and statements of a step, in the order in which they
// run.
func (s *stepSide) statements() []placedStatement {
	var list []placedStatement
	query := func(section string, queries []StatementJSON, timeouts []TimeoutJSON) {
		for i := range queries {
			list = append(list, placedStatement{section: section, StatementJSON: &queries[i], timeout: timeoutOf(timeouts, i+1)})
		}
	}
	section := "up"
	if s.Direction == "downgrade" {
		section = "down"
	}
	query("require", s.Require, s.RequireTimeouts)
	for i := range s.Segments {
		segment := &s.Segments[i]
		for n := range segment.Statements {
			st := placedStatement{
				section: section, StatementJSON: &segment.Statements[n],
				segment: segment.Number, transaction: s.place(segment), timeout: timeoutOf(segment.Timeouts, n+1),
			}
			if n == 0 {
				st.begin = segment.Begin
			}
			if b := segment.Batch; b != nil {
				st.batch = fmt.Sprintf("key %s, size %d, pause %d ms", strings.Join(b.Key, ", "), b.Size, b.PauseMS)
			}
			list = append(list, st)
		}
	}
	query("verify", s.Verify, s.VerifyTimeouts)
	return list
}

func timeoutOf(list []TimeoutJSON, number int) TimeoutJSON {
	for _, t := range list {
		if t.Number == number {
			return t
		}
	}
	return TimeoutJSON{}
}
