package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
)

var partitionKeyNotInUnique = &Rule{
	ID: "partition-key-not-in-unique", Title: "a unique key of a partitioned table lacks the partition key",
	Group: GroupRefused, Severity: Error,
	Peers: []string{"mp MP049"},
	Doc: "Each partition keeps its own index, so a primary key, a unique constraint or a unique index of a " +
		"partitioned table can only hold where it has all columns of the partition key, and where the " +
		"partition key has no expression (0A000).",
	check: checkRefused(partitionKeyAdvice),
}

// partitionKeyAdvice names the columns of the partition key.
func partitionKeyAdvice(_ *pass, s *statement) (help, fix string) {
	var table *catalog.Relation
	if n := s.node().GetIndexStmt(); n != nil {
		table = s.relation(n.Relation)
	} else if n := s.node().GetAlterTableStmt(); n != nil {
		table = s.relation(n.Relation)
	}
	if table == nil {
		return "let the key have all columns of the partition key", ""
	}
	var columns []string
	for _, key := range table.Key {
		if key.Num == 0 {
			return fmt.Sprintf("%s is partitioned by an expression: no key can hold over all its partitions", s.name(table)), ""
		}
		columns = append(columns, table.Columns[key.Num-1].Name)
	}
	return fmt.Sprintf("let the key have all columns of the partition key of %s: %s", s.name(table), names(columns)), ""
}
