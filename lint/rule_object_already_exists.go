package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var objectAlreadyExists = &Rule{
	ID: "object-already-exists", Title: "the name is taken",
	Group: GroupRefused, Severity: Error,
	Doc: "Tables, views, indexes and sequences of a schema share one set of names; types, functions with their " +
		"arguments, constraints and triggers of a table have theirs. PostgreSQL refuses a name that is taken " +
		"(42P07, 42710, 42P06). Choose another name, or drop or rename what has it.",
	check: checkRefused(takenBy),
}

// takenBy says since when the name is taken, if a judged revision has taken it.
func takenBy(p *pass, s *statement) (help, fix string) {
	help = "choose another name, or drop or rename first what has this one"
	rel := s.makes()
	if rel == nil {
		return help, ""
	}
	for other := range s.before(p.history.upgradeOf(rel.OID)) {
		if other.Before.Object(rel.OID) == nil && other.after().Object(rel.OID) != nil {
			return help + "; revision " + other.section.revision.ID + " has made it", ""
		}
	}
	return help, ""
}

// makes is the relation that has the name which the statement wants to give.
func (s *statement) makes() *catalog.Relation {
	switch n := s.node().GetNode().(type) {
	case *pg.Node_CreateStmt:
		return s.relation(n.CreateStmt.Relation)
	case *pg.Node_ViewStmt:
		return s.relation(n.ViewStmt.View)
	case *pg.Node_CreateTableAsStmt:
		return s.relation(n.CreateTableAsStmt.Into.GetRel())
	case *pg.Node_IndexStmt:
		if table := s.relation(n.IndexStmt.Relation); table != nil {
			return s.Before.Relation(s.Before.SchemaOf(table), n.IndexStmt.Idxname)
		}
	case *pg.Node_CreateSeqStmt:
		return s.relation(n.CreateSeqStmt.Sequence)
	}
	return nil
}
