package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var downLosesData = &Rule{
	ID: "down-loses-data", Title: "a rollback throws away what was written since",
	Group: GroupDestructive, Severity: Notice, RevisionsOnly: true,
	Doc: "The down section drops a table or a column that the revision has filled, or that has been released and in use " +
		"since. Rolling back then loses rows that users have written. Whoever rolls back at night should know before.",
	check: func(p *pass, s *statement) {
		if !s.section.down || s.section.up == nil {
			return
		}
		for _, lost := range s.droppedByDown() {
			if p.released(s) || s.section.fills(lost) {
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("a rollback loses what has been written to %s since the upgrade", lost.name),
					Help:    "save what is needed before, or leave it to a later revision to drop it",
				})
				return
			}
		}
	},
}

// released tells whether a statement's revision is recorded as released.
func (p *pass) released(s *statement) bool { return p.in.Released[s.section.revision.ID] }

// lostData is a table, or with column one of its columns, that a statement drops.
type lostData struct {
	table  catalog.OID
	column int16
	name   string
}

// droppedByDown is what the statement drops of what its up section has made.
func (s *statement) droppedByDown() []lostData {
	var lost []lostData
	before := s.section.up.Before
	if n := s.node().GetDropStmt(); n != nil && n.RemoveType == pg.ObjectType_OBJECT_TABLE {
		for _, o := range n.Objects {
			if rel := s.named(o); rel != nil && before.Object(rel.OID) == nil {
				lost = append(lost, lostData{rel.OID, 0, s.name(rel)})
			}
		}
	}
	for _, a := range s.actions() {
		col := a.table.Column(a.cmd.Name)
		if a.cmd.Subtype != pg.AlterTableType_AT_DropColumn || col == nil {
			continue
		}
		old, there := before.Object(a.table.OID).(*catalog.Relation)
		if !there || int(col.Num) > len(old.Columns) {
			lost = append(lost, lostData{a.table.OID, col.Num, s.name(a.table) + "." + pgsql.QuoteIdent(col.Name)})
		}
	}
	return lost
}

// fills tells whether the up section of the revision, or a later statement of
// it, writes rows to what is lost.
func (s *section) fills(lost lostData) bool {
	for _, st := range s.up.statements {
		for _, c := range st.rowChanges() {
			writes := c.what == "INSERT" || c.what == "UPDATE"
			if writes && c.table.OID == lost.table && (lost.column == 0 || setsColumn(c.table, c.targets, lost.column)) {
				return true
			}
		}
	}
	return false
}

// setsColumn tells whether a list of targets names a column; an empty list names all.
func setsColumn(rel *catalog.Relation, targets []*pgsql.Node, num int16) bool {
	for _, t := range targets {
		if col := rel.Column(t.GetResTarget().GetName()); col != nil && col.Num == num {
			return true
		}
	}
	return len(targets) == 0
}
