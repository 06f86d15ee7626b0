package compiler

import (
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/syntax"
)

// session follows what a section does to its session: settings, temporary
// relations.
type session struct {
	settings []made
	// savepoints are those of the transaction so far, with the number of
	// settings before each.
	savepoints []savepoint
	// opaque are the segments in which something was set, or may have been.
	opaque map[int]bool
	// temp is the segment in which each temporary relation was made.
	temp map[string]int
}

// made is a statement whose settings outlive its transaction.
type made struct {
	statement *Statement
	segment   int // counted from 0
}

type savepoint struct {
	name     string
	segment  int
	settings int
}

// add takes a statement when its segment, the next to be finished, is known.
func (x *session) add(c *cutter, s *Statement) {
	segment := len(c.segments)
	if len(s.Settings) > 0 || syntax.RunsCode(s.node) || namesTemp(s.SQL()) {
		x.mark(segment)
	}
	x.savepoint(s.node.GetTransactionStmt(), segment)
	if lasts(s) || s.node.GetDoStmt() != nil && setsSession(s.node.GetDoStmt()) {
		x.settings = append(x.settings, made{statement: s, segment: segment})
	}
	x.temporary(c, s, segment)
}

// savepoint forgets the settings that ROLLBACK TO takes back.
func (x *session) savepoint(t *pg_query.TransactionStmt, segment int) {
	switch t.GetKind() {
	case pg_query.TransactionStmtKind_TRANS_STMT_SAVEPOINT:
		x.savepoints = append(x.savepoints, savepoint{t.SavepointName, segment, len(x.settings)})
	case pg_query.TransactionStmtKind_TRANS_STMT_ROLLBACK_TO:
		for i := len(x.savepoints) - 1; i >= 0 && x.savepoints[i].segment == segment; i-- {
			if at := x.savepoints[i]; at.name == t.SavepointName {
				x.settings, x.savepoints = x.settings[:at.settings], x.savepoints[:i+1]
				return
			}
		}
	}
}

func (x *session) mark(segment int) {
	if x.opaque == nil {
		x.opaque = map[int]bool{}
	}
	x.opaque[segment] = true
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

// finish tells the segments what holds from earlier ones and where to clean
// up. Each segment begins with the settings that its revision has made, and
// with nothing else of the session: so it makes no difference whether the
// script was run again from there.
func (x *session) finish(c *cutter) {
	for _, m := range x.settings {
		later := false
		for i := m.segment + 1; i < len(c.segments); i++ {
			if segment := c.segments[i]; len(segment.Statements) > 0 {
				later = true
				segment.Earlier = append(segment.Earlier, m.statement)
				x.mark(i)
			}
		}
		if later && setsDefaults(m.statement) {
			c.fail(m.statement, "", "the default of later transactions cannot be set: the script begins them before it makes the revision's settings again",
				"write BEGIN ISOLATION LEVEL … and COMMIT around what needs it, or SET TRANSACTION at its beginning")
		}
		if later && !m.statement.OnlySets {
			c.fail(m.statement, "", "a setting for later transactions is made by a statement that does more: it cannot be made again when the script goes on behind it",
				"SET it in a statement of its own, or SELECT set_config(…) with constants alone")
		}
	}
	for _, m := range x.settings {
		for _, segment := range c.segments[min(m.segment+1, len(c.segments)):] {
			if segment.Batch != nil && setsRole(m.statement) {
				c.refuseRole(m.statement)
			}
		}
	}
	for i := range x.opaque {
		c.segments[i].Reset = true
	}
}

// setsDefaults tells whether a statement sets a default of transactions that
// makes a difference to them.
func setsDefaults(s *Statement) bool {
	for _, set := range s.Settings {
		if !set.Local && (set.Name == "default_transaction_isolation" || set.Name == "default_transaction_deferrable") {
			return true
		}
	}
	return false
}

// temporary refuses a temporary relation that a later segment uses: it is gone
// when the script is run again from there.
func (x *session) temporary(c *cutter, s *Statement, segment int) {
	if s.node == nil {
		return
	}
	names := syntax.TempTables(s.node)
	if len(names) > 0 {
		x.mark(segment)
	}
	if len(x.temp) == 0 && len(names) == 0 {
		return
	}
	made := map[string]bool{}
	for _, name := range names {
		made[name] = true
	}
	dropped := s.node.GetDropStmt() != nil
	for _, r := range syntax.Relations(s.node) {
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

// namesTemp tells whether the schema of temporary objects may stand in a statement.
func namesTemp(sql string) bool {
	const name = "pg_temp"
	for at := 0; ; {
		i := strings.IndexByte(sql[at:], name[2])
		if i < 0 {
			return false
		}
		from := at + i - 2
		if from >= 0 && from+len(name) <= len(sql) && strings.EqualFold(sql[from:from+len(name)], name) {
			return true
		}
		at += i + 1
	}
}
