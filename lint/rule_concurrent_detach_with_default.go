package lint

var concurrentDetachWithDefault = &Rule{
	ID: "concurrent-detach-with-default", Title: "DETACH … CONCURRENTLY with a default partition is refused",
	Group: GroupRefused, Severity: Error,
	Doc: "While a partitioned table has a default partition, none of its partitions can be detached " +
		"concurrently (55000). Detach without CONCURRENTLY under a short lock timeout, or detach the default " +
		"partition first.",
	check: checkRefused(advise("detach without CONCURRENTLY under a short lock timeout, or detach the default partition first")),
}
