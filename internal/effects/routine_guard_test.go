package effects

import (
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/pgtest"
)

const guardSchema = `
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'ok');
CREATE TABLE app.users (id serial PRIMARY KEY, email text NOT NULL, m app.mood, tags int[], n numeric(5,2) DEFAULT 1, CONSTRAINT email_key UNIQUE (email));
CREATE TABLE posts (id uuid PRIMARY KEY, author int CONSTRAINT posts_author_fk REFERENCES app.users, CHECK (author > 0));
CREATE INDEX posts_author ON posts (author);
CREATE VIEW app.v AS SELECT id FROM posts;
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS one;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY mine ON posts USING (true);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE PUBLICATION pub FOR TABLE posts;
CREATE SEQUENCE app.s;
CREATE TABLE parts (a int) PARTITION BY LIST (a);
CREATE TABLE part1 PARTITION OF parts FOR VALUES IN (1);
ALTER TABLE posts ADD gone int;
ALTER TABLE posts DROP gone`

// guards are conditions as migrations ask them, and what they give over
// guardSchema: "?" where the history does not tell.
var guards = []struct{ condition, want string }{
	{"NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'posts_author_fk')", "f"},
	{"EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'posts_author_fk' AND conrelid = 'app.users'::regclass)", "f"},
	{"EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'posts_author_fk' AND conrelid = 'posts'::regclass AND confrelid = 'app.users'::regclass)", "t"},
	{"EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = 'posts'::regclass AND contype = 'p')", "t"},
	{"EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'nope')", "f"},
	{"EXISTS (SELECT 1 FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'app' AND t.relname = 'users' AND c.conname = 'email_key')", "t"},
	{"EXISTS (SELECT 1 FROM pg_constraint c, pg_class t WHERE t.oid = c.conrelid AND t.relname = 'posts' AND c.conname = 'email_key')", "f"},
	{"EXISTS (SELECT FROM pg_type WHERE typname = 'mood')", "t"},
	{"EXISTS (SELECT FROM pg_type WHERE typname = 'status')", "f"},
	{"NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = 'mood' AND n.nspname = 'public')", "t"},
	{"EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood' AND typnamespace = 'app'::regnamespace)", "t"},
	{"EXISTS (SELECT 1 FROM pg_enum e JOIN pg_type t ON e.enumtypid = t.oid WHERE t.typname = 'mood' AND e.enumlabel = 'ok')", "t"},
	{"EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = 'happy' AND enumtypid = (SELECT oid FROM pg_type WHERE typname = 'mood'))", "f"},
	{"EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = 'ok' AND enumtypid = 'app.mood'::regtype)", "t"},
	{"EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'posts_author' AND n.nspname = 'public' AND c.relkind = 'i')", "t"},
	{"EXISTS (SELECT 1 FROM pg_class WHERE relname LIKE 'posts\\_auth%' AND relkind = 'r')", "?"},
	{"EXISTS (SELECT 1 FROM pg_class WHERE oid = 'posts'::regclass AND relrowsecurity)", "t"},
	{"EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'app')", "t"},
	{"(SELECT count(*) FROM pg_namespace WHERE nspname IN ('app', 'public', 'other')) = 2", "t"},
	{"(SELECT count(*) = 2 FROM pg_indexes WHERE indexname IN ('posts_pkey', 'posts_author') AND schemaname = 'public')", "t"},
	{"EXISTS (SELECT 1 FROM pg_indexes WHERE tablename = 'posts' AND indexname = 'email_key')", "f"},
	{"EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'posts')", "t"},
	{"EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'v')", "f"},
	{"EXISTS (SELECT 1 FROM pg_views WHERE viewname = 'v')", "t"},
	{"EXISTS (SELECT 1 FROM pg_matviews WHERE matviewname = 'mv')", "t"},
	{"EXISTS (SELECT 1 FROM pg_sequences WHERE schemaname = 'app' AND sequencename = ANY (ARRAY['x', 's']))", "t"},
	{"EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'touch' AND tgrelid = 'public.posts'::regclass AND NOT tgisinternal)", "t"},
	{"EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'other')", "f"},
	{"EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'hstore')", "f"},
	{"EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'touch')", "t"},
	{"EXISTS (SELECT 1 FROM pg_proc p JOIN pg_namespace n ON p.pronamespace = n.oid WHERE n.nspname = 'public' AND p.proname = 'lower')", "f"},
	{"EXISTS (SELECT 1 FROM pg_policies WHERE schemaname = 'public' AND tablename = 'posts' AND policyname = 'mine')", "t"},
	{"EXISTS (SELECT 1 FROM pg_policy WHERE polname = 'yours')", "f"},
	{"EXISTS (SELECT 1 FROM pg_publication WHERE pubname = 'pub')", "t"},
	{"EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = 'app' AND table_name = 'users' AND table_type = 'BASE TABLE')", "t"},
	{"EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'accounts')", "f"},
	{"EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'posts' AND column_name = 'gone')", "f"},
	{"EXISTS (SELECT 1 FROM information_schema.columns WHERE table_catalog = current_database() AND table_name = 'users' AND column_name = 'email' AND is_nullable = 'NO')", "t"},
	{"(SELECT data_type FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'n') = 'numeric'", "t"},
	{"(SELECT udt_name FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'tags') <> '_int4'", "f"},
	{"(SELECT data_type FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'm') = 'USER-DEFINED'", "t"},
	{"EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'posts' AND column_name = 'author' AND column_default IS NOT NULL)", "f"},
	{"EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = 'posts'::regclass AND attname = 'author' AND NOT attisdropped)", "t"},
	{"EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = 'posts_pkey' AND constraint_type = 'PRIMARY KEY')", "t"},
	{"EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE table_name = 'posts' AND constraint_type = 'UNIQUE')", "f"},
	{"EXISTS (SELECT 1 FROM information_schema.constraint_column_usage WHERE table_schema = 'app' AND table_name = 'users' AND constraint_name = 'posts_author_fk')", "t"},
	{"EXISTS (SELECT 1 FROM information_schema.key_column_usage WHERE table_name = 'posts' AND column_name = 'author')", "t"},
	{"EXISTS (SELECT 1 FROM information_schema.referential_constraints WHERE constraint_name = 'posts_pkey')", "f"},
	{"EXISTS (SELECT 1 FROM information_schema.schemata WHERE schema_name = 'billing')", "f"},
	{"EXISTS (SELECT 1 FROM information_schema.triggers WHERE event_object_table = 'posts' AND trigger_name = 'touch')", "t"},
	{"EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = 'part1'::regclass AND inhparent = 'parts'::regclass)", "t"},
	{"to_regclass('app.users') IS NOT NULL", "t"},
	{"(SELECT to_regclass('public.users') IS NULL)", "t"},
	{"to_regclass('pg_catalog.pg_class') IS NULL", "f"},
	{"to_regtype('mood') IS NULL", "t"},
	{"to_regclass('posts') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM posts)", "?"},
	{"to_regclass('nope') IS NOT NULL AND EXISTS (SELECT 1 FROM posts)", "f"},
	{"EXISTS (SELECT 1 FROM posts)", "?"},
	{"EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'someone')", "?"},
	{"EXISTS (SELECT 1 FROM pg_class c LEFT JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relname = 'posts')", "?"},
	{"current_setting('a.b', true) IS NULL", "?"},
	{"coalesce(NULL, 'x') = 'y'", "f"},
	{"format('%I.%s', 'A', 'b') || quote_literal('c') = '\"A\".b''c'''", "t"},
	{"NULL::boolean IS NOT TRUE", "t"},
	{"1 NOT IN (2, 3) AND 'abc' ILIKE '_B%'", "t"},
	{"'aXbXc' LIKE '%X%c' AND 'a_c' LIKE 'a\\_c' AND 'abc' LIKE 'abc%%'", "t"},
	{"'abc' LIKE 'ab' OR 'abc' LIKE 'a\\_c' OR 'ab' LIKE 'abc' OR 'abcd' LIKE '%b%e'", "f"},
	{"(SELECT count(*) FROM pg_type) > 0", "?"},
	{"EXISTS (SELECT generate_series(1, 0))", "?"},
}

func TestGuards(t *testing.T) {
	for _, version := range []int{13, 18} {
		c := madeBy(t, version, guardSchema)
		for _, guard := range guards {
			r := newRun(c.Copy(), 0, &newer{})
			d := r.evaluated(guard.condition)
			got := d.text
			if d.open() {
				got = "?"
			}
			if got != guard.want {
				t.Errorf("%d: %s is %q, want %q", version, guard.condition, got, guard.want)
			}
			if r.Incomplete = true; guard.want == "f" && strings.HasPrefix(guard.condition, "EXISTS (SELECT 1 FROM pg_trigger") {
				if d := r.evaluated(guard.condition); !d.open() {
					t.Errorf("%d: %s is known though the history is not complete", version, guard.condition)
				}
			}
		}
	}
}

// TestGuardsVersions asks the servers the same.
func TestGuardsVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, server *pgtest.Server) {
		db := server.Database(t)
		db.Exec(guardSchema)
		for _, guard := range guards {
			got := db.Query("SELECT coalesce(" + guard.condition + ", false)")[0][0][:1]
			if guard.want != "?" && got != guard.want {
				t.Errorf("%s gives %s, want %s", guard.condition, got, guard.want)
			}
		}
	})
}

// TestDoubt is about what later statements say of what a branch may have done.
func TestDoubt(t *testing.T) {
	const maybe = "DO $$ BEGIN IF EXISTS (SELECT 1 FROM data) THEN %; END IF; END $$"
	for _, test := range []struct {
		branch, then string
		doubt        bool
		refused      string
	}{
		{"CREATE TABLE made ()", "ALTER TABLE made ADD a int", true, ""},
		{"CREATE TABLE made ()", "CREATE TABLE made ()", true, "42P07"},
		{"CREATE TABLE made ()", "CREATE TABLE IF NOT EXISTS made ()", true, ""},
		{"CREATE TABLE made ()", "ALTER TABLE t ADD c int", false, ""},
		{"CREATE INDEX i ON t (a)", "DROP INDEX IF EXISTS i", true, ""},
		{"CREATE INDEX i ON t (a)", "ALTER TABLE t ADD c int", false, ""},
		{"CREATE INDEX i ON t (a)", "ALTER TABLE t ALTER a TYPE text", true, ""},
		{"ALTER TABLE t ADD c int", "ALTER TABLE t DROP COLUMN IF EXISTS c", true, ""},
		{"ALTER TABLE t ADD CHECK (a IS NOT NULL)", "ALTER TABLE t ALTER a SET NOT NULL", true, ""},
		{"ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u", "DROP TABLE u CASCADE", true, ""},
		{"DROP TABLE t", "CREATE TABLE IF NOT EXISTS t (a int)", true, ""},
		{"DROP TABLE t", "DROP TABLE IF EXISTS t", true, ""},
		{"DROP TABLE t; CREATE TABLE t (b int)", "DROP TABLE t", true, ""},
		{"ALTER TABLE t RENAME TO t2", "DROP TABLE IF EXISTS t", true, ""},
		{"ALTER TABLE t RENAME TO t2", "DROP TABLE IF EXISTS t2", true, ""},
		{"DROP INDEX t_b", "CREATE INDEX IF NOT EXISTS t_b ON t (b)", true, ""},
		{"DROP TYPE mood", "DROP TYPE IF EXISTS mood", true, ""},
		{"CREATE TYPE tone AS ENUM ('a')", "ALTER TABLE t ADD c tone", true, ""},
		{"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION IF EXISTS f", true, ""},
		{"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'; DROP FUNCTION f", false, ""},
		{"UPDATE t SET a = 1", "ALTER TABLE t ADD c int", false, ""},
		{"INSERT INTO t VALUES (1)", "ALTER TABLE t ADD c int", false, ""},
	} {
		c := madeBy(t, 16, "CREATE TABLE data (); CREATE TABLE u (a int PRIMARY KEY); CREATE TABLE t (a int, b int); CREATE INDEX t_b ON t (b); CREATE TYPE mood AS ENUM ('x')")
		Apply(c, parsed(t, strings.Replace(maybe, "%", test.branch, 1)), 0)
		var e *Effects
		for _, then := range strings.Split(test.then, "; ") {
			e = Apply(c, parsed(t, then), 0)
		}
		if doubt := len(e.Unknown) > 0; doubt != test.doubt {
			t.Errorf("%s, then %s: %q", test.branch, test.then, e.Unknown)
		}
		if (e.Refused != nil || test.refused != "") && (e.Refused == nil || e.Refused.SQLState != test.refused) {
			t.Errorf("%s, then %s is refused: %v", test.branch, test.then, e.Refused)
		}
	}
}

// TestDoubtLines is about how the catalog describes what is in doubt.
func TestDoubtLines(t *testing.T) {
	c := madeBy(t, 16, "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE TABLE gone ()")
	Apply(c, parsed(t, "DO $$ BEGIN IF EXISTS (SELECT 1 FROM t) THEN CREATE INDEX i ON t (a); ALTER TABLE u ADD b int; DROP TABLE gone; END IF; END $$"), 0)
	lines := c.Lines()
	for _, want := range []string{"index public.i:??", "relation public.t: table", "relation public.u:??", "column public.u.b:??", "relation public.gone: ??"} {
		if !slices.Contains(lines, want) {
			t.Errorf("%q is not among the lines:\n%s", want, strings.Join(lines, "\n"))
		}
	}
}

// TestDecided is about bodies of which the catalog decides what they run: what
// is there behind them, without a doubt.
func TestDecided(t *testing.T) {
	for _, test := range []struct{ body, columns, refused string }{
		{"IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 't') THEN ALTER TABLE t ADD c int; ELSE ALTER TABLE t ADD d int; END IF;", "a c", ""},
		{"SELECT 1 INTO v FROM pg_class WHERE relname = 't'; IF found THEN ALTER TABLE t ADD c int; END IF;", "a c", ""},
		{"SELECT relname INTO v FROM pg_class WHERE relname = 'x'; IF v IS NULL THEN ALTER TABLE t ADD c int; END IF;", "a c", ""},
		{"PERFORM 1 FROM pg_class WHERE relname = 'x'; IF NOT FOUND THEN ALTER TABLE t ADD c int; END IF;", "a c", ""},
		{"v := (SELECT relname FROM pg_class WHERE relname = 't'); EXECUTE format('ALTER TABLE %I ADD c int', v);", "a c", ""},
		{"IF to_regclass('x') IS NULL THEN RETURN; END IF; ALTER TABLE t ADD c int;", "a", ""},
		{"IF to_regclass('t') IS NULL THEN RETURN; END IF; ALTER TABLE t ADD c int;", "a c", ""},
		{"BEGIN ALTER TABLE t ADD a int; EXCEPTION WHEN duplicate_column THEN ALTER TABLE t ADD c int; END;", "a c", ""},
		{"BEGIN ALTER TABLE t ADD c int; EXCEPTION WHEN duplicate_column OR undefined_table THEN ALTER TABLE t ADD d int; END;", "a c", ""},
		{"BEGIN ALTER TABLE t ADD a int; EXCEPTION WHEN undefined_table THEN NULL; WHEN sqlstate '42701' THEN ALTER TABLE t ADD d int; END;", "a d", ""},
		{"BEGIN ALTER TABLE t ADD a int; EXCEPTION WHEN undefined_table THEN NULL; END;", "a", "42701"},
		{"IF to_regclass('x') IS NULL THEN RAISE EXCEPTION 'no'; END IF;", "a", "P0001"},
		{"BEGIN RAISE EXCEPTION 'no'; EXCEPTION WHEN raise_exception THEN ALTER TABLE t ADD c int; END;", "a c", ""},
		{"PERFORM raises();", "a", ""},
		{"LOOP EXIT WHEN true; END LOOP; ALTER TABLE t ADD c int;", "a c", ""},
	} {
		c := madeBy(t, 16, "CREATE TABLE t (a int); CREATE FUNCTION raises() RETURNS void LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'")
		e := Apply(c, parsed(t, "DO $$ DECLARE v text; BEGIN "+test.body+" END $$"), 0)
		refused := ""
		if e.Refused != nil {
			refused = e.Refused.SQLState
		}
		var columns []string
		for _, col := range c.Relation("", "t").Columns {
			columns = append(columns, col.Name)
		}
		if len(e.Unknown) > 0 || refused != test.refused || strings.Join(columns, " ") != test.columns {
			t.Errorf("%s: unknown %q, refused %v, columns %v", test.body, e.Unknown, e.Refused, columns)
		}
		for _, o := range c.All(catalog.ClassRelation) {
			if catalog.HeadOf(o).Doubtful {
				t.Errorf("%s leaves %s in doubt", test.body, catalog.HeadOf(o).Name)
			}
		}
	}
}

// FuzzGuard holds that no condition makes the model fail.
func FuzzGuard(f *testing.F) {
	for _, guard := range guards {
		f.Add(guard.condition)
	}
	c := madeBy(f, 16, guardSchema)
	f.Fuzz(func(_ *testing.T, condition string) {
		r := newRun(c.Copy(), 0, &newer{})
		r.evaluated(condition)
		r.variables = map[string]datum{}
		r.afterStep(pgsql.Step{Text: condition, Into: []string{"a", "b"}})
	})
}
