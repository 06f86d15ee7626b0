package main

import (
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// forescene is a statement that an ordinary role may run, and what makes the
// server refuse it.
type forescene struct{ name, up, setup, says string }

var forescenes = []forescene{
	{"another's view", "CREATE OR REPLACE VIEW v AS SELECT id, 1 AS one FROM t;", "ALTER VIEW v OWNER TO postgres", "must be owner of public.v"},
	{"a comment on a table", "COMMENT ON TABLE t IS 'rows';", "ALTER TABLE t OWNER TO postgres", "must be owner of public.t"},
	{"a comment on a column", "COMMENT ON COLUMN t.id IS 'the key';", "ALTER TABLE t OWNER TO postgres", "must be owner of public.t"},
	{"rename without CREATE", "ALTER TABLE t RENAME TO t2;", "REVOKE CREATE ON SCHEMA public FROM pre_small, PUBLIC", "this role may not create in schema public"},
	{"another schema, no right", "ALTER TABLE t SET SCHEMA other;", "REVOKE CREATE ON SCHEMA other FROM pre_small", "this role may not create in schema other"},
	{"a schema of nobody's", "CREATE TABLE foreign_parts.a (id int);", "DROP SCHEMA foreign_parts", "there is no schema foreign_parts"},
	{"a schema of another's", "CREATE TYPE foreign_parts.a AS ENUM ('x');", "REVOKE CREATE ON SCHEMA foreign_parts FROM pre_small", "this role may not create in schema foreign_parts"},
	{"replace a function without CREATE", "CREATE OR REPLACE FUNCTION f(a int, m mood) RETURNS int LANGUAGE sql AS 'SELECT 2';", "REVOKE CREATE ON SCHEMA public FROM pre_small, PUBLIC", "this role may not create in schema public"},
	{"replace a view without CREATE", "CREATE OR REPLACE VIEW v AS SELECT id, 1 AS one FROM t;", "REVOKE CREATE ON SCHEMA public FROM pre_small, PUBLIC", "this role may not create in schema public"},
	{"tolerate a table without CREATE", "CREATE TABLE IF NOT EXISTS t (id int);", "REVOKE CREATE ON SCHEMA public FROM pre_small, PUBLIC", "this role may not create in schema public"},
	{"drop another's function", "DROP FUNCTION f(int, mood);", "ALTER FUNCTION f OWNER TO postgres", "must be owner of function public.f(integer, public.mood), which is postgres"},
	{"drop a function that is not there", "DROP FUNCTION f;", "DROP FUNCTION f", "function public.f(integer, public.mood) is not there"},
	{"drop another's type", "DROP TYPE unused;", "ALTER TYPE unused OWNER TO postgres", "must be owner of type public.unused, which is postgres"},
	{"drop another's domain", "DROP DOMAIN IF EXISTS d;", "ALTER DOMAIN d OWNER TO postgres", "must be owner of type public.d, which is postgres"},
	{"drop another's schema", "DROP SCHEMA other;", "ALTER SCHEMA other OWNER TO postgres", "must be owner of schema other, which is postgres"},
	{"drop a schema that is not there", "DROP SCHEMA other;", "DROP SCHEMA other", "schema other is not there"},
	{"a type is there", "CREATE TYPE fresh AS ENUM ('x');", "CREATE DOMAIN fresh AS int", "type public.fresh is there already"},
	{"a table's type is there", "CREATE TYPE fresh AS (a int);", "CREATE TABLE fresh (a int)", "type public.fresh is there already"},
	{"a function is there", "CREATE FUNCTION fresh(a int, b mood[]) RETURNS int LANGUAGE sql AS 'SELECT 1';", "CREATE FUNCTION fresh(int, mood[]) RETURNS int LANGUAGE sql AS 'SELECT 3'", "function public.fresh(integer, public.mood[]) is there already"},
	{"the index of a constraint is there", "ALTER TABLE t ADD CONSTRAINT t_once UNIQUE (id);", "CREATE INDEX t_once ON rows (id)", "public.t_once is there already"},
	{"the index of a new table's constraint is there", "CREATE TABLE fresh (a int, CONSTRAINT fresh_key PRIMARY KEY (a));", "CREATE SEQUENCE fresh_key", "public.fresh_key is there already"},
	{"one column to update", "UPDATE rows SET c = 'x';", "REVOKE UPDATE ON rows FROM pre_small; GRANT UPDATE (id) ON rows TO pre_small", "this role may not update public.rows.c"},
	{"one column to insert into", "INSERT INTO rows (id, c) VALUES (1, 'x');", "REVOKE INSERT ON rows FROM pre_small; GRANT INSERT (id) ON rows TO pre_small", "this role may not insert into public.rows.c"},
	{"one column to read", "DELETE FROM rows r WHERE r.c = 'x';", "REVOKE SELECT ON rows FROM pre_small; GRANT SELECT (id) ON rows TO pre_small", "this role may not read public.rows.c"},
	{"nothing to read", "INSERT INTO t SELECT id FROM rows JOIN (WITH v AS (SELECT 1) SELECT * FROM v) x ON true;", "REVOKE SELECT ON rows FROM pre_small", "this role may not read public.rows"},
	{"nothing to read for a table", "CREATE TABLE fresh AS SELECT 1 AS a FROM t, rows;", "REVOKE SELECT ON rows FROM pre_small", "this role may not read public.rows"},
}

// forehistory is what stands before each of the scenes.
const forehistory = `CREATE SCHEMA other;
CREATE TABLE t (id int);
CREATE TABLE rows (id int, c text);
CREATE VIEW v AS SELECT id FROM t;
CREATE TYPE mood AS ENUM ('sad');
CREATE TYPE unused AS ENUM ('sad');
CREATE DOMAIN d AS int;
CREATE FUNCTION f(a int, m mood) RETURNS int LANGUAGE sql AS 'SELECT 1';`

// TestPreflightForeseesVersions holds that what an ordinary role would be refused
// is told beforehand, and that the same statement runs where nothing is told.
// Each version has its share of the scenes.
func TestPreflightForeseesVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		role(t, s, "pre_small")
		template := s.Database(t)
		first := rev{id: "aa", up: forehistory, down: "SELECT 1;"}
		applyFile(t, template, file(t, made(t, oldest, first).sql("upgrade", "aa")))
		template.Exec(`CREATE SCHEMA foreign_parts; GRANT CREATE, USAGE ON SCHEMA public, other, foreign_parts TO pre_small; ALTER SCHEMA other OWNER TO pre_small;
			ALTER TABLE t OWNER TO pre_small; ALTER VIEW v OWNER TO pre_small; ALTER TYPE unused OWNER TO pre_small; ALTER DOMAIN d OWNER TO pre_small;
			ALTER FUNCTION f OWNER TO pre_small; GRANT ALL ON rows, sqlbundle_version, sqlbundle_log TO pre_small`)
		all := strings.HasSuffix(t.Name(), "/any")
		for i, x := range forescenes {
			if !all && i%foreshares != s.Major%foreshares {
				continue
			}
			t.Run(x.name, func(t *testing.T) {
				dir := made(t, oldest, first, rev{id: "bb", up: x.up, down: "SELECT 1;"}).bundle("aa:bb")
				run := func(db *pgtest.DB, script string) pgtest.Result {
					cmd := db.Command("-f", filepath.Join(dir, script))
					cmd.Env = append(cmd.Environ(), "PGOPTIONS=-c role=pre_small")
					return db.Run(cmd)
				}
				db := clone(t, template)
				if got := run(db, "preflight.sql"); got.Status != 0 {
					t.Errorf("a false alarm, status %d\n%s%s", got.Status, got.Stdout, got.Stderr)
				}
				if got := run(db, "upgrade.sql"); got.Status != 0 {
					t.Errorf("it does not run where nothing is told: status %d\n%s", got.Status, got.Stderr)
				}
				db = clone(t, template)
				db.Exec(x.setup)
				if got := run(db, "preflight.sql"); got.Status != 3 || !strings.Contains(got.Stdout, x.says) {
					t.Errorf("status %d, and not %q\n%s%s", got.Status, x.says, got.Stdout, got.Stderr)
				}
				if got := run(db, "upgrade.sql"); got.Status != 3 {
					t.Errorf("it runs nevertheless: status %d\n%s", got.Status, got.Stderr)
				}
			})
		}
	})
}

// foreshares is into how many shares the scenes are cut: versions that follow each
// other have different ones.
const foreshares = 3

// TestPreflightTrusts holds that nothing is told where all goes well for an
// ordinary role, wherever the database stands: of what the plan itself makes,
// renames, drops and makes anew, and of what the history does not make.
func TestPreflightTrusts(t *testing.T) {
	s := pgtest.Shared(t, 0)
	role(t, s, "pre_small")
	db := s.Database(t)
	p := made(t, oldest,
		rev{id: "aa", up: forehistory, down: "SELECT 1;"},
		rev{id: "bb", up: `ALTER TYPE unused RENAME TO used;
CREATE TABLE x (u used, k foreign_parts.kind);
CREATE TABLE y (k foreign_parts.kind, n int CONSTRAINT y_once UNIQUE);
ALTER TABLE y DROP CONSTRAINT y_once;
ALTER TABLE t RENAME COLUMN id TO key;
DROP DOMAIN d;
CREATE DOMAIN d AS text;
DO $$ BEGIN EXECUTE 'CREATE SCHEMA late'; END $$;
CREATE TABLE late.a (id int);`, down: "SELECT 1;"},
		rev{id: "cc", up: `ALTER TYPE used ADD VALUE 'glad';
CREATE TYPE fresh AS (a int);
ALTER TABLE y ADD CONSTRAINT y_once UNIQUE (n);
ALTER FUNCTION f(int, mood) RENAME TO g;
CREATE FUNCTION f(a int, m mood) RETURNS int LANGUAGE sql AS 'SELECT 3';
UPDATE t SET key = 1 WHERE key = 2;
WITH hidden AS (SELECT 1 AS id) INSERT INTO t SELECT id FROM hidden;`, down: "SELECT 1;"},
		rev{id: "dd", up: `DROP FUNCTION g(int, mood);
DROP TYPE fresh;
CREATE TYPE fresh AS ENUM ('x');
ALTER SCHEMA other RENAME TO another;
DROP SCHEMA another;
DROP DOMAIN d;`, down: "SELECT 1;"})
	dir := p.bundle("aa:head")
	applyFile(t, db, file(t, p.sql("upgrade", "aa")))
	db.Exec(`CREATE SCHEMA foreign_parts; CREATE TYPE foreign_parts.kind AS ENUM ('x'); CREATE SCHEMA aside; CREATE TABLE aside.hidden (id int); GRANT USAGE ON SCHEMA foreign_parts TO pre_small;
		GRANT CREATE, USAGE ON SCHEMA public TO pre_small; ALTER TABLE t OWNER TO pre_small; ALTER TYPE unused OWNER TO pre_small; ALTER DOMAIN d OWNER TO pre_small;
		ALTER FUNCTION f OWNER TO pre_small; ALTER SCHEMA other OWNER TO pre_small; GRANT ALL ON sqlbundle_version, sqlbundle_log TO pre_small; GRANT CREATE ON DATABASE ` + db.Name + ` TO pre_small`)
	for _, stop := range []string{"bb", "cc", "dd"} {
		got := look(t, db, filepath.Join(dir, "preflight.sql"), "-c role=pre_small")
		got.fine(t)
		cmd := db.Command("-v", "sqlbundle_stop_after="+stop, "-f", filepath.Join(dir, "upgrade.sql"))
		cmd.Env = append(cmd.Environ(), "PGOPTIONS=-c role=pre_small")
		finished(t, db.Run(cmd))
	}
}
