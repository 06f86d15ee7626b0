package lint

var concurrentDropUnsupported = &Rule{
	ID: "concurrent-drop-unsupported", Title: "DROP INDEX CONCURRENTLY in a form that is refused",
	Group: GroupRefused, Severity: Error,
	Doc: "DROP INDEX CONCURRENTLY takes one index, without CASCADE, and no partitioned one (0A000). An index " +
		"that a constraint or a partitioned index needs is dropped in no way of its own (2BP01): drop the " +
		"constraint, or the partitioned index.",
	check: checkRefused(advise("one DROP INDEX CONCURRENTLY an index; drop the constraint where the index belongs to one; a partitioned index goes without CONCURRENTLY, under a lock timeout")),
}
