package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// explain is EXPLAIN: what parsing and planning lock; with ANALYZE the statement
// runs (PostgreSQL 16, section "EXPLAIN").
func (r *run) explain(n *pg.ExplainStmt) {
	analyze := option(n.Options, "analyze")
	if analyze != nil && isTrue(analyze) {
		r.statement(n.Query)
		return
	}
	r.e.Section = "EXPLAIN"
	node := n.Query
	if as := node.GetCreateTableAsStmt(); as != nil {
		node = as.Query
	}
	switch node.GetNode().(type) {
	case *pg.Node_SelectStmt, *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt:
		r.plan(node)
	case *pg.Node_ExecuteStmt:
		r.prepared(node)
	}
}

// plan is a query that is parsed and planned and does not run.
func (r *run) plan(node *pgsql.Node) {
	r.planOnly = true
	defer func() { r.planOnly = false }()
	a := r.query(node)
	r.readAll(node, a)
	for _, change := range r.changesIn(node) {
		r.lockTarget(change)
	}
}

// prepared are PREPARE, EXECUTE and cursors. A prepared query is parsed, which
// locks what stands in it, until the transaction ends.
func (r *run) prepared(node *pgsql.Node) {
	switch n := node.Node.(type) {
	case *pg.Node_PrepareStmt:
		r.e.Section = "PREPARE"
		r.query(n.PrepareStmt.Query)
		for _, change := range r.changesIn(n.PrepareStmt.Query) {
			r.lock(change.table, RowExclusive, "a statement about it is prepared")
		}
	case *pg.Node_ExecuteStmt:
		r.e.Section = "EXECUTE"
		r.unknown("what the prepared statement %s does", pgsql.QuoteIdent(n.ExecuteStmt.Name))
	case *pg.Node_DeclareCursorStmt:
		r.e.Section = "DECLARE"
		r.runQuery(n.DeclareCursorStmt.Query)
	}
}
