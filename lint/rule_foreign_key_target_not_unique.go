package lint

var foreignKeyTargetNotUnique = &Rule{
	ID: "foreign-key-target-not-unique", Title: "the foreign key refers to columns that no key holds",
	Group: GroupRefused, Severity: Error,
	Doc: "A foreign key refers to the columns of a primary key, a unique constraint or a full unique index on " +
		"exactly these columns (42830), of types that can be compared with its own (42804). Refer to the key, " +
		"or make a unique index first.",
	check: checkRefused(advise("refer to the primary key or to columns with a unique constraint, with the same types")),
}
