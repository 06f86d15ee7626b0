package syntax

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// query looks at the parts of queries and of statements that change rows.
func (f *finder) query(message any) {
	switch m := message.(type) {
	case *pg.SelectStmt:
		f.countLabels(m.TargetList)
		if m.GroupDistinct {
			f.foundAt(14, "GROUP BY DISTINCT", pg.Token_GROUP_P, pg.Token_BY, pg.Token_DISTINCT)
		}
		f.anyAt(14, "GROUP BY ALL", pg.Token_GROUP_P, pg.Token_BY, pg.Token_ALL)
	case *pg.MergeStmt:
		f.foundAt(15, "MERGE", pg.Token_MERGE)
	case *pg.CommonTableExpr:
		f.commonTable(m)
	case *pg.JoinExpr:
		if m.JoinUsingAlias != nil {
			f.foundAt(14, "an alias behind JOIN … USING", pg.Token_USING)
		}
	case *pg.RangeSubselect:
		if m.Alias == nil {
			i := f.once(pattern{within: pg.Token_FROM}, f.subqueryWithoutAlias)
			f.found(16, "a subquery in FROM without an alias", i, i)
		}
	case *pg.RuleStmt:
		f.inRule = true
	case *pg.InsertStmt:
		f.returning(&pgsql.Node{Node: &pg.Node_InsertStmt{InsertStmt: m}}, m.ReturningList)
	case *pg.UpdateStmt:
		f.returning(&pgsql.Node{Node: &pg.Node_UpdateStmt{UpdateStmt: m}}, m.ReturningList)
	case *pg.DeleteStmt:
		f.returning(&pgsql.Node{Node: &pg.Node_DeleteStmt{DeleteStmt: m}}, m.ReturningList)
	}
}

func (f *finder) commonTable(m *pg.CommonTableExpr) {
	if m.SearchClause != nil {
		f.foundAt(14, "SEARCH in WITH", pg.Token_SEARCH)
	}
	if m.CycleClause != nil {
		f.foundAt(14, "CYCLE in WITH", pg.Token_CYCLE)
	}
	if m.Ctequery.GetMergeStmt() != nil {
		f.foundAt(17, "MERGE in WITH", pg.Token_MERGE)
	}
}

// subqueryWithoutAlias is the place of the parenthesis that opens one.
func (f *finder) subqueryWithoutAlias() int {
	for i := range f.tokens {
		if f.kind(i) != openParen || !f.subqueryInFrom(i) {
			continue
		}
		switch f.kind(f.closing(i) + 1) {
		case pg.Token_AS, pg.Token_IDENT:
		default:
			return i
		}
	}
	return -1
}

func (f *finder) countLabels(targets []*pgsql.Node) {
	if f.target >= 14 {
		return
	}
	for _, target := range targets {
		if name := target.GetResTarget().GetName(); name != "" {
			if f.labels == nil {
				f.labels = map[string]int{}
			}
			f.labels[name]++
		}
	}
}

// returning looks at a RETURNING list: old and new are rows of their own since
// 18, unless the statement, or the rule that it stands in, calls something
// else so.
func (f *finder) returning(statement *pgsql.Node, targets []*pgsql.Node) {
	f.countLabels(targets)
	if f.inRule || len(targets) == 0 {
		return
	}
	row := ""
	pgsql.WalkList(targets, func(message any) bool {
		if ref, ok := message.(*pg.ColumnRef); ok && len(ref.Fields) > 1 && row == "" {
			if name := ref.Fields[0].GetString_().GetSval(); name == "old" || name == "new" {
				row = name
			}
		}
		return true
	})
	if row == "" || namesRelation(statement, row) {
		return
	}
	kind := pg.Token_OLD
	if row == "new" {
		kind = pg.Token_NEW
	}
	f.foundAt(18, "the "+row+" row in RETURNING", kind, dot)
}

// namesRelation tells whether anything in a statement gives a name to rows.
func namesRelation(statement *pgsql.Node, name string) bool {
	named := false
	pgsql.Walk(statement, func(message any) bool {
		switch m := message.(type) {
		case *pg.RangeVar:
			named = named || m.Relname == name
		case *pg.Alias:
			named = named || m.Aliasname == name
		}
		return !named
	})
	return named
}
