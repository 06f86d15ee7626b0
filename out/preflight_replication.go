package out

// replicationChecks are about who follows. A publication does not carry DDL
// (PostgreSQL 16, 31.6). What is written now is not known on a standby.
var replicationChecks = []preflightCheck{
	{
		checkStandbys, `    SELECT CASE WHEN state IS NULL OR replay_lag > lag OR r.behind > few.behind THEN 'warn' ELSE 'ok' END,
      coalesce(nullif(application_name, ''), 'pid ' || pid) || CASE WHEN state IS NULL THEN ': its state is not visible to this role (GRANT pg_monitor)'
        ELSE ' (' || state || ') is ' || coalesce(pg_catalog.pg_size_pretty(r.behind), 'nobody knows how far') || coalesce(' and ' || replay_lag, '') || ' behind' END
    FROM few, (SELECT r.*, CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL ELSE pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), replay_lsn) END::bigint AS behind FROM pg_catalog.pg_stat_replication r) r`,
		`'none is connected'`,
	},
	{
		checkSlots, `    SELECT CASE WHEN NOT active OR retained > kept THEN 'warn' ELSE 'ok' END, pg_catalog.quote_ident(slot_name) || CASE WHEN active THEN ' is in use' ELSE ' is not in use' END || coalesce(', and keeps ' || pg_catalog.pg_size_pretty(retained) || ' of WAL', '')
    FROM few, (SELECT s.*, CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL ELSE pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), restart_lsn) END::bigint AS retained FROM pg_catalog.pg_replication_slots s WHERE NOT temporary) s`,
		`'there are none'`,
	},
	{
		checkPublications, `    SELECT 'warn', relation || ' is in publication ' || pg_catalog.string_agg(pg_catalog.quote_ident(p.pubname), ', ' ORDER BY p.pubname) || ', which does not carry what the plan does to it: change the subscribers too'
    -- Not by way of pg_publication_tables, which waits for locks of other sessions.
    FROM rel JOIN pg_catalog.pg_publication p ON p.puballtables OR EXISTS (SELECT FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid AND (r.prrelid = rel.oid OR r.prrelid IN (SELECT a.relid FROM pg_catalog.pg_partition_ancestors(rel.oid) a)))
      -- FOR TABLES IN SCHEMA: PostgreSQL 15 has a catalog for that, which depends on both.
      OR EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_depend i USING (classid, objid) WHERE d.classid = pg_catalog.to_regclass('pg_catalog.pg_publication_namespace')
        AND d.refclassid = 'pg_catalog.pg_publication'::regclass AND d.refobjid = p.oid AND i.refclassid = 'pg_catalog.pg_namespace'::regclass
        AND i.refobjid IN (SELECT rel.relnamespace UNION SELECT x.relnamespace FROM pg_catalog.pg_partition_ancestors(rel.oid) a JOIN pg_catalog.pg_class x ON x.oid = a.relid))
    WHERE 'define' = ANY (uses) AND rel.oid IS NOT NULL GROUP BY relation
  UNION ALL
    SELECT 'warn', relation || ' is filled by a subscription: what its publisher sends must fit it afterwards'
    FROM rel WHERE 'define' = ANY (uses) AND oid IN (SELECT srrelid FROM pg_catalog.pg_subscription_rel)`,
		`'no table that the plan changes is published or subscribed'`,
	},
}
