package out

// sessionChecks are about what other sessions do. A session has an exclusive lock
// on its virtual transaction while it is in one, which every role may see; since
// when, and its query, only members of pg_read_all_stats (PostgreSQL 16, 28.2).
// Locks of a prepared transaction have no pid, and the virtual transaction that
// its own lock has; it holds up a concurrent build only by a lock on the table.
var sessionChecks = []preflightCheck{
	{
		checkLocks, `    SELECT 'warn', relation || ': ' || CASE n WHEN 1 THEN '1 session holds a lock' ELSE n || ' sessions hold locks, the oldest' END || ' that the plan would wait for: pid ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '')
      || ', ' || lock || coalesce(', since ' || xact_start::timestamptz(0), '') || ': ' || ` + shortQuery + `
    FROM (SELECT rel.relation, l.pid, l.mode AS lock, a.application_name, a.xact_start, a.query, count(*) OVER w AS n, row_number() OVER (w ORDER BY a.xact_start, l.pid, l.mode) AS place
      FROM rel JOIN conflict k USING (mode) JOIN here ON true
      JOIN pg_catalog.pg_locks l ON l.locktype = 'relation' AND l.granted AND l.database = here.oid AND l.relation = rel.oid AND l.pid <> pg_catalog.pg_backend_pid() AND l.mode = ANY (k.held)
      LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WINDOW w AS (PARTITION BY rel.oid)) t WHERE place = 1`,
		`'nobody holds a lock that the plan would wait for'`,
	},
	{
		checkTransactions, `    SELECT 'warn', 'pid ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '') || ' is in a transaction since ' || xact_start::timestamptz(0)
      || CASE WHEN EXISTS (SELECT FROM rel WHERE 'waits' = ANY (uses)) THEN ', and a concurrent build of the plan may wait for its end' ELSE '' END || ': ' || ` + shortQuery + `
    FROM pg_catalog.pg_stat_activity a, few, here WHERE a.datid = here.oid AND a.pid <> pg_catalog.pg_backend_pid() AND a.xact_start < pg_catalog.clock_timestamp() - few.old
  UNION ALL
    SELECT 'warn', CASE count(*) WHEN 1 THEN '1 transaction of another role is open: since when is' ELSE count(*) || ' transactions of other roles are open: since when is' END || ' not visible to this role (GRANT pg_read_all_stats)'
    FROM pg_catalog.pg_stat_activity a, here WHERE a.datid = here.oid AND a.pid <> pg_catalog.pg_backend_pid() AND a.xact_start IS NULL AND a.query = '<insufficient privilege>'
      AND EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.pid = a.pid AND l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock') HAVING count(*) > 0`,
		`'none in this database is older than ' || (SELECT old FROM few)`,
	},
	{
		checkPrepared, `    SELECT CASE WHEN held IS NOT NULL THEN 'stop' ELSE 'warn' END, pg_catalog.quote_literal(x.gid) || ' of ' || x.owner || ', since ' || x.prepared::timestamptz(0)
      || coalesce(', holds a lock on ' || held || ' that the plan would wait for: COMMIT PREPARED or ROLLBACK PREPARED', '')
    FROM pg_catalog.pg_prepared_xacts x JOIN here ON x.database = here.datname
    CROSS JOIN LATERAL (SELECT pg_catalog.min(rel.relation) AS held FROM rel JOIN conflict k USING (mode)
      JOIN pg_catalog.pg_locks l ON l.locktype = 'relation' AND l.database = here.oid AND l.relation = rel.oid AND l.mode = ANY (k.held) AND l.pid IS NULL
      JOIN pg_catalog.pg_locks own ON own.locktype = 'transactionid' AND own.transactionid = x.transaction AND own.pid IS NULL AND own.virtualtransaction = l.virtualtransaction) h`,
		`'there are none in this database'`,
	},
	{
		checkVacuum, `    SELECT 'warn', rel.relation || ': pid ' || a.pid || ', it does not give way: ' || ` + shortQuery + `
    FROM rel JOIN here ON true JOIN pg_catalog.pg_locks l ON l.locktype = 'relation' AND l.granted AND l.database = here.oid AND l.relation = rel.oid AND l.mode = 'ShareUpdateExclusiveLock'
    JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE a.query LIKE 'autovacuum: %(to prevent wraparound)'`,
		`'none runs on what the plan touches' || CASE WHEN pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') THEN '' ELSE ', as far as this role may see' END`,
	},
}
