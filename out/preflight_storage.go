package out

// storageChecks are about indexes and space. The size of a table cannot be asked
// for while another session has or wants an ACCESS EXCLUSIVE lock on it, without
// waiting: what the last VACUUM or ANALYZE has noted is taken then.
var storageChecks = []preflightCheck{
	{
		checkIndexes, `    SELECT CASE WHEN a.name IS NULL OR a.inside THEN 'warn' ELSE 'stop' END, pg_catalog.format('%I.%I on %s is invalid', n.nspname, c.relname, coalesce(rel.relation, i.indrelid::text))
      || CASE WHEN a.inside THEN ': the upgrade looks at what its last run has left' WHEN a.name IS NOT NULL THEN ', and the plan is to build one of that name: drop it, or wait where it is being built' ELSE ': rebuild or drop it, or wait where it is being built' END
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i' JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN rel ON rel.oid = i.indrelid LEFT JOIN ahead a ON a.kind = 'relation' AND a.schema = n.nspname AND a.name = c.relname
    WHERE NOT i.indisvalid AND (rel.oid IS NOT NULL OR a.name IS NOT NULL)
  UNION ALL
    SELECT 'warn', CASE count(*) WHEN 1 THEN 'elsewhere there is 1' ELSE 'elsewhere there are ' || count(*) END || ': SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid'
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i' JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND i.indrelid NOT IN (SELECT oid FROM rel WHERE oid IS NOT NULL) AND NOT EXISTS (SELECT FROM ahead a WHERE a.kind = 'relation' AND a.schema = n.nspname AND a.name = c.relname)
    HAVING count(*) > 0`,
		`'there are none'`,
	},
	{
		checkSizes, `    SELECT CASE WHEN size > large THEN 'warn' ELSE 'ok' END, relation || ' has ' || pg_catalog.pg_size_pretty(size) || ' with its indexes' || CASE WHEN reltuples >= 0 THEN ' and about ' || reltuples::bigint || ' rows' ELSE '' END
      || CASE WHEN 'rewrite' = ANY (uses) THEN '; it is rewritten: as much again is needed on disk, and in WAL' WHEN 'index' = ANY (uses) THEN '; an index on it is built: space for that, and for sorting' ELSE '; it is read in full' END
    FROM few, (SELECT rel.*, CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.database = here.oid
          AND (l.relation IN (rel.oid, rel.reltoastrelid) OR l.relation IN (SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid = rel.oid)))
        THEN (rel.relpages + coalesce((SELECT sum(x.relpages) FROM pg_catalog.pg_index JOIN pg_catalog.pg_class x ON x.oid = indexrelid WHERE indrelid = rel.oid), 0))::bigint * pg_catalog.current_setting('block_size')::bigint
        ELSE pg_catalog.pg_total_relation_size(rel.oid) END AS size
      FROM rel, here WHERE rel.relkind IN ('r', 'm') AND uses && '{rewrite,index,scan}'::text[]) t`,
		`'no table is rewritten, read in full or indexed'`,
	},
}
