package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var renamingColumn = &Rule{
	ID: "renaming-column", Title: "running programs do not know the new name", Group: GroupCompatibility, Severity: Warning,
	Peers: []string{"atlas BC102", "strong_migrations rename_column", "mp MP010", "mp MP071"},
	Doc: "From the moment of the commit every query that names the column as before fails, and programs that are running do. " +
		"Views follow by themselves, bodies of functions in quotes do not. Add a column of the new name, keep both in step, " +
		"move readers and writers over, and drop the old one in a later release. Columns that the judged revisions have added " +
		"are not reported.",
	check: func(p *pass, s *statement) {
		n := s.node().GetRenameStmt()
		if n == nil || s.Effects.Refused != nil || n.RenameType != pg.ObjectType_OBJECT_COLUMN && n.RenameType != pg.ObjectType_OBJECT_ATTRIBUTE {
			return
		}
		rel := s.relation(n.Relation)
		if !p.inUse(s, rel) {
			return
		}
		col := rel.Column(n.Subname)
		if !rel.Unknown {
			known := p.baseColumn(s, rel, col)
			if known == nil || known.Name == n.Newname {
				return
			}
		}
		f := Finding{
			Message: fmt.Sprintf("programs that are running still ask for %s.%s, and fail once it is %s", s.name(rel), pgsql.QuoteIdent(n.Subname), pgsql.QuoteIdent(n.Newname)),
			Help:    "add a column of the new name, keep both in step, and drop the old one when nothing uses it",
		}
		switch s.nameTaken(rel, n) {
		case takenByNew:
			return
		case takenByOther:
			f.Severity = Notice
			f.Message = fmt.Sprintf("another column takes the name %s.%s at once: running programs go on with that one", s.name(rel), pgsql.QuoteIdent(s.sharedName(rel, n)))
			f.Help = "make sure that both have had the same values all along"
		}
		p.reportAt(s, f)
	},
}

// taken says what the same transaction does with the names of a RENAME.
type taken int

const (
	notTaken taken = iota
	// takenByNew: nothing is missing under the old name, or another statement of
	// the pair is where it is told.
	takenByNew
	// takenByOther: one column gives its name to another.
	takenByOther
)

// nameTaken tells what becomes of the old name of a column, and where the new
// one comes from.
func (s *statement) nameTaken(rel *catalog.Relation, n *pg.RenameStmt) taken {
	after, _ := s.section.After.Object(rel.OID).(*catalog.Relation)
	if after != nil && after.Column(n.Subname) != nil && int(after.Column(n.Subname).Num) > len(rel.Columns) {
		return takenByNew
	}
	for _, other := range s.rest() {
		if s.renames(other, rel).GetNewname() == n.Subname {
			return takenByOther
		}
	}
	for _, other := range s.earlier() {
		if s.renames(other, rel).GetSubname() == n.Newname {
			return takenByNew
		}
		if before, _ := other.Before.Object(rel.OID).(*catalog.Relation); before != nil {
			if col := before.Column(n.Newname); col != nil && goes(other.after(), rel, col.Num) {
				return takenByOther
			}
		}
	}
	return notTaken
}

// renames is another statement if it renames a column of the same relation.
func (s *statement) renames(other *statement, rel *catalog.Relation) *pg.RenameStmt {
	n := other.node().GetRenameStmt()
	if n.GetRenameType() != pg.ObjectType_OBJECT_COLUMN || other.Effects.Refused != nil {
		return nil
	}
	if named := other.relation(n.Relation); named == nil || named.OID != rel.OID {
		return nil
	}
	return n
}

// sharedName is the name that goes from one column to the other.
func (s *statement) sharedName(rel *catalog.Relation, n *pg.RenameStmt) string {
	if after, _ := s.section.After.Object(rel.OID).(*catalog.Relation); after != nil && after.Column(n.Subname) != nil {
		return n.Subname
	}
	return n.Newname
}
