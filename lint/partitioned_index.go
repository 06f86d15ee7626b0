package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// partitionedIndex is SQL that makes an index on a partitioned table without
// keeping writes waiting: ON ONLY the parent, one built concurrently on each
// partition, all attached. It is empty where the index has no name, and where it
// cannot be made at all.
func (s *statement) partitionedIndex(n *pg.IndexStmt, table *catalog.Relation) string {
	plain := proto.Clone(n).(*pg.IndexStmt)
	plain.Concurrent = false
	after := s.Before.Branch()
	effects.Apply(after, &pgsql.Node{Node: &pg.Node_IndexStmt{IndexStmt: plain}}, 0)
	index := after.Relation(after.SchemaOf(table), n.Idxname)
	if n.Idxname == "" || index == nil || s.Before.Object(index.OID) != nil {
		return ""
	}
	build, attach := s.partByPart(n, index, after)
	return lines(append(build, attach...)...)
}

// partByPart makes the index of a partitioned table as a catalog behind the
// statement has it, with the names that the server chooses: what builds it, and
// what attaches the parts.
func (s *statement) partByPart(n *pg.IndexStmt, index *catalog.Relation, after *catalog.Catalog) (build, attach []string) {
	if table, ok := s.Before.Object(index.Index.Table).(*catalog.Relation); ok {
		build = append(build, s.indexOn(n, table, index.Name, index.Kind == catalog.Index))
	}
	for _, part := range after.Children(index.OID) {
		if s.Before.Object(part.OID) == nil {
			more, below := s.partByPart(n, part, after)
			build, attach = append(build, more...), append(attach, below...)
		}
		attach = append(attach, fmt.Sprintf("ALTER INDEX %s ATTACH PARTITION %s;", nameIn(after, index), nameIn(after, part)))
	}
	return build, attach
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
