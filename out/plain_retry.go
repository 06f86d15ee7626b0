package out

import "sqlbundle/internal/pgsql"

// retry takes the locks of the transaction that a segment opens, where it is to
// try again for them.
func (p *plainScript) retry(i, n int, l *limits) {
	p.take(p.plan.Steps[i].Segments[n], l, p.plan.Locks(i, n), func(list string) {
		p.readable(list)
		p.block("", "  PERFORM pg_catalog.set_config('sqlbundle.locks', "+pgsql.QuoteLiteral(list)+", true), pg_catalog.set_config('sqlbundle.blockers', "+pgsql.QuoteLiteral(blockers)+", true);")
		p.line("%s;", takeLocks(p.plan.Settings.LockRetries))
	})
}
