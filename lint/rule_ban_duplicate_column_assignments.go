package lint

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

var banDuplicateColumnAssignments = &Rule{
	ID: "ban-duplicate-column-assignments", Title: "a column is named twice",
	Group: GroupRefused, Severity: Error,
	Doc: "PostgreSQL refuses a column that SET, the column list of INSERT, or a new table or view names twice (42601, " +
		"42701), and one that ALTER TABLE adds to a table which has it. Fields and elements of one column may be set side " +
		"by side.",
	check: func(p *pass, s *statement) {
		if slices.ContainsFunc(s.Tokens, assigns) { // a walk takes longer
			pgsql.Walk(s.node(), func(message any) bool {
				for _, list := range assigned(message) {
					p.reportTwice(s, list)
				}
				return true
			})
		}
		if p.refusal(s) == p.rule.ID && !s.failsAlready() && !s.explained {
			p.reportAt(s, Finding{Message: p.why(s), Help: "take one of the two out; IF NOT EXISTS where the column may be there"})
		}
	},
}

// assigns tells whether a token is one of those with which a part of a statement
// begins that gives columns values.
func assigns(t pgsql.Token) bool {
	return t.Kind == pg.Token_UPDATE || t.Kind == pg.Token_INSERT || t.Kind == pg.Token_MERGE
}

// assigned are the lists of columns in a part of a statement that must not name
// one twice.
func assigned(message any) [][]*pgsql.Node {
	switch n := message.(type) {
	case *pg.UpdateStmt:
		return [][]*pgsql.Node{n.TargetList}
	case *pg.InsertStmt:
		return [][]*pgsql.Node{n.Cols, n.GetOnConflictClause().GetTargetList()}
	case *pg.MergeWhenClause:
		return [][]*pgsql.Node{n.TargetList}
	}
	return nil
}

// reportTwice reports the first column that a list names a second time.
func (p *pass) reportTwice(s *statement, list []*pgsql.Node) {
	seen := map[string]bool{}
	for _, node := range list {
		target := node.GetResTarget()
		if target == nil || len(target.Indirection) > 0 {
			continue
		}
		if seen[target.Name] {
			s.explained = true
			p.reportAt(s, Finding{
				Span: s.place(target.Location), Message: fmt.Sprintf("PostgreSQL will refuse this: %s is set twice (SQLSTATE 42601)", pgsql.QuoteIdent(target.Name)),
				Help: "take one of the two out",
			})
			return
		}
		seen[target.Name] = true
	}
}
