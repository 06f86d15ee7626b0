package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// rowChange is what a query does to the rows of one table, or that an INSERT
// reads them.
type rowChange struct {
	// what is "INSERT", "UPDATE", "DELETE", "MERGE" or "SELECT".
	what string
	// table is the one under a simple view.
	table *catalog.Relation
	// alias is the name by which the query's conditions call it.
	alias string
	// where are the conditions that all hold.
	where []*pgsql.Node
	// targets are the columns that are assigned.
	targets []*pgsql.Node
	insert  *pg.InsertStmt
}

// rowChanges are the changes of rows by a statement: its own, those in its WITH,
// and those in the body of a DO.
func (s *statement) rowChanges() []rowChange { return s.rows.get(s.findChanges) }

func (s *statement) findChanges() []rowChange {
	var found []rowChange
	for _, query := range s.queries() {
		pgsql.Walk(query, func(message any) bool {
			switch n := message.(type) {
			case *pg.InsertStmt:
				found = s.appendChange(found, n.Relation, rowChange{what: "INSERT", targets: n.Cols, insert: n})
				found = append(found, s.sources(n.SelectStmt.GetSelectStmt())...)
			case *pg.UpdateStmt:
				found = s.appendChange(found, n.Relation, rowChange{what: "UPDATE", targets: n.TargetList}, n.WhereClause)
			case *pg.DeleteStmt:
				found = s.appendChange(found, n.Relation, rowChange{what: "DELETE"}, n.WhereClause)
			case *pg.MergeStmt:
				found = s.appendChange(found, n.Relation, rowChange{what: "MERGE"}, n.JoinCondition)
			}
			return true
		})
	}
	return found
}

// sources are the tables that the query of an INSERT reads and nothing limits.
func (s *statement) sources(n *pg.SelectStmt) []rowChange {
	if n == nil || n.LimitCount != nil {
		return nil
	}
	found := append(s.sources(n.Larg), s.sources(n.Rarg)...)
	pgsql.WalkList(n.FromClause, func(message any) bool {
		if r, ok := message.(*pg.RangeVar); ok {
			found = s.appendChange(found, r, rowChange{what: "SELECT"}, n.WhereClause)
		}
		_, nested := message.(*pg.SelectStmt)
		return !nested
	})
	return found
}

func (s *statement) appendChange(to []rowChange, n *pg.RangeVar, c rowChange, where ...*pgsql.Node) []rowChange {
	c.table, c.alias = s.relation(n), n.GetRelname()
	if alias := n.GetAlias().GetAliasname(); alias != "" {
		c.alias = alias
	}
	for c.table != nil && c.table.Kind == catalog.View && len(c.table.Uses) == 1 {
		where = append(where, c.table.Query.GetSelectStmt().GetWhereClause())
		c.table, _ = s.Before.Object(c.table.Uses[0]).(*catalog.Relation)
	}
	if c.table == nil || c.table.Kind == catalog.View {
		return to
	}
	for _, condition := range where {
		if condition != nil && !alwaysTrue(condition) {
			c.where = append(c.where, condition)
		}
	}
	return append(to, c)
}

// alwaysTrue tells whether a condition keeps nothing out: true, or a constant
// that is compared with itself.
func alwaysTrue(node *pgsql.Node) bool {
	if cast := node.GetTypeCast(); cast != nil {
		text := cast.Arg.GetAConst().GetSval().GetSval()
		return text == "t" || text == "true"
	}
	if x := node.GetAExpr(); x != nil {
		constant := x.Lexpr.GetAConst() != nil && x.Rexpr.GetAConst() != nil
		return constant && x.Name[0].GetString_().GetSval() == "=" && pgsql.Same(x.Lexpr, x.Rexpr)
	}
	return node.GetAConst().GetBoolval().GetBoolval()
}

// queries are what the statement runs of queries: itself, or those in the body
// of a DO. What only defines something runs none.
func (s *statement) queries() []*pgsql.Node {
	switch s.node().GetNode().(type) {
	case *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt, *pg.Node_SelectStmt:
		return []*pgsql.Node{s.node()}
	case *pg.Node_DoStmt:
		steps, err := effects.RoutineOnce(s.SQL())
		if err == nil {
			return queriesIn(steps)
		}
	}
	return nil
}

func queriesIn(steps []pgsql.Step) []*pgsql.Node {
	var found []*pgsql.Node
	for _, step := range steps {
		if step.Kind == pgsql.StepSQL {
			stmts, err := effects.ParseOnce(step.Text)
			for _, stmt := range stmts {
				if err == nil {
					found = append(found, stmt.Stmt)
				}
			}
		}
		for _, branch := range step.Branches {
			found = append(found, queriesIn(branch)...)
		}
	}
	return found
}
