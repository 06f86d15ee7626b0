package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// statement runs one statement. Each group of statements has a switch of its
// own; what none knows is said to be unknown.
func (r *run) statement(node *pgsql.Node) {
	for _, group := range [...]func(*run, *pgsql.Node) bool{
		(*run).tableStatement, (*run).indexStatement, (*run).objectStatement, (*run).anyObjectStatement,
		(*run).rowStatement, (*run).sessionStatement,
	} {
		if group(r, node) {
			return
		}
	}
	r.unknown("what the statement does")
}

// tableStatement are the statements about tables and sequences.
func (r *run) tableStatement(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_CreateStmt:
		r.createTable(n.CreateStmt)
	case *pg.Node_CreateForeignTableStmt:
		r.createForeignTable(n.CreateForeignTableStmt)
	case *pg.Node_CreateTableAsStmt:
		r.createTableAs(n.CreateTableAsStmt)
	case *pg.Node_AlterTableStmt:
		r.alterTable(n.AlterTableStmt)
	case *pg.Node_AlterTableMoveAllStmt:
		r.alterTableMoveAll(n.AlterTableMoveAllStmt)
	case *pg.Node_CreateSeqStmt:
		r.createSequence(n.CreateSeqStmt)
	case *pg.Node_AlterSeqStmt:
		r.alterSequence(n.AlterSeqStmt)
	default:
		return false
	}
	return true
}

// indexStatement are the statements about indexes and what keeps tables in
// shape.
func (r *run) indexStatement(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_IndexStmt:
		r.createIndex(n.IndexStmt)
	case *pg.Node_ReindexStmt:
		r.reindexStatement(n.ReindexStmt)
	case *pg.Node_ClusterStmt:
		r.cluster(n.ClusterStmt)
	case *pg.Node_VacuumStmt:
		r.vacuum(n.VacuumStmt)
	case *pg.Node_CreateStatsStmt:
		r.createStatistics(n.CreateStatsStmt)
	case *pg.Node_AlterStatsStmt:
		r.alterStatistics(n.AlterStatsStmt)
	default:
		return false
	}
	return true
}

// objectStatement are the statements that make or alter one kind of object.
func (r *run) objectStatement(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_ViewStmt:
		r.createView(n.ViewStmt)
	case *pg.Node_RefreshMatViewStmt:
		r.refreshMaterializedView(n.RefreshMatViewStmt)
	case *pg.Node_CreateTrigStmt:
		r.createTrigger(n.CreateTrigStmt)
	case *pg.Node_RuleStmt:
		r.createRule(n.RuleStmt)
	case *pg.Node_CreatePolicyStmt:
		r.createPolicy(n.CreatePolicyStmt)
	case *pg.Node_AlterPolicyStmt:
		r.alterPolicy(n.AlterPolicyStmt)
	case *pg.Node_CreateFunctionStmt:
		r.createFunction(n.CreateFunctionStmt)
	case *pg.Node_AlterFunctionStmt:
		r.alterFunction(n.AlterFunctionStmt)
	case *pg.Node_CreateSchemaStmt:
		r.createSchema(n.CreateSchemaStmt)
	case *pg.Node_CreateEnumStmt:
		r.createEnum(n.CreateEnumStmt)
	case *pg.Node_AlterEnumStmt:
		r.alterEnum(n.AlterEnumStmt)
	case *pg.Node_CompositeTypeStmt:
		r.createCompositeType(n.CompositeTypeStmt)
	case *pg.Node_CreateRangeStmt:
		r.createRange(n.CreateRangeStmt)
	case *pg.Node_AlterTypeStmt:
		r.alterType(n.AlterTypeStmt)
	case *pg.Node_CreateDomainStmt:
		r.createDomain(n.CreateDomainStmt)
	case *pg.Node_AlterDomainStmt:
		r.alterDomain(n.AlterDomainStmt)
	case *pg.Node_CreateExtensionStmt:
		r.createExtension(n.CreateExtensionStmt)
	case *pg.Node_AlterExtensionStmt:
		r.alterExtension(n.AlterExtensionStmt)
	case *pg.Node_AlterExtensionContentsStmt:
		r.alterExtensionContents(n.AlterExtensionContentsStmt)
	case *pg.Node_CreatePublicationStmt:
		r.createPublication(n.CreatePublicationStmt)
	case *pg.Node_AlterPublicationStmt:
		r.alterPublication(n.AlterPublicationStmt)
	default:
		return r.otherObjectStatement(node)
	}
	return true
}

// anyObjectStatement are the statements that do the same to any kind of object.
func (r *run) anyObjectStatement(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_DropStmt:
		r.dropStatement(n.DropStmt)
	case *pg.Node_RenameStmt:
		r.rename(n.RenameStmt)
	case *pg.Node_AlterObjectSchemaStmt:
		r.setSchema(n.AlterObjectSchemaStmt)
	case *pg.Node_AlterOwnerStmt:
		r.setOwner(n.AlterOwnerStmt)
	case *pg.Node_AlterObjectDependsStmt:
		r.dependsOnExtension(n.AlterObjectDependsStmt)
	case *pg.Node_CommentStmt:
		r.comment(n.CommentStmt)
	case *pg.Node_SecLabelStmt:
		r.securityLabel(n.SecLabelStmt)
	case *pg.Node_GrantStmt:
		r.grant(n.GrantStmt)
	case *pg.Node_DropOwnedStmt:
		r.dropOwned(n.DropOwnedStmt)
	case *pg.Node_ReassignOwnedStmt:
		r.reassignOwned(n.ReassignOwnedStmt)
	default:
		return false
	}
	return true
}

// rowStatement are the statements that read and write rows, or run code.
func (r *run) rowStatement(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_SelectStmt:
		r.selectStatement(node, n.SelectStmt)
	case *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt:
		r.modify(node)
	case *pg.Node_CopyStmt:
		r.copyStatement(n.CopyStmt)
	case *pg.Node_TruncateStmt:
		r.truncate(n.TruncateStmt)
	case *pg.Node_LockStmt:
		r.lockTable(n.LockStmt)
	case *pg.Node_DoStmt:
		r.do(n.DoStmt)
	case *pg.Node_CallStmt:
		r.call(n.CallStmt)
	case *pg.Node_ExplainStmt:
		r.explain(n.ExplainStmt)
	case *pg.Node_PrepareStmt, *pg.Node_ExecuteStmt, *pg.Node_DeallocateStmt, *pg.Node_DeclareCursorStmt,
		*pg.Node_FetchStmt, *pg.Node_ClosePortalStmt:
		r.prepared(node)
	default:
		return false
	}
	return true
}

// sessionStatement are the statements that change the session, and those of the
// server or the cluster, which touch no relation.
func (r *run) sessionStatement(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_VariableSetStmt:
		r.set(n.VariableSetStmt)
	case *pg.Node_DiscardStmt:
		r.discard(n.DiscardStmt)
	default:
		return r.serverStatement(node)
	}
	return true
}
