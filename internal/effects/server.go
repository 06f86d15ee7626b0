package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// serverStatement are the statements about roles, databases, tablespaces and the
// server, and those that steer transactions: they touch no relation.
func (r *run) serverStatement(node *pgsql.Node) bool {
	switch node.Node.(type) {
	case *pg.Node_CreateRoleStmt, *pg.Node_AlterRoleStmt, *pg.Node_AlterRoleSetStmt, *pg.Node_DropRoleStmt, *pg.Node_GrantRoleStmt:
		r.e.Section = "Database Roles"
	case *pg.Node_CreatedbStmt, *pg.Node_AlterDatabaseStmt, *pg.Node_AlterDatabaseSetStmt, *pg.Node_AlterDatabaseRefreshCollStmt,
		*pg.Node_DropdbStmt:
		r.e.Section = "Managing Databases"
	case *pg.Node_CreateTableSpaceStmt, *pg.Node_DropTableSpaceStmt, *pg.Node_AlterTableSpaceOptionsStmt:
		r.e.Section = "Tablespaces"
	case *pg.Node_AlterSystemStmt, *pg.Node_CheckPointStmt, *pg.Node_LoadStmt, *pg.Node_VariableShowStmt:
	case *pg.Node_ListenStmt, *pg.Node_UnlistenStmt, *pg.Node_NotifyStmt:
	case *pg.Node_ConstraintsSetStmt:
		r.setConstraints(node.GetConstraintsSetStmt())
	case *pg.Node_AlterDefaultPrivilegesStmt:
	case *pg.Node_ImportForeignSchemaStmt:
		r.Incomplete = true
		r.unknown("which foreign tables IMPORT FOREIGN SCHEMA makes")
	case *pg.Node_TransactionStmt:
		r.transactionStatement(node.GetTransactionStmt())
	default:
		return false
	}
	return true
}

// transactionStatement is BEGIN, COMMIT and their kin. Locks that were taken
// behind a savepoint are given back with it (PostgreSQL 16, section 13.3).
func (r *run) transactionStatement(n *pg.TransactionStmt) {
	r.before() // no journal leads back from a savepoint
	switch n.Kind {
	case pg.TransactionStmtKind_TRANS_STMT_BEGIN, pg.TransactionStmtKind_TRANS_STMT_START,
		pg.TransactionStmtKind_TRANS_STMT_COMMIT, pg.TransactionStmtKind_TRANS_STMT_PREPARE:
		r.Commit()
	case pg.TransactionStmtKind_TRANS_STMT_SAVEPOINT:
		r.Savepoint(n.SavepointName)
	case pg.TransactionStmtKind_TRANS_STMT_ROLLBACK_TO:
		if !r.RollbackTo(n.SavepointName) {
			r.refuse("3B001", "savepoint %s does not exist", pgsql.QuoteIdent(n.SavepointName))
		}
	case pg.TransactionStmtKind_TRANS_STMT_ROLLBACK:
		r.unknown("what ROLLBACK takes back")
	}
}
