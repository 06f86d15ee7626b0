package lint

var concurrentIndexOnPartitioned = &Rule{
	ID: "concurrent-index-on-partitioned", Title: "CREATE INDEX CONCURRENTLY on a partitioned table is refused",
	Group: GroupRefused, Severity: Error,
	Doc: "A partitioned table has no rows of its own to index, and PostgreSQL builds no index of one " +
		"concurrently (0A000). Make the index ON ONLY the parent, which is instant and leaves it invalid; " +
		"build one concurrently on each partition; attach each. With the last one attached the parent's index " +
		"becomes valid.",
	check: checkRefused(partitionedIndexSteps),
}

// partitionedIndexSteps are the steps that lead to the same index.
func partitionedIndexSteps(_ *pass, s *statement) (help, fix string) {
	n := s.node().GetIndexStmt()
	return "make the index ON ONLY the parent, build one concurrently on each partition, attach each",
		s.partitionedIndex(n, s.relation(n.Relation))
}
