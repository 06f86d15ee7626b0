package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"
)

// againDetach is for DETACH PARTITION … CONCURRENTLY, which commits the
// partition as pending, waits, and detaches it in a second transaction. Once
// it is pending only FINALIZE goes on (PostgreSQL 16, ALTER TABLE).
func againDetach(s *Statement, n *pg_query.AlterTableStmt) *Again {
	var partition *pg_query.PartitionCmd
	for _, cmd := range n.Cmds {
		if p := cmd.GetAlterTableCmd().GetDef().GetPartitionCmd(); p.GetConcurrent() {
			partition = p
		}
	}
	if partition == nil {
		return unsureOf(s)
	}
	of := "pg_catalog.pg_inherits WHERE inhparent = " + regclassOf(n.Relation)
	a := &Again{
		Look:    textOr("SELECT inhrelid::text FROM " + of + " AND inhrelid = " + regclassOf(partition.Name) + " AND NOT inhdetachpending"),
		Touched: gone(of + " AND inhrelid::text = " + Before + " AND NOT inhdetachpending"),
		Had:     gone(of + " AND inhrelid::text = " + Before),
		Clean: "SELECT pg_catalog.format('ALTER TABLE %s DETACH PARTITION %s FINALIZE', inhparent::regclass, inhrelid::regclass) FROM " +
			of + " AND inhrelid::text = " + Before + " AND inhdetachpending",
	}
	a.Done = a.Had
	return a
}
