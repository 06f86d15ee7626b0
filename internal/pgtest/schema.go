package pgtest

// schemaPart is a query of one kind of object, whose rows are lines that
// describe one object each. It stands after [own].
type schemaPart struct{ name, query string }

// own opens every query: nsp are the user's schemas, rel the relations that
// count, with their quoted names, member the objects that belong to an
// extension. $1 are the names of tables that do not count.
const own = `
WITH nsp AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), member AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), hidden AS (
  SELECT oid FROM pg_class WHERE relname ~ '^sqlbundle_' OR relname = ANY ($1::text[])
), rel AS (
  SELECT c.*, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN nsp n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S')
    AND c.oid NOT IN (SELECT oid FROM hidden)
    AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_class'::regclass AND objid = c.oid)
    AND NOT EXISTS (SELECT FROM pg_depend d JOIN hidden h ON h.oid = d.refobjid
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i'))
)`

// schemaParts are the kinds of objects. What only later versions have is read
// by way of to_jsonb, so that one text does for all.
var schemaParts = []schemaPart{
	{"schema", `
SELECT format('%I owner=%s acl=%s', n.nspname, nspowner::regrole, ` + grants("n.nspacl", "'n', nspowner") + `)
FROM pg_namespace n JOIN nsp USING (oid)`},
	{"relation", `
SELECT format('%s kind=%s persistence=%s owner=%s method=%s tablespace=%s options=%s identity=%s rls=%s,%s acl=%s',
  name, relkind, relpersistence, relowner::regrole, (SELECT amname FROM pg_am WHERE oid = relam),
  (SELECT spcname FROM pg_tablespace WHERE oid = reltablespace), reloptions, relreplident,
  relrowsecurity, relforcerowsecurity,
  ` + grants("relacl", "CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", relowner") + `)
FROM rel`},
	{"partition", `
SELECT format('%s key=%s bound=%s of=%s', name, pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid),
  (SELECT string_agg(format('%s%s', inhparent::regclass,
    CASE WHEN to_jsonb(i) ->> 'inhdetachpending' = 'true' THEN ' pending' END), ', ' ORDER BY inhseqno)
   FROM pg_inherits i WHERE inhrelid = rel.oid))
FROM rel WHERE relkind = 'p' OR EXISTS (SELECT FROM pg_inherits WHERE inhrelid = rel.oid)`},
	{"column", `
SELECT format('%s.%I %s notnull=%s default=%s identity=%s generated=%s collation=%s storage=%s compression=%s statistics=%s options=%s foreign=%s acl=%s',
  name, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid),
  attidentity, attgenerated, nullif(attcollation, 0)::regcollation, attstorage,
  to_jsonb(a) ->> 'attcompression', nullif(to_jsonb(a) ->> 'attstattarget', '-1'), attoptions, attfdwoptions,
  ` + grants("attacl", "'c', relowner") + `)
FROM rel JOIN pg_attribute a ON attrelid = rel.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind <> 'S'`},
	{"constraint", `
SELECT format('%s %I valid=%s %s', coalesce(name, contypid::regtype::text), conname, convalidated, pg_get_constraintdef(c.oid))
FROM pg_constraint c LEFT JOIN rel ON rel.oid = conrelid JOIN nsp ON nsp.oid = connamespace
WHERE conrelid = 0 OR name IS NOT NULL`},
	{"index", `
SELECT format('%s valid=%s ready=%s clustered=%s replica=%s tablespace=%s', pg_get_indexdef(indexrelid),
  indisvalid, indisready, indisclustered, indisreplident,
  (SELECT spcname FROM pg_tablespace JOIN pg_class c ON c.reltablespace = pg_tablespace.oid WHERE c.oid = indexrelid))
FROM pg_index JOIN rel ON rel.oid = indrelid`},
	{"statistics", `
SELECT pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN rel ON rel.oid = stxrelid`},
	{"view", `
SELECT format('%s populated=%s %s', name, relispopulated, pg_get_viewdef(oid)) FROM rel WHERE relkind IN ('v', 'm')`},
	{"rule", `
SELECT format('enabled=%s %s', ev_enabled, pg_get_ruledef(r.oid))
FROM pg_rewrite r JOIN rel ON rel.oid = ev_class WHERE rulename <> '_RETURN'`},
	{"trigger", `
SELECT format('enabled=%s %s', tgenabled, pg_get_triggerdef(t.oid))
FROM pg_trigger t JOIN rel ON rel.oid = tgrelid WHERE NOT tgisinternal`},
	{"event trigger", `
SELECT format('%I on %s calls %s enabled=%s tags=%s', evtname, evtevent, evtfoid::regprocedure, evtenabled, evttags)
FROM pg_event_trigger`},
	{"policy", `
SELECT format('%s %I permissive=%s command=%s roles=%s using=%s check=%s', name, polname, polpermissive, polcmd,
  (SELECT array_agg(CASE WHEN r = 0 THEN 'public' ELSE r::regrole::text END ORDER BY r) FROM unnest(polroles) r),
  pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
FROM pg_policy JOIN rel ON rel.oid = polrelid`},
	{"sequence", `
SELECT format('%s %s start=%s increment=%s min=%s max=%s cache=%s cycle=%s owner=%s', name, seqtypid::regtype,
  seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
  (SELECT format('%s.%s', refobjid::regclass, attname) FROM pg_depend d
   JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
   WHERE d.classid = 'pg_class'::regclass AND d.objid = seqrelid AND d.deptype IN ('a', 'i')
     AND d.refclassid = 'pg_class'::regclass))
FROM pg_sequence JOIN rel ON rel.oid = seqrelid`},
	{"function", `
SELECT format('%s owner=%s acl=%s %s', p.oid::regprocedure, proowner::regrole,
  ` + grants("proacl", "'f', proowner") + `,
  CASE WHEN prokind = 'a' THEN (
    SELECT format('aggregate %s', to_jsonb(a) - 'aggfnoid') FROM pg_aggregate a WHERE aggfnoid = p.oid)
  ELSE pg_get_functiondef(p.oid) END)
FROM pg_proc p JOIN nsp ON nsp.oid = pronamespace
WHERE NOT EXISTS (SELECT FROM member WHERE classid = 'pg_proc'::regclass AND objid = p.oid)`},
	{"type", `
SELECT format('%s kind=%s owner=%s acl=%s base=%s notnull=%s default=%s collation=%s labels=%s range=%s', t.oid::regtype, typtype,
  typowner::regrole, ` + grants("typacl", "'T', typowner") + `,
  CASE typtype WHEN 'd' THEN format_type(typbasetype, typtypmod) END, typnotnull, typdefault,
  nullif(typcollation, 0)::regcollation,
  (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
  (SELECT format('%s %s %s', rngsubtype::regtype, rngcanonical, rngsubdiff) FROM pg_range WHERE rngtypid = t.oid))
FROM pg_type t JOIN nsp ON nsp.oid = typnamespace
WHERE typtype IN ('d', 'e', 'r') OR typtype = 'b' AND typelem = 0
  OR typtype = 'c' AND EXISTS (SELECT FROM rel WHERE rel.oid = typrelid AND relkind = 'c')`},
	{"comment", `
SELECT format('%s %s %s', o.type, o.identity, description)
FROM pg_description d, pg_identify_object(classoid, objoid, objsubid) o
WHERE (objoid >= 16384 OR classoid = 'pg_namespace'::regclass AND objoid IN (SELECT oid FROM nsp))
  AND NOT (classoid = 'pg_class'::regclass AND objoid NOT IN (
    SELECT oid FROM rel UNION ALL SELECT indexrelid FROM pg_index JOIN rel ON rel.oid = indrelid))
  AND NOT (classoid = 'pg_constraint'::regclass AND EXISTS (
    SELECT FROM pg_constraint c JOIN hidden h ON h.oid = conrelid WHERE c.oid = objoid))`},
	{"extension", `
SELECT format('%I %s in %s', extname, extversion, extnamespace::regnamespace) FROM pg_extension`},
	{"publication", `
SELECT format('%s tables=%s', to_jsonb(p) - 'oid' - 'pubowner',
  (SELECT array_agg(format('%s %s', prrelid::regclass, to_jsonb(r) ->> 'prattrs') ORDER BY prrelid::regclass::text)
   FROM pg_publication_rel r WHERE prpubid = p.oid))
FROM pg_publication p`},
	{"default privileges", `
SELECT format('%s in %s for %s: %s', defaclrole::regrole, nullif(defaclnamespace, 0)::regnamespace, defaclobjtype,
  (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(defaclacl) a))
FROM pg_default_acl`},
	{"setting", `
SELECT format('%s %s', nullif(setrole, 0)::regrole, setconfig)
FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())`},
	{"foreign server", `
SELECT format('%I wrapper=%I type=%s version=%s options=%s', srvname, fdwname, srvtype, srvversion, srvoptions)
FROM pg_foreign_server JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw`},
	{"foreign table", `
SELECT format('%s server=%I options=%s', name, srvname, ftoptions)
FROM pg_foreign_table JOIN rel ON rel.oid = ftrelid JOIN pg_foreign_server s ON s.oid = ftserver`},
	{"object", `
SELECT format('%s %s', o.type, o.identity) FROM (
  SELECT 'pg_operator'::regclass, oid FROM pg_operator
  UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass
  UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily
  UNION ALL SELECT 'pg_cast'::regclass, oid FROM pg_cast
  UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation
  UNION ALL SELECT 'pg_conversion'::regclass, oid FROM pg_conversion
  UNION ALL SELECT 'pg_language'::regclass, oid FROM pg_language
  UNION ALL SELECT 'pg_transform'::regclass, oid FROM pg_transform
  UNION ALL SELECT 'pg_am'::regclass, oid FROM pg_am
  UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config
  UNION ALL SELECT 'pg_ts_dict'::regclass, oid FROM pg_ts_dict
  UNION ALL SELECT 'pg_ts_parser'::regclass, oid FROM pg_ts_parser
  UNION ALL SELECT 'pg_ts_template'::regclass, oid FROM pg_ts_template
  UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
  UNION ALL SELECT 'pg_user_mapping'::regclass, oid FROM pg_user_mapping
) all_objects(class, id), pg_identify_object(class, id, 0) o
WHERE id >= 16384 AND NOT EXISTS (SELECT FROM member WHERE classid = class AND objid = id)`},
}

// grants prints an access list in a fixed order, and the default one, which
// acldefault gives for these arguments, where there is none.
func grants(list, defaults string) string {
	return `(SELECT array_agg(a::text ORDER BY a::text) FROM unnest(coalesce(` + list + `, acldefault(` + defaults + `))) a)`
}
