package compiler

import (
	"slices"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// privileges notes what wants a privilege (PostgreSQL 16, 5.7), on the columns
// that a statement names where it names any.
func (w *wants) privileges() {
	switch n := w.st.node.Node.(type) {
	case *pg_query.Node_CreateTrigStmt:
		w.does(n.CreateTrigStmt.Relation, Trigger)
	case *pg_query.Node_TruncateStmt:
		for _, rel := range n.TruncateStmt.Relations {
			w.does(rel.GetRangeVar(), Truncate)
		}
	case *pg_query.Node_CreateTableAsStmt:
		if !n.CreateTableAsStmt.Into.GetSkipData() {
			w.aboutRows()
		}
	case *pg_query.Node_InsertStmt, *pg_query.Node_UpdateStmt, *pg_query.Node_DeleteStmt, *pg_query.Node_MergeStmt, *pg_query.Node_SelectStmt:
		w.aboutRows()
	}
}

// aboutRows notes what the statement reads and writes.
func (w *wants) aboutRows() {
	ctes := map[string]bool{}
	pgsql.Walk(w.st.node, func(message any) bool {
		if n, ok := message.(*pg_query.CommonTableExpr); ok {
			ctes[n.Ctename] = true
		}
		return true
	})
	read := func(nodes ...*pgsql.Node) {
		for _, node := range nodes {
			if n := node.GetRangeVar(); n != nil && (n.Schemaname != "" || !ctes[n.Relname]) {
				w.does(n, Select)
			}
		}
	}
	pgsql.Walk(w.st.node, func(message any) bool {
		switch n := message.(type) {
		case *pg_query.SelectStmt:
			read(n.FromClause...)
		case *pg_query.JoinExpr:
			read(n.Larg, n.Rarg)
		case *pg_query.InsertStmt:
			w.on(n.Relation, Insert, targets(n.Cols))
			if n.OnConflictClause.GetAction() == pg_query.OnConflictAction_ONCONFLICT_UPDATE {
				w.on(n.Relation, Update, targets(n.OnConflictClause.TargetList))
			}
		case *pg_query.UpdateStmt:
			w.on(n.Relation, Update, targets(n.TargetList))
			read(n.FromClause...)
			if len(n.FromClause) == 0 {
				w.reads(n.Relation, append(slices.Clone(n.TargetList), n.WhereClause))
			}
		case *pg_query.DeleteStmt:
			w.does(n.Relation, Delete)
			read(n.UsingClause...)
			if len(n.UsingClause) == 0 {
				w.reads(n.Relation, []*pgsql.Node{n.WhereClause})
			}
		case *pg_query.MergeStmt:
			read(n.SourceRelation)
		case *pg_query.MergeWhenClause:
			into := w.st.node.GetMergeStmt().GetRelation()
			switch n.CommandType {
			case pg_query.CmdType_CMD_INSERT:
				w.does(into, Insert)
			case pg_query.CmdType_CMD_UPDATE:
				w.does(into, Update)
			case pg_query.CmdType_CMD_DELETE:
				w.does(into, Delete)
			}
		}
		return true
	})
}

// targets are the columns that a list of targets names; nil for all.
func targets(list []*pgsql.Node) []string {
	var names []string
	for _, node := range list {
		names = append(names, node.GetResTarget().GetName())
	}
	return names
}

// reads notes the columns of the one relation of an UPDATE or DELETE that its
// expressions name. What a subquery names may be another's.
func (w *wants) reads(n *pg_query.RangeVar, expressions []*pgsql.Node) {
	var names []string
	pgsql.WalkList(expressions, func(message any) bool {
		switch m := message.(type) {
		case *pg_query.SubLink:
			return false
		case *pg_query.ColumnRef:
			parts := pgsql.Names(m.Fields)
			if last := len(parts) - 1; last == 0 || last == 1 && (parts[0] == n.Relname || parts[0] == n.Alias.GetAliasname()) {
				names = append(names, parts[last])
			}
		}
		return true
	})
	if len(names) > 0 {
		w.on(n, Select, names)
	}
}

// on notes a use of some columns, those that are there at the start; of all where
// none is named.
func (w *wants) on(n *pg_query.RangeVar, what Use, columns []string) {
	oid := w.relation(n)
	w.doesTo(oid, what)
	first, ok := w.start.Object(oid).(*catalog.Relation)
	if u := w.uses[oid]; ok && u != nil {
		for _, name := range columns {
			if slices.ContainsFunc(first.Columns, func(c *catalog.Column) bool { return c.Name == name && !c.Dropped }) && !slices.Contains(u.columns[what], name) {
				u.columns[what] = append(u.columns[what], name)
			}
		}
	}
}
