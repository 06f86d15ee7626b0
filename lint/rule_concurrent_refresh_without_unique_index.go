package lint

var concurrentRefreshWithoutUniqueIndex = &Rule{
	ID: "concurrent-refresh-without-unique-index", Title: "REFRESH … CONCURRENTLY needs a unique index",
	Group: GroupRefused, Severity: Error,
	Peers: []string{"pgfence"},
	Doc: "REFRESH MATERIALIZED VIEW CONCURRENTLY compares old and new rows by a unique index on plain columns, " +
		"without WHERE, and needs a view that was filled before (55000). Make such an index first; for the " +
		"first filling use REFRESH without CONCURRENTLY.",
	check: checkRefused(advise("make a unique index on the view first; for a view that was never filled leave CONCURRENTLY out")),
}
