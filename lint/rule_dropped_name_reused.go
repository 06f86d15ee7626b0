package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

var droppedNameReused = &Rule{
	ID: "dropped-name-reused", Title: "a name comes back for something else",
	Group: GroupHistory, Severity: Notice,
	Doc: "An earlier revision has dropped a table or a column of this name. Its down section makes the old one again and " +
		"meets the new one; clients that have not been restarted take the one for the other. Said where both changes are " +
		"in one release, or where the column has another type now.",
	check: func(p *pass, s *statement) {
		if s.section.down {
			return
		}
		for _, a := range s.actions() {
			def := a.column()
			if def == nil {
				continue
			}
			for _, g := range p.history.Gone {
				if g.TableOID == a.table.OID && g.Column == def.Colname && p.goneBefore(s, g) && (p.sameRelease(s, g) || s.newType(a) != g.Type) {
					p.reportGone(s, s.name(a.table)+"."+pgsql.QuoteIdent(def.Colname), g)
				}
			}
		}
		if n := s.node().GetCreateStmt(); n != nil && n.Relation.Relpersistence != "t" {
			rel := s.after().RangeVar(n.Relation)
			for _, g := range p.history.Gone {
				if rel != nil && g.Column == "" && s.after().QualifiedName(rel) == g.Table && rel.OID != g.TableOID && p.goneBefore(s, g) && p.sameRelease(s, g) {
					p.reportGone(s, s.name(rel), g)
				}
			}
		}
	},
}

func (p *pass) reportGone(s *statement, name string, g compiler.Gone) {
	p.reportAt(s, Finding{
		Message: fmt.Sprintf("revision %s has dropped %s: its way back, and clients that still know the old one, will meet this one", g.Revision.ID, name),
		Help:    "give it another name",
	})
}

// goneBefore tells whether something was dropped before a statement runs, by
// another revision.
func (p *pass) goneBefore(s *statement, g compiler.Gone) bool {
	if g.Revision == s.section.revision {
		return false
	}
	for _, other := range p.history.sections {
		if other.revision == g.Revision {
			return other.index < s.section.index
		}
	}
	return true
}

// sameRelease tells whether the revision that dropped something goes out
// together with the statement.
func (p *pass) sameRelease(s *statement, g compiler.Gone) bool {
	return p.in.Released != nil && !p.in.Released[g.Revision.ID] && !p.in.Released[s.section.revision.ID]
}

// newType is the type that ADD COLUMN gives, in words; empty where the statement
// is refused.
func (s *statement) newType(a action) string {
	rel := s.after().RangeVar(s.node().GetAlterTableStmt().GetRelation())
	if rel == nil || a.cmd.Subtype != pg.AlterTableType_AT_AddColumn {
		return ""
	}
	if col := rel.Column(a.column().Colname); col != nil {
		return s.after().FormatType(col.Type)
	}
	return ""
}
