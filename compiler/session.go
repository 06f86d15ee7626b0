package compiler

import "sqlbundle/internal/effects"

// session follows what a section does to its session: settings, temporary
// relations.
type session struct {
	settings []made
	opaque   bool           // DO, CALL or a function may have set something
	temp     map[string]int // temporary relation -> segment that made it
}

// made is a statement whose settings outlive its transaction.
type made struct {
	statement *Statement
	segment   int // counted from 0
}

// add takes a statement when its segment, the next to be finished, is known.
func (x *session) add(c *cutter, s *Statement) {
	segment := len(c.segments)
	switch s.Kind {
	case "DO", "CALL", "SELECT":
		x.opaque = true
	}
	for _, set := range s.Settings {
		x.opaque = true
		if !set.Local {
			x.settings = append(x.settings, made{statement: s, segment: segment})
			break
		}
	}
	x.temporary(c, s, segment)
}

// finish tells the segments what to restore and where to clean up.
func (x *session) finish(segments []*Segment) {
	for i, segment := range segments {
		for _, m := range x.settings {
			if m.segment < i && len(segment.Statements) > 0 {
				segment.Restore = append(segment.Restore, m.statement)
			}
		}
	}
	last := segments[len(segments)-1]
	last.Reset = x.opaque
	last.DiscardTemp = len(x.temp) > 0
}

// temporary refuses a temporary relation that a later segment uses: it is gone
// when the script is run again from there.
func (x *session) temporary(c *cutter, s *Statement, segment int) {
	if s.node == nil {
		return
	}
	names := effects.TempTables(s.node)
	if len(x.temp) == 0 && len(names) == 0 {
		return
	}
	made := map[string]bool{}
	for _, name := range names {
		made[name] = true
	}
	for _, r := range effects.Relations(s.node) {
		at, ok := x.temp[r.Name]
		if ok && !made[r.Name] && at < segment && (r.Schema == "" || r.Schema == "pg_temp") {
			c.fail(s, "", "the temporary table "+r.Name+
				" was made in an earlier transaction, and is gone when the script is run again from here",
				"make and use it in one transaction, or use an ordinary table and drop it")
		}
	}
	for _, name := range names {
		if x.temp == nil {
			x.temp = map[string]int{}
		}
		x.temp[name] = segment
	}
}
