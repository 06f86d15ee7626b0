package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/revisions"
)

var irreversibleRevision = &Rule{
	ID: "irreversible-revision", Title: "there is no way back, and nobody says so",
	Group: GroupProcess, Severity: Warning, turn: late, RevisionsOnly: true,
	Doc: "The revision changes something and has no down section, or an empty one: a rollback of the release stops there. " +
		"Write the way back, or say that there is none: `-- sqlbundle:down irreversible REASON`. What a down section makes " +
		"again after a DROP or TRUNCATE is the structure; the rows do not return, which is a notice.",
	checkSection: func(p *pass, s *section) {
		switch {
		case s.down:
			p.reportLostRows(s)
		case s.changes() && !hasWayBack(s):
			p.add(Finding{
				File: s.revision.File, Span: s.revision.IDSpan, Revision: s.revision.ID,
				Message: "revision " + s.revision.ID + " cannot be taken back: it has no down section that does something",
				Help:    "write the down section, or say that there is no way back: `-- sqlbundle:down irreversible REASON`",
			})
		}
	},
}

// changes tells whether a statement of the section does more than set something
// or read.
func (s *section) changes() bool {
	for _, st := range s.statements {
		if !st.OnlySets && !(st.node().GetSelectStmt() != nil && len(st.Effects.TablesCreated) == 0) {
			return true
		}
	}
	return false
}

// hasWayBack tells whether a revision has a down section for the database that
// does something or says that there is none.
func hasWayBack(up *section) bool {
	for _, s := range up.revision.Sections {
		if s.Kind == revisions.Down && s.Database == up.Section.Database {
			return s.Irreversible || len(s.Statements) > 0
		}
	}
	return false
}

// reportLostRows reports the statements of the up section whose rows no down
// section brings back.
func (p *pass) reportLostRows(down *section) {
	if down.up == nil || len(down.statements) == 0 {
		return
	}
	for _, s := range down.up.statements {
		told := s.told["ban-drop-table"] || s.told["ban-drop-column"] || s.told["ban-truncate"]
		if what := p.losesRows(s); what != "" && !told {
			p.reportAt(s, Finding{
				Severity: Notice, Message: "the down section brings the structure back; " + what + " does not return",
				Help: "keep a copy of what may be needed, or drop it in a later release",
			})
		}
	}
}

// losesRows says what rows or values of something in use a statement destroys.
func (p *pass) losesRows(s *statement) string {
	switch n := s.node().GetNode().(type) {
	case *pg.Node_DropStmt:
		if n.DropStmt.RemoveType != pg.ObjectType_OBJECT_TABLE {
			return ""
		}
		for _, o := range n.DropStmt.Objects {
			if rel := s.named(o); p.inUse(s, rel) {
				return "what was in " + s.name(rel)
			}
		}
	case *pg.Node_TruncateStmt:
		for _, r := range n.TruncateStmt.Relations {
			if rel := s.relation(r.GetRangeVar()); p.inUse(s, rel) {
				return "what was in " + s.name(rel)
			}
		}
	case *pg.Node_AlterTableStmt:
		for _, a := range s.actions() {
			col := a.table.Column(a.cmd.Name)
			if a.cmd.Subtype == pg.AlterTableType_AT_DropColumn && col != nil && p.inUse(s, a.table) && p.oldColumn(s, a.table, col) {
				return "what was in the column " + a.cmd.Name
			}
		}
	}
	return ""
}
