package lint

var dropBlockedByDependents = &Rule{
	ID: "drop-blocked-by-dependents", Title: "the DROP is refused: something depends on the object",
	Group: GroupRefused, Severity: Error,
	Doc: "Without CASCADE PostgreSQL drops nothing that something else needs (2BP01): a view on a table, a " +
		"foreign key from another table, a default that uses a sequence. Drop the dependents before, by name: " +
		"CASCADE would take along whatever else there is in production.",
	check: checkRefused(advise("drop or change what depends on it first, by name and in the same revision; make again what is still needed")),
}
