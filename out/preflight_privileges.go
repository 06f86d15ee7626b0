package out

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// privilegeChecks are about what the role may do. A superuser may all, which the
// server's own functions know. MAINTAIN is new in PostgreSQL 17 (5.8).
func privilegeChecks(plan *compiler.Plan) []preflightCheck {
	t := plan.Settings.Tracking
	log := "'SELECT,INSERT,UPDATE'"
	if !t.Log {
		log = "'SELECT,INSERT,UPDATE,DELETE'"
	}
	return []preflightCheck{
		{
			checkOwner, strings.ReplaceAll(`    SELECT 'stop', 'must be owner of ' || relation || ', which is ' || pg_catalog.pg_get_userbyid(relowner) FROM rel
    WHERE oid IS NOT NULL AND NOT pg_catalog.pg_has_role(relowner, 'USAGE') AND ('own' = ANY (uses) OR 'drop' = ANY (uses) AND NOT pg_catalog.pg_has_role(nspowner, 'USAGE')
      OR 'maintain' = ANY (uses) AND NOT (VERSION >= 170000 AND pg_catalog.has_table_privilege(oid, CASE WHEN VERSION >= 170000 THEN 'MAINTAIN' ELSE 'SELECT' END)))
  UNION ALL
    SELECT DISTINCT 'stop', 'must be owner of ' || object || ', which is ' || pg_catalog.pg_get_userbyid(owner) FROM owned WHERE NOT pg_catalog.pg_has_role(owner, 'USAGE') AND NOT (drops AND pg_catalog.pg_has_role(nspowner, 'USAGE'))`,
				"VERSION", "pg_catalog.current_setting('server_version_num')::int"),
			`(SELECT CASE count(*) WHEN 1 THEN '1 object' ELSE count(*) || ' objects' END FROM (SELECT 1 FROM rel WHERE oid IS NOT NULL AND uses && '{own,drop,maintain}'::text[] UNION ALL SELECT 1 FROM owned) o) || ' that only the owner may change: this role may'`,
		},
		{
			checkPrivileges, fmt.Sprintf(`    SELECT 'stop', 'this role may not ' || CASE use WHEN 'references' THEN 'reference' WHEN 'trigger' THEN 'put a trigger on' WHEN 'insert' THEN 'insert into' WHEN 'delete' THEN 'delete from' WHEN 'select' THEN 'read' ELSE use END || ' ' || relation
    FROM rel CROSS JOIN pg_catalog.unnest(uses) use WHERE oid IS NOT NULL AND CASE WHEN use IN ('select', 'insert', 'update', 'delete', 'truncate', 'trigger', 'references') THEN NOT pg_catalog.has_table_privilege(oid, use)
      AND NOT CASE WHEN use IN ('select', 'insert', 'update', 'references') THEN pg_catalog.has_any_column_privilege(oid, use) ELSE false END ELSE false END
  UNION ALL
    SELECT 'stop', 'this role may not ' || CASE use WHEN 'insert' THEN 'insert into' WHEN 'select' THEN 'read' ELSE use END || ' ' || relation || '.' || pg_catalog.quote_ident(attname)
    FROM rel JOIN columns c USING (since, schema, name) JOIN pg_catalog.pg_attribute ON attrelid = oid AND attname = part AND NOT attisdropped
    WHERE pg_catalog.has_any_column_privilege(oid, use) AND NOT pg_catalog.has_column_privilege(oid, attnum, use)
  UNION ALL
    SELECT DISTINCT 'stop', 'this role may not use schema ' || pg_catalog.quote_ident(schema) FROM rel WHERE named AND oid IS NOT NULL AND NOT pg_catalog.has_schema_privilege(relnamespace, 'USAGE')
  UNION ALL
    SELECT 'stop', 'this role needs ' || pg_catalog.replace(want, ',', ', ') || ' on ' || pg_catalog.format('%%I.%%I', p.schema, c.relname)
    FROM place p JOIN pg_catalog.pg_namespace n ON nspname = p.schema JOIN (VALUES (%s, 'SELECT,INSERT,UPDATE,DELETE'), (%s, %s)) w (name, want) ON true JOIN pg_catalog.pg_class c ON relnamespace = n.oid AND relname = name
    WHERE EXISTS (SELECT FROM pg_catalog.unnest(pg_catalog.string_to_array(want, ',')) x WHERE NOT pg_catalog.has_table_privilege(c.oid, x))`,
				pgsql.QuoteLiteral(t.Table), pgsql.QuoteLiteral(t.LogTable), log),
			`'this role has what the statements about rows need'`,
		},
		{
			checkCreate, fmt.Sprintf(`    SELECT 'stop', 'this role may not create in schema ' || pg_catalog.quote_ident(schema) FROM (
      SELECT i.schema FROM inside i JOIN place ON looks AND until > passed AND passed >= 0
      UNION SELECT p.schema FROM place p WHERE (SELECT count(*) FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON relnamespace = n.oid WHERE nspname = p.schema AND relname IN (%s, %s)) < 2
    ) s JOIN pg_catalog.pg_namespace n ON nspname = schema WHERE NOT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
  UNION ALL
    SELECT 'stop', 'there is no schema ' || pg_catalog.quote_ident(i.schema) FROM inside i JOIN place ON looks AND until > passed AND passed >= 0 AND begun = 0 WHERE i.schema <> '' AND NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = i.schema)
  UNION ALL
    SELECT 'stop', 'this role may not create schemas in this database' FROM me WHERE NOT creates AND EXISTS (SELECT FROM ahead WHERE kind = 'schema')`,
				pgsql.QuoteLiteral(t.Table), pgsql.QuoteLiteral(t.LogTable)),
			`'this role may create where the plan does'`,
		},
	}
}
