package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// session follows what a section does to its session: settings, temporary
// relations.
type session struct {
	settings []made
	opaque   bool // something was set, or may have been
	// temp is the segment in which each temporary relation was made.
	temp map[string]int
}

// made is a statement whose settings outlive its transaction.
type made struct {
	statement *Statement
	segment   int // counted from 0
}

// add takes a statement when its segment, the next to be finished, is known.
func (x *session) add(c *cutter, s *Statement) {
	segment := len(c.segments)
	x.opaque = x.opaque || len(s.Settings) > 0 || effects.RunsCode(s.node)
	if lasts(s) && s.OnlySets {
		x.settings = append(x.settings, made{statement: s, segment: segment})
	}
	x.temporary(c, s, segment)
}

// lasts tells whether the statement sets anything beyond its transaction.
func lasts(s *Statement) bool {
	for _, set := range s.Settings {
		if !set.Local {
			return true
		}
	}
	return false
}

// finish tells the segments what holds from earlier ones and where to clean up.
func (x *session) finish(segments []*Segment) {
	for i, segment := range segments {
		for _, m := range x.settings {
			if m.segment < i && len(segment.Statements) > 0 {
				segment.Earlier = append(segment.Earlier, m.statement)
			}
		}
	}
	last := segments[len(segments)-1]
	last.Reset = x.opaque
}

// temporary refuses a temporary relation that a later segment uses: it is gone
// when the script is run again from there.
func (x *session) temporary(c *cutter, s *Statement, segment int) {
	if s.node == nil {
		return
	}
	names := effects.TempTables(s.node)
	x.opaque = x.opaque || len(names) > 0
	if len(x.temp) == 0 && len(names) == 0 {
		return
	}
	made := map[string]bool{}
	for _, name := range names {
		made[name] = true
	}
	dropped := s.node.GetDropStmt() != nil
	for _, r := range effects.Relations(s.node) {
		at, ok := x.temp[r.Name]
		if !ok || made[r.Name] || r.Schema != "" && r.Schema != "pg_temp" {
			continue
		}
		if at < segment {
			c.fail(s, "", "the temporary table "+r.Name+
				" was made in an earlier transaction, and is gone when the script is run again from here",
				"make and use it in one transaction, or use an ordinary table and drop it")
		}
		if dropped {
			delete(x.temp, r.Name)
		}
	}
	if goneAtCommit(s.node) {
		return
	}
	for _, name := range names {
		if x.temp == nil {
			x.temp = map[string]int{}
		}
		x.temp[name] = segment
	}
}

// goneAtCommit tells whether a table is made with ON COMMIT DROP.
func goneAtCommit(node *pgsql.Node) bool {
	return node.GetCreateStmt().GetOncommit() == pg_query.OnCommitAction_ONCOMMIT_DROP ||
		node.GetCreateTableAsStmt().GetInto().GetOnCommit() == pg_query.OnCommitAction_ONCOMMIT_DROP
}
