package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// againReindex is for REINDEX. It may run twice; what is left of CONCURRENTLY
// are invalid indexes beside the old ones, called like them with _ccnew, or
// _ccold, and perhaps a number behind (PostgreSQL 16, REINDEX, Rebuilding
// Indexes Concurrently).
func againReindex(n *pg_query.ReindexStmt) *Again {
	a := repeat(no)
	if !reindexesConcurrently(n) {
		return a
	}
	left := "pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid WHERE c.relname ~ " + leftName + reindexed(n)
	a.Look = textOr("SELECT pg_catalog.string_agg(c.oid::text, ',' ORDER BY c.oid) FROM " + left + " AND NOT x.indisvalid")
	// An index of a TOAST table can be dropped by those who may use its schema.
	may := " AND pg_catalog.pg_has_role(c.relowner, 'USAGE') AND pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE')"
	a.Build = true
	a.Ours = "oid IN (SELECT c.oid::text FROM " + left + may + " AND NOT x.indisvalid AND c.oid::text <> ALL (pg_catalog.string_to_array(" + Before + ", ',')))"
	a.Clean = "SELECT drop_it FROM " + Indexes + " WHERE " + Ours
	return a
}

const leftName = "'_cc(new|old)[0-9]*$'"

// calledLike holds for a leftover c of the index d. The index's name is cut
// where the whole would have more than 63 bytes, at a character's end.
const calledLike = "(" + leftStem + " = d.relname" +
	" OR pg_catalog.octet_length(c.relname) > 59 AND pg_catalog.starts_with(d.relname, " + leftStem + "))"

const leftStem = "pg_catalog.regexp_replace(c.relname, " + leftName + ", '')"

// reindexesConcurrently also holds for the option switched off, where there is
// nothing left to be found.
func reindexesConcurrently(n *pg_query.ReindexStmt) bool {
	for _, param := range n.Params {
		if param.GetDefElem().GetDefname() == "concurrently" {
			return true
		}
	}
	return false
}

// reindexed are the indexes that the statement is about, as a condition on
// pg_index x and pg_class c that begins with AND. A partitioned table or index
// stands for those of its partitions.
func reindexed(n *pg_query.ReindexStmt) string {
	switch n.Kind {
	case pg_query.ReindexObjectType_REINDEX_OBJECT_INDEX:
		return " AND " + exists("pg_catalog.pg_index y JOIN pg_catalog.pg_class d ON d.oid = y.indexrelid"+
			" WHERE y.indrelid = x.indrelid AND "+within("d.oid", n.Relation)+" AND "+calledLike)
	case pg_query.ReindexObjectType_REINDEX_OBJECT_TABLE:
		return " AND " + ofTable(within("t.oid", n.Relation))
	case pg_query.ReindexObjectType_REINDEX_OBJECT_SCHEMA:
		return " AND " + ofTable("t.relnamespace = pg_catalog.to_regnamespace("+literal(pgsql.QuoteIdent(n.Name))+")")
	}
	return ""
}

// ofTable holds for the indexes of the tables t that meet a condition, and of
// their TOAST tables.
func ofTable(condition string) string {
	return exists("pg_catalog.pg_class t WHERE x.indrelid IN (t.oid, t.reltoastrelid) AND " + condition)
}

// within holds for a relation and for its partitions.
func within(oid string, r *pg_query.RangeVar) string {
	name := regclassOf(r)
	return "(" + oid + " = " + name + " OR " + oid + " IN (SELECT relid FROM pg_catalog.pg_partition_tree(" + name + ")))"
}
