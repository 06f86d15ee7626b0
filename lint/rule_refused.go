package lint

// Loader and compiler find the problems of this file's rules, and every command
// that compiles stops at them; only what stands in the body of a DO is left to a
// check.

var syntaxError = &Rule{
	ID: "syntax-error", Title: "the server would not parse the text", Group: GroupRefused, Severity: Error, refused: true,
	Doc: "PostgreSQL's own parser (version 16) rejects the text. Syntax newer than the parser goes between " +
		"`-- sqlbundle:raw` and `-- sqlbundle:end-raw`, where it is passed through unparsed.",
}

var psqlOnlySyntax = &Rule{
	ID: "psql-only-syntax", Title: "psql would read the text differently from the server", Group: GroupRefused, Severity: Error, refused: true,
	Doc: "A backslash outside literals and comments is a psql command, COPY … FROM STDIN needs a client that sends the " +
		"data, and :NAME is replaced where psql has a variable of that name. A script that psql applies can hold none of " +
		"these: the text would run as something else than what was reviewed.",
}

var banConcurrentIndexCreationInTransaction = &Rule{
	ID: "ban-concurrent-index-creation-in-transaction", Title: "CONCURRENTLY inside BEGIN … COMMIT", Group: GroupRefused, Severity: Error, refused: true,
	Peers: []string{"atlas PG103", "mp MP025"},
	Doc: "PostgreSQL refuses concurrent builds, drops and detaches in a transaction block (25001). Without a BEGIN of its " +
		"author's, sqlbundle gives the statement a place outside any transaction by itself. In a DO it never can.",
	check: checkRefused(advise("take the statement out of the DO: sqlbundle runs it outside of a transaction")),
}

var noTransactionStatementInTransaction = &Rule{
	ID: "no-transaction-statement-in-transaction", Title: "a statement inside BEGIN … COMMIT that refuses a transaction block", Group: GroupRefused, Severity: Error, refused: true,
	Doc: "VACUUM, ALTER SYSTEM, CREATE DATABASE and their like cannot run in a transaction block (25001). Without a BEGIN " +
		"of its author's, sqlbundle gives the statement a place outside any transaction by itself. In a DO it never can.",
	check: checkRefused(advise("take the statement out of the DO: sqlbundle runs it outside of a transaction")),
}

var newerSyntaxThanTarget = &Rule{
	ID: "newer-syntax-than-target", Title: "a form that the oldest server does not have", Group: GroupRefused, Severity: Error, refused: true,
	Doc: "[project] target_version is the lowest major version of the servers that a bundle is for. A statement that such a " +
		"server cannot parse would stop the script in the middle.",
}
