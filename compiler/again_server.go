package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// againDatabase is for what the whole server has: databases, tablespaces, and
// prepared transactions; nil for anything else.
func againDatabase(node *pgsql.Node) *Again {
	switch n := node.Node.(type) {
	case *pg_query.Node_CreatedbStmt:
		return againMade(databaseNamed(n.CreatedbStmt.Dbname), whole)
	case *pg_query.Node_DropdbStmt:
		a := againDropped(databaseNamed(n.DropdbStmt.Dbname), "pg_catalog.pg_database", n.DropdbStmt.MissingOk)
		// A drop that did not end has destroyed the database all the same.
		a.Touched = gone("pg_catalog.pg_database WHERE oid::text = " + Before + whole)
		return a
	case *pg_query.Node_AlterDatabaseStmt:
		return againMoveDatabase(n.AlterDatabaseStmt)
	case *pg_query.Node_CreateTableSpaceStmt:
		return againMade(tablespaceNamed(n.CreateTableSpaceStmt.Tablespacename), "")
	case *pg_query.Node_DropTableSpaceStmt:
		return againDropped(tablespaceNamed(n.DropTableSpaceStmt.Tablespacename), "pg_catalog.pg_tablespace", n.DropTableSpaceStmt.MissingOk)
	case *pg_query.Node_TransactionStmt:
		return againPrepared(n.TransactionStmt)
	}
	return nil
}

// whole holds for a database that no DROP DATABASE has begun to destroy
// (PostgreSQL 16, 53.15, datconnlimit).
const whole = " AND datconnlimit <> -2"

func databaseNamed(name string) string {
	return "pg_catalog.pg_database WHERE datname = " + literal(name)
}

func tablespaceNamed(name string) string {
	return "pg_catalog.pg_tablespace WHERE spcname = " + literal(name)
}

// againMade is for a statement that makes an object in one piece: from finds it by
// name, and holds with and where it is there and complete.
func againMade(from, and string) *Again {
	had := exists(from + " AND oid::text <> " + Before + and)
	return &Again{Look: textOr("SELECT oid::text FROM " + from), Touched: had, Had: had, Done: had}
}

// againDropped is for a statement that drops an object in one piece: from finds it
// by name in a catalog; optional holds for IF EXISTS.
func againDropped(from, catalog string, optional bool) *Again {
	had := gone(catalog + " WHERE oid::text = " + Before)
	a := &Again{Look: textOr("SELECT oid::text FROM " + from), Touched: had, Had: had}
	a.Done = a.had(optional)
	return a
}

// againMoveDatabase is for ALTER DATABASE … SET TABLESPACE, which does nothing
// where the database is there already.
func againMoveDatabase(n *pg_query.AlterDatabaseStmt) *Again {
	to := ""
	for _, option := range n.Options {
		if o := option.GetDefElem(); o.GetDefname() == "tablespace" {
			to = o.GetArg().GetString_().GetSval()
		}
	}
	of := databaseNamed(n.Dbname)
	there := " AND dattablespace = (SELECT oid FROM pg_catalog.pg_tablespace WHERE spcname = " + literal(to) + ")"
	a := repeat(exists(of + " AND dattablespace::text <> " + Before + there))
	a.Done = exists(of + there)
	a.Look = textOr("SELECT dattablespace::text FROM " + of)
	return a
}

// againPrepared is for COMMIT PREPARED and ROLLBACK PREPARED.
func againPrepared(n *pg_query.TransactionStmt) *Again {
	of := "pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database() AND gid = " + literal(n.Gid)
	had := gone(of + " AND transaction::text = " + Before)
	return &Again{Look: textOr("SELECT transaction::text FROM " + of), Touched: had, Had: had}
}
