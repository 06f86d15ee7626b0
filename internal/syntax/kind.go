package syntax

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// unknown is PostgreSQL's own tag of what it has no tag for.
const unknown = "???"

// Kind is the command tag of a statement, as PostgreSQL names it: "CREATE
// INDEX", "ALTER TABLE", "INSERT", "DO", "SELECT". It is "???" for what is no
// statement, and never empty.
func Kind(node *pgsql.Node) string {
	if node == nil {
		return unknown
	}
	for _, group := range [...]func(*pgsql.Node) string{kindOfQuery, kindOfObject, kindOfSession, kindOfServer} {
		if kind := group(node); kind != "" {
			return kind
		}
	}
	return unknown
}

// kindOfQuery are the statements that read and write rows.
func kindOfQuery(node *pgsql.Node) string {
	switch n := node.Node.(type) {
	case *pg.Node_SelectStmt:
		if intoClause(n.SelectStmt) != nil {
			return "SELECT INTO"
		}
		return "SELECT"
	case *pg.Node_InsertStmt:
		return "INSERT"
	case *pg.Node_UpdateStmt:
		return "UPDATE"
	case *pg.Node_DeleteStmt:
		return "DELETE"
	case *pg.Node_MergeStmt:
		return "MERGE"
	case *pg.Node_CopyStmt:
		return "COPY"
	case *pg.Node_CreateTableAsStmt:
		if n.CreateTableAsStmt.Objtype == pg.ObjectType_OBJECT_MATVIEW {
			return "CREATE MATERIALIZED VIEW"
		}
		return "CREATE TABLE AS"
	case *pg.Node_ExplainStmt:
		return "EXPLAIN"
	case *pg.Node_TruncateStmt:
		return "TRUNCATE TABLE"
	case *pg.Node_CallStmt:
		return "CALL"
	case *pg.Node_DoStmt:
		return "DO"
	}
	return ""
}

// kindOfSession are the statements that change the session or its
// transaction.
func kindOfSession(node *pgsql.Node) string {
	switch n := node.Node.(type) {
	case *pg.Node_TransactionStmt:
		return transactionKinds[n.TransactionStmt.Kind]
	case *pg.Node_VariableSetStmt:
		switch n.VariableSetStmt.Kind {
		case pg.VariableSetKind_VAR_RESET, pg.VariableSetKind_VAR_RESET_ALL:
			return "RESET"
		}
		return "SET"
	case *pg.Node_VariableShowStmt:
		return "SHOW"
	case *pg.Node_ConstraintsSetStmt:
		return "SET CONSTRAINTS"
	case *pg.Node_DiscardStmt:
		return discardKinds[n.DiscardStmt.Target]
	case *pg.Node_PrepareStmt:
		return "PREPARE"
	case *pg.Node_ExecuteStmt:
		return "EXECUTE"
	case *pg.Node_DeallocateStmt:
		return withAll("DEALLOCATE", n.DeallocateStmt.Name)
	case *pg.Node_DeclareCursorStmt:
		return "DECLARE CURSOR"
	case *pg.Node_ClosePortalStmt:
		return withAll("CLOSE CURSOR", n.ClosePortalStmt.Portalname)
	case *pg.Node_FetchStmt:
		if n.FetchStmt.Ismove {
			return "MOVE"
		}
		return "FETCH"
	case *pg.Node_ListenStmt:
		return "LISTEN"
	case *pg.Node_NotifyStmt:
		return "NOTIFY"
	case *pg.Node_UnlistenStmt:
		return "UNLISTEN"
	case *pg.Node_LockStmt:
		return "LOCK TABLE"
	case *pg.Node_LoadStmt:
		return "LOAD"
	}
	return ""
}

// withAll is the tag of a statement that takes a name or ALL.
func withAll(kind, name string) string {
	if name == "" {
		return kind + " ALL"
	}
	return kind
}

var transactionKinds = map[pg.TransactionStmtKind]string{
	pg.TransactionStmtKind_TRANS_STMT_BEGIN:             "BEGIN",
	pg.TransactionStmtKind_TRANS_STMT_START:             "START TRANSACTION",
	pg.TransactionStmtKind_TRANS_STMT_COMMIT:            "COMMIT",
	pg.TransactionStmtKind_TRANS_STMT_ROLLBACK:          "ROLLBACK",
	pg.TransactionStmtKind_TRANS_STMT_ROLLBACK_TO:       "ROLLBACK",
	pg.TransactionStmtKind_TRANS_STMT_SAVEPOINT:         "SAVEPOINT",
	pg.TransactionStmtKind_TRANS_STMT_RELEASE:           "RELEASE",
	pg.TransactionStmtKind_TRANS_STMT_PREPARE:           "PREPARE TRANSACTION",
	pg.TransactionStmtKind_TRANS_STMT_COMMIT_PREPARED:   "COMMIT PREPARED",
	pg.TransactionStmtKind_TRANS_STMT_ROLLBACK_PREPARED: "ROLLBACK PREPARED",
}

var discardKinds = map[pg.DiscardMode]string{
	pg.DiscardMode_DISCARD_ALL:       "DISCARD ALL",
	pg.DiscardMode_DISCARD_PLANS:     "DISCARD PLANS",
	pg.DiscardMode_DISCARD_SEQUENCES: "DISCARD SEQUENCES",
	pg.DiscardMode_DISCARD_TEMP:      "DISCARD TEMP",
}

// intoClause is the INTO of a SELECT, which in a UNION hangs in its first
// branch; nil where there is none.
func intoClause(s *pg.SelectStmt) *pg.IntoClause {
	for s != nil {
		if s.IntoClause != nil {
			return s.IntoClause
		}
		s = s.Larg
	}
	return nil
}
