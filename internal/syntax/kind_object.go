package syntax

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// kindOfObject are the statements on objects of a schema: those whose tag is a
// verb and the name of what they touch.
func kindOfObject(node *pgsql.Node) string {
	if kind := kindOfCreate(node); kind != "" {
		return kind
	}
	switch n := node.Node.(type) {
	case *pg.Node_DropStmt:
		return verb("DROP", n.DropStmt.RemoveType)
	case *pg.Node_AlterTableStmt:
		return verb("ALTER", n.AlterTableStmt.Objtype)
	case *pg.Node_RenameStmt:
		if n.RenameStmt.RenameType == pg.ObjectType_OBJECT_COLUMN {
			return verb("ALTER", n.RenameStmt.RelationType)
		}
		return verb("ALTER", n.RenameStmt.RenameType)
	case *pg.Node_AlterOwnerStmt:
		return verb("ALTER", n.AlterOwnerStmt.ObjectType)
	case *pg.Node_AlterObjectSchemaStmt:
		return verb("ALTER", n.AlterObjectSchemaStmt.ObjectType)
	case *pg.Node_AlterObjectDependsStmt:
		return verb("ALTER", n.AlterObjectDependsStmt.ObjectType)
	case *pg.Node_AlterTableMoveAllStmt:
		return verb("ALTER", n.AlterTableMoveAllStmt.Objtype)
	case *pg.Node_AlterFunctionStmt:
		return verb("ALTER", n.AlterFunctionStmt.Objtype)
	case *pg.Node_AlterDomainStmt:
		return "ALTER DOMAIN"
	case *pg.Node_AlterEnumStmt, *pg.Node_AlterTypeStmt:
		return "ALTER TYPE"
	case *pg.Node_AlterSeqStmt:
		return "ALTER SEQUENCE"
	case *pg.Node_AlterStatsStmt:
		return "ALTER STATISTICS"
	case *pg.Node_AlterCollationStmt:
		return "ALTER COLLATION"
	case *pg.Node_AlterOperatorStmt:
		return "ALTER OPERATOR"
	case *pg.Node_AlterOpFamilyStmt:
		return "ALTER OPERATOR FAMILY"
	case *pg.Node_AlterPolicyStmt:
		return "ALTER POLICY"
	case *pg.Node_AlterTsdictionaryStmt:
		return "ALTER TEXT SEARCH DICTIONARY"
	case *pg.Node_AlterTsconfigurationStmt:
		return "ALTER TEXT SEARCH CONFIGURATION"
	}
	return ""
}

// kindOfCreate are those that make an object of a schema.
func kindOfCreate(node *pgsql.Node) string {
	switch n := node.Node.(type) {
	case *pg.Node_CreateStmt:
		return "CREATE TABLE"
	case *pg.Node_CreateForeignTableStmt:
		return "CREATE FOREIGN TABLE"
	case *pg.Node_IndexStmt:
		return "CREATE INDEX"
	case *pg.Node_ViewStmt:
		return "CREATE VIEW"
	case *pg.Node_CreateSeqStmt:
		return "CREATE SEQUENCE"
	case *pg.Node_CreateFunctionStmt:
		if n.CreateFunctionStmt.IsProcedure {
			return "CREATE PROCEDURE"
		}
		return "CREATE FUNCTION"
	case *pg.Node_CreateTrigStmt:
		return "CREATE TRIGGER"
	case *pg.Node_RuleStmt:
		return "CREATE RULE"
	case *pg.Node_CreatePolicyStmt:
		return "CREATE POLICY"
	case *pg.Node_CreateStatsStmt:
		return "CREATE STATISTICS"
	case *pg.Node_CreateDomainStmt:
		return "CREATE DOMAIN"
	case *pg.Node_CompositeTypeStmt, *pg.Node_CreateEnumStmt, *pg.Node_CreateRangeStmt:
		return "CREATE TYPE"
	case *pg.Node_DefineStmt:
		return verb("CREATE", n.DefineStmt.Kind)
	case *pg.Node_CreateSchemaStmt:
		return "CREATE SCHEMA"
	case *pg.Node_CreateConversionStmt:
		return "CREATE CONVERSION"
	case *pg.Node_CreateCastStmt:
		return "CREATE CAST"
	case *pg.Node_CreateTransformStmt:
		return "CREATE TRANSFORM"
	case *pg.Node_CreateOpClassStmt:
		return "CREATE OPERATOR CLASS"
	case *pg.Node_CreateOpFamilyStmt:
		return "CREATE OPERATOR FAMILY"
	}
	return ""
}

// verb is the tag of a verb and a type of object.
func verb(name string, object pg.ObjectType) string {
	if objectNames[object] == "" {
		return unknown
	}
	return name + " " + objectNames[object]
}

// objectNames are the types of objects as command tags name them. A column and
// a constraint go by what they belong to.
var objectNames = map[pg.ObjectType]string{
	pg.ObjectType_OBJECT_ACCESS_METHOD:   "ACCESS METHOD",
	pg.ObjectType_OBJECT_AGGREGATE:       "AGGREGATE",
	pg.ObjectType_OBJECT_ATTRIBUTE:       "TYPE",
	pg.ObjectType_OBJECT_CAST:            "CAST",
	pg.ObjectType_OBJECT_COLLATION:       "COLLATION",
	pg.ObjectType_OBJECT_COLUMN:          "TABLE",
	pg.ObjectType_OBJECT_CONVERSION:      "CONVERSION",
	pg.ObjectType_OBJECT_DATABASE:        "DATABASE",
	pg.ObjectType_OBJECT_DOMAIN:          "DOMAIN",
	pg.ObjectType_OBJECT_DOMCONSTRAINT:   "DOMAIN",
	pg.ObjectType_OBJECT_EVENT_TRIGGER:   "EVENT TRIGGER",
	pg.ObjectType_OBJECT_EXTENSION:       "EXTENSION",
	pg.ObjectType_OBJECT_FDW:             "FOREIGN DATA WRAPPER",
	pg.ObjectType_OBJECT_FOREIGN_SERVER:  "SERVER",
	pg.ObjectType_OBJECT_FOREIGN_TABLE:   "FOREIGN TABLE",
	pg.ObjectType_OBJECT_FUNCTION:        "FUNCTION",
	pg.ObjectType_OBJECT_INDEX:           "INDEX",
	pg.ObjectType_OBJECT_LANGUAGE:        "LANGUAGE",
	pg.ObjectType_OBJECT_LARGEOBJECT:     "LARGE OBJECT",
	pg.ObjectType_OBJECT_MATVIEW:         "MATERIALIZED VIEW",
	pg.ObjectType_OBJECT_OPCLASS:         "OPERATOR CLASS",
	pg.ObjectType_OBJECT_OPERATOR:        "OPERATOR",
	pg.ObjectType_OBJECT_OPFAMILY:        "OPERATOR FAMILY",
	pg.ObjectType_OBJECT_POLICY:          "POLICY",
	pg.ObjectType_OBJECT_PROCEDURE:       "PROCEDURE",
	pg.ObjectType_OBJECT_PUBLICATION:     "PUBLICATION",
	pg.ObjectType_OBJECT_ROLE:            "ROLE",
	pg.ObjectType_OBJECT_ROUTINE:         "ROUTINE",
	pg.ObjectType_OBJECT_RULE:            "RULE",
	pg.ObjectType_OBJECT_SCHEMA:          "SCHEMA",
	pg.ObjectType_OBJECT_SEQUENCE:        "SEQUENCE",
	pg.ObjectType_OBJECT_STATISTIC_EXT:   "STATISTICS",
	pg.ObjectType_OBJECT_SUBSCRIPTION:    "SUBSCRIPTION",
	pg.ObjectType_OBJECT_TABCONSTRAINT:   "TABLE",
	pg.ObjectType_OBJECT_TABLE:           "TABLE",
	pg.ObjectType_OBJECT_TABLESPACE:      "TABLESPACE",
	pg.ObjectType_OBJECT_TRANSFORM:       "TRANSFORM",
	pg.ObjectType_OBJECT_TRIGGER:         "TRIGGER",
	pg.ObjectType_OBJECT_TSCONFIGURATION: "TEXT SEARCH CONFIGURATION",
	pg.ObjectType_OBJECT_TSDICTIONARY:    "TEXT SEARCH DICTIONARY",
	pg.ObjectType_OBJECT_TSPARSER:        "TEXT SEARCH PARSER",
	pg.ObjectType_OBJECT_TSTEMPLATE:      "TEXT SEARCH TEMPLATE",
	pg.ObjectType_OBJECT_TYPE:            "TYPE",
	pg.ObjectType_OBJECT_VIEW:            "VIEW",
}
