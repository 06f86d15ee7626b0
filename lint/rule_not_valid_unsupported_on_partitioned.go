package lint

var notValidUnsupportedOnPartitioned = &Rule{
	ID: "not-valid-unsupported-on-partitioned", Title: "NOT VALID foreign keys on partitioned tables need PostgreSQL 18",
	Group: GroupRefused, Severity: Error,
	Doc: "Before PostgreSQL 18 a partitioned table takes no foreign key that is NOT VALID (42809). Add the key " +
		"NOT VALID to each partition, validate each, and add it to the parent last: it takes over those of " +
		"the partitions without reading a row. For a moment that needs ACCESS EXCLUSIVE on the referenced " +
		"table.",
	check: checkRefused(advise("add the key NOT VALID to each partition, validate each, then add it to the parent without NOT VALID")),
}
