package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// partitionedIndex is SQL that makes an index on a partitioned table without
// keeping writes waiting: ON ONLY the parent, one built concurrently on each
// partition, all attached. It is empty where the index has no name, and where a
// partition is partitioned itself or no table.
func (s *statement) partitionedIndex(n *pg.IndexStmt, table *catalog.Relation) string {
	if n.Idxname == "" {
		return ""
	}
	steps := []string{s.indexOn(n, table, n.Idxname, false)}
	var attach []string
	for _, part := range s.Before.Descendants(table.OID) {
		if part.Kind != catalog.Table {
			return ""
		}
		name := part.Name + "_" + n.Idxname
		steps = append(steps, s.indexOn(n, part, name, true))
		attach = append(attach, "ALTER INDEX "+pgsql.QuoteIdent(n.Idxname)+" ATTACH PARTITION "+pgsql.QuoteIdent(name)+";")
	}
	return lines(append(steps, attach...)...)
}

// indexOn writes an index's statement for another table: concurrently, or ONLY
// for the table itself.
func (s *statement) indexOn(n *pg.IndexStmt, rel *catalog.Relation, name string, concurrently bool) string {
	made := proto.Clone(n).(*pg.IndexStmt)
	made.Idxname, made.Concurrent, made.IfNotExists = name, concurrently, false
	made.Relation.Relname, made.Relation.Schemaname = rel.Name, s.Before.SchemaOf(rel)
	made.Relation.Inh = concurrently
	if n.Relation.Schemaname == "" && s.Before.Relation("", rel.Name) == rel {
		made.Relation.Schemaname = ""
	}
	text, err := pgsql.Deparse(&pgsql.Node{Node: &pg.Node_IndexStmt{IndexStmt: made}})
	if err != nil {
		return ""
	}
	return text + ";"
}
