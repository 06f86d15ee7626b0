package lint

// The rules of this file have no check of their own: loader and compiler find
// these problems, and every command that compiles stops at them.

var syntaxErrorRule = &Rule{
	ID: "syntax-error", Title: "the server would not parse the text", Severity: Error, refused: true,
	Doc: "PostgreSQL's own parser (version 16) rejects the text. Syntax newer than the parser goes between " +
		"`-- sqlbundle:raw` and `-- sqlbundle:end-raw`, where it is passed through unparsed.",
	Bad:  "-- sqlbundle:up\nALTER TABEL users ADD COLUMN age int;\n",
	Good: "-- sqlbundle:up\nALTER TABLE users ADD COLUMN age int;\n",
}

var psqlOnlySyntax = &Rule{
	ID: "psql-only-syntax", Title: "psql would read the text differently from the server", Severity: Error, refused: true,
	Doc: "A backslash outside literals and comments is a psql command, COPY … FROM STDIN needs a client that sends the " +
		"data, and :NAME is replaced where psql has a variable of that name. A script that psql applies can hold none of " +
		"these: the text would run as something else than what was reviewed.",
	Bad:  "-- sqlbundle:up\nCOPY users FROM STDIN;\n",
	Good: "-- sqlbundle:up\nINSERT INTO users (email) VALUES ('a@example.org');\n",
}

var concurrentInTransaction = &Rule{
	ID: "ban-concurrent-index-creation-in-transaction", Title: "CONCURRENTLY inside BEGIN … COMMIT", Severity: Error, refused: true,
	Doc: "PostgreSQL refuses concurrent builds, drops and detaches in a transaction block (25001). Without a BEGIN of its " +
		"author's, sqlbundle gives the statement a place outside any transaction by itself.",
	Bad:  "-- sqlbundle:up\nBEGIN;\nCREATE INDEX CONCURRENTLY users_age_idx ON users (age);\nCOMMIT;\n",
	Good: "-- sqlbundle:up\nCREATE INDEX CONCURRENTLY users_age_idx ON users (age);\n",
}

var noTransactionStatement = &Rule{
	ID: "no-transaction-statement-in-transaction", Title: "a statement inside BEGIN … COMMIT that refuses a transaction block", Severity: Error, refused: true,
	Doc: "VACUUM, ALTER SYSTEM, CREATE DATABASE and their like cannot run in a transaction block (25001). Without a BEGIN " +
		"of its author's, sqlbundle gives the statement a place outside any transaction by itself.",
	Bad:  "-- sqlbundle:up\nBEGIN;\nVACUUM ANALYZE users;\nCOMMIT;\n",
	Good: "-- sqlbundle:up\nVACUUM ANALYZE users;\n",
}

var newerSyntax = &Rule{
	ID: "newer-syntax-than-target", Title: "a form that the oldest server does not have", Severity: Error, refused: true,
	Doc: "[project] target_version is the lowest major version of the servers that a bundle is for. A statement that such a " +
		"server cannot parse would stop the script in the middle.",
	Bad:  "-- sqlbundle:up\nCREATE UNIQUE INDEX users_email ON users (email) NULLS NOT DISTINCT;\n",
	Good: "-- sqlbundle:up\nCREATE UNIQUE INDEX users_email ON users (email);\n",
}
