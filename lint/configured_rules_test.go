package lint_test

import (
	"regexp"
	"slices"
	"testing"

	"sqlbundle/lint"
)

// Rules that look for what the configuration lists say what it says.
func TestConfiguredRules(t *testing.T) {
	forbidden := lint.Config{ForbiddenTypes: []string{"timestamp", "varchar(9)", "email_addr", "serial", "no such type", "int4[]"}}
	required := lint.Config{RequiredColumns: []string{"id", "created_at"}}
	naming := lint.Config{Naming: map[string]*regexp.Regexp{}}
	for _, kind := range []string{"schema", "table", "column", "index", "foreign_key", "check"} {
		naming.Naming[kind] = regexp.MustCompile(`^[a-z_]+$`)
	}
	naming.Naming["index"] = regexp.MustCompile(`_idx$`)
	cases := []struct {
		rule   string
		config lint.Config
		sql    string
		want   int
	}{
		{"forbidden-types", forbidden, `CREATE TABLE a (x timestamp(3), y timestamp with time zone, z pg_catalog.timestamp[]);`, 2},
		{"forbidden-types", forbidden, `CREATE TABLE a (x varchar(8), y character varying(9), z serial, s bigserial);`, 2},
		{"forbidden-types", forbidden, `ALTER TABLE legacy ADD COLUMN e public.email_addr, ADD COLUMN t text;`, 1},
		{"forbidden-types", forbidden, `CREATE TABLE a (x int, y int[]);`, 1},
		{"forbidden-types", forbidden, `CREATE TEMP TABLE a (x timestamp); CREATE VIEW v AS SELECT now()::timestamp AS t;`, 0},
		{"forbidden-types", lint.Config{}, `CREATE TABLE a (x timestamp);`, 0},
		{"require-columns", required, `CREATE TABLE app."A" (id bigint);`, 1},
		{"require-columns", required, `CREATE TABLE a (id bigint); ALTER TABLE a ADD COLUMN created_at date;`, 0},
		{"require-columns", required, `CREATE TABLE a AS SELECT 1 AS id;`, 1},
		{"require-columns", required, `CREATE TABLE a (created_at date); ALTER TABLE a RENAME created_at TO id;`, 1},
		{"require-columns", required, `CREATE TEMP TABLE a (x int); CREATE VIEW v AS SELECT 1; ALTER TABLE legacy ADD COLUMN x int;`, 0},
		{"require-columns", required, `CREATE TABLE events_x PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');`, 0},
		{"naming-convention", naming, `CREATE TABLE "A" (id bigint, "B" int, CONSTRAINT "C" CHECK (id > 0));`, 3},
		{"naming-convention", naming, `CREATE TABLE "A" (id bigint); ALTER TABLE "A" RENAME TO a; CREATE TABLE "B" (); DROP TABLE "B";`, 0},
		{"naming-convention", naming, `CREATE SCHEMA "S" CREATE TABLE t ("X" int);`, 2},
		{"naming-convention", naming, `CREATE INDEX bad ON legacy (n); CREATE INDEX ON legacy (code);`, 1},
		{"naming-convention", naming, `ALTER TABLE legacy ADD COLUMN "N" int, ADD CONSTRAINT "F" FOREIGN KEY (n) REFERENCES orders (id);`, 2},
		{"naming-convention", naming, `DO $$ BEGIN CREATE TABLE "D" (id bigint); END $$;`, 1},
		{"naming-convention", naming, "ALTER TABLE legacy RENAME TO old;\n--- down\nALTER TABLE old RENAME TO legacy;\n", 0},
		{"naming-convention", naming, `CREATE TEMP TABLE "T" ("X" int); CREATE VIEW "V" AS SELECT 1 AS "One";`, 0},
		{"extension-version-change", lint.Config{ExtensionVersions: true}, `CREATE EXTENSION citext;`, 1},
		{"extension-version-change", lint.Config{ExtensionVersions: true}, `CREATE EXTENSION citext VERSION '1.6';`, 0},
	}
	for _, c := range cases {
		c.config.Severities = map[string]lint.Severity{c.rule: lint.Warning}
		found := slices.DeleteFunc(parseExample(c.sql).judge(t, c.config), func(f lint.Finding) bool { return f.Rule != c.rule })
		if len(found) != c.want {
			t.Errorf("%s\n%s: %d findings and not %d: %v", c.sql, c.rule, len(found), c.want, messages(found))
		}
	}
}

func messages(found []lint.Finding) []string {
	var list []string
	for _, f := range found {
		list = append(list, f.Message)
	}
	return list
}
