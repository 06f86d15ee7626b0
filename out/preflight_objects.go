package out

// objectChecks are about what is there and what is not. A statement that names a
// relation fails where it is not there; one that makes it, where it is.
var objectChecks = []preflightCheck{
	{
		checkObjects, `    SELECT CASE WHEN begun > 0 THEN 'warn' ELSE 'stop' END, relation || ' is not there' FROM rel, place WHERE named AND rel.oid IS NULL
  UNION ALL
    SELECT DISTINCT 'stop', kind || ' ' || CASE kind WHEN 'schema' THEN pg_catalog.quote_ident(name) ELSE pg_catalog.format('%I.%I', c.schema, name) END || part || ' is not there' FROM changing c JOIN place p ON looks AND passed >= 0 AND until > passed AND begun = 0
    WHERE NOT tolerant AND NOT EXISTS (SELECT FROM owned o WHERE o.kind = c.kind AND o.schema = c.schema AND o.name = c.name AND o.part = c.part)`,
		`(SELECT CASE count(*) WHEN 1 THEN '1 relation that the plan names is' ELSE count(*) || ' relations that the plan names are' END FROM rel WHERE named) || ' there'`,
	},
	{
		checkNames, `    SELECT CASE WHEN tolerant OR inside THEN 'warn' ELSE 'stop' END, relation || ' is there already'
      || CASE WHEN tolerant THEN ', and the plan leaves it as it is, or replaces it' WHEN inside THEN ', perhaps of the run that stopped' ELSE ', and the plan makes it' END
    FROM ahead JOIN pg_catalog.pg_namespace n ON nspname = schema JOIN pg_catalog.pg_class c ON relnamespace = n.oid AND relname = name
    WHERE kind = 'relation' AND NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = c.oid AND NOT indisvalid)
  UNION ALL
    -- An array's type gives way to one that is made (PostgreSQL 16, CREATE TYPE).
    SELECT CASE WHEN inside THEN 'warn' ELSE 'stop' END, 'type ' || relation || ' is there already' FROM ahead JOIN pg_catalog.pg_namespace n ON nspname = schema JOIN pg_catalog.pg_type t ON typnamespace = n.oid AND typname = name
    WHERE kind = 'type' AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
  UNION ALL
    SELECT CASE WHEN tolerant OR inside THEN 'warn' ELSE 'stop' END, 'function ' || relation || part || ' is there already' || CASE WHEN tolerant THEN ', and the plan replaces it' ELSE '' END
    FROM ahead JOIN pg_catalog.pg_namespace n ON nspname = schema JOIN pg_catalog.pg_proc ON pronamespace = n.oid AND proname = name AND part = ` + argumentsOfProc + ` WHERE kind = 'function'
  UNION ALL
    SELECT CASE WHEN tolerant OR inside THEN 'warn' ELSE 'stop' END, 'schema ' || pg_catalog.quote_ident(name) || ' is there already' FROM ahead JOIN pg_catalog.pg_namespace ON nspname = name WHERE kind = 'schema'`,
		`(SELECT CASE count(*) WHEN 1 THEN '1 name that the plan gives is' ELSE count(*) || ' names that the plan gives are' END FROM ahead WHERE kind <> 'extension') || ' free'`,
	},
	{
		checkExtensions, `    SELECT CASE WHEN tolerant OR inside THEN 'ok' ELSE 'stop' END, name || ' is installed already' FROM ahead JOIN pg_catalog.pg_extension ON extname = name WHERE kind = 'extension'
  UNION ALL
    SELECT CASE WHEN v.name IS NULL OR v.superuser AND NOT rolsuper AND NOT (v.trusted AND creates) OR NOT v.superuser AND NOT creates THEN 'stop' ELSE 'ok' END,
      x.name || CASE WHEN a.name IS NULL OR v.name IS NULL THEN ' is not available on this server: its files are missing' WHEN v.superuser AND NOT v.trusted AND NOT rolsuper THEN ' may be made by superusers alone'
        WHEN NOT creates AND NOT rolsuper THEN ' wants the privilege CREATE on this database' ELSE ' ' || v.version || ' is available' END
    FROM ahead x CROSS JOIN me LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = x.name LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
    WHERE kind = 'extension' AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = x.name)`,
		`'the plan makes none'`,
	},
}
