package out

// end says where the database stands now and gives the lock back; in a client
// that has gone on after an error, how to go on.
func (p *plainScript) end() {
	p.line("-- ======== the end")
	p.block("sqlbundle_at text := coalesce(pg_catalog.current_setting('sqlbundle.after', true), ''); sqlbundle_state text;",
		"  PERFORM pg_catalog.pg_advisory_unlock("+p.lockKeys()+") FROM (SELECT 1) held WHERE "+p.held()+";",
		refuses("sqlbundle_at = ''", "'not begun, or refused'", "'The first error of this script says why.'"),
		refuses("sqlbundle_at <> '"+p.marker(len(p.plan.Steps), 0)+"'", "'stopped: not all is done'", p.way("pg_catalog.split_part(sqlbundle_at, ' ', 1)")),
		"  SELECT coalesce(pg_catalog.string_agg(version_num, ',' ORDER BY version_num COLLATE \"C\"), 'base') INTO sqlbundle_state FROM "+p.table+";",
		"  PERFORM pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.state', sqlbundle_state, false);")
	p.line("RESET default_transaction_read_only;")
	p.line("SELECT 'sqlbundle: done, the database stands at ' || pg_catalog.current_setting('sqlbundle.state', true) AS sqlbundle;")
}
