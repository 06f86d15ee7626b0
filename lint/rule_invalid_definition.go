package lint

var invalidDefinition = &Rule{
	ID: "invalid-definition", Title: "PostgreSQL refuses the definition",
	Group: GroupRefused, Severity: Error,
	Doc: "The history shows that PostgreSQL refuses the statement: an index or a generated column over an " +
		"expression that is not immutable (42P17), a type without the operator class that the index needs " +
		"(42704), a second primary key, a table with pending trigger events (55006), or another of its rules. " +
		"The message says which.",
	check: checkRefused(advise("the revision stops here: change the definition")),
}
