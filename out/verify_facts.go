package out

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// facts asks the catalogs for what follows from the plan, all at once: a line
// for each revision, and one before it for each fact that is not so.
func (s *script) facts() {
	facts := s.plan.Facts()
	if len(facts) == 0 {
		return
	}
	schema := s.plan.CreationSchema()
	s.line("")
	s.line("-- What follows from each revision, by the catalogs: what is wanted is empty where nothing is to be there, ? for anything.")
	// With an empty search_path each name comes with its schema. Names that the
	// revisions give without one mean something else where the path does.
	s.line(`SELECT coalesce(pg_catalog.current_schema(), '') = %s AS sqlbundle_same_path, coalesce(pg_catalog.current_schema(), 'no schema') AS sqlbundle_path \gset`, pgsql.QuoteLiteral(schema))
	s.line(`\if :sqlbundle_same_path`)
	s.line("SAVEPOINT sqlbundle; SET LOCAL search_path = ''; SET LOCAL statement_timeout = 0;")
	s.line("%s", factRows(facts))
	s.text(factQuery)
	s.line(`  \gset`)
	s.line("ROLLBACK TO SAVEPOINT sqlbundle; RELEASE SAVEPOINT sqlbundle;")
	s.line(`\echo :sqlbundle_lines`)
	s.line(`\if :sqlbundle_wrong \set sqlbundle_failed 1 \endif`)
	s.line(`\else`)
	s.line(`\echo sqlbundle: verify: the catalogs were not asked: names without a schema mean :sqlbundle_path here, not %s`, psqlWords(schema))
	s.line(`\endif`)
}

// factRows is the list of what is wanted, at the start of a query.
func factRows(facts []compiler.Fact) string {
	var b strings.Builder
	b.WriteString("WITH fact (n, revision, kind, schema, name, part, want) AS (VALUES\n")
	for i, f := range facts {
		words := make([]string, 0, 6)
		for _, text := range [...]string{f.Revision, f.Kind, f.Schema, f.Name, f.Part, f.Want} {
			words = append(words, pgsql.QuoteLiteral(text))
		}
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, "  (%d, %s)", i, strings.Join(words, ", "))
	}
	return b.String()
}

// factQuery finds what there is of each fact, and compares. A wanted text is
// what catalog.Facts writes. An index that is being built is not ready yet; what
// a lost build has left is not valid (PostgreSQL 16, 53.26).
const factQuery = `), relation AS (
    SELECT f.*, c.oid, c.relkind, c.relpersistence, c.relrowsecurity FROM fact f
    JOIN pg_catalog.pg_namespace s ON s.nspname = f.schema JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid AND c.relname = f.name
), found (n, is_there) AS (
    SELECT n, pg_catalog.concat_ws(' ', CASE WHEN relkind <> 'S' THEN CASE relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' END END,
      CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
        WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type' END, CASE WHEN relrowsecurity THEN 'with row security' END)
    FROM relation WHERE kind = 'relation' AND relkind NOT IN ('i', 'I')
  UNION ALL
    SELECT n, pg_catalog.concat_ws(' ', pg_catalog.format_type(atttypid, atttypmod), CASE WHEN relkind IN ('r', 'p', 'f') THEN nullif(pg_catalog.concat_ws(' ',
      CASE WHEN attnotnull THEN 'not null' END, 'identity ' || nullif(attidentity::text, ''), 'generated ' || nullif(attgenerated::text, ''),
      CASE WHEN attgenerated = '' AND EXISTS (SELECT FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND adnum = attnum AND pg_catalog.pg_get_expr(adbin, adrelid) NOT LIKE 'NULL::%') THEN 'default' END), '') END)
    FROM relation JOIN pg_catalog.pg_attribute a ON a.attrelid = relation.oid AND attname = part AND attnum > 0 AND NOT attisdropped WHERE kind = 'column'
  UNION ALL
    SELECT n, pg_catalog.concat_ws(' ', CASE WHEN NOT indisvalid THEN 'invalid' WHEN NOT indisready OR NOT indislive THEN 'not ready' ELSE 'valid' END,
      CASE WHEN indisunique THEN 'unique' END, 'on', pg_catalog.format('%I.%I', nspname, t.relname))
    FROM relation JOIN pg_catalog.pg_index i ON i.indexrelid = relation.oid JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace s ON s.oid = t.relnamespace WHERE kind = 'index'
  UNION ALL
    SELECT n, pg_catalog.concat_ws(' ', CASE WHEN NOT convalidated THEN 'not valid' END,
      CASE contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclusion'
        WHEN 'n' THEN 'not null' WHEN 't' THEN 'trigger' END,
      (SELECT pg_catalog.format('references %I.%I', nspname, r.relname) FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace s ON s.oid = r.relnamespace WHERE r.oid = confrelid))
    FROM relation JOIN pg_catalog.pg_constraint ON conrelid = relation.oid AND conname = part WHERE kind = 'constraint'
  UNION ALL
    SELECT n, CASE tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'enabled for replicas' WHEN 'A' THEN 'enabled always' ELSE 'enabled' END
    FROM relation JOIN pg_catalog.pg_trigger ON tgrelid = relation.oid AND tgname = part WHERE kind = 'trigger'
  UNION ALL SELECT n, 'there' FROM relation JOIN pg_catalog.pg_policy ON polrelid = relation.oid AND polname = part WHERE kind = 'policy'
  UNION ALL SELECT n, 'there' FROM relation JOIN pg_catalog.pg_rewrite ON ev_class = relation.oid AND rulename = part WHERE kind = 'rule'
  UNION ALL
    SELECT n, CASE prokind WHEN 'f' THEN 'function' WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'window function' END
    FROM fact JOIN pg_catalog.pg_namespace s ON nspname = schema JOIN pg_catalog.pg_proc p ON pronamespace = s.oid AND proname = name
    WHERE kind = 'function' AND pg_catalog.replace(part, '"', '') = '(' || pg_catalog.replace( coalesce((SELECT pg_catalog.string_agg(pg_catalog.format_type(t, -1), ', ' ORDER BY o) FROM pg_catalog.unnest(proargtypes) WITH ORDINALITY a (t, o)), ''), '"', '') || ')'
  UNION ALL
    SELECT n, CASE typtype WHEN 'e' THEN 'enum (' || coalesce((SELECT pg_catalog.string_agg('''' || pg_catalog.replace(enumlabel, '''', '''''') || '''', ', ' ORDER BY enumsortorder) FROM pg_catalog.pg_enum WHERE enumtypid = t.oid), '') || ')'
      WHEN 'd' THEN 'domain over ' || pg_catalog.format_type(typbasetype, typtypmod) || CASE WHEN typnotnull THEN ' not null' ELSE '' END WHEN 'r' THEN 'range' ELSE 'another type' END
    FROM fact JOIN pg_catalog.pg_namespace s ON nspname = schema JOIN pg_catalog.pg_type t ON typnamespace = s.oid AND typname = name WHERE kind = 'type' AND typtype IN ('e', 'd', 'r', 'b')
  UNION ALL SELECT n, 'there' FROM fact JOIN pg_catalog.pg_namespace s ON nspname = schema JOIN pg_catalog.pg_statistic_ext ON stxnamespace = s.oid AND stxname = name WHERE kind = 'statistics'
  UNION ALL SELECT n, 'there' FROM fact JOIN pg_catalog.pg_namespace ON nspname = name WHERE kind = 'schema'
  UNION ALL SELECT n, 'there' FROM fact JOIN pg_catalog.pg_extension ON extname = name WHERE kind = 'extension'
), judged AS (
    SELECT f.*, is_there, CASE WHEN want = '' THEN is_there IS NULL WHEN want = '?' THEN is_there IS NOT NULL
      -- Which words have to be quoted differs between versions; behind a ? anything may follow.
      WHEN want LIKE '% ?' THEN pg_catalog.starts_with(pg_catalog.replace(is_there, '"', ''), pg_catalog.replace(pg_catalog.left(want, -2), '"', ''))
      ELSE pg_catalog.replace(is_there, '"', '') IS NOT DISTINCT FROM pg_catalog.replace(want, '"', '') END AS ok,
      CASE WHEN schema <> '' THEN pg_catalog.quote_ident(schema) || '.' ELSE '' END || pg_catalog.quote_ident(name)
        || CASE kind WHEN 'column' THEN '.' || pg_catalog.quote_ident(part) WHEN 'function' THEN part ELSE coalesce(' ' || pg_catalog.quote_ident(nullif(part, '')), '') END AS object
    FROM fact f LEFT JOIN found USING (n)
), line AS (
    SELECT n, pg_catalog.format('sqlbundle: verify: revision %s: %s %s is to be %s and is %s, FAILED', revision, kind, object,
      CASE want WHEN '' THEN 'gone' WHEN '?' THEN 'there' ELSE want END, coalesce(is_there, 'not there')) AS line FROM judged WHERE NOT ok
  UNION ALL
    SELECT max(n), pg_catalog.format('sqlbundle: verify: revision %s: %s by the catalogs, %s', revision, CASE count(*) WHEN 1 THEN '1 fact' ELSE count(*) || ' facts' END,
      CASE WHEN pg_catalog.bool_and(ok) THEN 'ok' ELSE count(*) FILTER (WHERE NOT ok) || ' FAILED' END) FROM judged GROUP BY revision
)
SELECT pg_catalog.string_agg(pg_catalog.regexp_replace(line, '[[:cntrl:]]', '?', 'g'), E'\n' ORDER BY n, line LIKE '% by the catalogs, %') AS sqlbundle_lines,
  EXISTS (SELECT FROM judged WHERE NOT ok) AS sqlbundle_wrong FROM line
`
