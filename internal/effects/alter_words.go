package effects

import pg "github.com/pganalyze/pg_query_go/v5"

// actionWords say what an action of ALTER TABLE does, as the reason of its lock.
func actionWords(cmd *pg.AlterTableCmd) string {
	if words, ok := actionReasons[cmd.GetSubtype()]; ok {
		return words
	}
	return "it is altered"
}

var actionReasons = map[pg.AlterTableType]string{
	pg.AlterTableType_AT_AddColumn:                 "a column is added",
	pg.AlterTableType_AT_AddColumnToView:           "a column is added",
	pg.AlterTableType_AT_DropColumn:                "a column is dropped",
	pg.AlterTableType_AT_ColumnDefault:             "a column's default changes",
	pg.AlterTableType_AT_SetNotNull:                "a column becomes NOT NULL",
	pg.AlterTableType_AT_DropNotNull:               "a column may be NULL again",
	pg.AlterTableType_AT_AlterColumnType:           "a column's type changes",
	pg.AlterTableType_AT_AlterColumnGenericOptions: "a column's options change",
	pg.AlterTableType_AT_SetStatistics:             "a column's statistics target changes",
	pg.AlterTableType_AT_SetOptions:                "a column's options change",
	pg.AlterTableType_AT_ResetOptions:              "a column's options change",
	pg.AlterTableType_AT_SetStorage:                "a column's storage changes",
	pg.AlterTableType_AT_SetCompression:            "a column's compression changes",
	pg.AlterTableType_AT_AddIdentity:               "a column becomes an identity column",
	pg.AlterTableType_AT_SetIdentity:               "an identity column changes",
	pg.AlterTableType_AT_DropIdentity:              "a column is no identity column any more",
	pg.AlterTableType_AT_DropExpression:            "a column is not generated any more",
	pg.AlterTableType_AT_AddConstraint:             "a constraint is added",
	pg.AlterTableType_AT_AlterConstraint:           "a constraint changes",
	pg.AlterTableType_AT_ValidateConstraint:        "a constraint is validated",
	pg.AlterTableType_AT_DropConstraint:            "a constraint is dropped",
	pg.AlterTableType_AT_ChangeOwner:               "its owner changes",
	pg.AlterTableType_AT_ClusterOn:                 "the index for CLUSTER is set",
	pg.AlterTableType_AT_DropCluster:               "the index for CLUSTER is taken back",
	pg.AlterTableType_AT_SetLogged:                 "it becomes logged",
	pg.AlterTableType_AT_SetUnLogged:               "it becomes unlogged",
	pg.AlterTableType_AT_SetAccessMethod:           "its access method changes",
	pg.AlterTableType_AT_SetTableSpace:             "it moves to another tablespace",
	pg.AlterTableType_AT_SetRelOptions:             "its storage parameters change",
	pg.AlterTableType_AT_ResetRelOptions:           "its storage parameters change",
	pg.AlterTableType_AT_ReplaceRelOptions:         "its storage parameters change",
	pg.AlterTableType_AT_EnableTrig:                "a trigger is enabled",
	pg.AlterTableType_AT_EnableAlwaysTrig:          "a trigger is enabled",
	pg.AlterTableType_AT_EnableReplicaTrig:         "a trigger is enabled",
	pg.AlterTableType_AT_DisableTrig:               "a trigger is disabled",
	pg.AlterTableType_AT_EnableTrigAll:             "its triggers are enabled",
	pg.AlterTableType_AT_DisableTrigAll:            "its triggers are disabled",
	pg.AlterTableType_AT_EnableTrigUser:            "its triggers are enabled",
	pg.AlterTableType_AT_DisableTrigUser:           "its triggers are disabled",
	pg.AlterTableType_AT_EnableRule:                "a rule is enabled",
	pg.AlterTableType_AT_EnableAlwaysRule:          "a rule is enabled",
	pg.AlterTableType_AT_EnableReplicaRule:         "a rule is enabled",
	pg.AlterTableType_AT_DisableRule:               "a rule is disabled",
	pg.AlterTableType_AT_AddInherit:                "it gets a parent",
	pg.AlterTableType_AT_DropInherit:               "it loses a parent",
	pg.AlterTableType_AT_AddOf:                     "it becomes a typed table",
	pg.AlterTableType_AT_DropOf:                    "it is no typed table any more",
	pg.AlterTableType_AT_ReplicaIdentity:           "its replica identity changes",
	pg.AlterTableType_AT_EnableRowSecurity:         "row level security is switched on",
	pg.AlterTableType_AT_DisableRowSecurity:        "row level security is switched off",
	pg.AlterTableType_AT_ForceRowSecurity:          "row level security binds its owner too",
	pg.AlterTableType_AT_NoForceRowSecurity:        "row level security does not bind its owner any more",
	pg.AlterTableType_AT_GenericOptions:            "its options change",
	pg.AlterTableType_AT_AttachPartition:           "a partition is attached",
	pg.AlterTableType_AT_DetachPartition:           "a partition is detached",
	pg.AlterTableType_AT_DetachPartitionFinalize:   "a detach is finished",
}
