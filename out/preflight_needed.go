package out

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// needed asks for all that the plan needs, in one query over three lists: what
// it touches, what it makes and what it changes. Its parts stand in a file for
// each group of checks; psql puts in no more than what stands in place.
func (s *script) needed() {
	n := s.plan.Needs()
	s.line("-- ======== is there what the plan needs, and who is in the way?")
	s.line("SET LOCAL search_path = ''; SET LOCAL statement_timeout = 0;")
	s.line("WITH said (n, \"check\", status, detail) AS (VALUES (-1, '', '', '') :sqlbundle_rows")
	s.line("), place (passed, begun, looks, schema) AS (VALUES (:sqlbundle_passed, :sqlbundle_begun, :'sqlbundle_same_path'::bool, :'sqlbundle_schema'::name)")
	s.line("%s", fewRow)
	s.text(neededQuery(n, s.plan))
	s.line("SELECT pg_catalog.json_agg(pg_catalog.json_build_object('n', n, 'check', \"check\", 'status', status, 'detail', pg_catalog.regexp_replace(detail, '[[:cntrl:]]', '?', 'g'))) AS sqlbundle_all FROM shown")
	s.line(`  \gset`)
}

// fewRow is from where on there is a warning.
const fewRow = "), few (old, large, lag, behind, kept) AS (VALUES (interval '5 min', 1073741824::bigint, interval '10 s', 268435456::bigint, 10737418240::bigint) -- from where on there is a warning"

// neededQuery is the list of WITH up to shown, the rows.
func neededQuery(n *compiler.Needs, plan *compiler.Plan) string {
	var b strings.Builder
	b.WriteString("-- What later steps touch, where the database stands at since or behind it and before until. Objects have the names that they have there.\n")
	b.WriteString("), touched (since, until, schema, name, named, mode, does) AS (VALUES\n  (0, 0, '', '', false, '', '')")
	for _, t := range n.Touched {
		mode := ""
		if t.Mode > effects.NoLock {
			mode = t.Mode.String()
		}
		fmt.Fprintf(&b, ",\n  (%d, %d, %s, %s, %t, '%s', '%s')", t.Since, t.Until, pgsql.QuoteLiteral(t.Schema), pgsql.QuoteLiteral(t.Name), t.Named, mode, uses(t.Does))
	}
	b.WriteString("\n), columns (since, schema, name, use, part) AS (VALUES\n  (0, '', '', '', '')")
	for _, t := range n.Touched {
		for _, use := range slices.Sorted(maps.Keys(t.Columns)) {
			for _, name := range t.Columns[use] {
				fmt.Fprintf(&b, ",\n  (%d, %s, %s, '%s', %s)", t.Since, pgsql.QuoteLiteral(t.Schema), pgsql.QuoteLiteral(t.Name), use, pgsql.QuoteLiteral(name))
			}
		}
	}
	b.WriteString("\n), making (until, kind, schema, name, tolerant, part) AS (VALUES\n  (0, '', '', '', false, '')")
	for _, m := range n.Makes {
		fmt.Fprintf(&b, ",\n  (%d, '%s', %s, %s, %t, %s)", m.Until, m.Kind, pgsql.QuoteLiteral(m.Schema), pgsql.QuoteLiteral(m.Name), m.Tolerant, pgsql.QuoteLiteral(m.Part))
	}
	b.WriteString("\n), inside (until, schema) AS (VALUES\n  (0, '')")
	for _, m := range n.Schemas {
		fmt.Fprintf(&b, ",\n  (%d, %s)", m.Until, pgsql.QuoteLiteral(m.Name))
	}
	b.WriteString("\n), changing (until, kind, schema, name, part, drops, tolerant) AS (VALUES\n  (0, '', '', '', '', false, false)")
	for _, c := range n.Changes {
		fmt.Fprintf(&b, ",\n  (%d, '%s', %s, %s, %s, %t, %t)", c.Until, c.Kind, pgsql.QuoteLiteral(c.Schema), pgsql.QuoteLiteral(c.Name), pgsql.QuoteLiteral(c.Part), c.Drops, c.Tolerant)
	}
	b.WriteString("\n), refused (until, detail) AS (VALUES\n  (0, '')")
	for _, st := range n.Refused {
		at := st.File.Position(st.Span.Start)
		fmt.Fprintf(&b, ",\n  (%d, %s)", len(plan.Steps), pgsql.QuoteLiteral(ascii(sqlInline(fmt.Sprintf("%s:%d would be refused by a server that has no more than what the revisions made: %s", at.File, at.Line, st.Effects.Refused.Message)))))
	}
	b.WriteString("\n" + touchedRelations + owned)
	var checks []preflightCheck
	checks = append(checks, preflightCheck{checkModel, "  SELECT 'warn', refused.detail FROM refused, place WHERE until > passed AND passed >= 0", ""})
	checks = append(checks, objectChecks...)
	checks = append(checks, privilegeChecks(plan)...)
	checks = append(checks, storageChecks...)
	checks = append(checks, sessionChecks...)
	checks = append(checks, replicationChecks...)
	b.WriteString(checksQuery(checks))
	return b.String()
}

// uses are the words for what is done to a relation, sorted.
func uses(does map[compiler.Use]bool) string {
	words := make([]string, 0, len(does))
	for use := range does {
		words = append(words, string(use))
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// touchedRelations finds what is touched. Nothing is taken from a statement that has run
// already; inside is the step in which a run has stopped.
const touchedRelations = `), rel AS (
    SELECT t.*, pg_catalog.format('%I.%I', t.schema, t.name) AS relation, pg_catalog.string_to_array(does, ' ') AS uses, n.nspowner,
      c.oid, c.relkind, c.relowner, c.relnamespace, c.reltoastrelid, c.relpages, c.reltuples
    FROM touched t JOIN place p ON p.looks AND p.passed >= t.since AND p.passed < t.until
    LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = t.schema LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
), ahead AS (
    SELECT m.*, pg_catalog.format('%I.%I', m.schema, m.name) AS relation, m.until = p.begun AS inside FROM making m JOIN place p ON p.looks AND m.until > p.passed AND p.passed >= 0
), conflict (mode, held) AS (VALUES
    ('AccessShareLock', '{AccessExclusiveLock}'::text[]), ('RowShareLock', '{ExclusiveLock,AccessExclusiveLock}'),
    ('RowExclusiveLock', '{ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('ShareUpdateExclusiveLock', '{ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('ShareLock', '{RowExclusiveLock,ShareUpdateExclusiveLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('ShareRowExclusiveLock', '{RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('ExclusiveLock', '{RowShareLock,RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}'),
    ('AccessExclusiveLock', '{AccessShareLock,RowShareLock,RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}')
), here AS (SELECT d.oid, d.datname FROM pg_catalog.pg_database d WHERE d.datname = current_database()
), me AS (SELECT r.rolsuper, pg_catalog.has_database_privilege(here.oid, 'CREATE') AS creates, current_user AS name FROM pg_catalog.pg_roles r, here WHERE r.rolname = current_user
`

// owned finds the types, functions and schemas that the plan changes, with the
// owner of the schema that they are in.
const owned = `), owned AS (
    SELECT c.*, kind || ' ' || pg_catalog.format('%I.%I', c.schema, c.name) || part AS object, p.proowner AS owner, n.nspowner FROM changing c JOIN place ON looks AND passed >= 0 AND until > passed AND begun = 0
    JOIN pg_catalog.pg_namespace n ON nspname = c.schema JOIN pg_catalog.pg_proc p ON pronamespace = n.oid AND proname = c.name
    WHERE kind = 'function' AND part = ` + argumentsOfProc + `
  UNION ALL
    SELECT c.*, kind || ' ' || pg_catalog.format('%I.%I', c.schema, c.name) || part, t.typowner, n.nspowner FROM changing c JOIN place ON looks AND passed >= 0 AND until > passed AND begun = 0
    JOIN pg_catalog.pg_namespace n ON nspname = c.schema JOIN pg_catalog.pg_type t ON typnamespace = n.oid AND typname = c.name WHERE kind = 'type'
  UNION ALL
    SELECT c.*, kind || ' ' || pg_catalog.quote_ident(c.name), n.nspowner, n.nspowner FROM changing c JOIN place ON looks AND passed >= 0 AND until > passed AND begun = 0
    JOIN pg_catalog.pg_namespace n ON nspname = c.name WHERE kind = 'schema'
`

// argumentsOfProc is what [catalog.Catalog.Arguments] gives, of a row of pg_proc.
const argumentsOfProc = `'(' || coalesce((SELECT pg_catalog.string_agg(pg_catalog.format_type(t, -1), ', ' ORDER BY o) FROM pg_catalog.unnest(proargtypes) WITH ORDINALITY a (t, o)), '') || ')'`
