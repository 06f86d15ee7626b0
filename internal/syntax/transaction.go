package syntax

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// InTransaction tells whether a statement may stand in a transaction block on
// every server from the major version target on; why names the form that
// refuses it. Where only the catalog could tell, as with REINDEX of a table
// that may be partitioned, it may. DROP SUBSCRIPTION is refused although one
// without a slot would pass.
//
// The forms are those that the server refuses with 25001 (PostgreSQL 18,
// PreventInTransactionBlock). Versions differ in nothing that the text shows:
// ALTER SUBSCRIPTION … REFRESH, free on 13, is refused from 14 on.
func InTransaction(node *pgsql.Node, target int) (ok bool, why string) {
	if why = refusedInTransaction(node); why != "" {
		return false, why
	}
	return true, ""
}

func refusedInTransaction(node *pgsql.Node) string {
	switch n := node.GetNode().(type) {
	case *pg.Node_IndexStmt:
		return when(n.IndexStmt.Concurrent, "CREATE INDEX CONCURRENTLY")
	case *pg.Node_DropStmt:
		return when(n.DropStmt.Concurrent, "DROP INDEX CONCURRENTLY")
	case *pg.Node_ReindexStmt:
		return reindexRefused(n.ReindexStmt)
	case *pg.Node_AlterTableStmt:
		return when(detachesConcurrently(n.AlterTableStmt), "DETACH PARTITION CONCURRENTLY")
	case *pg.Node_VacuumStmt:
		return when(n.VacuumStmt.IsVacuumcmd, "VACUUM")
	case *pg.Node_ClusterStmt:
		return when(n.ClusterStmt.Relation == nil, "CLUSTER without a table")
	case *pg.Node_CreatedbStmt:
		return "CREATE DATABASE"
	case *pg.Node_DropdbStmt:
		return "DROP DATABASE"
	case *pg.Node_AlterDatabaseStmt:
		return when(hasOption(n.AlterDatabaseStmt.Options, "tablespace"), "ALTER DATABASE SET TABLESPACE")
	case *pg.Node_CreateTableSpaceStmt:
		return "CREATE TABLESPACE"
	case *pg.Node_DropTableSpaceStmt:
		return "DROP TABLESPACE"
	case *pg.Node_AlterSystemStmt:
		return "ALTER SYSTEM"
	case *pg.Node_DiscardStmt:
		return when(n.DiscardStmt.Target == pg.DiscardMode_DISCARD_ALL, "DISCARD ALL")
	case *pg.Node_CreateSubscriptionStmt:
		options := n.CreateSubscriptionStmt.Options
		slot := optionOn(options, "connect", true) && optionOn(options, "create_slot", true)
		return when(slot, "CREATE SUBSCRIPTION that creates a slot")
	case *pg.Node_AlterSubscriptionStmt:
		return alterSubscriptionRefused(n.AlterSubscriptionStmt)
	case *pg.Node_DropSubscriptionStmt:
		return "DROP SUBSCRIPTION"
	case *pg.Node_TransactionStmt:
		return preparedRefused(n.TransactionStmt)
	}
	return ""
}

func when(is bool, form string) string {
	if is {
		return form
	}
	return ""
}

func hasOption(nodes []*pgsql.Node, name string) bool {
	for _, option := range optionsOf(nodes) {
		if option.Defname == name {
			return true
		}
	}
	return false
}

func reindexRefused(n *pg.ReindexStmt) string {
	switch n.Kind {
	case pg.ReindexObjectType_REINDEX_OBJECT_SCHEMA:
		return "REINDEX SCHEMA"
	case pg.ReindexObjectType_REINDEX_OBJECT_DATABASE:
		return "REINDEX DATABASE"
	case pg.ReindexObjectType_REINDEX_OBJECT_SYSTEM:
		return "REINDEX SYSTEM"
	}
	return when(optionOn(n.Params, "concurrently", false), "REINDEX CONCURRENTLY")
}

func detachesConcurrently(n *pg.AlterTableStmt) bool {
	for _, cmd := range n.Cmds {
		partition := cmd.GetAlterTableCmd().GetDef().GetPartitionCmd()
		if partition.GetConcurrent() {
			return true
		}
	}
	return false
}

func alterSubscriptionRefused(n *pg.AlterSubscriptionStmt) string {
	switch n.Kind {
	case pg.AlterSubscriptionType_ALTER_SUBSCRIPTION_REFRESH:
		return "ALTER SUBSCRIPTION REFRESH"
	case pg.AlterSubscriptionType_ALTER_SUBSCRIPTION_SET_PUBLICATION,
		pg.AlterSubscriptionType_ALTER_SUBSCRIPTION_ADD_PUBLICATION,
		pg.AlterSubscriptionType_ALTER_SUBSCRIPTION_DROP_PUBLICATION:
		return when(optionOn(n.Options, "refresh", true), "ALTER SUBSCRIPTION with refresh")
	case pg.AlterSubscriptionType_ALTER_SUBSCRIPTION_OPTIONS:
		return subscriptionSlotRefused(
			hasOption(n.Options, "failover"), !optionOn(n.Options, "two_phase", true))
	}
	return ""
}

// subscriptionSlotRefused are the options that change the slot on the
// publisher: failover since 17, two_phase since 18, and that only to false.
func subscriptionSlotRefused(failover, noTwoPhase bool) string {
	switch {
	case failover:
		return "ALTER SUBSCRIPTION SET (failover)"
	case noTwoPhase:
		return "ALTER SUBSCRIPTION SET (two_phase = false)"
	}
	return ""
}

func preparedRefused(n *pg.TransactionStmt) string {
	switch n.Kind {
	case pg.TransactionStmtKind_TRANS_STMT_COMMIT_PREPARED:
		return "COMMIT PREPARED"
	case pg.TransactionStmtKind_TRANS_STMT_ROLLBACK_PREPARED:
		return "ROLLBACK PREPARED"
	}
	return ""
}

// AddsEnumValue tells whether a statement is ALTER TYPE … ADD VALUE, whose
// value cannot be used before the transaction is committed.
func AddsEnumValue(node *pgsql.Node) bool {
	n := node.GetAlterEnumStmt()
	return n != nil && n.OldVal == ""
}
