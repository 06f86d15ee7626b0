package main

import (
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// TestPreflightForesees holds that what an ordinary role would be refused is
// told beforehand, and that the same statement runs where nothing is told.
func TestPreflightForesees(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for name, test := range map[string]struct{ up, setup, says string }{
		"another's view":           {"CREATE OR REPLACE VIEW v AS SELECT id, 1 AS one FROM t;", "ALTER VIEW v OWNER TO postgres", "must be owner of public.v"},
		"a comment on a table":     {"COMMENT ON TABLE t IS 'rows';", "ALTER TABLE t OWNER TO postgres", "must be owner of public.t"},
		"a comment on a column":    {"COMMENT ON COLUMN t.id IS 'the key';", "ALTER TABLE t OWNER TO postgres", "must be owner of public.t"},
		"rename without CREATE":    {"ALTER TABLE t RENAME TO t2;", "REVOKE CREATE ON SCHEMA public FROM pre_small, PUBLIC", "this role may not create in schema public"},
		"another schema, no right": {"ALTER TABLE t SET SCHEMA other;", "REVOKE CREATE ON SCHEMA other FROM pre_small", "this role may not create in schema other"},
	} {
		t.Run(name, func(t *testing.T) {
			role(t, s, "pre_small")
			db := s.Database(t)
			p := made(t, oldest,
				rev{id: "aa", up: "CREATE SCHEMA other;\nCREATE TABLE t (id int);\nCREATE VIEW v AS SELECT id FROM t;", down: "DROP VIEW v;\nDROP TABLE t;\nDROP SCHEMA other;"},
				rev{id: "bb", up: test.up, down: "SELECT 1;"})
			dir := p.bundle("aa:bb")
			applyFile(t, db, file(t, p.sql("upgrade", "aa")))
			db.Exec(`GRANT CREATE, USAGE ON SCHEMA public, other TO pre_small; ALTER TABLE t OWNER TO pre_small; ALTER VIEW v OWNER TO pre_small;
				GRANT ALL ON sqlbundle_version, sqlbundle_log TO pre_small`)
			run := func(script string) pgtest.Result {
				cmd := db.Command("-f", filepath.Join(dir, script))
				cmd.Env = append(cmd.Environ(), "PGOPTIONS=-c role=pre_small")
				return db.Run(cmd)
			}
			if got := run("preflight.sql"); got.Status != 0 {
				t.Fatalf("a false alarm, status %d\n%s%s", got.Status, got.Stdout, got.Stderr)
			}
			db.Exec(test.setup)
			if got := run("preflight.sql"); got.Status != 3 || !strings.Contains(got.Stdout, test.says) {
				t.Errorf("status %d, and not %q\n%s%s", got.Status, test.says, got.Stdout, got.Stderr)
			}
			if got := run("upgrade.sql"); got.Status != 3 {
				t.Errorf("it runs nevertheless: status %d\n%s", got.Status, got.Stderr)
			}
		})
	}
}
