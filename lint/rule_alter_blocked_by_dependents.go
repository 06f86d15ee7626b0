package lint

var alterBlockedByDependents = &Rule{
	ID: "alter-blocked-by-dependents", Title: "the ALTER is refused: something depends on the column or type",
	Group: GroupRefused, Severity: Error,
	Doc: "The type of a column that a view, a rule, a policy, a trigger's WHEN or UPDATE OF, or a generated " +
		"column uses cannot be changed (0A000), not even to a wider one; neither can that of a partition key " +
		"(42P16), or a composite type that a table uses. Drop the dependents, change the type, make them " +
		"again in the same transaction.",
	check: checkRefused(advise("drop what depends on it, change it, and make that again in the same transaction")),
}
