package lint

var usingIndexUnsuitable = &Rule{
	ID: "using-index-unsuitable", Title: "the index cannot become the constraint's",
	Group: GroupRefused, Severity: Error,
	Doc: "ADD UNIQUE or PRIMARY KEY USING INDEX takes an index of the same table that is unique and valid, " +
		"without WHERE, without expressions and in the default order (42809, 42704, 55000). Build such an " +
		"index concurrently first.",
	check: checkRefused(advise("build a unique index on plain columns concurrently first, without WHERE and without DESC")),
}
