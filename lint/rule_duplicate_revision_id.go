package lint

var duplicateRevisionID = &Rule{
	ID: "duplicate-revision-id", Title: "two files claim one revision", Group: GroupProcess, Severity: Error, refused: true,
	Doc: "Two revision files have the same id, so nobody can tell which of them a database has. That is what copying a file " +
		"for a new revision leads to. Give the newer one an id of its own: `sqlbundle revision` makes one.",
}
