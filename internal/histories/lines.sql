-- The lines of catalog.Lines, from a server of any version from 13 on. Columns
-- that only later versions have are read by way of to_jsonb. search_path is to
-- be empty, so that every name comes with its schema.
WITH nsp AS (
  SELECT oid, CASE WHEN oid = pg_my_temp_schema() THEN 'pg_temp' ELSE quote_ident(nspname) END AS name
  FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' OR oid = pg_my_temp_schema()
), member AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), rel AS (
  SELECT c.*, nsp.name || '.' || quote_ident(relname) AS name,
    CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
      WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
      WHEN 'c' THEN 'composite type' END AS kind
  FROM pg_class c JOIN nsp ON nsp.oid = relnamespace
  WHERE c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass)
), typ AS (
  SELECT t.*, nsp.name || '.' || quote_ident(typname) AS name
  FROM pg_type t JOIN nsp ON nsp.oid = typnamespace
  WHERE t.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)
    AND NOT EXISTS (SELECT FROM pg_type element WHERE element.typarray = t.oid)
), fn AS (
  SELECT p.*, nsp.name || '.' || quote_ident(proname) AS name
  FROM pg_proc p JOIN nsp ON nsp.oid = pronamespace
  WHERE p.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass)
    -- The constructors of range types go with the type.
    AND p.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_proc'::regclass AND deptype = 'i')
), line AS (

SELECT 'schema ' || name || ':' AS line
FROM nsp WHERE oid IS DISTINCT FROM nullif(pg_my_temp_schema(), 0)
  AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_namespace'::regclass)

UNION ALL
SELECT concat_ws(' ', 'relation ' || rel.name || ':', kind,
  CASE relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' END,
  (SELECT concat('by ', CASE partstrat WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' WHEN 'h' THEN 'hash' END, ' (',
     (SELECT string_agg(coalesce(quote_ident(attname), 'expression'), ', ' ORDER BY n)
      FROM unnest(partattrs) WITH ORDINALITY k(num, n) LEFT JOIN pg_attribute ON attrelid = partrelid AND attnum = num AND num > 0), ')')
   FROM pg_partitioned_table WHERE partrelid = rel.oid),
  (SELECT 'of ' || of.name FROM rel of WHERE of.reltype = rel.reloftype AND rel.reloftype <> 0),
  (SELECT CASE WHEN rel.relispartition THEN
       CASE WHEN pg_get_expr(rel.relpartbound, rel.oid) = 'DEFAULT' THEN 'default ' ELSE '' END || 'partition of '
         || string_agg(parent.name, ', ' ORDER BY inhseqno)
     ELSE 'inherits (' || string_agg(parent.name, ', ' ORDER BY inhseqno) || ')' END
   FROM pg_inherits JOIN rel parent ON parent.oid = inhparent WHERE inhrelid = rel.oid HAVING count(*) > 0),
  (SELECT 'with (' || string_agg(o, ', ' ORDER BY o COLLATE "C") || ')' FROM unnest(rel.reloptions) o HAVING count(*) > 0),
  CASE WHEN relrowsecurity THEN 'row security' END,
  CASE WHEN relforcerowsecurity THEN 'forced' END,
  CASE WHEN relreplident NOT IN ('d') AND kind IN ('table', 'partitioned table', 'materialized view')
    THEN concat('replica identity ', relreplident) END,
  (SELECT 'detach pending' FROM pg_inherits i WHERE inhrelid = rel.oid AND to_jsonb(i) ->> 'inhdetachpending' = 'true'))
FROM rel WHERE kind IS NOT NULL

UNION ALL
SELECT concat_ws(' ', 'column ' || name || '.' || quote_ident(attname) || ':',
  '#' || row_number() OVER (PARTITION BY attrelid ORDER BY attnum),
  format_type(atttypid, atttypmod),
  CASE WHEN relkind IN ('r', 'p', 'f') THEN nullif(concat_ws(' ',
    CASE WHEN attnotnull THEN 'not null' END,
    'identity ' || nullif(attidentity::text, ''),
    'generated ' || nullif(attgenerated::text, ''),
    (SELECT 'collate ' || quote_ident(collname) FROM pg_collation co, pg_type t
     WHERE co.oid = attcollation AND t.oid = atttypid AND attcollation <> typcollation),
    CASE WHEN attinhcount > 0 THEN concat(CASE WHEN attislocal THEN 'local ' END, 'inherited ', attinhcount) END), '') END,
  CASE WHEN atthasdef AND attgenerated = '' THEN 'default' END)
FROM rel JOIN pg_attribute ON attrelid = rel.oid AND attnum > 0 AND NOT attisdropped
WHERE kind IS NOT NULL AND relkind <> 'S'

UNION ALL
SELECT concat_ws(' ', 'constraint ' || coalesce(rel.name, typ.name) || ' ' || quote_ident(conname) || ':',
  CASE contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique'
    WHEN 'x' THEN 'exclusion' WHEN 'n' THEN 'not null' WHEN 't' THEN 'trigger' END,
  (SELECT '(' || string_agg(coalesce(quote_ident(attname), 'expression'), ', '
      ORDER BY CASE WHEN contype = 'c' THEN quote_ident(attname) END COLLATE "C", n) || ')'
   FROM unnest(conkey) WITH ORDINALITY k(num, n) LEFT JOIN pg_attribute ON attrelid = conrelid AND attnum = num AND num > 0
   HAVING count(*) > 0),
  CASE WHEN contype = 'f' THEN (SELECT concat('references ', target.name, ' (',
      string_agg(quote_ident(attname), ', ' ORDER BY n), ')')
    FROM unnest(confkey) WITH ORDINALITY k(num, n) JOIN pg_attribute ON attrelid = confrelid AND attnum = num) END,
  CASE WHEN contype = 'f' THEN 'on delete ' || nullif(confdeltype::text, 'a') END,
  CASE WHEN contype = 'f' THEN 'on update ' || nullif(confupdtype::text, 'a') END,
  CASE WHEN to_jsonb(c) ->> 'conenforced' = 'false' THEN 'not enforced' END,
  CASE WHEN NOT convalidated THEN 'not valid' END,
  CASE WHEN connoinherit AND contype IN ('c', 'n') THEN 'no inherit' END,
  CASE WHEN condeferrable THEN 'deferrable' END,
  CASE WHEN condeferred THEN 'deferred' END,
  CASE WHEN coninhcount > 0 THEN concat(CASE WHEN conislocal THEN 'local ' END, 'inherited ', coninhcount) END,
  (SELECT concat('of ', p.name, ' ', quote_ident(parent.conname))
   FROM pg_constraint parent JOIN rel p ON p.oid = parent.conrelid WHERE parent.oid = c.conparentid))
FROM pg_constraint c LEFT JOIN rel ON rel.oid = conrelid LEFT JOIN rel target ON target.oid = confrelid LEFT JOIN typ ON typ.oid = contypid
WHERE (rel.oid IS NOT NULL OR typ.oid IS NOT NULL)
  -- A foreign key to a partitioned table has a row for each partition of it.
  AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid AND contype = 'f')

UNION ALL
SELECT concat_ws(' ', 'index ' || rel.name || ':', 'on ' || t.name, 'using ' || amname,
  '(' || (SELECT string_agg(concat_ws(' ',
      CASE WHEN num = 0 THEN 'expression' ELSE quote_ident(attname) END,
      (SELECT 'collate ' || quote_ident(collname) FROM pg_collation co
       WHERE num > 0 AND co.oid = indcollation[n - 1] AND indcollation[n - 1] <> attcollation),
      (SELECT quote_ident(opcname) FROM pg_opclass o WHERE o.oid = indclass[n - 1] AND NOT opcdefault),
      (SELECT 'options' FROM pg_attribute key WHERE key.attrelid = indexrelid AND key.attnum = n AND key.attoptions IS NOT NULL),
      CASE WHEN indoption[n - 1] & 1 <> 0 THEN 'desc' END,
      CASE WHEN indoption[n - 1] & 2 <> 0 THEN 'nulls first' END,
      (SELECT 'with ' || oprname FROM pg_constraint x JOIN pg_operator o ON o.oid = conexclop[n]
       WHERE conindid = indexrelid AND contype = 'x')), ', ' ORDER BY n)
    FROM unnest(indkey) WITH ORDINALITY k(num, n) LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = num
    WHERE n <= indnkeyatts) || ')',
  (SELECT 'include (' || string_agg(quote_ident(attname), ', ' ORDER BY n) || ')'
   FROM unnest(indkey) WITH ORDINALITY k(num, n) JOIN pg_attribute ON attrelid = indrelid AND attnum = num
   WHERE n > indnkeyatts HAVING count(*) > 0),
  CASE WHEN indisunique THEN 'unique' END,
  CASE WHEN to_jsonb(i) ->> 'indnullsnotdistinct' = 'true' THEN 'nulls not distinct' END,
  CASE WHEN indisprimary THEN 'primary' END,
  CASE WHEN indisexclusion THEN 'exclusion' END,
  CASE WHEN indpred IS NOT NULL THEN 'partial' END,
  CASE WHEN NOT indisvalid THEN 'invalid' END,
  (SELECT 'with (' || string_agg(o, ', ' ORDER BY o COLLATE "C") || ')' FROM unnest(rel.reloptions) o HAVING count(*) > 0),
  (SELECT 'of ' || parent.name FROM pg_inherits JOIN rel parent ON parent.oid = inhparent WHERE inhrelid = indexrelid))
FROM pg_index i JOIN rel ON rel.oid = indexrelid JOIN rel t ON t.oid = indrelid JOIN pg_am am ON am.oid = rel.relam

UNION ALL
SELECT concat_ws(' ', 'sequence ' || name || ':', format_type(seqtypid, NULL),
  (SELECT 'owned by ' || t.name || '.' || quote_ident(attname) || CASE WHEN deptype = 'i' THEN ' identity' ELSE '' END
   FROM pg_depend JOIN rel t ON t.oid = refobjid JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
   WHERE classid = 'pg_class'::regclass AND objid = seqrelid AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')))
FROM pg_sequence JOIN rel ON rel.oid = seqrelid

UNION ALL
SELECT concat_ws(' ', 'trigger ' || rel.name || ' ' || quote_ident(tgname) || ':',
  CASE WHEN tgtype & 64 <> 0 THEN 'instead' WHEN tgtype & 2 <> 0 THEN 'before' ELSE 'after' END,
  concat_ws(' or ', CASE WHEN tgtype & 4 <> 0 THEN 'insert' END, CASE WHEN tgtype & 16 <> 0 THEN 'update' END,
    CASE WHEN tgtype & 8 <> 0 THEN 'delete' END, CASE WHEN tgtype & 32 <> 0 THEN 'truncate' END),
  (SELECT 'of (' || string_agg(quote_ident(attname), ', ' ORDER BY quote_ident(attname) COLLATE "C") || ')'
   FROM unnest(tgattr) num JOIN pg_attribute ON attrelid = tgrelid AND attnum = num HAVING count(*) > 0),
  CASE WHEN tgtype & 1 <> 0 THEN 'row' END,
  CASE WHEN tgqual IS NOT NULL THEN 'when' END,
  (SELECT 'calls ' || quote_ident(nspname) || '.' || quote_ident(proname)
   FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE p.oid = tgfoid),
  'enabled ' || tgenabled::text)
FROM pg_trigger t JOIN rel ON rel.oid = tgrelid
-- Those of foreign keys and of keys that are deferrable are left out; a
-- partition's copies of others are internal too before 15.
WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE pg_constraint.oid = tgconstraint AND contype <> 't')

UNION ALL
SELECT concat_ws(' ', 'function ' || name || '(' ||
    coalesce((SELECT string_agg(format_type(t, -1), ', ' ORDER BY n) FROM unnest(proargtypes) WITH ORDINALITY a(t, n)), '') || '):',
  'kind ' || prokind::text,
  CASE WHEN prokind <> 'p' THEN concat('returns ', CASE WHEN proretset THEN 'setof ' END, format_type(prorettype, -1)) END,
  'volatility ' || provolatile::text,
  (SELECT 'language ' || quote_ident(lanname) FROM pg_language l WHERE l.oid = prolang),
  'defaults ' || nullif(pronargdefaults, 0)::text)
FROM fn

UNION ALL
SELECT concat_ws(' ', 'type ' || name || ':',
  CASE WHEN NOT typisdefined THEN 'shell'
    WHEN typtype = 'e' THEN concat('enum (',
      (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = typ.oid), ')')
    WHEN typtype = 'd' THEN 'domain over ' || format_type(typbasetype, typtypmod)
    WHEN typtype = 'r' THEN 'range of ' || (SELECT format_type(rngsubtype, -1) FROM pg_range WHERE rngtypid = typ.oid)
    WHEN typtype = 'm' THEN 'multirange of ' || (SELECT format_type(rngtypid, -1) FROM pg_range r
      WHERE to_jsonb(r) ->> 'rngmultitypid' = typ.oid::text)
    ELSE 'base' END,
  CASE WHEN typtype = 'd' AND typnotnull THEN 'not null' END,
  CASE WHEN typtype = 'd' AND typdefault IS NOT NULL THEN 'default' END)
FROM typ WHERE typtype <> 'c' AND NOT (typtype = 'b' AND typelem <> 0 AND typlen = -1 AND typcategory = 'A')

UNION ALL
SELECT 'policy ' || name || ' ' || quote_ident(polname) || ':' FROM pg_policy JOIN rel ON rel.oid = polrelid

UNION ALL
SELECT 'rule ' || name || ' ' || quote_ident(rulename) || ':'
FROM pg_rewrite JOIN rel ON rel.oid = ev_class WHERE rulename <> '_RETURN'

UNION ALL
SELECT 'statistics ' || nsp.name || '.' || quote_ident(stxname) || ': on ' || rel.name
FROM pg_statistic_ext JOIN rel ON rel.oid = stxrelid JOIN nsp ON nsp.oid = stxnamespace

UNION ALL
SELECT 'extension ' || quote_ident(extname) || ':' FROM pg_extension WHERE oid >= 16384

UNION ALL
SELECT 'publication ' || quote_ident(pubname) || ':' FROM pg_publication

UNION ALL
SELECT 'publication ' || quote_ident(pubname) || ' table ' || name || ':'
FROM pg_publication_rel JOIN pg_publication p ON p.oid = prpubid JOIN rel ON rel.oid = prrelid

UNION ALL
SELECT 'event trigger ' || quote_ident(evtname) || ':' FROM pg_event_trigger
WHERE oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_event_trigger'::regclass)

UNION ALL
SELECT 'server ' || quote_ident(srvname) || ':' FROM pg_foreign_server

UNION ALL
SELECT 'wrapper ' || quote_ident(fdwname) || ':' FROM pg_foreign_data_wrapper
WHERE oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_foreign_data_wrapper'::regclass)

UNION ALL
SELECT 'collation ' || nsp.name || '.' || quote_ident(collname) || ':'
FROM pg_collation c JOIN nsp ON nsp.oid = collnamespace
WHERE c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_collation'::regclass)
)
SELECT line FROM line ORDER BY line COLLATE "C"
