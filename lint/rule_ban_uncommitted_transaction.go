package lint

var banUncommittedTransaction = &Rule{
	ID: "ban-uncommitted-transaction", Title: "a transaction that nobody commits", Group: GroupTransaction, Severity: Error,
	Peers: []string{"mp MP053"},
	Doc: "BEGIN without a COMMIT leaves the work undone at the end of the session, or keeps its locks for as long as the " +
		"session lives; PREPARE TRANSACTION keeps them even beyond that, and holds up VACUUM in the whole database. A script " +
		"cannot record such a revision as done: sqlbundle does not compile it.",
}
