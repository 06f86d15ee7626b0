package lint

var enumValueUsedInSameTransaction = &Rule{
	ID: "enum-value-used-in-same-transaction", Title: "a new enum value is used before its commit",
	Group: GroupRefused, Severity: Error,
	Peers: []string{"mp MP054"},
	Doc: "A value that ALTER TYPE … ADD VALUE has added can be used when the transaction has committed " +
		"(55P04); from PostgreSQL 17 on at once where the type itself is new. sqlbundle makes a cut behind " +
		"ADD VALUE by itself; a BEGIN of the author's own prevents that.",
	check: checkRefused(advise("take BEGIN and COMMIT out, or put the use behind the COMMIT: sqlbundle commits the new value before it is used")),
}
